"""A metric by group: what is said, what is marked, and what is never named."""

from datetime import date, timedelta

import pytest

from kiosk.domain.metrics import Direction
from kiosk.domain.nodes import plain_name
from kiosk.domain.releases import Cell, CellStatus, GroupRole, Release, Window
from kiosk.layouts.tiles import GroupsTile
from kiosk.viewmodels.boards import Face
from kiosk.viewmodels.charts import Interval
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.groups_tile import groups_tile
from kiosk.viewmodels.tiles import GroupsTileView
from tests.unit.viewmodels.sample_wards import (
    PAIN,
    empty_ward,
    hidden,
    metric,
    node,
    pain_release,
    scene,
    shown,
    window,
)

TILE = GroupsTile(id="pain", type="groups", metric="pain_reassessed_1h", stratifier="language")


def of(release: Release, face: Face = Face.STAFF, tile: GroupsTile = TILE) -> GroupsTileView:
    ward = empty_ward(
        node=node(shown_by=(plain_name(tile.stratifier),)),
        releases={("pain_reassessed_1h", release.stratifier): release},
    )
    return groups_tile(tile, scene(ward, face))


def rows(view: GroupsTileView) -> dict[str, Interval]:
    return {row.name: row for row in view.groups.rows} if view.groups else {}


def quarter(overall: Cell, *groups: Cell, first: date = date(2026, 8, 1)) -> Window:
    last = date(first.year, first.month + 2, 31)
    return window(first, last, overall, *groups)


def release(*windows: Window, **metric: object) -> Release:
    facts = PAIN.model_copy(update=metric)
    return Release(metric=facts, stratifier="language", windows=windows)


def months(*, english: int, spanish: int, first: date, hide: int = -1) -> tuple[Window, ...]:
    made = []
    for ahead in range(3):
        start = date(first.year, first.month + ahead, 1)
        last = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        small = hidden("Spanish") if ahead == hide else shown("Spanish", spanish, 100)
        everyone = shown(None, english + spanish, 900)
        made.append(window(start, last, everyone, shown("English", english, 800), small))
    return tuple(made)


def test_better_overall_and_not_for_everyone_is_found_and_told() -> None:
    view = of(pain_release())
    assert view.verdict == "Better overall, not for everyone."
    assert view.sentence == "For Spanish-speaking patients: 70 → 61 %."
    assert (
        "less often for Spanish-speaking patients: 61 %, was 70 % in Aug\N{EN DASH}Oct 2025."
        in view.frame.spoken
    )


def test_the_mark_is_coloured_and_the_rest_is_not() -> None:
    marked = rows(of(pain_release()))
    assert (marked["Spanish"].tone, marked["Spanish"].mark) == (Tone.WORSE, Mark.DIAMOND)
    assert marked["Spanish"].bold
    assert (marked["English"].tone, marked["English"].mark) == (Tone.COMMON, Mark.DOT)


def test_hidden_groups_are_one_unnamed_last_row() -> None:
    view = of(pain_release())
    assert list(rows(view)) == ["English", "Spanish", "Mandarin", "Others"]
    others = rows(view)["Others"]
    assert (others.text, others.mark, others.value) == ("too few to show", Mark.STAR, None)
    assert (others.lower, others.upper) == (None, None)


def test_an_unreliable_group_has_its_interval_and_no_figure() -> None:
    mandarin = rows(of(pain_release()))["Mandarin"]
    assert (mandarin.value, mandarin.mark) == (None, Mark.HATCH)
    assert (mandarin.lower, mandarin.upper, mandarin.text) == (48, 88, "48\N{EN DASH}88")


def test_no_data_and_a_real_zero_are_told_apart() -> None:
    nothing = Cell(group="Arabic", status=CellStatus.NO_DATA)
    marked = rows(of(release(quarter(shown(None, 40, 200), shown("Urdu", 0, 60), nothing))))
    assert (marked["Arabic"].text, marked["Arabic"].mark) == ("no data", Mark.DASHES)
    assert (marked["Urdu"].text, marked["Urdu"].value) == ("0 %", 0)


