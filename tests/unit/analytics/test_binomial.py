"""The binomial distribution against sums of whole numbers, published intervals and its own definition."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.analytics.binomial import (
    at_least,
    at_most,
    clopper_pearson,
    exactly,
    incomplete_beta,
    two_sided_p,
)


def exact_tail(most: int, trials: int, probability: Fraction) -> float:
    return float(
        sum(
            math.comb(trials, each) * probability**each * (1 - probability) ** (trials - each)
            for each in range(most + 1)
        )
    )


@pytest.mark.parametrize(("most", "trials"), [(0, 1), (2, 9), (30, 60), (59, 60), (60, 60)])
def test_a_tail_is_the_sum_of_its_probabilities(most: int, trials: int) -> None:
    fifth = Fraction(1, 5)
    assert at_most(most, trials, 0.2) == pytest.approx(exact_tail(most, trials, fifth), rel=1e-12)
    assert at_least(most + 1, trials, 0.2) == pytest.approx(
        1 - exact_tail(most, trials, fifth), rel=1e-9, abs=1e-15
    )


def test_nothing_lies_below_no_success_and_all_at_most_every_trial() -> None:
    assert at_most(-1, 5, 0.5) == 0
    assert at_most(5, 5, 0.5) == 1
    assert at_least(0, 5, 0.5) == 1
    assert at_least(6, 5, 0.5) == 0


def test_a_certain_success_never_fails() -> None:
    assert exactly(5, 5, 1) == 1
    assert exactly(4, 5, 1) == 0
    assert exactly(0, 5, 0) == 1


@pytest.mark.parametrize(("a", "b", "x"), [(0, 1, 0.5), (1, -1, 0.5), (1, 1, 1.5)])
def test_the_beta_function_refuses_what_it_is_not_defined_for(a: float, b: float, x: float) -> None:
    with pytest.raises(ValueError, match="not defined"):
        incomplete_beta(a, b, x)


def test_the_exact_interval_of_clopper_and_pearson_is_as_published() -> None:
    # Newcombe RG, Stat Med 1998;17:857-72, table I, method 5.
    for numerator, denominator, lower, upper in (
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0.0000, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ):
        found = clopper_pearson(numerator, denominator)
        assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_each_end_of_the_exact_interval_leaves_a_tail_of_a_fortieth(case: tuple[int, int]) -> None:
    successes, trials = case
    found = clopper_pearson(successes, trials)
    assert 0 <= found.lower <= successes / trials <= found.upper <= 1
    if successes:
        assert at_least(successes, trials, found.lower) == pytest.approx(0.025, rel=1e-8)
    if successes < trials:
        assert at_most(successes, trials, found.upper) == pytest.approx(0.025, rel=1e-8)


@pytest.mark.parametrize(("successes", "trials"), [(-1, 5), (6, 5), (0, 0)])
def test_what_is_no_proportion_has_no_exact_interval(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="is not a proportion"):
        clopper_pearson(successes, trials)


@given(st.integers(0, 60), st.integers(1, 60), st.sampled_from([0.5, 0.1, 0.37, 0.9]))
def test_the_two_sided_p_value_sums_every_outcome_that_is_no_likelier(
    successes: int, trials: int, probability: float
) -> None:
    successes = min(successes, trials)
    likely = [
        math.comb(trials, each) * probability**each * (1 - probability) ** (trials - each)
        for each in range(trials + 1)
    ]
    expected = math.fsum(each for each in likely if each <= likely[successes] * (1 + 1e-7))
    assert two_sided_p(successes, trials, probability) == pytest.approx(min(1, expected), rel=1e-9)


def test_without_trials_there_is_no_evidence() -> None:
    assert two_sided_p(0, 0, 0.5) == 1
