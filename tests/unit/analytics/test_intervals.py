"""Intervals against the reference programs, and at the ends of their range."""

import math

import pytest

from kiosk.analytics.intervals import (
    Interval,
    byar,
    difference_interval,
    exact_poisson,
    rate_interval,
    rate_method,
    standard_normal_quantile,
    wilson,
)
from tests.unit.analytics.oracles import Case, load


def wilson_of_strata(case: Case) -> list[Interval]:
    return [
        wilson(x, n, case.inputs["confidence"])
        for x, n in zip(case.inputs["numerator"], case.inputs["denominator"], strict=True)
    ]


def test_proportions_agree_with_the_reference() -> None:
    found = []
    for case in load("proportion_wilson"):
        if case.expected["error"]:
            with pytest.raises(ValueError, match="is not a proportion"):
                wilson_of_strata(case)
            continue
        per = case.inputs["multiplier"]
        intervals = wilson_of_strata(case)
        found += case.disagreements(
            {
                "lower": [per * each.lower for each in intervals],
                "upper": [per * each.upper for each in intervals],
            }
        )
    assert found == []


def rates_of(case: Case) -> dict[str, list[float | str | None]]:
    confidence, per = case.inputs["confidence"], case.inputs["multiplier"]
    got: dict[str, list[float | str | None]] = {
        key: [] for key in ("lower", "upper", "method", "byar_lower", "byar_upper")
    }
    for events, exposure in zip(case.inputs["events"], case.inputs["person_time"], strict=True):
        interval = rate_interval(events, exposure, confidence)
        scale = per / exposure
        got["lower"].append(per * interval.lower)
        got["upper"].append(per * interval.upper)
        got["method"].append(rate_method(events))
        got["byar_lower"].append(scale * byar(events, confidence).lower or None)
        got["byar_upper"].append(scale * byar(events, confidence).upper)
    return got


def test_rates_agree_with_the_reference() -> None:
    found = []
    for case in load("rate_byar_exact"):
        if case.expected["error"]:
            with pytest.raises(ValueError, match="is not a time at risk"):
                rates_of(case)
            continue
        found += case.disagreements(rates_of(case))
    assert found == []


def test_exact_limits_agree_with_the_reference_for_few_events_and_for_billions() -> None:
    compared = 0
    for case in load("rate_byar_exact"):
        if case.expected["error"]:
            continue
        per, confidence = case.inputs["multiplier"], case.inputs["confidence"]
        for position, events in enumerate(case.inputs["events"]):
            scale = per / case.inputs["person_time"][position]
            interval = exact_poisson(events, confidence)
            lower = case.expected["exact_lower"][position]
            upper = case.expected["exact_upper"][position]
            assert interval.lower * scale == pytest.approx(lower, rel=case.relative)
            assert interval.upper * scale == pytest.approx(upper, rel=case.relative)
            compared += 1
    assert compared > 200


def test_newcombes_interval_of_two_proportions_agrees_with_the_reference() -> None:
    found = []
    for case in load("two_group_proportion"):
        x, n, x_ref, n_ref, confidence = (
            case.inputs[key] for key in ("x", "n", "x_ref", "n_ref", "confidence")
        )
        interval = difference_interval(
            x / n, wilson(x, n, confidence), x_ref / n_ref, wilson(x_ref, n_ref, confidence)
        )
        found += case.disagreements(
            {
                "difference": x / n - x_ref / n_ref,
                "difference_newcombe": [interval.lower, interval.upper],
            }
        )
    assert found == []


def test_the_interval_of_two_rates_agrees_with_the_reference() -> None:
    found = []
    for case in load("two_group_rate"):
        asked = case.inputs
        events, years, confidence = asked["events"], asked["person_time"], asked["confidence"]
        events_ref, years_ref = asked["events_ref"], asked["person_time_ref"]
        interval = difference_interval(
            events / years,
            rate_interval(events, years, confidence),
            events_ref / years_ref,
            rate_interval(events_ref, years_ref, confidence),
        )
        found += case.disagreements(
            {
                "difference": events / years - events_ref / years_ref,
                "difference_mover_byar": [interval.lower, interval.upper],
            }
        )
    assert found == []


def test_no_events_have_an_exact_upper_limit_of_about_three() -> None:
    interval = exact_poisson(0)
    assert interval.lower == 0
    assert interval.upper == pytest.approx(-math.log(0.025))


@pytest.mark.parametrize("events", [1, 2, 9, 10, 400])
def test_the_exact_limits_leave_the_promised_probability_in_each_tail(events: int) -> None:
    interval = exact_poisson(events, 0.9)

    def at_most(count: int, mean: float) -> float:
        return math.fsum(
            math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1)
        )

    assert 1 - at_most(events - 1, interval.lower) == pytest.approx(0.05)
    assert at_most(events, interval.upper) == pytest.approx(0.05)


def test_nine_events_are_exact_and_ten_are_byars() -> None:
    assert rate_interval(9, 1.0) == exact_poisson(9)
    assert rate_interval(10, 1.0) == byar(10)


def test_a_proportion_of_none_or_all_touches_the_end_of_the_scale_exactly() -> None:
    assert wilson(0, 37).lower == 0
    assert wilson(37, 37).upper == 1


@pytest.mark.parametrize(
    ("numerator", "denominator"), [(0, 0), (-1, 10), (11, 10), (math.nan, 10), (1, math.inf)]
)
def test_what_is_no_proportion_is_refused(numerator: float, denominator: float) -> None:
    with pytest.raises(ValueError, match="is not a proportion"):
        wilson(numerator, denominator)


@pytest.mark.parametrize("exposure", [0, -1, math.nan, math.inf])
def test_a_rate_without_time_at_risk_is_refused(exposure: float) -> None:
    with pytest.raises(ValueError, match="is not a time at risk"):
        rate_interval(3, exposure)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 is not a count"):
        rate_interval(-1, 10)


@pytest.mark.parametrize("confidence", [0, 1, -0.5, 95])
def test_a_confidence_outside_zero_to_one_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        standard_normal_quantile(confidence)


def test_an_interval_that_touches_zero_does_not_exclude_it() -> None:
    assert not Interval(0.0, 1.0).excludes_zero
    assert not Interval(-1.0, 0.0).excludes_zero
    assert Interval(-2.0, -1.0).excludes_zero
    assert Interval(0.1, 1.0).excludes_zero
