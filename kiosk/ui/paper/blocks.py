"""What pages are put together from: tables, pairs of label and words, a line between parts, the foot, the stamp."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from kiosk.ui.charts.ink import FitReport, Ink
from kiosk.ui.charts.lettering import Style, fit, text_width
from kiosk.ui.theme import FOOT, WEIGHT_BOLD, WEIGHT_SEMIBOLD, load_theme
from kiosk.viewmodels.sheets import Table

MARGIN = 84.0
SMALL = 21
HEAD = Style(SMALL, WEIGHT_SEMIBOLD, 16, lines=1)
CELL = Style(FOOT, minimum=16, lines=1)
FACT = Style(SMALL, minimum=17, lines=9)
FACT_LABEL = Style(SMALL, minimum=17, lines=1)
FOOT_LINE = Style(19, minimum=16, lines=1)
STAMP = Style(30, WEIGHT_BOLD, 20, lines=1)

COLUMN_GAP = 22.0
FACT_GAP = 5.0
FACT_LABEL_WIDTH = 150.0
PART_GAP = 26.0
FOOT_HEIGHT = 34.0
STAMP_HEIGHT = 56.0
STRIPE = 14.0

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class Foot:
    """The last line of a page: at the left, and at the right."""

    left: str
    right: str


def paper_ink(painter: QPainter, report: FitReport) -> Ink:
    """Return the ink of paper: the light theme on white."""
    return Ink(painter, load_theme("light"), report)


def inside(page: QRectF) -> QRectF:
    """Return the box between the margins."""
    return page.adjusted(MARGIN, MARGIN * 0.8, -MARGIN, -MARGIN * 0.7)


def draw_rule(ink: Ink, box: QRectF, y: float) -> float:
    """Draw the line between two parts; return where the next one begins."""
    ink.rule(box.left(), box.right(), y + PART_GAP / 2)
    return y + PART_GAP


def draw_foot(ink: Ink, box: QRectF, foot: Foot) -> float:
    """Write the foot; return the y above it."""
    line = QRectF(box.left(), box.bottom() - FOOT_HEIGHT / 2, box.width(), FOOT_HEIGHT / 2 + 8)
    muted = ink.theme.colour("muted")
    used = ink.write_middle(foot.right, line, FOOT_LINE, muted, RIGHT)
    ink.write_middle(foot.left, line.adjusted(0, 0, -used - COLUMN_GAP, 0), FOOT_LINE, muted)
    return box.bottom() - FOOT_HEIGHT


def draw_stamp(ink: Ink, box: QRectF, words: str) -> float:
    """Draw the stamp of practice over the width of the page; return the y under it."""
    if not words:
        return box.top()
    place = QRectF(box.left(), box.top(), box.width(), STAMP_HEIGHT)
    harm = ink.theme.colour("harm")
    ink.hatch(place, ink.theme.colour("harm_soft"), STRIPE)
    ink.painter.setPen(QPen(harm, 3))
    ink.painter.setBrush(Qt.BrushStyle.NoBrush)
    ink.painter.drawRect(place)
    ink.write_middle(
        words, place.adjusted(20, 0, -20, 0), STAMP, harm, Qt.AlignmentFlag.AlignHCenter
    )
    return place.bottom() + 20


def facts_height(rows: Sequence[tuple[str, str]], width: float) -> float:
    """Return the height of pairs of label and words."""
    return sum(_fact_height(words, width) for _label, words in rows)


def draw_facts(ink: Ink, box: QRectF, rows: Sequence[tuple[str, str]]) -> float:
    """Write pairs of label and words one under the other; return the y under them."""
    y = box.top()
    for label, words in rows:
        height = _fact_height(words, box.width())
        name = QRectF(box.left(), y, FACT_LABEL_WIDTH, height)
        ink.write(label, name, FACT_LABEL, ink.theme.colour("muted"))
        place = QRectF(name.right(), y, box.width() - FACT_LABEL_WIDTH, height)
        ink.write(words, place, FACT, ink.theme.colour("ink"))
        y += height
    return y


def in_two_columns(
    rows: Sequence[tuple[str, str]], width: float
) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
    """Split pairs into two columns that are about equally high."""
    half = facts_height(rows, width) / 2
    for count in range(1, len(rows)):
        if facts_height(rows[:count], width) >= half - 1:
            return rows[:count], rows[count:]
    return rows, ()


def _fact_height(words: str, width: float) -> float:
    return fit(words, FACT, width - FACT_LABEL_WIDTH).height + FACT_GAP


def draw_table(ink: Ink, box: QRectF, table: Table, pitch: float) -> float:
    """Write a table: first column left, the rest right; return the y under it.

    Args:
        ink: the painter.
        box: where; rows that do not fit are left out from the end.
        table: head and cells.
        pitch: height of a row.
    """
    if not table.head:
        return box.top()
    widths = _column_widths(table, box.width())
    y = _row(ink, box, box.top(), (table.head, widths, pitch), HEAD, "muted")
    ink.painter.setPen(QPen(ink.theme.colour("line"), 2))
    ink.painter.drawLine(QPointF(box.left(), y), QPointF(box.left() + sum(widths), y))
    for row in table.rows:
        if y + pitch > box.bottom() + 1:
            break
        y = _row(ink, box, y, (row, widths, pitch), CELL, "ink")
    return y


def _row(
    ink: Ink,
    box: QRectF,
    y: float,
    row: tuple[tuple[str, ...], Sequence[float], float],
    style: Style,
    role: str,
) -> float:
    cells, widths, pitch = row
    right = box.left() + sum(widths)
    for index in reversed(range(len(cells))):
        left = right - widths[index]
        if cells[index]:
            start = left + COLUMN_GAP if index else left
            if index and not cells[index - 1]:  # words may reach over empty cells at their left
                start -= sum(_empty_before(cells, widths, index))
            place = QRectF(start, y, right - start, pitch)
            ink.write_middle(
                cells[index], place, style, ink.theme.colour(role), RIGHT if index else LEFT
            )
        right = left
    return y + pitch


def _empty_before(cells: tuple[str, ...], widths: Sequence[float], index: int) -> Sequence[float]:
    """Return the widths of the empty cells at the left of one, but the first column's."""
    empty = []
    for before in range(index - 1, 0, -1):
        if cells[before]:
            break
        empty.append(widths[before])
    return empty


def _column_widths(table: Table, width: float) -> list[float]:
    """Return what each column takes: what its words want, the widest giving way where it is too much."""
    wanted = [
        max(
            text_width(table.head[index], HEAD.size, HEAD.weight),
            *(
                text_width(row[index], CELL.size, CELL.weight)
                for row in table.rows
                if index < 2 or row[index - 1]  # noqa: PLR2004 - the first two have no room at their left
            ),
            0.0,
        )
        + (COLUMN_GAP if index else 0.0)
        + 2
        for index in range(len(table.head))
    ]
    over = sum(wanted) - width
    while over > 0.5:  # noqa: PLR2004 - half a design pixel
        widest = max(range(len(wanted)), key=wanted.__getitem__)
        second = max((w for i, w in enumerate(wanted) if i != widest), default=0.0)
        step = min(over, max(wanted[widest] - second, width / 50))
        wanted[widest] -= step
        over -= step
    spare = max(-over, 0.0)
    # What is left goes between the columns, so that the last one ends at the edge of the box.
    return [wanted[0], *(each + spare / max(len(wanted) - 1, 1) for each in wanted[1:])]
