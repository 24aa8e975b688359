"""Difference and ratio: which two groups are compared, and where a ratio ends."""

import math

import pytest

from kiosk.analytics.disparity.measures import GroupFigures, TooFewGroupsError
from kiosk.analytics.disparity.pairs import difference, ratio

FIGURES = GroupFigures.of([60, 90, 75, 80], [100] * 4, [3, 1, 2, 4])


@pytest.mark.parametrize(
    ("favourable", "ordered", "reference", "expected"),
    [
        (True, False, None, 90 - 60),
        (False, False, None, 90 - 60),
        (True, True, None, 80 - 60),
        (False, True, None, 60 - 80),
        (True, False, 2, 75 - 60),
        (False, False, 2, 90 - 75),
        (True, False, 0, 60 - 75),  # the worst of the others, even if the reference is worse
    ],
)
def test_the_pair_is_chosen_by_order_reference_and_direction(
    favourable: bool,  # noqa: FBT001
    ordered: bool,  # noqa: FBT001
    reference: int | None,
    expected: float,
) -> None:
    found = difference(FIGURES, favourable=favourable, ordered=ordered, reference=reference)
    assert found.estimate == expected


def test_the_ratio_compares_the_same_pair() -> None:
    assert ratio(FIGURES, favourable=True).estimate == 90 / 60
    assert ratio(FIGURES, favourable=False, ordered=True).estimate == 60 / 80


def test_standard_errors_of_both_groups_add_up_in_squares() -> None:
    found = difference(FIGURES, favourable=True)
    assert found.se == pytest.approx(math.hypot(1, 3))
    assert found.interval is not None
    assert found.interval.upper == pytest.approx(30 + 1.959964 * math.hypot(1, 3), rel=1e-6)


def test_the_first_and_last_groups_with_a_figure_are_compared() -> None:
    gaps = GroupFigures.of([None, 50, 70, None], [1] * 4)
    assert difference(gaps, favourable=True, ordered=True).estimate == 20


def test_without_standard_errors_there_is_an_estimate_and_a_reason() -> None:
    found = ratio(GroupFigures.of([10, 20], [1, 1]), favourable=True)
    assert (found.estimate, found.interval) == (2, None)
    assert found.reason


def test_a_ratio_to_zero_is_not_defined() -> None:
    found = ratio(GroupFigures.of([0, 20], [1, 1], [1, 1]), favourable=True)
    assert (found.estimate, found.se, found.interval) == (None, None, None)
    assert found.reason


def test_a_ratio_of_zero_has_no_interval() -> None:
    found = ratio(GroupFigures.of([20, 0], [1, 1], [1, 1]), favourable=True, ordered=True)
    assert (found.estimate, found.interval) == (0, None)
    assert found.reason


def test_one_group_alone_has_no_difference() -> None:
    with pytest.raises(TooFewGroupsError):
        difference(GroupFigures.of([20, None], [1, 1]), favourable=True)


@pytest.mark.parametrize("reference", [0, 7])
def test_a_reference_without_a_figure_is_refused(reference: int) -> None:
    with pytest.raises(ValueError, match="reference"):
        difference(GroupFigures.of([None, 5, 6], [1, 1, 1]), favourable=True, reference=reference)
