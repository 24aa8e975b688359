"""Directly standardised rates: a sum by hand, too few events, bands that are not known."""

import pytest

from kiosk.analytics.intervals import byar
from kiosk.analytics.standardised_rates import TOO_FEW_EVENTS, directly_standardised_rate


def test_a_rate_is_weighted_by_the_standard_population() -> None:
    found = directly_standardised_rate([10, 30], [1000, 1000], [3, 1], per=1000)
    assert found.rate == pytest.approx((3 * 10 + 1 * 30) / 4)
    assert (found.events, found.population) == (40, 2000)


def test_one_band_has_byars_interval_of_its_own_rate() -> None:
    found = directly_standardised_rate([25], [500], [7], per=100)
    assert found.interval is not None
    assert found.interval.lower == pytest.approx(byar(25).lower / 5)
    assert found.interval.upper == pytest.approx(byar(25).upper / 5)


def test_a_rate_of_nine_events_is_not_given_and_one_of_ten_is() -> None:
    few = directly_standardised_rate([4, 5], [100, 100], [1, 1])
    assert (few.rate, few.interval, few.reason) == (None, None, TOO_FEW_EVENTS)
    assert (few.events, few.population) == (9, 200)
    assert directly_standardised_rate([5, 5], [100, 100], [1, 1]).rate is not None


def test_a_band_without_known_events_keeps_its_weight() -> None:
    whole = directly_standardised_rate([20, 0], [100, 100], [1, 1])
    partly = directly_standardised_rate([20, None], [100, 100], [1, 1])
    assert partly == whole


@pytest.mark.parametrize(
    ("events", "population", "standard", "words"),
    [
        ([1], [1, 2], [1, 2], "different lengths"),
        ([-1], [1], [1], "negative"),
        ([20], [0], [1], "no population"),
        ([20], [float("nan")], [1], "no population"),
        ([20], [10], [0], "empty or negative"),
        ([20], [10], [-1], "empty or negative"),
    ],
)
def test_bands_that_cannot_be_are_refused(
    events: list[int | None], population: list[float], standard: list[float], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        directly_standardised_rate(events, population, standard)
