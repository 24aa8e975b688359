"""Measures of spread by hand, and the variance of the between-group variance by simulation."""

import math
from random import Random  # noqa: TID251 - built from the seed that the run prints
from statistics import stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.analytics.disparity.measures import CompleteFigures, GroupFigures, complete
from kiosk.analytics.disparity.spread import (
    Weighting,
    between_group_sd,
    between_group_variance,
    coefficient_of_variation,
    index_of_disparity,
    mean_difference_from_average,
    mean_difference_from_best,
    mean_difference_from_reference,
)

PEOPLE = Weighting.PEOPLE


def groups(*values: float, people: tuple[float, ...] = (20, 30, 50)) -> CompleteFigures:
    return complete(GroupFigures.of(values, people, [1] * len(values)))


def test_every_measure_of_one_small_example_is_as_computed_by_hand() -> None:
    them = groups(10, 20, 40)  # mean 0.2 * 10 + 0.3 * 20 + 0.5 * 40 = 28
    variance = 0.2 * 18**2 + 0.3 * 8**2 + 0.5 * 12**2
    assert between_group_variance(them).estimate == pytest.approx(variance)
    assert between_group_sd(them).estimate == pytest.approx(math.sqrt(variance))
    assert coefficient_of_variation(them).estimate == pytest.approx(100 * math.sqrt(variance) / 28)
    assert index_of_disparity(them).estimate == pytest.approx(100 * (18 + 8 + 12) / 3 / 28)
    assert index_of_disparity(them, PEOPLE).estimate == pytest.approx(
        100 * (0.2 * 18 + 0.3 * 8 + 0.5 * 12) / 28
    )
    assert mean_difference_from_average(them).estimate == pytest.approx(38 / 3)
    assert mean_difference_from_average(them, PEOPLE).estimate == pytest.approx(12)
    assert mean_difference_from_best(them, favourable=True).estimate == pytest.approx(50 / 3)
    assert mean_difference_from_best(
        them, favourable=False, weighting=PEOPLE
    ).estimate == pytest.approx(0.3 * 10 + 0.5 * 30)
    assert mean_difference_from_reference(them, 1).estimate == pytest.approx(10)
    assert mean_difference_from_reference(them, 1, PEOPLE).estimate == pytest.approx(12)


def test_groups_that_are_alike_have_no_spread() -> None:
    them = groups(12.5, 12.5, 12.5)
    for measure in (between_group_variance, coefficient_of_variation, index_of_disparity):
        assert measure(them).estimate == pytest.approx(0, abs=1e-12)


def test_a_mean_of_zero_leaves_relative_measures_undefined() -> None:
    for measure in (coefficient_of_variation, index_of_disparity):
        found = measure(groups(0, 0, 0))
        assert found.estimate is None
        assert found.reason


def test_a_reference_that_was_left_out_is_refused() -> None:
    them = complete(GroupFigures.of([1, 2, 3, 4, 5, 6, None], [1] * 7))
    with pytest.raises(ValueError, match="reference"):
        mean_difference_from_reference(them, 6)


def test_the_standard_error_of_the_variance_is_what_chance_makes_of_it(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - figures, not secrets
    values, errors = (50.0, 54.0, 61.0), (4.0, 3.0, 2.0)
    stated = between_group_variance(complete(GroupFigures.of(values, (20, 30, 50), errors))).se
    drawn = [
        between_group_variance(
            groups(*(chance.gauss(mean, se) for mean, se in zip(values, errors, strict=True)))
        ).estimate
        or 0.0
        for _ in range(20_000)
    ]
    assert stated == pytest.approx(stdev(drawn), rel=0.05)


@given(st.lists(st.floats(0.5, 99), min_size=3, max_size=8), st.floats(0.1, 10))
def test_relative_measures_do_not_depend_on_the_unit(values: list[float], unit: float) -> None:
    people = tuple(range(1, len(values) + 1))
    here = complete(GroupFigures.of(values, people))
    there = complete(GroupFigures.of([unit * value for value in values], people))
    for measure in (coefficient_of_variation, index_of_disparity):
        assert measure(there).estimate == pytest.approx(measure(here).estimate, abs=1e-9)
