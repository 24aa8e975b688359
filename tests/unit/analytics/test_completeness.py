"""Completeness from released cells: shares, bounds where cells are hidden, and when it is not reported."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.analytics.completeness import Bounds, completeness_of
from kiosk.domain.releases import Cell, CellStatus, GroupRole, Window

ROLES = {
    "Declined": GroupRole.DECLINED,
    "Not known": GroupRole.NOT_KNOWN,
    "Not asked": GroupRole.MISSING,
}


def cell(group: str | None, denominator: int | None) -> Cell:
    if denominator is None:
        return Cell(group=group, status=CellStatus.HIDDEN)
    return Cell(group=group, status=CellStatus.SHOWN, value=50, denominator=denominator)


def window(total: int | None, **groups: int | None) -> Window:
    named = [cell(name.replace("_", " "), people) for name, people in groups.items()]
    return Window.model_validate(
        {"first": "2026-01-01", "last": "2026-01-31", "overall": cell(None, total), "groups": named}
    )


def exactly(share: float) -> Bounds:
    return Bounds(pytest.approx(share), pytest.approx(share))  # type: ignore[arg-type]


def test_shares_are_of_everyone_and_the_three_reasons_are_kept_apart() -> None:
    found = completeness_of(
        window(200, English=100, Spanish=50, Declined=10, Not_known=25, Not_asked=15),
        ROLES,
        overlapping=False,
    )
    assert found is not None
    assert found.known == exactly(0.75)
    assert found.declined == exactly(0.05)
    assert found.unknown == exactly(0.2)
    assert not found.enough()


@pytest.mark.parametrize(("known", "enough"), [(799, False), (800, True), (801, True)])
def test_eighty_per_cent_known_is_enough(known: int, enough: bool) -> None:  # noqa: FBT001
    found = completeness_of(
        window(1000, English=known, Not_known=1000 - known), ROLES, overlapping=False
    )
    assert found is not None
    assert found.enough() is enough


def test_hidden_cells_hold_the_rest_between_them() -> None:
    found = completeness_of(
        window(100, English=70, Spanish=None, Declined=None, Not_known=10), ROLES, overlapping=False
    )
    assert found is not None
    assert (found.known.lower, found.known.upper) == pytest.approx((0.7, 0.9))
    assert (found.declined.lower, found.declined.upper) == pytest.approx((0, 0.2))
    assert found.unknown == exactly(0.1)
    assert not found.enough()  # it may be, but nobody can tell


def test_the_rest_is_where_alone_it_can_be() -> None:
    found = completeness_of(
        window(100, English=70, Spanish=None, Polish=None, Not_known=10), ROLES, overlapping=False
    )
    assert found is not None
    assert found.known == exactly(0.9)
    assert found.enough()


def test_people_in_no_cell_are_unknown_where_none_is_listed_so() -> None:
    found = completeness_of(window(100, English=60, Spanish=10), {}, overlapping=False)
    assert found is not None
    assert found.known == exactly(0.7)
    assert found.unknown == exactly(0.3)


def test_a_release_without_total_and_without_reasons_does_not_report_completeness() -> None:
    assert completeness_of(window(None, English=60, Spanish=10), {}, overlapping=False) is None


def test_a_window_in_which_nobody_was_counted_does_not_report_it_either() -> None:
    assert completeness_of(window(0, English=0, Declined=0), ROLES, overlapping=False) is None


def test_cells_that_are_all_shown_are_their_own_total() -> None:
    found = completeness_of(window(None, English=90, Not_known=10), ROLES, overlapping=False)
    assert found is not None
    assert found.known == exactly(0.9)


def test_nothing_can_be_said_where_the_total_and_a_cell_are_hidden() -> None:
    found = completeness_of(
        window(None, English=90, Spanish=None, Not_known=10), ROLES, overlapping=False
    )
    assert found is not None
    assert found.known == Bounds(0, 1)
    assert not found.enough()


def test_groups_that_overlap_are_never_added_up() -> None:
    found = completeness_of(
        window(100, Asian=60, White=70, Declined=5, Not_known=10), ROLES, overlapping=True
    )
    assert found is not None
    assert found.known == exactly(0.85)
    assert found.declined == exactly(0.05)
    assert found.unknown == exactly(0.1)


def test_without_reasons_overlapping_groups_say_nothing_of_completeness() -> None:
    assert completeness_of(window(100, Asian=60, White=70), {}, overlapping=True) is None


def test_a_hidden_reason_beside_overlapping_groups_is_bounded_by_the_largest_group() -> None:
    found = completeness_of(
        window(100, Asian=60, White=70, Declined=None, Not_known=10), ROLES, overlapping=True
    )
    assert found is not None
    assert (found.known.lower, found.known.upper) == pytest.approx((0.7, 0.9))
    assert (found.declined.lower, found.declined.upper) == pytest.approx((0, 0.2))


def test_rounded_counts_widen_the_bounds() -> None:
    found = completeness_of(
        window(100, English=80, Not_known=20), ROLES, overlapping=False, rounded_to=5
    )
    assert found is not None
    assert found.known.lower < 0.8 < found.known.upper
    assert not found.enough()


def test_words_never_round_up_to_enough() -> None:
    assert Bounds(0.799, 0.799).whole_per_cent() == (79, 79)
    assert Bounds(0.8, 0.8).whole_per_cent() == (80, 80)
    assert Bounds(0.701, 0.891).whole_per_cent() == (70, 90)


@given(
    st.lists(st.tuples(st.integers(0, 500), st.booleans()), min_size=4, max_size=4),
    st.integers(0, 3),
)
def test_the_truth_lies_within_the_bounds(cells: list[tuple[int, bool]], unlisted: int) -> None:
    names = ("English", "Spanish", "Declined", "Not_known")
    counts = dict(zip(names, (people for people, _ in cells), strict=True))
    shown = {
        name: None if hide and place != unlisted else people
        for place, (name, (people, hide)) in enumerate(zip(names, cells, strict=True))
    }
    total = sum(counts.values())
    found = completeness_of(window(total, **shown), ROLES, overlapping=False)
    if not total:
        assert found is None
        return
    assert found is not None
    for bounds, people in (
        (found.known, counts["English"] + counts["Spanish"]),
        (found.declined, counts["Declined"]),
        (found.unknown, counts["Not_known"]),
    ):
        assert 0 <= bounds.lower <= people / total + 1e-12
        assert people / total - 1e-12 <= bounds.upper <= 1
