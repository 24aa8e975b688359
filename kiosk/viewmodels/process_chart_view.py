"""A series as a process chart: points that speak only when they signal, limits, goal, and verdicts."""

from datetime import date

from kiosk.analytics.process_limits import NoLimits
from kiosk.analytics.signals import SpecialCause
from kiosk.analytics.spc import SpcChart, SpcPoint
from kiosk.analytics.verdicts import Assurance, Direction, PointKind, Variation
from kiosk.analytics.xmr import xmr_chart
from kiosk.domain.metrics import Direction as Better
from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.viewmodels.charts import ChartPhase, ChartPoint, ChartView
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.series import Series, period_label, period_words
from kiosk.viewmodels.tiles import Chip
from kiosk.viewmodels.words import counted, figure_and_unit, number, sentence

ROOM = 0.08
"""Share of the scale left free above and below."""

ALL = 100.0
"""The most that a proportion can be."""

LOOK_OF_POINT = {
    PointKind.COMMON_CAUSE: (Tone.COMMON, Mark.DOT),
    PointKind.IMPROVEMENT: (Tone.BETTER, Mark.TRIANGLE),
    PointKind.CONCERN: (Tone.WORSE, Mark.DIAMOND),
    PointKind.NEUTRAL_HIGH: (Tone.INK, Mark.TRIANGLE),
    PointKind.NEUTRAL_LOW: (Tone.INK, Mark.TRIANGLE),
}
SIGNALS = {
    SpecialCause.ASTRONOMICAL_HIGH: "above the upper process limit",
    SpecialCause.ASTRONOMICAL_LOW: "below the lower process limit",
    SpecialCause.TREND_UP: "one of {trend} points that rise in a row",
    SpecialCause.TREND_DOWN: "one of {trend} points that fall in a row",
    SpecialCause.TWO_IN_THREE_HIGH: "one of two in three near the upper limit",
    SpecialCause.TWO_IN_THREE_LOW: "one of two in three near the lower limit",
    SpecialCause.SHIFT_HIGH: "one of {shift} or more in a row above the mean",
    SpecialCause.SHIFT_LOW: "one of {shift} or more in a row below the mean",
}
VERDICTS = {
    Variation.COMMON_CAUSE: Chip("Steady", Tone.COMMON, Mark.DOT),
    Variation.IMPROVEMENT_HIGH: Chip("Improving", Tone.BETTER, Mark.TRIANGLE),
    Variation.IMPROVEMENT_LOW: Chip("Improving", Tone.BETTER, Mark.TRIANGLE),
    Variation.CONCERN_HIGH: Chip("Getting worse", Tone.WORSE, Mark.DIAMOND),
    Variation.CONCERN_LOW: Chip("Getting worse", Tone.WORSE, Mark.DIAMOND),
    Variation.NEUTRAL_HIGH: Chip("Higher than before", Tone.INK, Mark.TRIANGLE),
    Variation.NEUTRAL_LOW: Chip("Lower than before", Tone.INK, Mark.TRIANGLE),
}
NOT_DRAWN = {
    NoLimits.NO_VARIATION: "no variation to measure",
    NoLimits.NO_NEIGHBOURS: "too many gaps for limits",
}


def chart_of(series: Series) -> SpcChart:
    """Compute the individuals chart of a series under the rules of Making Data Count."""
    return xmr_chart(
        series.values,
        improvement=Direction(series.facts.direction.value),
        target=series.goal,
        dates=series.dates,
    )


def chart_view(series: Series, chart: SpcChart, today: date) -> ChartView:
    """Return the chart as it is drawn.

    Args:
        series: the figures; at least one period.
        chart: what `chart_of` made of them.
        today: the ward's day; labels leave out its year.
    """
    low, high = _scale(series, chart)
    return ChartView(
        points=tuple(
            _point(day, point, series, chart)
            for day, point in zip(series.dates, chart.points, strict=True)
        ),
        phases=tuple(
            ChartPhase(
                first=phase.first,
                last=phase.last,
                mean=phase.mean if phase.limits is not None else None,
                lower=phase.limits.lower if phase.limits is not None else None,
                upper=phase.limits.upper if phase.limits is not None else None,
            )
            for phase in chart.phases
        ),
        goal=series.goal,
        goal_label=f"goal {number(series.goal)}" if series.goal is not None else "",
        mean_label=_mean_label(chart),
        first_label=period_label(series.dates[0], series.period, today),
        last_label=period_label(series.dates[-1], series.period, today),
        unit=series.facts.unit,
        minimum=low,
        maximum=high,
        stale=series.stale,
    )


