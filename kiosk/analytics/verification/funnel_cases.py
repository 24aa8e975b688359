"""How we recompute the families about funnels, as their references draw them."""

import math
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from kiosk.analytics.funnel import (
    ACTION,
    PROPORTIONS,
    RATIOS_BY_LOGARITHM,
    RATIOS_BY_ROOT,
    RATIOS_OF_COUNTS,
    TRIM,
    WARNING,
    FunnelChart,
    FunnelLimits,
    FunnelMethod,
    FunnelSettings,
    funnel_chart,
    outlier,
)
from kiosk.analytics.funnel_significance import (
    CURVE_POINTS,
    FunnelCurve,
    FunnelStatistic,
    funnel_curve,
    funnel_significance,
    pooled_value,
)
from kiosk.analytics.intervals import Interval, exact_poisson
from kiosk.analytics.verification.cases import MalformedCaseError
from kiosk.analytics.verification.differences import Compute
from kiosk.analytics.verification.inputs import Inputs

SEARCH_PRECISION = 1e-7
"""The reference looks for exact limits by steps that it halves until they are no longer than this."""

RECORDED_POINTS = 12
"""So many points of a curve are recorded, evenly among its own."""

_COUNTS_AS_RECORDED = replace(RATIOS_OF_COUNTS, limit_spread=lambda _x, n: 1 / (2 * math.sqrt(n)))
"""The reference draws limits of a ratio of counts with the spread of a square root."""

_METHODS: Mapping[tuple[str, str | None], FunnelMethod] = MappingProxyType(
    {
        ("proportion", None): PROPORTIONS,
        ("standardised_ratio", "shmi"): RATIOS_BY_LOGARITHM,
        ("standardised_ratio", "cqc"): RATIOS_BY_ROOT,
        ("ratio_of_counts", None): _COUNTS_AS_RECORDED,
    }
)
_LEVELS = {95: WARNING, 99.8: ACTION}
_X_IS = {
    FunnelStatistic.PROPORTION: "population",
    FunnelStatistic.RATE: "events",
    FunnelStatistic.RATIO: "observed_events",
}


def funnel(inputs: Inputs) -> Mapping[str, object]:
    """Recompute `funnel`: limits at 95 % and 99.8 %, and those that allow for over-dispersion."""
    kind = inputs.text("type")
    by = inputs.text("sr_method", "shmi").lower() if kind == "standardised_ratio" else None
    method = _METHODS.get((kind, by))
    if method is None:
        raise MalformedCaseError(
            f"inputs.type is {kind!r} with sr_method {by!r}; neither is known."
        )
    level = inputs.optional_number("outlier_limit")
    confidence = ACTION if level is None else _LEVELS.get(level)
    if confidence is None:
        raise MalformedCaseError(f"inputs.outlier_limit is {level!r}; known are 95 and 99.8.")
    per, trim = inputs.optional_number("multiplier"), inputs.optional_number("trim_by")
    chart = funnel_chart(
        inputs.numbers("numerator"),
        inputs.numbers("denominator"),
        method=method,
        per=1.0 if per is None else per,
        settings=FunnelSettings(
            adjust=inputs.flag("adjust_overdispersion", default=True),
            confidence=confidence,
            trim=TRIM if trim is None else trim,
        ),
    )
    adjusted = [
        _on_the_root(unit.adjusted, 1.0 if per is None else per)
        if method is RATIOS_BY_ROOT
        else unit.adjusted
        for unit in chart.units
    ]
    return {
        "value": [unit.value for unit in chart.units],
        "target": chart.target,
        "phi": chart.phi,
        "tau2": chart.tau2,
        "adjusted_used": chart.adjusted,
        **_columns("", [unit.limits for unit in chart.units]),
        **_columns("od_", adjusted),
        "outlier": _outliers(chart, adjusted),
    }


def _on_the_root(limits: FunnelLimits | None, per: float) -> FunnelLimits | None:
    """Return limits left on the scale of the square root, as the reference leaves them."""
    if limits is None:
        return None
    return FunnelLimits(*(math.sqrt(each / per) * per for each in limits))


def _outliers(chart: FunnelChart, adjusted: list[FunnelLimits | None]) -> list[bool | None]:
    return [
        None
        if unit.value is None or unit.limits is None or limits is None
        else outlier(unit.value, limits if chart.adjusted else unit.limits, chart.confidence) != 0
        for unit, limits in zip(chart.units, adjusted, strict=True)
    ]


def _columns(prefix: str, limits: list[FunnelLimits | None]) -> Mapping[str, object]:
    return {
        prefix + name: [None if each is None else getattr(each, name) for each in limits]
        for name in FunnelLimits._fields
    }


def funnel_phe(inputs: Inputs) -> Mapping[str, object]:
    """Recompute `funnel_phe`: significance by each area's own interval, and the curve."""
    try:
        statistic = FunnelStatistic(inputs.text("statistic"))
    except ValueError as error:
        raise MalformedCaseError(f"inputs.statistic: {error}") from None
    numerators, denominators = inputs.whole_numbers("numerator"), inputs.all_numbers("denominator")
    if len(numerators) != len(denominators) or not numerators:
        raise MalformedCaseError(
            "inputs.numerator and inputs.denominator differ in number, or are empty."
        )
    pooled = pooled_value(numerators, denominators, statistic)
    per = inputs.optional_number("multiplier")
    curve = funnel_curve(
        pooled,
        max(denominators),
        statistic,
        per=1.0 if per is None else per,
        count_interval=_searched,
    )
    return {
        "significance": list(funnel_significance(numerators, denominators, statistic)),
        "curve": {**_recorded(curve), "x_is": _X_IS[statistic]},
    }


def _searched(events: int, level: float) -> Interval:
    """Return the exact interval of a count as closely as the reference searches for it."""
    exact = exact_poisson(events, level)
    return Interval(_halved(events, exact.lower), _halved(events, exact.upper))


def _halved(events: int, limit: float) -> float:
    """Return where halving steps from 1/2 end that look for limit / (1 + events + limit)."""
    sought = limit / (1 + events + limit)
    place = step = 0.5
    while step > SEARCH_PRECISION:
        step /= 2
        place += step if place < sought else -step
    return (1 + events) * place / (1 - place)


def _recorded(curve: FunnelCurve) -> Mapping[str, object]:
    step = (CURVE_POINTS - 1) // (RECORDED_POINTS - 1)
    return {
        "x": curve.sizes[::step],
        "lower95": curve.lower95[::step],
        "upper95": curve.upper95[::step],
        "lower998": curve.lower998[::step],
        "upper998": curve.upper998[::step],
    }


FUNNEL_FAMILIES: Mapping[str, Compute] = MappingProxyType(
    {"funnel": funnel, "funnel_phe": funnel_phe}
)
"""Every family about funnels, by name."""
