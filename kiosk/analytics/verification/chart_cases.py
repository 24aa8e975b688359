"""How we recompute the families about charts, under the settings that their reference uses.

The reference judges any number of points and has no floors; what the wall does differently is its
default settings, and not set here.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kiosk.analytics.process_limits import XmrSettings
from kiosk.analytics.signals import (
    NHS_MAKING_DATA_COUNT,
    beyond,
    near,
    shift,
    sides,
    trend,
    two_of_three,
)
from kiosk.analytics.verdicts import Direction
from kiosk.analytics.verification.cases import MalformedCaseError
from kiosk.analytics.verification.differences import Compute
from kiosk.analytics.verification.inputs import Inputs
from kiosk.analytics.xmr import xmr_chart

SHORT_PHASE = 13
"""The reference of Making Data Count calls a phase with fewer points short."""


def individuals_mdc(inputs: Inputs) -> Mapping[str, object]:
    """Recompute `xmr_mdc`: the individuals chart of NHS Making Data Count."""
    dates = inputs.days("dates")
    known_days = set(dates)
    chart = xmr_chart(
        inputs.numbers("values"),
        improvement=_direction(inputs),
        target=inputs.optional_number("target"),
        dates=dates,
        rebase_on=[day for day in inputs.days("rebase_dates") if day in known_days],
        settings=XmrSettings(
            screen=inputs.flag("screen_outliers", default=True),
            minimum_points=0,
            short_below=SHORT_PHASE,
            baseline_points=inputs.whole("fix_after_n_points"),
        ),
    )
    phases = [chart.phases[point.phase] for point in chart.points]
    return {
        "dates": [day.isoformat() for day in chart.dates],
        "y": chart.values,
        "phase": [phase.rebases for phase in phases],
        "mean": [phase.mean for phase in phases],
        "lpl": [phase.limits and phase.limits.lower for phase in phases],
        "upl": [phase.limits and phase.limits.upper for phase in phases],
        "outside_limits": [point.outside_limits for point in chart.points],
        "side_of_mean": [point.side_of_mean for point in chart.points],
        "near_limit": [point.near_limit for point in chart.points],
        "special_cause": [point.special_cause for point in chart.points],
        "point_type": [point.kind for point in chart.points],
        "short_phase": [phase.short for phase in phases],
        "variation_icon": chart.variation,
        "assurance_icon": chart.assurance,
    }


def _direction(inputs: Inputs) -> Direction:
    try:
        return Direction(inputs.text("improvement_direction", "neutral"))
    except ValueError as error:
        raise MalformedCaseError(f"inputs.improvement_direction: {error}") from None


def single_rules(inputs: Inputs) -> Mapping[str, object]:
    """Recompute `xmr_rules`: each rule of an individuals chart on its own."""
    values = inputs.numbers("values")
    chart = xmr_chart(
        values,
        improvement=Direction.NEUTRAL,
        settings=XmrSettings(
            screen=inputs.flag("screen_outliers", default=False), minimum_points=0
        ),
    )
    phase = chart.last_phase
    mean = phase.mean if phase else None
    limits = phase.limits if phase else None
    side_of_each: Sequence[int | None] = (None,) * len(values)
    if mean is not None:
        side_of_each = sides(values, mean)
    nothing = (0,) * len(values)
    return {
        "mean": mean,
        "lpl": limits and limits.lower,
        "upl": limits and limits.upper,
        "astronomical": _marks(beyond(values, limits.lower, limits.upper) if limits else nothing),
        "shift": _marks(shift(side_of_each, _length(inputs, "shift_n"))),
        "trend": _marks(trend(values, _length(inputs, "trend_n"))),
        "two_in_three": _marks(
            two_of_three(side_of_each, near(values, limits)) if limits else nothing
        ),
    }


def _length(inputs: Inputs, key: str) -> int:
    """Return a rule's length in points; the package's own is 7."""
    points = inputs.whole(key)
    if points is not None and points < 1:
        raise MalformedCaseError(f"inputs.{key} is {points}: a rule looks at one point or more.")
    return points or NHS_MAKING_DATA_COUNT.shift_points


def _marks(signs: Sequence[int]) -> list[str]:
    return [("none", "high", "low")[sign] for sign in signs]


CHART_FAMILIES: Mapping[str, Compute] = MappingProxyType(
    {
        "xmr_mdc": individuals_mdc,
        "xmr_mdc_nhsrdatasets": individuals_mdc,
        "xmr_rules": single_rules,
    }
)
"""Every family about charts, by name."""
