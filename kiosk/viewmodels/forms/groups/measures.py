"""How unequal a figure is between the groups: the measures of disparity of the newest window."""

from kiosk.analytics.disparity.measures import Measure
from kiosk.analytics.disparity.released import Disparity, disparity_of
from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.domain.releases import Cell, CellStatus, GroupRole, Window
from kiosk.viewmodels.forms.groups.subject import PageView, Subject
from kiosk.viewmodels.sheets import Block, Label, Paragraph, Table
from kiosk.viewmodels.words import RANGE, span_of_days

HEAD = ("Measure", "Value", "95 % interval")
NOT_DEFINED = "Measures that are missing here cannot be had:"
TITLES = {
    Disparity.DIFFERENCE: "Difference, highest and lowest",
    Disparity.RATIO: "Ratio, highest to lowest",
    Disparity.BEST: "Mean distance from the best group",
    Disparity.BEST_WEIGHTED: "Mean distance from the best, by people",
    Disparity.AVERAGE: "Mean distance from the average",
    Disparity.AVERAGE_WEIGHTED: "Mean distance from the average, by people",
    Disparity.INDEX: "Index of disparity",
    Disparity.INDEX_WEIGHTED: "Index of disparity, by people",
    Disparity.VARIANCE: "Between-group variance",
    Disparity.DEVIATION: "Between-group standard deviation",
    Disparity.VARIATION: "Coefficient of variation",
    Disparity.THEIL: "Theil index, thousandths",
    Disparity.LOG_DEVIATION: "Mean log deviation, thousandths",
    Disparity.ATTRIBUTABLE_RISK: "Population attributable risk",
    Disparity.ATTRIBUTABLE_FRACTION: "Population attributable fraction",
}
PLAIN = (Disparity.RATIO, Disparity.VARIANCE, Disparity.THEIL, Disparity.LOG_DEVIATION)
PER_CENT = (
    Disparity.INDEX,
    Disparity.INDEX_WEIGHTED,
    Disparity.VARIATION,
    Disparity.ATTRIBUTABLE_FRACTION,
)
HOW = (
    "From the figures that are shown, as published. The intervals assume that groups share nobody."
)


def measures_page(subject: Subject) -> PageView:
    """Return every measure of the newest window; why others cannot be had stands below."""
    release = subject.published
    found = disparity_of(
        named_only(subject), subject.facts, release.roles, overlapping=release.overlapping
    )
    window = span_of_days(subject.window.first, subject.window.last, subject.scene.today)
    rows = tuple(
        _row(name, measure.estimate, measure, subject.facts)
        for name, measure in found.items()
        if measure.estimate is not None
    )
    why = dict.fromkeys(m.reason for m in found.values() if m.estimate is None)
    table: tuple[Block, ...] = (Table(HEAD, rows), Paragraph(HOW)) if rows else ()
    rest = tuple(Paragraph(f"{NOT_DEFINED} {_inside(reason)}.") for reason in why)
    return PageView(columns=((Label(window), *table, *rest),), wide=True)


def named_only(subject: Subject) -> Window:
    """Return the newest window with the figures of those groups only that have a name on this sheet."""
    kept = tuple(
        cell
        if cell.group in subject.named
        or subject.published.role_of(cell.group or "") is not GroupRole.GROUP
        else Cell(group=cell.group, status=CellStatus.HIDDEN)
        for cell in subject.window.groups
    )
    return subject.window.model_copy(update={"groups": kept})


def _inside(reason: str) -> str:
    """Return a reason as it stands inside a sentence."""
    return reason[:1].lower() + reason[1:].rstrip(".")


def _row(
    name: Disparity, estimate: float, measure: Measure, facts: MetricFacts
) -> tuple[str, str, str]:
    interval, words = measure.interval, ""
    if interval is not None:
        words = f"{_figure(interval.lower)}{RANGE}{_figure(interval.upper)}"
    return TITLES[name], f"{_figure(estimate)}{_unit(name, facts)}", words


def _figure(value: float) -> str:
    return f"{value:,.2f}"


def _unit(name: Disparity, facts: MetricFacts) -> str:
    if name in PLAIN:
        return ""
    if name in PER_CENT:
        return " %"
    return " points" if facts.value is ValueKind.PROPORTION else ""
