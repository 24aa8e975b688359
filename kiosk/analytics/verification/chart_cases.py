"""How we recompute the families about charts, under the settings that their reference uses.

The reference judges any number of points and has no floors; what the wall does differently is its
default settings, and not set here.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType

from kiosk.analytics.count_charts import c_chart, g_chart, t_chart
from kiosk.analytics.figures import ratios_of
from kiosk.analytics.process_limits import MOVING_RANGE_TO_SIGMA, SIGMAS, SpcSettings
from kiosk.analytics.ratio_charts import (
    i_prime_chart,
    p_chart,
    p_prime_chart,
    u_chart,
    u_prime_chart,
)
from kiosk.analytics.runs import fewest_crossings_by_chance, longest_run_by_chance, runs_of
from kiosk.analytics.signals import (
    ANHOEJ,
    placed,
    shift,
    sides,
    trend,
    two_of_three,
)
from kiosk.analytics.spc import ChartOptions, SpcChart, SpcPhase
from kiosk.analytics.verdicts import Direction
from kiosk.analytics.verification.cases import MalformedCaseError
from kiosk.analytics.verification.differences import Compute
from kiosk.analytics.verification.inputs import Inputs
from kiosk.analytics.xmr import mr_chart, run_chart, xmr_chart

Numbers = Sequence[float | None]
Draw = Callable[[Numbers, Numbers | None, ChartOptions], SpcChart]
"""Draws numerators, denominators (or none) and options."""

EPOCH = date(2000, 1, 1)
"""Cases of charts without dates begin on this day, one point a day."""

PACKAGE_POINTS = 7
"""How many points the reference itself asks of a shift and of a trend."""

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
        settings=SpcSettings(
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
        settings=SpcSettings(
            screen=inputs.flag("screen_outliers", default=False), minimum_points=0
        ),
    )
    phase = chart.last_phase
    mean = phase.mean if phase else None
    limits = phase.limits if phase else None
    side_of_each: Sequence[int | None] = (None,) * len(values)
    if mean is not None:
        side_of_each = sides(values, mean)
    far, close = placed(values, (limits,) * len(values))
    return {
        "mean": mean,
        "lpl": limits and limits.lower,
        "upl": limits and limits.upper,
        "astronomical": _marks(far),
        "shift": _marks(shift(side_of_each, _length(inputs, "shift_n"))),
        "trend": _marks(trend(values, _length(inputs, "trend_n"))),
        "two_in_three": _marks(two_of_three(side_of_each, close)),
    }


def _length(inputs: Inputs, key: str) -> int:
    """Return a rule's length in points; the package's own is 7."""
    points = inputs.whole(key)
    if points is not None and points < 1:
        raise MalformedCaseError(f"inputs.{key} is {points}: a rule looks at one point or more.")
    return points or PACKAGE_POINTS


def _marks(signs: Sequence[int]) -> list[str]:
    return [("none", "high", "low")[sign] for sign in signs]


def quality_chart(kind: str, draw: Draw, inputs: Inputs) -> Mapping[str, object]:
    """Recompute the `qic_…` family of one kind of chart."""
    if inputs.text("chart", kind) != kind:
        raise MalformedCaseError(
            f"inputs.chart is {inputs.text('chart')!r} in a family of {kind!r}."
        )
    multiply = inputs.optional_number("multiply")
    scale = 1.0 if multiply is None else multiply
    counts, sizes = inputs.numbers("y"), inputs.optional_numbers("n")
    if sizes is not None and len(sizes) != len(counts):
        raise MalformedCaseError(f"inputs.n has {len(sizes)} numbers, inputs.y {len(counts)}.")
    chart = draw(counts, sizes, _options(inputs, len(counts)))
    limits = [point.limits for point in chart.points]
    near_lower = [each and each.near_lower for each in limits]
    if kind == "t":  # the reference has no near limit where its power would be that of a negative
        near_lower = [each or None for each in near_lower]
    signals = [bool(point.outside_limits) for point in chart.points]
    return {
        "y": _scaled([point.value for point in chart.points], scale),
        "cl": _scaled([point.centre for point in chart.points], scale),
        "lcl": _scaled([each and each.lower for each in limits], scale),
        "ucl": _scaled([each and each.upper for each in limits], scale),
        "lcl_2sigma": _scaled(near_lower, scale),
        "ucl_2sigma": _scaled([each and each.near_upper for each in limits], scale),
        "sigma_signal": signals,
        "part": [point.phase + 1 for point in chart.points],
        "runs": [
            {
                **_runs(chart, position, phase),
                "part": position + 1,
                "any_sigma_signal": any(signals[phase.first : phase.last + 1]),
            }
            for position, phase in enumerate(chart.phases)
        ],
    }


def _runs(chart: SpcChart, position: int, phase: SpcPhase) -> Mapping[str, object]:
    """Return the runs of a part; on moving ranges they are counted, and never a signal."""
    runs = phase.runs
    if runs is None:
        inside = [point for point in chart.points if point.phase == position]
        runs = runs_of(
            [point.side_of_mean for point in inside if not point.excluded], gaps_break=False
        )
    return {
        "n_obs": runs.points,
        "n_useful": runs.useful,
        "longest_run": runs.longest,
        "longest_run_max": runs.longest_by_chance,
        "n_crossings": runs.crossings,
        "n_crossings_min": runs.crossings_by_chance,
        "runs_signal": runs.signal and phase.runs is not None,
    }


def _options(inputs: Inputs, count: int) -> ChartOptions:
    """Return the settings of the reference; parts begin on days of their own, a freeze needs none."""
    days = tuple(EPOCH + timedelta(days=each) for each in range(count))
    parts = [each for each in inputs.whole_numbers("part_after") if 0 < each < count]
    freeze = inputs.whole("freeze")
    settings = SpcSettings(
        screen=inputs.flag("screen_moving_ranges", default=True),
        rules=ANHOEJ,
        minimum_points=0,
        short_below=0,
        baseline_points=None if parts else freeze,
        shortest_baseline=1,
        exclude=frozenset(each - 1 for each in inputs.whole_numbers("exclude")),
        centre=inputs.optional_number("centre_line"),
        limit_factor=SIGMAS / MOVING_RANGE_TO_SIGMA,
        floor_sigma_z=False,
        gaps_break=False,
    )
    return ChartOptions(dates=days, rebase_on=[days[each] for each in parts], settings=settings)


def _scaled(values: Sequence[float | None], scale: float) -> list[float | None]:
    return [None if value is None else value * scale for value in values]


def _of_values(draw: Callable[..., SpcChart]) -> Draw:
    """Draw a chart of values; where sizes are given the values are ratios."""

    def of_values(counts: Numbers, sizes: Numbers | None, options: ChartOptions) -> SpcChart:
        return draw(counts if sizes is None else ratios_of(counts, sizes).values, **options)

    return of_values


def _of_ratios(draw: Callable[..., SpcChart]) -> Draw:
    """Draw a chart of numerators and denominators; without sizes each is 1."""

    def of_ratios(counts: Numbers, sizes: Numbers | None, options: ChartOptions) -> SpcChart:
        return draw(counts, (1.0,) * len(counts) if sizes is None else sizes, **options)

    return of_ratios


_CHARTS: Mapping[str, Draw] = MappingProxyType(
    {
        "run": _of_values(run_chart),
        "i": _of_values(xmr_chart),
        "mr": _of_values(mr_chart),
        "c": _of_values(c_chart),
        "g": _of_values(g_chart),
        "t": _of_values(t_chart),
        "p": _of_ratios(p_chart),
        "pp": _of_ratios(p_prime_chart),
        "u": _of_ratios(u_chart),
        "up": _of_ratios(u_prime_chart),
        "ip": _of_ratios(i_prime_chart),
    }
)


def limits_by_chance(inputs: Inputs) -> Mapping[str, object]:
    """Recompute `anhoej_limits`: what chance allows for each number of useful points."""
    useful = inputs.whole_numbers("n_useful")
    return {
        "longest_run_max": [longest_run_by_chance(each) for each in useful],
        "n_crossings_min": [fewest_crossings_by_chance(each - 1) for each in useful],
    }


CHART_FAMILIES: Mapping[str, Compute] = MappingProxyType(
    {
        "xmr_mdc": individuals_mdc,
        "xmr_mdc_nhsrdatasets": individuals_mdc,
        "xmr_rules": single_rules,
        **{f"qic_{kind}": partial(quality_chart, kind, draw) for kind, draw in _CHARTS.items()},
        "anhoej_limits": limits_by_chance,
    }
)
"""Every family about charts, by name."""
