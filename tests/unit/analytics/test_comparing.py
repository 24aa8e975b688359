"""Equality of figures that were computed."""

import pytest

from kiosk.analytics.comparing import compare, rounding_of


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (0.1 + 0.2, 0.3, 0),
        (1.0, 1.0 + 1e-10, 0),
        (1.0, 1.0 + 1e-8, -1),
        (1.0 + 1e-8, 1.0, 1),
        (1e12, 1e12 + 1, 0),
        (1e-12, 2e-12, -1),
        (0.0, 1e-300, -1),
    ],
)
def test_figures_within_a_billionth_of_each_other_are_equal(
    left: float, right: float, expected: int
) -> None:
    assert compare(left, right) == expected


def test_a_mean_that_should_be_zero_equals_zero_within_the_rounding_of_its_terms() -> None:
    terms = [0.1, 0.2, -0.3]
    assert sum(terms) != 0
    assert compare(sum(terms), 0.0, rounding_of(terms)) == 0


def test_gaps_have_no_rounding() -> None:
    assert rounding_of([None, None]) == 0
