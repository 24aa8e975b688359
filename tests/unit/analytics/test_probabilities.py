"""Probabilities of counts, against whole-number arithmetic and far out where factorials lose digits."""

import math
from fractions import Fraction

import pytest

from kiosk.analytics.probabilities import log_binomial, log_poisson


@pytest.mark.parametrize(("successes", "trials"), [(0, 1), (1, 1), (3, 7), (16, 33), (40, 60)])
def test_a_binomial_probability_is_the_fraction_that_whole_numbers_give(
    successes: int, trials: int
) -> None:
    third = Fraction(1, 3)
    exact = math.comb(trials, successes) * third**successes * (1 - third) ** (trials - successes)
    found = math.exp(log_binomial(successes, trials, 1 / 3))
    assert found == pytest.approx(float(exact), rel=1e-13)


@pytest.mark.parametrize("events", [0, 1, 5, 15, 16, 100])
def test_a_poisson_probability_is_the_fraction_that_whole_numbers_give(events: int) -> None:
    exact = float(Fraction(7, 2) ** events / math.factorial(events)) * math.exp(-3.5)
    assert math.exp(log_poisson(events, 3.5)) == pytest.approx(exact, rel=1e-12)


def test_the_most_likely_count_of_billions_keeps_its_digits() -> None:
    # The leading terms of Stirling's series: 1 / sqrt(2 pi n) (1 - 1 / 12n), and likewise for halves.
    many = 4_000_000_000
    assert math.exp(log_poisson(many, many)) == pytest.approx(
        (1 - 1 / (12 * many)) / math.sqrt(2 * math.pi * many), rel=1e-13
    )
    assert math.exp(log_binomial(many // 2, many, 0.5)) == pytest.approx(
        (1 - 1 / (4 * many)) * math.sqrt(2 / (math.pi * many)), rel=1e-13
    )


def test_the_probabilities_of_all_counts_add_up_to_one() -> None:
    binomial = math.fsum(math.exp(log_binomial(each, 50, 0.13)) for each in range(51))
    poisson = math.fsum(math.exp(log_poisson(each, 20.5)) for each in range(200))
    assert binomial == pytest.approx(1, rel=1e-13)
    assert poisson == pytest.approx(1, rel=1e-13)
