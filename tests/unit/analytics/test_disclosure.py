"""What one window gives away, and what it does not, to somebody who can subtract."""

from collections.abc import Sequence
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.analytics.disclosure import (
    CMS,
    CellStatus,
    GroupCount,
    GroupsExceedTotalError,
    HiddenCell,
    Measure,
    NoData,
    NoDataCell,
    PrivacyProfile,
    ShownCell,
    SuppressionRules,
    UnreliableCell,
    suppress,
)

RATES = SuppressionRules(measure=Measure.RATE)
SHOWN, HIDDEN = CellStatus.SHOWN, CellStatus.HIDDEN
UNRELIABLE, NO_DATA = CellStatus.UNRELIABLE, CellStatus.NO_DATA


def counts(*pairs: tuple[int, int]) -> list[GroupCount]:
    return [GroupCount(f"group {index}", x, n) for index, (x, n) in enumerate(pairs)]


def total_of(groups: Sequence[GroupCount]) -> GroupCount:
    return GroupCount(
        "everyone",
        sum(count.numerator or 0 for count in groups),
        sum(count.denominator or 0 for count in groups),
    )


def statuses_beside_total(*pairs: tuple[int, int]) -> list[CellStatus]:
    groups = counts(*pairs)
    return [cell.status for cell in suppress(groups, total_of(groups)).groups]


@pytest.mark.parametrize(
    ("numerator", "denominator", "status"),
    [
        (1, 100, HIDDEN),
        (10, 100, HIDDEN),
        (11, 100, SHOWN),
        (0, 100, SHOWN),
        (90, 100, HIDDEN),
        (89, 100, SHOWN),
        (100, 100, SHOWN),
        (0, 10, HIDDEN),
        (0, 11, SHOWN),
        (10, 10, HIDDEN),
        (11, 11, SHOWN),
        (38, 40, HIDDEN),
    ],
)
def test_numerator_denominator_and_complement_from_one_to_ten_are_hidden(
    numerator: int, denominator: int, status: CellStatus
) -> None:
    assert suppress(counts((numerator, denominator))).groups[0].status is status


def test_a_real_zero_is_shown_as_zero_but_is_no_ground_for_a_comparison() -> None:
    (cell,) = suppress(counts((0, 300))).groups
    assert isinstance(cell, ShownCell)
    assert cell.value == 0
    assert not cell.reliable


def test_a_hidden_cell_carries_nothing_but_its_group() -> None:
    (cell,) = suppress(counts((3, 300))).groups
    assert isinstance(cell, HiddenCell)
    assert [each.name for each in fields(cell)] == ["group"]


@pytest.mark.parametrize(
    ("numerator", "denominator", "reason"),
    [
        (None, 30, NoData.NOT_COUNTED),
        (3, None, NoData.NOT_COUNTED),
        (0, 0, NoData.NOBODY),
        (-1, 30, NoData.NEGATIVE),
        (1, -30, NoData.NEGATIVE),
        (31, 30, NoData.MORE_THAN_ALL),
        (31, float("nan"), NoData.NOT_A_NUMBER),
        (31, float("inf"), NoData.NOT_A_NUMBER),
    ],
)
def test_what_cannot_be_a_figure_is_no_data_with_its_reason(
    numerator: int | None, denominator: float | None, reason: NoData
) -> None:
    (cell,) = suppress([GroupCount("group", numerator, denominator)]).groups
    assert cell == NoDataCell("group", reason)


def test_a_wide_interval_makes_a_figure_unreliable_and_takes_its_value_away() -> None:
    local = SuppressionRules(profile=PrivacyProfile("local", 0))
    nine, ten, few = suppress(counts((9, 400), (10, 400), (2, 8)), rules=local).groups
    assert isinstance(nine, UnreliableCell)
    assert isinstance(ten, ShownCell)
    assert few.status is UNRELIABLE
    assert not hasattr(nine, "value")


def test_an_interval_of_more_than_160_percent_of_the_figure_is_unreliable() -> None:
    rules = SuppressionRules(profile=PrivacyProfile("local", 0), measure=Measure.RATE)
    narrow = suppress(counts((10, 400)), rules=rules).groups[0]
    assert isinstance(narrow, ShownCell)
    width = (narrow.interval.upper - narrow.interval.lower) / narrow.value
    assert 1.3 < width <= 1.6


