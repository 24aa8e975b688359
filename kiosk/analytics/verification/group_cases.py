"""How we recompute the families about groups: intervals, comparisons of two, standardised rates."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kiosk.analytics.intervals import (
    Interval,
    byar,
    exact_poisson,
    rate_interval,
    rate_method,
    wilson,
)
from kiosk.analytics.standardised_rates import directly_standardised_rate
from kiosk.analytics.two_groups import compare_proportions, compare_rates
from kiosk.analytics.verification.differences import Compute
from kiosk.analytics.verification.disparity_cases import DISPARITY_FAMILIES
from kiosk.analytics.verification.inputs import Inputs

Columns = dict[str, list[object]]
_NO_INTERVAL: tuple[None, None] = (None, None)


def proportions(inputs: Inputs) -> Mapping[str, object]:
    """Recompute `proportion_wilson`: proportions with Wilson's interval."""
    confidence, per = inputs.number("confidence"), inputs.number("multiplier")
    columns: Columns = {"value": [], "lower": [], "upper": []}
    for numerator, denominator in _pairs(inputs, "numerator", "denominator"):
        row: Mapping[str, object] = dict.fromkeys(columns)
        if numerator is not None and denominator is not None:
            interval = wilson(numerator, denominator, confidence)
            row = {
                "value": per * numerator / denominator,
                "lower": per * interval.lower,
                "upper": per * interval.upper,
            }
        _add(columns, row)
    return columns


def rates(inputs: Inputs) -> Mapping[str, object]:
    """Recompute `rate_byar_exact`: rates with the exact interval, Byar's, and the one we choose."""
    confidence, per = inputs.number("confidence"), inputs.number("multiplier")
    keys = ("value", "lower", "upper", "method")
    columns: Columns = {key: [] for key in (*keys, *_BOTH_METHODS)}
    for counted, exposure in _pairs(inputs, "events", "person_time"):
        row: Mapping[str, object] = dict.fromkeys(columns)
        if counted is not None and exposure is not None:
            events = _whole(counted)
            chosen = rate_interval(events, exposure, confidence)
            row = {
                "value": per * events / exposure,
                "lower": per * chosen.lower,
                "upper": per * chosen.upper,
                "method": rate_method(events).value,
                **_by_both_methods(events, confidence, per / exposure),
            }
        _add(columns, row)
    return columns


_BOTH_METHODS = ("exact_lower", "exact_upper", "byar_lower", "byar_upper")


def _by_both_methods(events: int, confidence: float, scale: float) -> Mapping[str, object]:
    exact, approximate = exact_poisson(events, confidence), byar(events, confidence)
    return {
        "exact_lower": scale * exact.lower,
        "exact_upper": scale * exact.upper,
        "byar_lower": scale * approximate.lower or None,  # the formula gives none below 0
        "byar_upper": scale * approximate.upper,
    }


def standardised(inputs: Inputs) -> Mapping[str, object]:
    """Recompute `dsr`: directly standardised rates with Dobson's interval."""
    rate = directly_standardised_rate(
        [None if each is None else _whole(each) for each in inputs.numbers("events")],
        inputs.all_numbers("population"),
        inputs.all_numbers("standard_population"),
        per=inputs.number("multiplier"),
        confidence=inputs.number("confidence"),
    )
    lower, upper = _ends(rate.interval)
    return {
        "total_count": rate.events,
        "total_pop": rate.population,
        "value": rate.rate,
        "lower": lower,
        "upper": upper,
    }


def two_proportions(inputs: Inputs) -> Mapping[str, object]:
    """Recompute `two_group_proportion`."""
    x, n, x_ref, n_ref = (_whole(inputs.number(key)) for key in ("x", "n", "x_ref", "n_ref"))
    found = compare_proportions(x, n, x_ref, n_ref, inputs.number("confidence"))
    return {
        "difference": found.difference,
        "difference_newcombe": _ends(found.newcombe),
        "difference_wald": _ends(found.wald),
        "ratio": found.ratio,
        "ratio_log_wald": _ends(found.ratio_log),
    }


def two_rates(inputs: Inputs) -> Mapping[str, object]:
    """Recompute `two_group_rate`."""
    found = compare_rates(
        _whole(inputs.number("events")),
        inputs.number("person_time"),
        _whole(inputs.number("events_ref")),
        inputs.number("person_time_ref"),
        inputs.number("confidence"),
    )
    return {
        "difference": found.difference,
        "difference_wald": _ends(found.wald),
        "difference_mover_byar": _ends(found.mover_byar),
        "ratio": found.ratio,
        "ratio_log_wald": _ends(found.ratio_log),
        "ratio_exact": (found.ratio_exact.lower, found.ratio_exact.upper),
        "ratio_exact_upper_infinite": found.ratio_exact.upper is None,
        "p_exact": found.p_exact,
    }


def _pairs(inputs: Inputs, first: str, second: str) -> list[tuple[float | None, float | None]]:
    left, right = inputs.numbers(first), inputs.numbers(second)
    if len(left) != len(right):
        raise ValueError(f"{first} and {second} have different lengths.")
    return list(zip(left, right, strict=True))


def _whole(count: float) -> int:
    if not float(count).is_integer():
        raise ValueError(f"{count} is not a count.")
    return int(count)


def _ends(interval: Interval | None) -> Sequence[float | None]:
    return _NO_INTERVAL if interval is None else (interval.lower, interval.upper)


def _add(columns: Columns, row: Mapping[str, object]) -> None:
    for key, column in columns.items():
        column.append(row[key])


GROUP_FAMILIES: Mapping[str, Compute] = MappingProxyType(
    {
        "proportion_wilson": proportions,
        "rate_byar_exact": rates,
        "dsr": standardised,
        "two_group_proportion": two_proportions,
        "two_group_rate": two_rates,
        **DISPARITY_FAMILIES,
    }
)
"""Every family about groups, by name."""
