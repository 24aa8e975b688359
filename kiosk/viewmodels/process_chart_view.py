"""A series as a process chart: points that speak only when they signal, limits, goal, and verdicts."""

from dataclasses import replace
from datetime import date

from kiosk.analytics.charts import Measurements
from kiosk.analytics.charts import chart_of as draw_chart
from kiosk.analytics.process_limits import NoLimits
from kiosk.analytics.signals import RuleSet, SpecialCause
from kiosk.analytics.spc import Advice, SpcChart, SpcPhase, SpcPoint
from kiosk.analytics.verdicts import Assurance, PointKind, Variation
from kiosk.domain.metrics import ChartKind, MetricFacts, ValueKind
from kiosk.domain.metrics import Direction as Better
from kiosk.viewmodels.charts import ChartPhase, ChartPoint, ChartView
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.series import Series, period_label, period_words
from kiosk.viewmodels.tiles import Chip
from kiosk.viewmodels.words import counted, figure_and_unit, number, plain_day, sentence

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
    SpecialCause.SHIFT_HIGH: "one of {shift} in a row above the {centre}",
    SpecialCause.SHIFT_LOW: "one of {shift} in a row below the {centre}",
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
ADVICE = {Advice.DAYS_BETWEEN: "rare: days between say more"}
BETWEEN_EVENTS = frozenset({ChartKind.G, ChartKind.T})
MEDIANS = frozenset({"run", "g"})
"""Charts whose centre line is a median."""

NOT_DRAWN = {
    NoLimits.NO_VARIATION: "no variation to measure",
    NoLimits.NO_NEIGHBOURS: "too many gaps for limits",
}


def chart_of(series: Series) -> SpcChart:
    """Compute the chart that the metric's definition names, under its rules and its goal.

    Rebases before the first figure lie behind the series. One on another day that has no figure
    is left out, and `notes` says so.
    """
    facts = series.facts.model_copy(update={"rebase": _rebases(series, known=True)})
    dates = series.dates if len(set(series.dates)) == len(series.dates) else ()
    measured = Measurements(series.values, dates, series.numerators, series.denominators)
    return draw_chart(facts, measured, goal=series.goal)


def _rebases(series: Series, *, known: bool) -> tuple[date, ...]:
    """Return the rebases inside the series that are, or are not, on a day of its figures."""
    days = frozenset(series.dates)
    if not days or len(days) < len(series.dates):
        return ()
    first, last = min(days), max(days)
    return tuple(
        day for day in series.facts.rebase if first <= day <= last and (day in days) == known
    )


def notes(series: Series, chart: SpcChart) -> tuple[str, ...]:
    """Return what one must know to read the chart, as it stands in a foot."""
    halves = chart.counted_as_half
    unit = series.facts.unit.removesuffix("s")
    strays = (
        f"no figure is dated {plain_day(day, day)}, nearest {plain_day(near, day)}"
        for day in _rebases(series, known=False)
        for near in (min(series.dates, key=lambda each: abs(each - day)),)
    )
    return (
        ADVICE[chart.advice] if chart.advice is not None else "",
        f"{halves} on one {unit} count as half a {unit}" if halves else "",
        *(f"no new phase: {words}" for words in strays),
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
                mean=phase.mean if _has_centre(phase) else None,
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
        centre=centre_word(chart),
        limits=_limits(chart),
    )


def _has_centre(phase: SpcPhase) -> bool:
    """Tell whether the centre line is drawn: with limits, and on a run chart with enough points."""
    return phase.limits is not None or (
        phase.without_limits is NoLimits.RUN_CHART and not phase.points_until_verdict
    )


def _limits(chart: SpcChart) -> tuple[tuple[float, float] | None, ...]:
    """Return the limits at each point, or nothing where those of its phase hold for all points."""
    if all(point.limits == chart.phases[point.phase].limits for point in chart.points):
        return ()
    return tuple(
        None if point.limits is None else (point.limits.lower, point.limits.upper)
        for point in chart.points
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
        return Chip("hit or miss", icon=chart.assurance)
    if chart.assurance is Assurance.PASS or (chart.assurance is None and meets_goal(series)):
        return Chip("meets the goal", mark=Mark.TICK, icon=chart.assurance)
    words = "below goal" if series.facts.direction is Better.INCREASE else "above goal"
    return Chip(words, icon=chart.assurance)


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
    return f"{chart.name} · {chart.rules.name.removeprefix('NHS ')}"


def _variation(series: Series, chart: SpcChart) -> Chip | None:
    missing = chart.points_until_verdict
    if missing:
        one = "event" if series.facts.chart in BETWEEN_EVENTS else series.period
        more = counted(missing, f"more {one}")
        return Chip(f"{more} until a verdict", mark=Mark.DASHES)
    last = chart.last_phase
    if last is not None and last.without_limits in NOT_DRAWN:
        return Chip(NOT_DRAWN[last.without_limits], mark=Mark.DASHES)
    if chart.variation is None:
        return None
    return replace(VERDICTS[chart.variation], icon=chart.variation)


def _point(day: date, point: SpcPoint, series: Series, chart: SpcChart) -> ChartPoint:
    tone, mark = LOOK_OF_POINT[point.kind]
    label = period_words(day, series.period)
    if point.value is None:
        return ChartPoint(label, None, spoken=f"{label}: no figure.")
    spoken = f"{label}: {figure_and_unit(point.value, series.facts)}."
    rules = chart.rules
    signal = SIGNALS.get(point.special_cause, "").format(
        trend=rules.trend_points, shift=shift_words(rules), centre=centre_word(chart)
    )
    if signal:
        spoken += " " + sentence(signal)
    return ChartPoint(label, point.value, tone, mark, spoken, signal)


def shift_words(rules: RuleSet) -> str:
    """Return what a shift is under these rules: "7 or more"."""
    return f"{rules.shift_points} or more" if rules.shift_points else "more than chance gives"


def centre_word(chart: SpcChart) -> str:
    """Return what the centre line is."""
    return "median" if chart.name in MEDIANS else "mean"


def _mean_label(chart: SpcChart) -> str:
    last = chart.last_phase
    if last is None or last.mean is None or not _has_centre(last):
        return ""
    return f"{centre_word(chart)} {number(last.mean)}"


def _scale(series: Series, chart: SpcChart) -> tuple[float, float]:
    """Return the ends of the scale: all points, limits and the goal, with a little room."""
    drawn = [value for value in series.values if value is not None]
    for limits in {point.limits for point in chart.points if point.limits is not None}:
        drawn += [limits.lower, limits.upper]
    if series.goal is not None:
        drawn.append(series.goal)
    return scale_of(drawn, series.facts)


def scale_of(drawn: list[float], facts: MetricFacts) -> tuple[float, float]:
    """Return the ends of a scale on which every value lies; no share is below 0 or over 100 %."""
    low, high = min(drawn), max(drawn)
    room = (high - low) * ROOM or max(abs(high) * ROOM, 1.0)
    most = ALL if facts.value is ValueKind.PROPORTION else high + room
    return max(low - room, 0.0), max(min(high + room, most), 1e-9)