def test_the_scope_is_said_when_it_is_not_this_ward_alone() -> None:
    assert of(pain_release()).frame.subtitle == "Medicine service, not this ward alone"


def test_the_public_face_has_the_verdict_and_no_group() -> None:
    view = of(pain_release(), Face.PUBLIC)
    assert view.verdict == "Better overall, not for everyone."
    assert view.sentence == "79 % for everyone together, goal 80 %."
    assert view.groups is None
    assert not any(name in repr(view) for name in ("Spanish", "English", "Mandarin", "Others"))


def test_a_gap_to_the_goal_beyond_chance_is_said_absolute_and_relative() -> None:
    only = quarter(shown(None, 700, 900), shown("English", 660, 800), shown("Spanish", 56, 100))
    view = of(release(only))
    assert view.verdict == "Not the same for everyone."
    assert view.sentence == "For Spanish-speaking patients: 24 points (30 %) under the goal."


def test_a_gap_of_more_than_twice_the_reference_is_said_as_a_multiple() -> None:
    only = quarter(shown(None, 240, 1600), shown("Major", 208, 800), shown("Minor", 32, 800))
    view = of(release(only, direction=Direction.DECREASE, goal=5.0))
    assert view.sentence == "For Major-speaking patients: 21 points (5 ×) over the goal."


def test_all_groups_short_of_the_goal_is_said_as_that() -> None:
    only = quarter(shown(None, 450, 900), shown("English", 400, 800), shown("Spanish", 50, 100))
    assert of(release(only)).verdict == "Goal not met in any group."


def test_without_a_goal_the_best_group_is_the_reference_never_the_largest() -> None:
    only = quarter(shown(None, 590, 900), shown("English", 500, 800), shown("Spanish", 90, 100))
    view = of(release(only, goal=None))
    assert view.groups is not None
    assert (view.groups.reference, view.groups.reference_label) == (90, "Spanish")


def test_more_often_is_the_wording_where_less_is_better() -> None:
    before = quarter(
        shown(None, 900, 3000), shown("A", 760, 2600), shown("B", 40, 400), first=date(2025, 8, 1)
    )
    after = quarter(shown(None, 600, 3000), shown("A", 500, 2600), shown("B", 100, 400))
    view = of(release(before, after, direction=Direction.DECREASE, goal=None))
    assert view.sentence == "For B-speaking patients: 10 → 25 %."
    assert "more often for B" in view.frame.spoken


def test_no_clear_gap_is_said_when_chance_explains_it() -> None:
    only = quarter(shown(None, 720, 900), shown("English", 640, 800), shown("Spanish", 78, 100))
    assert of(release(only)).verdict == "No clear gap between groups."


def test_one_group_alone_cannot_be_compared() -> None:
    only = quarter(shown(None, 720, 900), shown("English", 700, 800), hidden("Spanish"))
    assert of(release(only)).verdict == "Too few to compare groups."


def test_months_are_compared_three_by_three_with_the_year_before() -> None:
    view = of(
        release(
            *months(english=560, spanish=70, first=date(2025, 8, 1)),
            *months(english=680, spanish=50, first=date(2026, 8, 1)),
        )
    )
    assert view.sentence == "For Spanish-speaking patients: 70 → 50 %."
    assert view.frame.foot_left == "Aug\N{EN DASH}Oct · 100 % known"
    assert rows(view)["Spanish"].text == "50 %"


def test_a_group_hidden_in_one_month_stays_hidden_in_the_three() -> None:
    view = of(release(*months(english=680, spanish=50, first=date(2026, 8, 1), hide=1)))
    assert list(rows(view)) == ["English", "Others"]


def without_a_month(*, named: bool, month: int = 1) -> GroupsTileView:
    """Return the tile of three months of which Spanish has data in two."""
    windows = list(months(english=680, spanish=50, first=date(2026, 8, 1)))
    kept = tuple(cell for cell in windows[month].groups if cell.group != "Spanish")
    nothing = (Cell(group="Spanish", status=CellStatus.NO_DATA),) if named else ()
    windows[month] = windows[month].model_copy(update={"groups": (*kept, *nothing)})
    return of(release(*windows))