def verdict_chips(series: Series, chart: SpcChart) -> tuple[Chip, ...]:
    """Return what the chart says in words: the variation, and where the goal lies."""
    return tuple(chip for chip in (_variation(series, chart), goal_chip(series, chart)) if chip)


def goal_chip(series: Series, chart: SpcChart) -> Chip | None:
    """Return where the process lies against its goal; muted, because it is not a verdict.

    A process that meets its goal by chance says so. Without limits the latest figure is held
    against the goal.
    """
    if series.goal is None or series.facts.direction is Better.NEUTRAL or series.latest is None:
        return None
    if chart.assurance is Assurance.HIT_OR_MISS:
        return Chip("goal hit or miss")
    if chart.assurance is Assurance.PASS or (chart.assurance is None and meets_goal(series)):
        return Chip("meets the goal", mark=Mark.TICK)
    return Chip("below goal" if series.facts.direction is Better.INCREASE else "above goal")


def meets_goal(series: Series) -> bool:
    """Tell whether the latest figure is at the goal or better."""
    if series.goal is None or series.latest is None:
        return False
    value = series.latest[1]
    if series.facts.direction is Better.DECREASE:
        return value <= series.goal
    return value >= series.goal


def rule_words(chart: SpcChart) -> str:
    """Return the kind of chart and its rule set: "XmR · Making Data Count"."""
    return f"XmR · {chart.rules.name.removeprefix('NHS ')}"


def _variation(series: Series, chart: SpcChart) -> Chip | None:
    missing = chart.points_until_verdict
    if missing:
        more = counted(missing, f"more {series.period}")
        return Chip(f"{more} until a verdict", mark=Mark.DASHES)
    last = chart.last_phase
    if last is not None and last.without_limits in NOT_DRAWN:
        return Chip(NOT_DRAWN[last.without_limits], mark=Mark.DASHES)
    return VERDICTS[chart.variation] if chart.variation is not None else None


def _point(day: date, point: SpcPoint, series: Series, chart: SpcChart) -> ChartPoint:
    tone, mark = LOOK_OF_POINT[point.kind]
    label = period_words(day, series.period)
    if point.value is None:
        return ChartPoint(label, None, spoken=f"{label}: no figure.")
    spoken = f"{label}: {figure_and_unit(point.value, series.facts)}."
    rules = chart.rules
    signal = SIGNALS.get(point.special_cause, "").format(
        trend=rules.trend_points, shift=rules.shift_points
    )
    if signal:
        spoken += " " + sentence(signal)
    return ChartPoint(label, point.value, tone, mark, spoken, signal)


def _mean_label(chart: SpcChart) -> str:
    last = chart.last_phase
    if last is None or last.limits is None or last.mean is None:
        return ""
    return f"mean {number(last.mean)}"


def _scale(series: Series, chart: SpcChart) -> tuple[float, float]:
    """Return the ends of the scale: all points, limits and the goal, with a little room."""
    drawn = [value for value in series.values if value is not None]
    for phase in chart.phases:
        if phase.limits is not None:
            drawn += [phase.limits.lower, phase.limits.upper]
    if series.goal is not None:
        drawn.append(series.goal)
    return scale_of(drawn, series.facts)


def scale_of(drawn: list[float], facts: MetricFacts) -> tuple[float, float]:
    """Return the ends of a scale on which every value lies; no share is below 0 or over 100 %."""
    low, high = min(drawn), max(drawn)
    room = (high - low) * ROOM or max(abs(high) * ROOM, 1.0)
    most = ALL if facts.value is ValueKind.PROPORTION else high + room
    return max(low - room, 0.0), max(min(high + room, most), 1e-9)
