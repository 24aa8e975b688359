"""What a release says about its groups, from its released values only."""

from datetime import date

import pytest

from kiosk.analytics.gap_findings import CannotTell, GapVerdict, findings_of
from kiosk.analytics.gaps import ChosenGroup, ReferenceKind
from kiosk.domain.metrics import Direction, ValueKind
from kiosk.domain.releases import CellStatus, GroupRole, Release, Window
from tests.unit.analytics.released_series import (
    FALLS,
    PAIN,
    ihi,
    line,
    not_shown,
    release_of,
    shown,
    without_end,
)


def test_the_golden_case_is_found_without_anyone_looking_for_it() -> None:
    found = findings_of(release_of(ihi(20_000)))
    assert found.worst is not None
    assert (found.worst.group, found.worst.verdict) == ("Spanish", GapVerdict.HIDDEN_DECLINE)
    assert found.reason is None


def test_changes_are_told_in_the_metrics_unit_with_their_intervals() -> None:
    found = findings_of(release_of(ihi(20_000)))
    spanish = found.of("Spanish")
    assert spanish is not None
    assert spanish.change is not None
    assert spanish.change.value == pytest.approx(-2, abs=0.01)
    assert -4 < spanish.change.interval.lower < -2 < spanish.change.interval.upper < 0
    assert found.overall_change is not None
    assert found.overall_change.value == pytest.approx(15.4, abs=0.03)


def test_beginning_and_end_are_a_third_of_the_windows_together() -> None:
    found = findings_of(release_of(ihi(20_000)))
    assert found.first == (date(2026, 1, 1), date(2026, 2, 28))
    assert found.last == (date(2026, 5, 1), date(2026, 6, 30))
    spanish = found.of("Spanish")
    assert spanish is not None
    assert spanish.before is not None
    assert spanish.after is not None
    assert spanish.before.value == pytest.approx(49.8)
    assert spanish.after.value == pytest.approx(48.2)
    assert spanish.after.interval.lower < 48.2 < spanish.after.interval.upper


def test_the_widening_is_how_far_the_group_fell_behind_everyone_else() -> None:
    worst = findings_of(release_of(ihi(20_000))).worst
    assert worst is not None
    assert worst.widening is not None
    assert worst.widening_error is not None
    assert worst.widening.value == pytest.approx(20.88, abs=0.03)
    assert worst.widening.value > 20 * worst.widening_error


def test_the_goal_is_the_reference_and_gaps_are_of_the_newest_window() -> None:
    found = findings_of(release_of(ihi(20_000)), goal=80.0)
    assert found.reference is not None
    assert (found.reference.kind, found.reference.value) == (ReferenceKind.GOAL, 80)
    spanish = found.of("Spanish")
    assert spanish is not None
    assert spanish.gap is not None
    assert spanish.gap.absolute == pytest.approx(-32)
    assert spanish.gap.relative == pytest.approx(-0.4)


def test_without_a_goal_it_is_the_best_group_and_never_the_largest() -> None:
    release = release_of({"many": line(0.6, 0.6, 5000), "best": line(0.8, 0.8, 400)})
    found = findings_of(release)
    assert found.reference is not None
    assert (found.reference.kind, found.reference.group) == (ReferenceKind.BEST_GROUP, "best")
    assert found.groups[1].gap is None
    assert found.worst is not None
    assert found.worst.group == "many"


def counts_of(*groups: tuple[str, int, int]) -> Release:
    """Return two years of events by group: so many a month in the first, so many in the second."""
    facts = FALLS.model_copy(update={"value": ValueKind.COUNT, "per": 1, "unit": "falls"})
    made = release_of({name: [(a, 1)] * 12 + [(b, 1)] * 12 for name, a, b in groups}, facts)
    return made.model_copy(update={"windows": tuple(map(without_denominators, made.windows))})


def without_denominators(window: Window) -> Window:
    nothing = {"denominator": None}
    total = sum(cell.numerator or 0 for cell in window.groups)
    overall = shown(None, (total, 1), FALLS.model_copy(update={"per": 1}))
    return window.model_copy(
        update={
            "overall": overall.model_copy(update=nothing),
            "groups": tuple(cell.model_copy(update=nothing) for cell in window.groups),
        }
    )


def test_counts_of_groups_of_any_size_are_held_against_nothing() -> None:
    found = findings_of(counts_of(("large", 90, 90), ("small", 12, 12)), goal=20.0)
    assert found.reference is None
    assert [each.gap for each in found.groups] == [None, None]
    assert found.worst is None


def test_a_count_that_rises_while_all_together_fall_is_a_hidden_decline_all_the_same() -> None:
    found = findings_of(counts_of(("large", 200, 60), ("small", 20, 60)))
    assert found.worst is not None
    assert (found.worst.group, found.worst.verdict) == ("small", GapVerdict.HIDDEN_DECLINE)


def test_a_group_chosen_for_a_reason_is_the_reference() -> None:
    release = release_of({"a": line(0.6, 0.6, 5000), "b": line(0.8, 0.8, 400)})
    chosen = ChosenGroup("a", "the ward's own pledge")
    found = findings_of(release, goal=90.0, chosen=chosen)
    assert found.reference is not None
    assert (found.reference.group, found.reference.reason) == ("a", "the ward's own pledge")