@pytest.mark.parametrize("named", [True, False])
def test_a_group_without_data_in_one_month_has_none_for_the_three(*, named: bool) -> None:
    spanish = rows(without_a_month(named=named))["Spanish"]
    assert (spanish.text, spanish.value, spanish.mark) == ("no data", None, Mark.DASHES)


def test_a_group_hidden_in_one_month_and_without_data_in_another_stays_hidden() -> None:
    windows = list(months(english=680, spanish=50, first=date(2026, 8, 1), hide=1))
    english = tuple(cell for cell in windows[2].groups if cell.group != "Spanish")
    windows[2] = windows[2].model_copy(update={"groups": english})
    assert list(rows(of(release(*windows)))) == ["English", "Others"]


def test_the_foot_says_when_and_leaves_the_source_to_the_sheet() -> None:
    only = release(quarter(shown(None, 0, 60), shown("Urdu", 0, 60)))
    view = of(only.model_copy(update={"source": "electronic record"}))
    assert view.frame.foot_left == "Aug\N{EN DASH}Oct · 100 % known"


def test_of_two_spellings_the_newest_release_is_shown() -> None:
    old = release(quarter(shown(None, 40, 200), shown("A", 30, 60), first=date(2025, 8, 1)))
    new = release(quarter(shown(None, 40, 200), shown("B", 30, 60)))
    spelt = {("pain_reassessed_1h", "language"): old, ("pain_reassessed_1h", "Language"): new}
    ward = empty_ward(node=node(shown_by=("language",)), releases=spelt)
    assert list(rows(groups_tile(TILE, scene(ward)))) == ["B"]


@pytest.mark.parametrize("spelt", ["language", "Language", "lan guage"])
def test_a_stratifier_is_found_however_it_is_spelt(spelt: str) -> None:
    tile = GroupsTile(id="p", type="groups", metric=TILE.metric, stratifier="lan_guage")
    named = pain_release().model_copy(update={"stratifier": spelt})
    assert bool(of(named, tile=tile).groups) is (spelt == "lan guage")


