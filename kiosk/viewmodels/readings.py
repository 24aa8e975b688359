"""What a finger on a chart reads: a headline, and under it limits, signal or interval, in words."""

from dataclasses import dataclass

from kiosk.viewmodels.charts import ChartPhase, ChartPoint, ChartView, GroupsView
from kiosk.viewmodels.emphasis import Tone
from kiosk.viewmodels.words import listed, number, sentence

NO_FIGURE = "no figure"
NO_LIMITS = "No limits here."
PER_CENT = "%"


@dataclass(frozen=True, slots=True)
class Reading:
    """One point or one row, read.

    Attributes:
        headline: its period or name, and its value.
        detail: its limits and its signal, or its interval and what was counted.
        tone: the colour of the detail; muted where there is no signal.
    """

    headline: str
    detail: str
    tone: Tone = Tone.MUTED

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        return f"{sentence(self.headline)} {self.detail}".strip()


def read_point(chart: ChartView, position: int) -> Reading:
    """Return what a point says: its period, its value, its limits and its signal.

    Args:
        chart: the chart; where a second series is laid over it, both values are read.
        position: of the point, 0-based.
    """
    point = chart.points[position]
    signal = sentence(point.signal)
    quiet = chart.stale or not signal
    return Reading(
        headline=f"{point.label}: {_values(chart, point, position)}",
        detail=f"{limits_words(chart, position)} {signal}".strip(),
        tone=Tone.MUTED if quiet or point.tone is Tone.COMMON else point.tone,
    )


def read_row(groups: GroupsView, position: int) -> Reading:
    """Return what a row of a groups chart says: its name, its figure, its interval, what was counted."""
    row = groups.rows[position]
    return Reading(f"{row.name}: {row.text}", row.detail)


def with_unit(value: float, unit: str) -> str:
    """Return a figure with its unit as exact as it is drawn: "61.2 %", "2.3 per 1,000 bed days"."""
    return f"{number(value)} {unit}".strip()


def limits_at(chart: ChartView, position: int) -> tuple[float | None, float | None, float | None]:
    """Return centre line, lower and upper limit at a point; None for what is not drawn there."""
    for phase in chart.phases:
        if phase.first <= position <= phase.last:
            lower, upper = _ends(chart, phase, position)
            return phase.mean, lower, upper
    return None, None, None


def _ends(chart: ChartView, phase: ChartPhase, position: int) -> tuple[float | None, float | None]:
    """Return the limits at a point: its own, where they differ from point to point."""
    if not chart.limits:
        return phase.lower, phase.upper
    return chart.limits[position] or (None, None)


def limits_words(chart: ChartView, position: int) -> str:
    """Return "Limits 72.1 to 88 %, mean 80.3.", or that there are none; nothing for a chart without any."""
    centre, lower, upper = limits_at(chart, position)
    if lower is None or upper is None:
        has_any = any(phase.lower is not None for phase in chart.phases)
        return NO_LIMITS if has_any and centre is None else _centre_words(chart, centre)
    unit = f" {PER_CENT}" if chart.unit == PER_CENT else ""
    middle = f", {chart.centre} {number(centre)}" if centre is not None else ""
    return f"Limits {number(lower)} to {number(upper)}{unit}{middle}."


def _centre_words(chart: ChartView, centre: float | None) -> str:
    return "" if centre is None else f"{chart.centre.capitalize()} {number(centre)}."


def _values(chart: ChartView, point: ChartPoint, position: int) -> str:
    """Return the value of a point, or of both series by name."""
    first = NO_FIGURE if point.value is None else with_unit(point.value, chart.unit)
    if chart.overlay is None:
        return first
    over = chart.overlay.values[position]
    second = NO_FIGURE if over is None else with_unit(over, chart.unit)
    return listed(
        (f"{chart.series_label} {first}".strip(), f"{chart.overlay.label} {second}"), ", "
    )