def test_a_gap_that_is_there_now_makes_a_group_the_worst_when_nothing_changed() -> None:
    release = release_of({"a": line(0.8, 0.8, 900), "b": line(0.6, 0.6, 900)})
    worst = findings_of(release, goal=80.0).worst
    assert worst is not None
    assert (worst.group, worst.verdict) == ("b", GapVerdict.UNCHANGED)


def test_nobody_is_worst_off_where_chance_explains_everything() -> None:
    release = release_of({"a": line(0.8, 0.8, 100), "b": line(0.78, 0.78, 100)})
    assert findings_of(release, goal=80.0).worst is None


def test_who_declined_is_not_judged() -> None:
    groups = ihi(20_000)
    groups["Declined"] = groups.pop("Spanish")
    found = findings_of(release_of(groups, roles={"Declined": GroupRole.DECLINED}))
    assert "Declined" not in {each.group for each in found.groups}
    assert found.worst is None or found.worst.verdict is not GapVerdict.HIDDEN_DECLINE


def test_a_group_hidden_in_the_newest_month_has_no_verdict_that_could_name_it() -> None:
    whole = ihi(20_000)
    spanish = findings_of(release_of(whole | {"Spanish": without_end(whole["Spanish"], 1)})).of(
        "Spanish"
    )
    assert spanish is not None
    assert (spanish.verdict, spanish.reason) == (
        GapVerdict.CANNOT_TELL,
        CannotTell.NOT_SHOWN_NOW,
    )
    assert spanish.gap is None


def test_an_unreliable_month_is_passed_over() -> None:
    release = release_of(ihi(20_000))
    months = list(release.windows)
    cells = months[2].groups
    months[2] = months[2].model_copy(
        update={"groups": (*cells[:-1], not_shown("Spanish", CellStatus.UNRELIABLE))}
    )
    found = findings_of(release.model_copy(update={"windows": tuple(months)}))
    assert found.worst is not None
    assert found.worst.verdict is GapVerdict.HIDDEN_DECLINE


def test_one_window_alone_cannot_tell_but_has_gaps() -> None:
    release = release_of({"a": line(0.8, 0.8, 900, 1), "b": line(0.6, 0.6, 900, 1)})
    found = findings_of(release, goal=80.0)
    assert found.reason is CannotTell.TOO_FEW_WINDOWS
    assert found.groups[1].gap is not None
    assert found.worst is not None
    assert found.worst.group == "b"


def test_without_groups_or_windows_there_is_nothing_to_find() -> None:
    assert findings_of(Release(metric=PAIN)).reason is CannotTell.TOO_FEW_WINDOWS


def test_where_neither_way_is_better_there_is_no_verdict() -> None:
    neutral = PAIN.model_copy(update={"direction": Direction.NEUTRAL})
    found = findings_of(release_of(ihi(20_000), neutral))
    assert found.reason is CannotTell.NO_DIRECTION
    assert found.worst is None


def test_rates_are_told_per_thousand() -> None:
    groups = {"a": line(0.02, 0.01, 40_000), "b": line(0.02, 0.03, 10_000)}
    found = findings_of(release_of(groups, FALLS))
    assert found.worst is not None
    assert (found.worst.group, found.worst.verdict) == ("b", GapVerdict.HIDDEN_DECLINE)
    assert found.worst.change is not None
    assert found.worst.change.value == pytest.approx(10, abs=0.02)


def test_of_two_left_behind_the_one_that_is_not_better_off_than_everyone_is_worst() -> None:
    groups = {
        "many": line(0.5, 0.7, 20_000),
        "ahead": line(0.95, 0.95, 2_000),
        "low": line(0.45, 0.45, 2_000),
    }
    found = findings_of(release_of(groups))
    assert found.worst is not None
    assert found.worst.group == "low"


def test_a_group_left_behind_from_far_ahead_is_not_in_need() -> None:
    release = release_of({"many": line(0.5, 0.7, 20_000), "ahead": line(0.95, 0.95, 2_000)})
    found = findings_of(release, goal=60.0)
    ahead = found.of("ahead")
    assert ahead is not None
    assert ahead.verdict is GapVerdict.LEFT_BEHIND
    assert found.worst is None


def test_a_group_that_the_publisher_chose_is_what_the_others_are_compared_with() -> None:
    release = release_of(ihi(20_000)).model_copy(
        update={"reference": "Spanish", "reference_reason": "agreed with patients"}
    )

    reference = findings_of(release, goal=80.0).reference

    assert reference is not None
    assert (reference.kind, reference.group) == (ReferenceKind.CHOSEN, "Spanish")
    assert reference.reason == "agreed with patients"


def test_a_release_that_chose_a_reference_without_a_reason_is_no_release() -> None:
    body = release_of(ihi(400)).model_dump(mode="json") | {"reference": "Spanish"}

    with pytest.raises(ValueError, match="needs its reason"):
        Release.model_validate(body)
