"""A metric over time: where its figures come from, what they are pooled into, and what is said."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest

from kiosk.domain.calendars import Calendar, ClosedPeriod
from kiosk.domain.metrics import ChartKind, Direction, Entered, MetricFacts, ValueKind
from kiosk.domain.observations import Observation, observation_id
from kiosk.domain.releases import Release
from kiosk.layouts.tiles import MetricTile
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.metric_tile import metric_tile
from kiosk.viewmodels.tiles import MetricTileView
from tests.unit.viewmodels.sample_wards import (
    FALLS,
    PAIN,
    SKIN,
    TODAY,
    catalogue,
    closed_days,
    daily,
    empty_ward,
    event,
    full_ward,
    hidden,
    metric,
    node,
    numbered,
    scene,
    shown,
    window,
)

TILE = MetricTile(id="skin", type="metric", metric="skin_checked_6h")
LONG_AGO = date(2025, 1, 1)


def counted(
    figure: Callable[[date], tuple[int, int] | None], first: date, last: date = TODAY
) -> dict[str, Observation]:
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return daily("metric:skin", {day: figure(day) for day in days})


def of(
    observations: Mapping[str, Observation],
    facts: MetricFacts = SKIN,
    tile: MetricTile = TILE,
    **parts: object,
) -> MetricTileView:
    ward = empty_ward(metrics={"metric:skin": metric(facts)}, observations=observations, **parts)
    return metric_tile(tile, scene(ward))


def weekly(day: date) -> tuple[int, int]:
    return (15 + day.toordinal() // 7 % 3, 20)


def values(view: MetricTileView) -> list[float | None]:
    return [point.value for point in view.chart.points] if view.chart else []


def monthly_release(months: int, last: date = date(2026, 10, 1), **parts: object) -> Release:
    windows = []
    for back in range(months - 1, -1, -1):
        index = last.year * 12 + last.month - 1 - back
        first = date(index // 12, index % 12 + 1, 1)
        after = date((index + 1) // 12, (index + 1) % 12 + 1, 1)
        windows.append(window(first, after - timedelta(days=1), shown(None, 70 + back % 4, 100)))
    return Release(metric=PAIN, source="electronic record", windows=tuple(windows), **parts)


def released(release: Release) -> MetricTileView:
    tile = MetricTile(id="pain", type="metric", metric="pain_reassessed_1h")
    return metric_tile(tile, scene(empty_ward(releases={("pain_reassessed_1h", ""): release})))


def test_a_real_improvement_is_said_in_word_shape_and_colour() -> None:
    view = metric_tile(TILE, scene(full_ward()))
    assert (view.chips[0].text, view.chips[0].mark) == ("Improving", Mark.TRIANGLE)
    assert view.chart is not None
    assert view.chart.points[-1].tone is Tone.BETTER
    assert view.frame.foot_right == "XmR · Making Data Count"


def test_days_are_pooled_into_months_numerators_over_denominators() -> None:
    uneven = counted(lambda day: (1, 10) if day.day % 2 else (30, 30), LONG_AGO)
    view = of(uneven)
    assert view.chart is not None
    assert view.chart.points[0].label == "January 2025"
    # 16 odd days of 1 in 10, 15 even ones of 30 in 30: pooled, not the mean of daily shares
    assert values(view)[0] == pytest.approx(100 * (16 + 15 * 30) / (160 + 450))


def test_a_new_ward_is_drawn_by_day_then_by_week_then_by_month() -> None:
    spans = {20: "day", 100: "week", 400: "month"}
    for days, period in spans.items():
        view = of(counted(lambda _: (9, 10), TODAY - timedelta(days=days)))
        assert view.chart is not None
        label = view.chart.points[-1].label
        found = "week" if label.startswith("week") else "month" if label[0] in "NO" else "day"
        assert found == period, label


def test_a_month_that_is_not_half_counted_is_no_point() -> None:
    sparse = counted(
        lambda day: None if (day.month, day.year, day.day > 5) == (6, 2025, True) else (9, 10),
        LONG_AGO,
    )
    assert values(of(sparse))[5] is None


BEDS = SKIN.model_copy(update={"value": ValueKind.COUNT, "per": 1, "goal": None})


def test_a_month_of_a_daily_count_with_days_missing_is_no_point_and_is_told() -> None:
    sparse = counted(
        lambda day: None if (day.year, day.month) == (2025, 6) and day.day % 2 else (10, 10),
        LONG_AGO,
    )
    view = of(sparse, BEDS)
    assert values(view)[4:7] == [310, None, 310]
    assert view.frame.foot_left == "to 24 Nov · 1 month left out"


def test_a_month_in_which_one_open_day_was_never_answered_is_no_point_of_a_count() -> None:
    whole = counted(lambda _: (10, 10), LONG_AGO)
    del whole[observation_id("metric:skin", date(2025, 6, 9))]
    assert values(of(whole, BEDS))[5] is None


def test_days_on_which_the_ward_was_closed_are_not_missing_from_a_count() -> None:
    closed = ClosedPeriod(first=date(2025, 6, 1), last=date(2025, 6, 20))
    view = of(counted(lambda _: (10, 10), LONG_AGO), BEDS, node=node(Calendar(closed=(closed,))))
    assert values(view)[5] == 100
    assert view.frame.foot_left == "to 24 Nov"


def test_a_count_that_begins_within_a_month_leaves_that_month_out_without_a_word() -> None:
    view = of(counted(lambda _: (10, 10), date(2025, 6, 9)), BEDS)
    assert values(view)[0] == 310
    assert view.frame.foot_left == "to 24 Nov"


def test_a_count_without_a_whole_month_says_so() -> None:
    every_second = counted(lambda day: (10, 10) if day.toordinal() % 2 else None, LONG_AGO)
    assert of(every_second, BEDS).frame.empty == "No month with enough days counted yet."


def test_weekly_counts_stay_weeks_since_months_have_four_or_five() -> None:
    facts = BEDS.model_copy(update={"entered": Entered.WEEKLY})
    weeks = {TODAY - timedelta(days=7 * back + 1): (10, None) for back in range(60)}
    assert set(values(of(daily("metric:skin", weeks), facts))) == {10}


def test_closed_days_are_a_gap_even_when_figures_were_entered() -> None:
    june = ClosedPeriod(first=date(2025, 6, 1), last=date(2025, 6, 30))
    view = of(counted(weekly, LONG_AGO), node=node(Calendar(closed=(june,))))
    assert values(view)[5] is None
    assert view.chart is not None
    assert view.chart.points[5].spoken == "June 2025: no figure."


def test_under_twelve_points_it_says_how_many_more_until_a_verdict() -> None:
    view = of(counted(weekly, date(2026, 3, 1)))
    assert view.chips[0].text == "3 more months until a verdict"
    assert view.chart is not None
    assert view.chart.phases[0].mean is None


def test_one_more_is_said_as_one() -> None:
    view = of(counted(weekly, date(2026, 1, 1)))
    assert view.chips[0].text == "1 more month until a verdict"


def test_a_series_that_never_varies_has_no_limits_and_says_so() -> None:
    view = of(counted(lambda _: (9, 10), LONG_AGO))
    assert view.chips[0].text == "no variation to measure"
    assert view.chart is not None
    assert view.chart.phases[0].upper is None


@pytest.mark.parametrize(
    ("direction", "goal", "said"),
    [
        (Direction.INCREASE, 99.0, "below goal"),
        (Direction.DECREASE, 5.0, "above goal"),
        (Direction.INCREASE, 10.0, "meets the goal"),
        (Direction.NEUTRAL, 10.0, None),
    ],
)
def test_where_the_goal_lies_is_said_without_colour(
    direction: Direction, goal: float, said: str | None
) -> None:
    facts = SKIN.model_copy(update={"direction": direction, "goal": goal})
    chips = of(counted(lambda day: (14 + day.day % 2 + day.month % 3, 20), LONG_AGO), facts).chips
    goals = [chip for chip in chips if "goal" in chip.text]
    assert [chip.text for chip in goals] == ([said] if said else [])
    assert all(chip.tone is Tone.MUTED for chip in goals)


def test_daily_figures_go_stale_after_three_open_days() -> None:
    last = TODAY - timedelta(days=4)
    view = of(counted(weekly, LONG_AGO, last))
    assert (view.frame.stale, view.frame.stale_label) == (True, "last figures 20 November")
    assert view.chips == ()
    assert view.chart is not None
    assert view.chart.stale


def test_closed_days_do_not_make_figures_stale() -> None:
    closed = ClosedPeriod(first=TODAY - timedelta(days=3), last=TODAY - timedelta(days=1))
    last = TODAY - timedelta(days=4)
    view = of(counted(weekly, LONG_AGO, last), node=node(Calendar(closed=(closed,))))
    assert not view.frame.stale


@pytest.mark.parametrize(("days", "stale"), [(14, False), (15, True)])
def test_weekly_figures_go_stale_after_two_weeks(days: int, *, stale: bool) -> None:
    facts = SKIN.model_copy(update={"entered": Entered.WEEKLY})
    last = TODAY - timedelta(days=days)
    figures = {last - timedelta(days=7 * back): (8, 10 + back % 2) for back in range(30)}
    assert of(daily("metric:skin", figures), facts).frame.stale is stale


def test_the_whole_of_a_release_is_charted_with_gaps_where_it_is_hidden() -> None:
    release = monthly_release(24)
    windows = list(release.windows)
    windows[4] = windows[4].model_copy(update={"overall": hidden("")})
    del windows[8]
    view = released(release.model_copy(update={"windows": tuple(windows)}))
    assert len(values(view)) == 24
    assert [index for index, value in enumerate(values(view)) if value is None] == [4, 8]
    assert view.frame.foot_left == "to 31 Oct"


@pytest.mark.parametrize(("last", "stale"), [(date(2026, 9, 1), False), (date(2026, 8, 1), True)])
def test_a_release_goes_stale_once_the_next_one_is_long_overdue(last: date, *, stale: bool) -> None:
    # 30 September and 76 days are in December; 31 August and 76 days are 15 November
    assert released(monthly_release(20, last)).frame.stale is stale


def test_windows_that_overlap_make_no_chart_of_their_own() -> None:
    years = [
        window(date(2025, 10 - back, 1), date(2026, 9 - back, 28), shown(None, 80, 100))
        for back in range(3)
    ]
    release = Release(metric=PAIN, windows=tuple(reversed(years)))
    assert len(values(released(release))) == 1


def test_falls_are_counted_by_whole_month_from_confirmed_events() -> None:
    tile = MetricTile(id="falls", type="metric", metric="falls_with_harm")
    events = [event(date(2026, 3, 4)), event(date(2026, 3, 20)), event(date(2026, 11, 2))]
    ward = empty_ward(
        metrics={"metric:falls": metric(FALLS)},
        events=numbered("event", events),
        safety_days=closed_days(date(2026, 1, 15), TODAY),
    )
    view = metric_tile(tile, scene(ward))
    assert values(view) == [0, 2, 0, 0, 0, 0, 0, 0, 0]
    assert view.chart is not None
    assert view.chart.first_label == "Feb"


def test_a_metric_that_nobody_follows_says_so_under_its_shipped_title() -> None:
    view = metric_tile(TILE, scene(empty_ward()))
    assert view.frame.title == "Skin checked in 6 h, %"
    assert view.frame.empty == "This metric is not followed here yet."


def test_a_metric_without_figures_says_so() -> None:
    assert of({}).frame.empty == "No figures yet."


def test_the_scale_shows_everything_and_no_share_beyond_all() -> None:
    view = of(counted(lambda day: (20 - day.month % 2, 20), LONG_AGO))
    assert view.chart is not None
    assert view.chart.maximum <= 100
    assert view.chart.minimum <= min(value for value in values(view) if value is not None)


def test_what_people_report_as_they_see_fit_says_so() -> None:
    counts = counted(weekly, date(2025, 1, 1))
    assert of(counts, SKIN.model_copy(update={"voluntary": True})).frame.subtitle == (
        "reported, not occurred"
    )
    assert of(counts).frame.subtitle == ""


def test_every_shipped_metric_that_counts_reported_events_is_voluntary() -> None:
    facts = {metric.id: metric.facts("sqcdp") for metric in catalogue().metrics}
    assert {key for key, each in facts.items() if each.voluntary} == {
        "falls_with_harm",
        "pressure_injuries",
        "staff_injuries",
        "violence_to_staff",
    }


def test_released_counts_give_each_month_the_limits_of_its_own_size() -> None:
    facts = PAIN.model_copy(update={"chart": ChartKind.P})
    release = monthly_release(14)
    windows = tuple(
        window(each.first, each.last, shown(None, (70 + at % 4) * size, 100 * size))
        for at, each in enumerate(release.windows)
        for size in (1 + at % 3,)
    )
    view = released(release.model_copy(update={"metric": facts, "windows": windows}))
    assert view.frame.foot_right == "p · Making Data Count"
    assert view.chart is not None
    assert len({pair for pair in view.chart.limits if pair}) == 3


def test_a_release_that_holds_back_a_count_is_drawn_by_its_values() -> None:
    facts = PAIN.model_copy(update={"chart": ChartKind.P})
    release = monthly_release(14)
    first, *rest = release.windows
    bare = first.overall.model_copy(update={"numerator": None, "denominator": None})
    windows = (first.model_copy(update={"overall": bare}), *rest)
    view = released(release.model_copy(update={"metric": facts, "windows": windows}))
    assert view.frame.foot_right == "XmR · Making Data Count"


def test_entered_shares_are_held_against_limits_from_what_was_counted() -> None:
    facts = SKIN.model_copy(update={"chart": ChartKind.P_PRIME})
    view = of(counted(weekly, LONG_AGO), facts)
    assert view.frame.foot_right == "p′ · Making Data Count"


def test_a_metric_drawn_as_a_g_chart_has_the_days_between_its_events() -> None:
    facts = FALLS.model_copy(update={"chart": ChartKind.G, "goal": 2.0})
    days = [TODAY - timedelta(days=back) for back in (60, 40, 39, 12)]
    ward = empty_ward(
        metrics={"metric:falls": metric(facts)},
        events=numbered("event", [event(day) for day in days]),
    )
    tile = MetricTile(id="falls", type="metric", metric=facts.key)
    view = metric_tile(tile, scene(ward))
    assert values(view) == [20, 1, 27]
    assert view.figure == "27"
    assert view.chart is not None
    assert (view.chart.unit, view.chart.goal) == ("days", None)
    assert view.chips[0].text == "9 more events until a verdict"