def test_rates_have_no_complement_and_may_exceed_their_time_at_risk() -> None:
    cells = suppress(counts((95, 100), (150, 100), (5, 1000)), rules=RATES).groups
    assert [cell.status for cell in cells] == [SHOWN, SHOWN, HIDDEN]


def test_a_group_hidden_alone_takes_the_next_smallest_with_it() -> None:
    assert statuses_beside_total((5, 60), (40, 100), (50, 90), (80, 200)) == [
        HIDDEN,
        SHOWN,
        HIDDEN,
        SHOWN,
    ]


def test_two_hidden_groups_that_together_are_still_small_take_a_third() -> None:
    assert statuses_beside_total((3, 60), (4, 60), (40, 100), (80, 200)) == [
        HIDDEN,
        HIDDEN,
        HIDDEN,
        SHOWN,
    ]


def test_two_hidden_groups_that_together_are_large_need_no_third() -> None:
    assert statuses_beside_total((8, 60), (9, 60), (40, 100)) == [HIDDEN, HIDDEN, SHOWN]


def test_a_zero_does_not_protect_a_hidden_group() -> None:
    assert statuses_beside_total((5, 60), (0, 70), (40, 100), (80, 200)) == [
        HIDDEN,
        HIDDEN,
        HIDDEN,
        SHOWN,
    ]


def test_with_two_groups_hiding_one_hides_both() -> None:
    assert statuses_beside_total((5, 60), (40, 100)) == [HIDDEN, HIDDEN]


def test_people_in_no_listed_group_are_not_given_away_by_subtraction() -> None:
    groups = counts((40, 100), (80, 200))
    overall = GroupCount("everyone", 125, 330)
    assert [cell.status for cell in suppress(groups, overall).groups] == [HIDDEN, SHOWN]


def test_nothing_more_is_hidden_without_a_total_or_with_a_total_that_is_hidden() -> None:
    groups = counts((5, 60), (40, 100))
    assert [cell.status for cell in suppress(groups).groups] == [HIDDEN, SHOWN]
    small = counts((5, 60), (0, 100))
    window = suppress(small, total_of(small))
    assert window.overall == HiddenCell("everyone")
    assert [cell.status for cell in window.groups] == [HIDDEN, SHOWN]


def test_groups_that_overlap_cannot_be_subtracted_and_may_exceed_the_total() -> None:
    rules = SuppressionRules(groups_add_up=False)
    groups = counts((5, 60), (60, 100), (70, 100))
    window = suppress(groups, GroupCount("everyone", 100, 160), rules)
    assert [cell.status for cell in window.groups] == [HIDDEN, SHOWN, SHOWN]


@pytest.mark.parametrize("overall", [(99, 500), (120, 199), (160, 200)])
def test_groups_that_add_up_to_more_than_the_total_are_refused(overall: tuple[int, int]) -> None:
    with pytest.raises(GroupsExceedTotalError, match="more than everyone"):
        suppress(counts((60, 100), (60, 100)), GroupCount("everyone", *overall))


def test_a_group_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        suppress([GroupCount("a", 60, 100), GroupCount("a", 60, 100)])


def test_a_group_without_data_is_treated_as_hidden_when_the_total_counts_it() -> None:
    groups = [GroupCount("lost", None, None), *counts((40, 100), (80, 200))]
    window = suppress(groups, GroupCount("everyone", 126, 320))
    assert [cell.status for cell in window.groups] == [NO_DATA, HIDDEN, SHOWN]


def test_bed_days_in_tenths_leave_no_remainder_of_rounding() -> None:
    groups = [GroupCount(f"group {index}", 20, 100.1) for index in range(3)]
    window = suppress(groups, GroupCount("everyone", 60, 300.3), RATES)
    assert {cell.status for cell in window.groups} == {SHOWN}


def test_nothing_to_publish_is_an_empty_window() -> None:
    assert suppress([]).groups == ()


pairs = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(pairs, min_size=1, max_size=7))
def test_subtraction_never_gives_a_small_number_away(drawn: list[tuple[int, int]]) -> None:
    groups = counts(*drawn)
    overall = total_of(groups)
    window = suppress(groups, overall)
    if not isinstance(window.overall, ShownCell | UnreliableCell):
        return
    unseen = [
        (count.numerator or 0, int(count.denominator or 0))
        for count, cell in zip(groups, window.groups, strict=True)
        if isinstance(cell, HiddenCell)
    ]
    left, among = sum(x for x, _ in unseen), sum(n for _, n in unseen)
    assert not any(CMS.hides(count) for count in (left, among, among - left))
    assert len(unseen) != 1
