"""Days since: what sets the counter back, what does not, and what is said before the first event."""

from collections.abc import Iterable
from datetime import date, timedelta

from kiosk.domain.calendars import Calendar, ClosedPeriod
from kiosk.domain.events import EventType, SafetyEvent, Standing
from kiosk.layouts.tiles import DaysSinceTile
from kiosk.viewmodels.days_since_tile import days_since_tile
from kiosk.viewmodels.tiles import DaysSinceTileView
from tests.unit.viewmodels.sample_wards import FALLS as FACTS
from tests.unit.viewmodels.sample_wards import (
    TODAY,
    closed_days,
    daily,
    empty_ward,
    event,
    metric,
    node,
    numbered,
    scene,
)

FALLS = DaysSinceTile(id="falls", type="days_since", metric="falls_with_harm")


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def shown(
    events: Iterable[SafetyEvent], tile: DaysSinceTile = FALLS, **parts: object
) -> DaysSinceTileView:
    return days_since_tile(tile, scene(empty_ward(events=numbered("event", events), **parts)))


def test_days_since_the_last_fall_with_harm_are_counted() -> None:
    view = shown([event(ago(23)), event(ago(48))])
    assert (view.frame.title, view.figure) == ("Falls with harm", "23")
    assert view.figure_label == "days since the last one"


def test_one_day_is_said_as_one() -> None:
    assert shown([event(ago(1))]).figure_label == "day since the last one"


def test_other_harm_and_other_kinds_do_not_set_it_back() -> None:
    others = [event(ago(2), what="medication"), event(ago(1), EventType.NEAR_MISS)]
    assert shown([event(ago(23)), *others]).figure == "23"


def test_an_event_to_confirm_changes_nothing_but_is_announced() -> None:
    waiting = event(ago(1), standing=Standing.TO_CONFIRM)
    view = shown([event(ago(23)), waiting])
    assert (view.figure, view.frame.foot_left) == ("23", "1 to confirm")


def test_a_withdrawn_event_does_not_count() -> None:
    assert shown([event(ago(23)), event(ago(1), standing=Standing.WITHDRAWN)]).figure == "23"


def test_days_on_which_the_ward_was_closed_are_not_counted() -> None:
    calendar = Calendar(closed=(ClosedPeriod(first=ago(10), last=ago(6)),))
    assert shown([event(ago(23))], node=node(calendar)).figure == "18"


def test_spells_are_the_last_ones_with_the_running_one_open_at_the_end() -> None:
    view = shown(event(ago(23 + 25 * back)) for back in range(20))
    assert [spell.days for spell in view.spells.spells] == [*[25] * 14, 23]
    assert [spell.open for spell in view.spells.spells] == [*[False] * 14, True]
    assert (view.spells.usual, view.frame.foot_right) == (25, "usual 25")


def test_a_spell_beyond_the_upper_limit_is_said_to_be_longer_than_usual() -> None:
    view = shown(event(ago(90 + 5 * back)) for back in range(15))
    assert view.figure_label == "days since the last one, longer than usual"


def test_before_the_first_event_it_says_since_when_none_was_reported() -> None:
    view = shown([], safety_days=closed_days(date(2026, 11, 1), ago(1)))
    assert (view.figure, view.figure_label) == ("23", "days, none reported since 1 November")


def test_with_nothing_closed_and_nothing_reported_there_is_no_figure() -> None:
    view = shown([])
    assert view.figure == ""
    assert "close a day" in view.frame.empty


def test_kinds_of_event_can_be_named_instead_of_a_metric() -> None:
    tile = DaysSinceTile(id="v", type="days_since", events=(EventType.VIOLENCE,))
    view = shown([event(ago(4), EventType.VIOLENCE), event(ago(1))], tile)
    assert (view.frame.title, view.figure) == ("Violence", "4")


def test_a_metric_of_the_hospitals_own_counts_from_its_entered_figures() -> None:
    tile = DaysSinceTile(id="own", type="days_since", metric="needle_sticks")
    facts = FACTS.model_copy(update={"key": "needle_sticks", "title": "Needle sticks"})
    view = shown(
        [],
        tile,
        metrics={"metric:own": metric(facts)},
        observations=daily("metric:own", {ago(9): (1, None), ago(3): (0, None)}),
    )
    assert (view.frame.title, view.figure) == ("Needle sticks", "9")