def with_reasons(*, declined: int, missing: int) -> Release:
    """Return a release in which some declined to say, and for some nobody asked."""
    total = 900 + declined + missing
    only = quarter(
        shown(None, 700, total),
        shown("English", 660, 800),
        shown("Spanish", 56, 100),
        shown("Declined", declined // 2, declined),
        shown("Not asked", missing // 2, missing),
    )
    roles = {"Declined": GroupRole.DECLINED, "Not asked": GroupRole.MISSING}
    return release(only).model_copy(update={"roles": roles})


def test_who_declined_or_was_not_asked_is_no_group_but_one_quiet_line() -> None:
    view = of(with_reasons(declined=30, missing=20))
    assert list(rows(view)) == ["English", "Spanish"]
    assert view.frame.foot_left == "Aug\N{EN DASH}Oct · 94 % known"
    assert view.verdict == "Not the same for everyone."


def test_where_too_few_are_known_there_is_a_banner_and_no_verdict() -> None:
    view = of(with_reasons(declined=100, missing=200))
    assert view.verdict == "Group known for 75 %: no verdict."
    assert view.chip is not None
    assert view.chip.mark is Mark.HATCH
    assert view.sentence == ""
    assert {row.tone for row in rows(view).values()} == {Tone.COMMON}
    assert not any(row.bold for row in rows(view).values())


def test_a_hidden_reason_makes_no_row_of_other_groups() -> None:
    only = quarter(shown(None, 716, 903), shown("English", 660, 800), hidden("Declined"))
    hiding = release(only).model_copy(update={"roles": {"Declined": GroupRole.DECLINED}})
    assert list(rows(of(hiding))) == ["English"]


@pytest.mark.parametrize(
    ("overlapping", "note"), [(True, "people may be in several groups"), (False, "")]
)
def test_groups_that_overlap_say_so(*, overlapping: bool, note: str) -> None:
    overlap = pain_release().model_copy(update={"overlapping": overlapping})
    assert of(overlap).note == note
    assert of(overlap, Face.PUBLIC).note == ""


def test_what_people_report_as_they_see_fit_says_so() -> None:
    only = quarter(shown(None, 100, 900), shown("English", 60, 800), shown("Spanish", 40, 100))
    assert of(release(only, voluntary=True)).frame.subtitle == "reported, not occurred"
    assert of(release(only)).frame.subtitle == ""


@pytest.mark.parametrize(
    ("spanish", "tone", "mark"),
    [(56, Tone.WORSE, Mark.DIAMOND), (82, Tone.COMMON, Mark.DOT)],
)
def test_the_verdict_is_a_chip_with_a_colour_and_a_shape(
    spanish: int, tone: Tone, mark: Mark
) -> None:
    english, both = shown("English", 656, 800), shown(None, 656 + spanish, 900)
    view = of(release(quarter(both, english, shown("Spanish", spanish, 100))))
    assert view.chip is not None
    assert (view.chip.text, view.chip.tone, view.chip.mark) == (
        view.verdict.rstrip("."),
        tone,
        mark,
    )


def test_before_the_first_release_it_says_so() -> None:
    view = groups_tile(TILE, scene(empty_ward(node=node(shown_by=("language",)))))
    assert view.frame.title == "Pain reassessed in 1 h"
    assert view.frame.empty == "No published figures by group yet."


@pytest.mark.parametrize("face", list(Face))
def test_what_is_not_turned_on_here_is_not_shown_and_the_tile_says_where_to_turn_it_on(
    face: Face,
) -> None:
    ward = empty_ward(
        node=node(shown_by=("age",)),
        releases={("pain_reassessed_1h", "language"): pain_release()},
    )
    view = groups_tile(TILE, scene(ward, face))
    assert view.groups is None
    assert (view.verdict, view.sentence) == ("", "")
    assert "by language are not turned on for this wall" in view.frame.empty
    assert "Settings, behind the PIN" in view.frame.empty
    said = repr(view)
    assert not any(name in said for name in ("Spanish", "English", "61 %", "everyone"))


def test_two_stratifiers_at_once_never_stand_on_a_wall() -> None:
    crossed = pain_release().model_copy(update={"stratifier": "language × sex"})
    tile = GroupsTile(id="p", type="groups", metric=TILE.metric, stratifier="language × sex")
    assert of(crossed, tile=tile).groups is None


def test_an_old_release_is_stale() -> None:
    view = of(release(quarter(shown(None, 7, 90), first=date(2026, 3, 1))))
    assert (view.frame.stale, view.frame.stale_label) == (True, "last figures 31 May")
    assert view.groups is not None
    assert view.groups.stale


def test_a_screen_reader_hears_the_verdict_for_whom_and_how_much_is_known() -> None:
    said = of(pain_release()).frame.spoken
    assert said.startswith("Pain reassessed in 1 h. Better overall, not for everyone. We ")
    assert said.endswith("93\N{EN DASH}100 % known.")


def test_a_new_goal_or_a_new_release_is_judged_anew() -> None:
    only = release(quarter(shown(None, 720, 900), shown("English", 640, 800), shown("B", 80, 100)))
    missed = only.model_copy(update={"metric": PAIN.model_copy(update={"goal": 95.0})})
    verdicts = [of(each).verdict for each in (only, missed, only)]
    assert verdicts[0] == verdicts[2]
    assert verdicts[1] == "Goal not met in any group."
    followed = {"metric:pain": metric(PAIN, goal=95.0)}
    ward = empty_ward(
        node=node(shown_by=("language",)),
        releases={("pain_reassessed_1h", "language"): only},
        metrics=followed,
    )
    assert groups_tile(TILE, scene(ward)).verdict == "Goal not met in any group."
