"""Facts, histories and tables: lines that are read, a page at a time."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.theme import (
    BODY,
    LABEL,
    SMALL_BODY,
    WEIGHT_BOLD,
    WEIGHT_REGULAR,
    WEIGHT_SEMIBOLD,
    Theme,
)
from kiosk.ui.widgets.marks import paint_mark
from kiosk.ui.widgets.paged import PagedBlock
from kiosk.ui.widgets.words import LINE_SPACING, Fitted, fit, paint_words, text_width
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.sheets import Facts, Story, StoryRow, Table

AIR = 13.0
GAP = 20.0
LABEL_SHARE = 0.32
NARROW = 460.0  # under this, a fact's value stands under its label
MARK_SIZE = 20.0
MARK_ROOM = 44.0
MOST_LINES = 8
CELL_HEIGHT = 58.0
CELL_AIR = 8.0
CELL_LINES = 4  # of words in a cell, before they step down


class ReadBlock(PagedBlock):
    """Lines without controls; subclasses measure and paint one line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._shown = (0, 0)

    def paint_line(self, painter: QPainter, line: int, rect: QRectF) -> None:
        """Paint a line into its rectangle."""
        raise NotImplementedError

    @override
    def show_lines(self, first: int, last: int) -> None:
        self._shown = (first, last)

    @override
    def paint(self, painter: QPainter, body: QRectF) -> None:
        heights = self.line_heights(body.width())
        top = self.head
        for line in range(*self._shown):
            self.paint_line(painter, line, QRectF(0, top, body.width(), heights[line]))
            top += heights[line] + self.gap

    def paint_rule(self, painter: QPainter, rect: QRectF) -> None:
        """Paint the thin line under a rectangle."""
        painter.setPen(QPen(self.theme.colour("line"), 2))
        painter.drawLine(QLineF(rect.bottomLeft(), rect.bottomRight()))


