"""The equity action plan on paper: an entry is a heading, what was found, and six labelled fields, one to write in."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPen

from kiosk.ui.charts.ink import CHIP_HEIGHT, FitReport, Ink, chip_width
from kiosk.ui.charts.lettering import Style, fit
from kiosk.ui.paper.blocks import (
    COLUMN_GAP,
    FOOT_HEIGHT,
    PART_GAP,
    RIGHT,
    Foot,
    draw_foot,
    draw_rule,
    draw_stamp,
    inside,
    paper_ink,
)
from kiosk.ui.paper.pdf import About, Paper, PdfPages
from kiosk.ui.theme import (
    SHEET_TITLE,
    TITLE,
    WEIGHT_BOLD,
    WEIGHT_SEMIBOLD,
    figures_that_are_read_back,
)
from kiosk.viewmodels.paper.action_plan import ActionPlan, PlanEntry

UNIT = Style(24, minimum=18, lines=1)
HEAD = Style(SHEET_TITLE, WEIGHT_BOLD, 36, lines=1, leading=1.12)
ENTRY = Style(TITLE, WEIGHT_SEMIBOLD, 20, lines=2)
FINDING = Style(25, minimum=20, lines=3)
LABEL = Style(21, WEIGHT_SEMIBOLD, 16, lines=1)
FIELD = Style(23, minimum=18, lines=4)

HEAD_HEIGHT = 150.0
STATUS_ROOM = 170.0  # for the label before the status
LABEL_HEIGHT = 30.0
FIELD_GAP = 18.0
LINES_TO_WRITE_ON = 3
MOST_MORE_LINES = 4
LINE_PITCH = 46.0


def print_action_plan(plan: ActionPlan, paper: Paper, report: FitReport | None = None) -> bytes:
    """Draw the plan into a PDF.

    Args:
        plan: what it says.
        paper: its size.
        report: takes every text that was drawn, for tests.

    Returns:
        The file; the same plan gives the same bytes.
    """
    with figures_that_are_read_back():
        return _printed(plan, paper, report or FitReport())


def _printed(plan: ActionPlan, paper: Paper, report: FitReport) -> bytes:
    about = About(f"{plan.words.title}, {plan.unit}".rstrip(", "), plan.at)
    with PdfPages(about, paper) as pages:
        ink, box = paper_ink(pages.painter, report), inside(pages.page)
        by_page = _by_page(plan, box)
        for number, entries in enumerate(by_page, 1):
            if number > 1:
                pages.turn()
            y = _head(ink, box, plan)
            lines = _lines(entries, box.bottom() - FOOT_HEIGHT - y, box.width())
            for entry in entries:
                y = _entry(ink, QRectF(box.left(), y, box.width(), 0), entry, plan, lines)
            if not plan.entries:
                nothing = QRectF(box.left(), y + PART_GAP, box.width(), 120)
                ink.write(plan.words.nothing, nothing, ENTRY, ink.theme.colour("ink"))
            foot = Foot(plan.unit, f"Huddle Kiosk · {plan.made} · {number} of {len(by_page)}")
            draw_foot(ink, box, foot)
    return pages.body()


def _by_page(plan: ActionPlan, box: QRectF) -> list[list[PlanEntry]]:
    """Share the entries out, none over the edge of a page."""
    room = box.height() - HEAD_HEIGHT - FOOT_HEIGHT - (80 if plan.training else 0)
    pages: list[list[PlanEntry]] = [[]]
    left = room
    for entry in plan.entries:
        needed = _entry_height(entry, box.width())
        if pages[-1] and needed > left:
            pages.append([])
            left = room
        pages[-1].append(entry)
        left -= needed
    return pages


def _lines(entries: list[PlanEntry], room: float, width: float) -> int:
    """Return how many lines to write on each entry of a page has: what is left of the page is for them."""
    left = room - sum(_entry_height(entry, width) for entry in entries)
    more = int(left / LINE_PITCH / max(len(entries), 1))
    return LINES_TO_WRITE_ON + min(max(more, 0), MOST_MORE_LINES)


def _head(ink: Ink, box: QRectF, plan: ActionPlan) -> float:
    y = draw_stamp(ink, box, plan.training)
    unit = QRectF(box.left(), y, box.width(), 40)
    y += ink.write(plan.unit, unit, UNIT, ink.theme.colour("muted")) + 6
    title = QRectF(box.left(), y, box.width(), 80)
    return y + ink.write(plan.words.title, title, HEAD, ink.theme.colour("ink")) + 12


def _columns(width: float) -> tuple[float, float]:
    """Return the width of one of two columns, and of both together."""
    return (width - 2 * COLUMN_GAP) / 2, width


def _entry_title(entry: PlanEntry) -> str:
    return f"{entry.metric}, by {entry.by}"


def _title_width(entry: PlanEntry, width: float) -> float:
    return width - chip_width(entry.status) - STATUS_ROOM


def _fields(entry: PlanEntry, plan: ActionPlan) -> tuple[tuple[str, str], ...]:
    """Return the fields in rows of two."""
    words = plan.words
    return (
        (words.lead, entry.lead),
        (words.population, entry.population),
        (words.goal, entry.goal),
        (words.monitoring, entry.monitoring),
    )


def _field_height(words: str, width: float) -> float:
    return LABEL_HEIGHT + max(fit(words, FIELD, width).height, FIELD.line) + FIELD_GAP


def _entry_height(entry: PlanEntry, width: float) -> float:
    column, whole = _columns(width)
    title = max(fit(_entry_title(entry), ENTRY, _title_width(entry, width)).height, CHIP_HEIGHT)
    finding = fit(entry.finding, FINDING, whole).height + FIELD_GAP if entry.finding else 0.0
    first = max(_field_height(entry.lead, column), _field_height(entry.population, column))
    second = max(_field_height(entry.goal, column), _field_height(entry.monitoring, column))
    strategy = LABEL_HEIGHT + LINES_TO_WRITE_ON * LINE_PITCH
    return PART_GAP + title + 10 + finding + first + second + strategy + FIELD_GAP


def _entry(ink: Ink, box: QRectF, entry: PlanEntry, plan: ActionPlan, lines: int) -> float:
    """Draw an entry from the top of a box; return the y under it."""
    y = draw_rule(ink, box, box.top())
    strong = ink.theme.colour("ink")
    corner = QPointF(box.right(), y)
    used = ink.chip(entry.status, corner, box.width() / 2, from_right=True)
    label = QRectF(box.left(), y, box.width() - used - 14, CHIP_HEIGHT)
    ink.write_middle(plan.words.status, label, LABEL, ink.theme.colour("muted"), RIGHT)
    title = QRectF(box.left(), y, _title_width(entry, box.width()), 90)
    y += max(ink.write(_entry_title(entry), title, ENTRY, strong), CHIP_HEIGHT) + 10
    if entry.finding:
        y += ink.write(entry.finding, QRectF(box.left(), y, box.width(), 120), FINDING, strong)
        y += FIELD_GAP
    fields = _fields(entry, plan)
    y = _pair(ink, box, y, fields[0], fields[1])
    y = _pair(ink, box, y, fields[2], fields[3])
    return _to_write(ink, box, y, (plan.words.strategy, entry.strategy), lines)


def _pair(ink: Ink, box: QRectF, y: float, left: tuple[str, str], right: tuple[str, str]) -> float:
    column, _whole = _columns(box.width())
    heights = [
        _field(ink, QRectF(x, y, column, 400), label, words)
        for x, (label, words) in ((box.left(), left), (box.right() - column, right))
    ]
    return y + max(heights)


def _field(ink: Ink, box: QRectF, label: str, words: str) -> float:
    ink.write(label, box, LABEL, ink.theme.colour("muted"))
    ink.write(words, box.adjusted(0, LABEL_HEIGHT, 0, 0), FIELD, ink.theme.colour("ink"))
    return _field_height(words, box.width())


def _to_write(ink: Ink, box: QRectF, y: float, field: tuple[str, str], lines: int) -> float:
    """Draw the field that the team writes by hand: lines on which it may be long."""
    label, words = field
    ink.write(label, QRectF(box.left(), y, box.width(), 40), LABEL, ink.theme.colour("muted"))
    y += LABEL_HEIGHT
    ink.write(words, QRectF(box.left(), y, box.width(), 90), FIELD, ink.theme.colour("ink"))
    ink.painter.setPen(QPen(ink.theme.colour("line"), 2))
    for line in range(1, lines + 1):
        at = y + line * LINE_PITCH
        ink.painter.drawLine(QPointF(box.left(), at), QPointF(box.right(), at))
    return y + lines * LINE_PITCH + FIELD_GAP
