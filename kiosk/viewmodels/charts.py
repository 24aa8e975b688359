"""What a chart shows, as plain values: one view-model, whichever renderer draws it."""

from dataclasses import dataclass

from kiosk.viewmodels.emphasis import Mark, Tone


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One point of a chart.

    Attributes:
        label: the period in words, for the finger that asks ("March 2026").
        value: the value in the chart's unit, or None for a gap.
        tone: common cause, better or worse.
        mark: the shape; `DOT` for common cause.
        spoken: the whole point in one sentence, with its signal.
        signal: the words of its signal ("one of 7 or more in a row above the mean"), or empty.
    """

    label: str
    value: float | None
    tone: Tone = Tone.COMMON
    mark: Mark = Mark.DOT
    spoken: str = ""
    signal: str = ""


@dataclass(frozen=True, slots=True)
class ChartPhase:
    """A stretch of points under one mean and one pair of process limits (positions are 0-based, inclusive)."""

    first: int
    last: int
    mean: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class SeriesOverlay:
    """A second series laid over the first, told apart by dashes and rings, never by colour alone.

    Attributes:
        label: its name, written at its right end ("everyone").
        values: one for each point of the chart, in the chart's unit; None is a gap.
    """

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class ChartView:
    """A run or process-behaviour chart.

    Attributes:
        points: in order of time; a None value is a gap.
        phases: limits and mean by stretch; empty where there are too few points.
        goal: the goal line in the chart's unit, or None.
        goal_label: the words at the goal line ("goal 90").
        mean_label: the words at the mean ("mean 76.7").
        first_label: the first period, written under the left end.
        last_label: the last period, written under the right end.
        unit: the unit in words ("%", "per 1,000 bed days").
        minimum: lower end of the scale.
        maximum: upper end of the scale.
        stale: the points are hatched grey, never coloured.
        series_label: the name of the series, written at its right end where another is laid over it.
        overlay: the series that is laid over it on a sheet, or None.
        centre: what the centre line is, in a word: "mean", or "median".
        limits: lower and upper limit at each point, None where there are none; empty where all
            points of a phase have the same, which are those of the phase.
    """

    points: tuple[ChartPoint, ...]
    phases: tuple[ChartPhase, ...]
    goal: float | None
    goal_label: str
    mean_label: str
    first_label: str
    last_label: str
    unit: str
    minimum: float
    maximum: float
    stale: bool = False
    series_label: str = ""
    overlay: SeriesOverlay | None = None
    centre: str = "mean"
    limits: tuple[tuple[float, float] | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Spell:
    """The days between two events; `open` is the running spell, which has no event at its end yet."""

    days: int
    open: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class SpellsView:
    """Days between events as stems, oldest first, with the usual length as a line."""

    spells: tuple[Spell, ...]
    usual: float | None
    usual_label: str


@dataclass(frozen=True, slots=True)
class Interval:
    """One group of a groups chart.

    Attributes:
        name: the group's label.
        value: the point estimate; None when hidden, unreliable (interval only) or no data.
        lower: lower end of the 95 % interval; None when hidden or no data.
        upper: upper end of the 95 % interval; None when hidden or no data.
        text: what stands at the right ("82 %"), or the words in place of a bar ("too few to show").
        tone: colour of the mark, never of the name.
        mark: DOT, DIAMOND (worse), TRIANGLE (better), HATCH (unreliable), STAR (hidden), DASHES (no data).
        bold: whether the name and the figure carry weight.
        detail: what a finger on the row reads besides: its interval, what was counted, its gap.
    """

    name: str
    value: float | None
    lower: float | None
    upper: float | None
    text: str
    tone: Tone = Tone.COMMON
    mark: Mark = Mark.DOT
    bold: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class GroupsView:
    """Groups compared on one scale, with the reference as a dashed line that carries its name."""

    rows: tuple[Interval, ...]
    reference: float | None
    reference_label: str
    minimum: float
    maximum: float
    stale: bool = False


@dataclass(frozen=True, slots=True)
class SmallChart:
    """One of several small charts: whose it is, its series with everyone laid over it, and what a finger reads."""

    name: str
    chart: ChartView
    headline: str
    detail: str


@dataclass(frozen=True, slots=True)
class MultiplesView:
    """A small chart for each group, side by side, all on one scale; the goal is drawn in each.

    Attributes:
        charts: in the groups' order.
        goal: the goal line, or None.
        label: what is drawn in all of them ("dashed: everyone · dotted: goal 80").
    """

    charts: tuple[SmallChart, ...]
    goal: float | None
    label: str