class FactList(ReadBlock):
    """Muted labels with their values."""

    def __init__(self, theme: Theme, block: Facts, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._rows = block.rows
        self.show_block(block)

    def show_block(self, block: Facts) -> None:
        """Show other facts."""
        self._rows = block.rows
        self.setText("\n".join(f"{label}: {value}" for label, value in block.rows))
        self.setAccessibleName(self.text())
        self.arrange()

    @override
    def line_heights(self, width: float) -> tuple[float, ...]:
        return tuple(self._height(row, width) for row in self._rows)

    @override
    def paint_line(self, painter: QPainter, line: int, rect: QRectF) -> None:
        label, value = self._fitted(self._rows[line], rect.width())
        left = 0.0 if self._narrow(rect.width()) else rect.width() * LABEL_SHARE + GAP
        top = rect.top() + AIR
        paint_words(
            painter, QRectF(0, top, rect.width(), label.height), label, self.theme.colour("muted")
        )
        if self._narrow(rect.width()):
            top += label.height
        room = QRectF(left, top, rect.width() - left, value.height)
        paint_words(painter, room, value, self.theme.colour("ink"))
        self.paint_rule(painter, rect)

    def _narrow(self, width: float) -> bool:
        return width < NARROW

    def _fitted(self, row: tuple[str, str], width: float) -> tuple[Fitted, Fitted]:
        narrow = self._narrow(width)
        label_width = width if narrow else width * LABEL_SHARE
        value_width = width if narrow else width - label_width - GAP
        label = fit(row[0], LABEL, WEIGHT_REGULAR, label_width, 3)
        return label, fit(row[1], BODY, WEIGHT_SEMIBOLD, value_width, MOST_LINES)

    def _height(self, row: tuple[str, str], width: float) -> float:
        label, value = self._fitted(row, width)
        if self._narrow(width):
            return label.height + value.height + 2 * AIR
        return max(label.height, value.height) + 2 * AIR


class StoryList(ReadBlock):
    """A history: a mark for each step on one line, when, what and by whom."""

    def __init__(self, theme: Theme, block: Story, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._rows = block.rows
        self.show_block(block)

    def show_block(self, block: Story) -> None:
        """Show another history."""
        self._rows = block.rows
        self.setText("\n".join(f"{row.when}: {row.text}. {row.detail}" for row in block.rows))
        self.setAccessibleName(self.text())
        self.arrange()

    @override
    def line_heights(self, width: float) -> tuple[float, ...]:
        return tuple(sum(p.height for p in self._parts(r, width)) + 2 * AIR for r in self._rows)

    @override
    def paint_line(self, painter: QPainter, line: int, rect: QRectF) -> None:
        row = self._rows[line]
        x, y = MARK_SIZE / 2 + 2, rect.top() + AIR + SMALL_BODY * LINE_SPACING / 2
        first, last = self._shown
        painter.setPen(QPen(self.theme.colour("line"), 3))
        start = y if line == first else rect.top()
        painter.drawLine(QLineF(x, start, x, y if line == last - 1 else rect.bottom()))
        self._paint_mark(painter, row, QPointF(x, y))
        top = rect.top() + AIR
        roles = ("muted", "ink", "muted")
        for words, role in zip(self._parts(row, rect.width()), roles, strict=False):
            room = QRectF(MARK_ROOM, top, rect.width() - MARK_ROOM, words.height)
            paint_words(painter, room, words, self.theme.colour(role))
            top += words.height

    def _paint_mark(self, painter: QPainter, row: StoryRow, centre: QPointF) -> None:
        surface = self.theme.colour("surface")
        paint_mark(painter, Mark.DOT, centre, MARK_SIZE + 10, surface)
        mark = Mark.DOT if row.mark is Mark.NONE else row.mark
        size = MARK_SIZE * 0.7 if row.mark is Mark.NONE else MARK_SIZE
        paint_mark(painter, mark, centre, size, self.theme.colour(row.tone.value))

    def _parts(self, row: StoryRow, width: float) -> tuple[Fitted, ...]:
        room = width - MARK_ROOM
        parts = [
            fit(row.when, SMALL_BODY, WEIGHT_REGULAR, room),
            fit(row.text, BODY, WEIGHT_SEMIBOLD, room, MOST_LINES),
        ]
        if row.detail:
            parts.append(fit(row.detail, SMALL_BODY, WEIGHT_REGULAR, room, MOST_LINES))
        return tuple(parts)


class TableList(ReadBlock):
    """A table of figures: the first column at the left, the others at the right."""

    head = CELL_HEIGHT

    def __init__(self, theme: Theme, block: Table, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._block = block
        self.show_block(block)

    def show_block(self, block: Table) -> None:
        """Show another table."""
        self._block = block
        lines = (", ".join(row) for row in (block.head, *block.rows))
        self.setText("\n".join(lines))
        self.setAccessibleName(self.text())
        self.arrange()

    @override
    def line_heights(self, width: float) -> tuple[float, ...]:
        widths = self._widths(width)
        return tuple(self._row_height(row, widths) for row in self._block.rows)

    def _row_height(self, row: tuple[str, ...], widths: tuple[float, ...]) -> float:
        cells = zip(row, widths, strict=True)
        highest = max(
            fit(cell, BODY, WEIGHT_SEMIBOLD, width - GAP, CELL_LINES).height
            for cell, width in cells
        )
        return max(CELL_HEIGHT, highest + 2 * CELL_AIR)

    @override
    def paint(self, painter: QPainter, body: QRectF) -> None:
        head = QRectF(0, 0, body.width(), CELL_HEIGHT)
        self._paint_cells(painter, self._block.head, head, head=True)
        super().paint(painter, body)

    @override
    def paint_line(self, painter: QPainter, line: int, rect: QRectF) -> None:
        self._paint_cells(painter, self._block.rows[line], rect, head=False)

    def _paint_cells(
        self, painter: QPainter, cells: tuple[str, ...], rect: QRectF, *, head: bool
    ) -> None:
        colour = self.theme.colour("muted" if head else "ink")
        right = rect.left()
        for column, (cell, width) in enumerate(zip(cells, self._widths(rect.width()), strict=True)):
            weight = WEIGHT_SEMIBOLD if column == 0 and not head else WEIGHT_REGULAR
            words = fit(cell, LABEL if head else BODY, weight, width - GAP, CELL_LINES)
            left, right = right, right + width
            room = QRectF(left, rect.top(), width - (GAP if column == 0 else 0), rect.height())
            align = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            paint_words(painter, room, words, colour, align)
        self.paint_rule(painter, rect)

    def _widths(self, width: float) -> tuple[float, ...]:
        """Share the width by what the longest cell of each column needs; the widest columns give way."""
        rows = (self._block.head, *self._block.rows)
        columns = range(len(self._block.head))
        needs = [
            max(text_width(row[column], BODY, WEIGHT_BOLD) for row in rows) + GAP
            for column in columns
        ]
        spare = width - sum(needs)
        if spare >= 0:
            return tuple(need + spare / len(needs) for need in needs)
        widest = _level(needs, width)
        return tuple(min(need, widest) for need in needs)


def _level(needs: Sequence[float], width: float) -> float:
    """Return how wide the widest columns may be, so that all together fill a width they do not fit into."""
    room = width
    for place, need in enumerate(sorted(needs)):
        fair = room / (len(needs) - place)
        if need > fair:
            return fair
        room -= need
    return max(needs)
