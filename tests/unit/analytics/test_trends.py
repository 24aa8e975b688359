"""Straight lines through windows: the change, its standard error, and more straying than chance."""

import math

import pytest

from kiosk.analytics.comparable import Measure
from kiosk.analytics.counts import Counted
from kiosk.analytics.trends import (
    LinearTrend,
    Observation,
    differences_of,
    is_lasting,
    linear_trend,
    observations_of,
    sharing_dispersion,
)

MONTHS = range(6)


def trend_of(
    numerators: list[int], size: float = 400, measure: Measure = Measure.PROPORTION
) -> LinearTrend:
    counts = [Counted(each, size) for each in numerators]
    found = linear_trend(observations_of(counts, range(len(counts)), measure))
    assert found is not None
    return found


def test_a_steady_rise_has_its_size_and_strays_from_nothing() -> None:
    trend = trend_of([200, 220, 240, 260, 280, 300])
    assert trend.change == pytest.approx(0.25)
    assert trend.strayed == pytest.approx(0, abs=1e-9)
    assert trend.dispersion == 1


def test_the_test_is_that_of_cochran_and_armitage() -> None:
    """Agresti A, Categorical Data Analysis, 2nd ed. 2002, section 5.3.5, alcohol and malformation: z² = 6.57."""
    scores = (0, 0.5, 1.5, 4, 7)
    malformed = (48, 38, 5, 1, 1)
    births = (17114, 14502, 793, 127, 38)
    counts = [Counted(x, n) for x, n in zip(malformed, births, strict=True)]
    trend = linear_trend(observations_of(counts, scores, Measure.PROPORTION))
    assert trend is not None
    assert (trend.change / trend.chance_error) ** 2 == pytest.approx(6.57, rel=0.01)


def test_missing_windows_are_left_out_and_keep_their_place_in_time() -> None:
    counts = [Counted(200, 400), None, None, None, None, Counted(300, 400)]
    trend = linear_trend(observations_of(counts, MONTHS, Measure.PROPORTION))
    assert trend is not None
    assert trend.change == pytest.approx(0.25)
    assert trend.free == 0


@pytest.mark.parametrize("known", [0, 1])
def test_fewer_than_two_windows_have_no_change(known: int) -> None:
    counts = [*([Counted(5, 10)] * known), None]
    assert linear_trend(observations_of(counts, range(known + 1), Measure.PROPORTION)) is None


def test_counts_of_nobody_are_no_observation() -> None:
    assert observations_of([Counted(0, 0), None], range(2), Measure.RATE) == (None, None)


def test_a_series_of_zeros_has_a_variance_and_no_change() -> None:
    trend = trend_of([0] * 6)
    assert trend.change == 0
    assert trend.standard_error > 0


def test_a_rate_varies_as_its_events_do() -> None:
    (first, _) = observations_of([Counted(20, 1000), Counted(19.5, 1000)], range(2), Measure.RATE)
    assert first is not None
    assert first.value == 0.02
    assert first.variance == pytest.approx(0.02 / 1000)


def test_more_straying_than_chance_makes_the_change_less_certain() -> None:
    calm, wild = trend_of([200, 204, 208, 212, 216, 220]), trend_of([200, 260, 150, 270, 160, 220])
    assert calm.dispersion == 1
    assert wild.dispersion > 10
    assert wild.standard_error > 3 * calm.standard_error


def test_a_step_between_large_numbers_is_still_found() -> None:
    trend = trend_of([10_000, 10_000, 10_000, 9_600, 9_600, 9_600], 20_000)
    assert trend.chance_of_so_low < 0.001
    assert trend.chance_of_so_high > 0.999


def test_rounded_counts_are_less_certain_than_exact_ones() -> None:
    counts = [Counted(20, 40), Counted(25, 40)]
    exact, rounded = (
        linear_trend(observations_of(counts, range(2), Measure.PROPORTION, step)) for step in (1, 5)
    )
    assert exact is not None
    assert rounded is not None
    assert rounded.change == exact.change
    assert rounded.standard_error > exact.standard_error


def test_the_interval_is_of_95_per_cent() -> None:
    trend = trend_of([200, 220, 240, 260, 280, 300])
    interval = trend.interval()
    assert interval.upper - interval.lower == pytest.approx(2 * 1.959964 * trend.standard_error)
    assert trend.reversed().interval().upper == pytest.approx(-interval.lower)


def test_a_difference_needs_both_and_has_the_variance_of_both() -> None:
    one, other = Observation(0, 0.5, 0.01), Observation(0, 0.3, 0.02)
    (both, neither) = differences_of((one, None), (other, other))
    assert both is not None
    assert both.value == pytest.approx(0.2)
    assert both.variance == pytest.approx(0.03)
    assert neither is None


def test_dispersion_is_shared_with_caution_or_so_that_nothing_is_missed() -> None:
    calm, wild = trend_of([200, 204, 208, 212, 216, 220]), trend_of([200, 260, 150, 270, 160, 220])
    together = (calm.strayed + wild.strayed) / 8
    careful = sharing_dispersion({"calm": calm, "wild": wild})
    keen = sharing_dispersion({"calm": calm, "wild": wild}, min)
    assert careful["calm"].dispersion == pytest.approx(together)
    assert careful["wild"].dispersion == wild.dispersion
    assert keen["calm"].dispersion == 1
    assert keen["wild"].dispersion == pytest.approx(together)


def test_two_windows_alone_share_no_dispersion() -> None:
    trend = trend_of([200, 300])
    assert sharing_dispersion({"a": trend}) == {"a": trend}
    assert math.isclose(trend.dispersion, 1)


@pytest.mark.parametrize(
    ("numerators", "lasting"),
    [
        ([240, 230, 220, 210, 200], True),
        ([240, 240, 240, 240, 200], False),
        ([240, 200, 200, 200, 200], False),
        ([240, 240, 200, 200], True),
        ([240, 200], True),
        ([240], False),
    ],
)
def test_one_unusual_window_at_an_end_is_no_lasting_change(
    numerators: list[int], *, lasting: bool
) -> None:
    counts = [Counted(each, 400) for each in numerators]
    seen = observations_of(counts, range(len(counts)), Measure.PROPORTION)
    assert is_lasting(seen) is lasting
