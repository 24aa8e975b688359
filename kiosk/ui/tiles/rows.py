"""The list tile: a figure or a sentence, and the most important rows: answers, thanks, tickets, voice, news."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor
from typing_extensions import override

from kiosk.ui.charts.ink import MARK_GAP, Ink, mark_size, more
from kiosk.ui.charts.lettering import (
    BODY_LINE,
    FIGURE_STYLE,
    KEY_STYLE,
    LABEL_STYLE,
    SMALL_LINE,
    STRONG_STYLE,
    Style,
    fit,
    text_width,
)
from kiosk.ui.theme import BODY, WEIGHT_SEMIBOLD
from kiosk.ui.tiles.tile import Tile
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.tiles import ListRow, ListTileView

ROW_PADDING = 9.0
LARGEST_ROW_PADDING = 16.0
LABEL_GAP = 18.0
GAP = 8.0
MORE_PX = 32.0
FIGURE_WIDTH = 0.5
RIGHT_WIDTH = 0.45
TWO_COLUMNS_PX = 780.0
COLUMN_GAP = 36.0
ROW_STYLE = Style(BODY, lines=3, snug=2, balanced=True)
BOLD_ROW_STYLE = Style(BODY, WEIGHT_SEMIBOLD, lines=3, snug=2, balanced=True)
HEADLINE_STYLE = Style(BODY, WEIGHT_SEMIBOLD, lines=3, snug=3)
DETAIL_STYLE = replace(SMALL_LINE, lines=2)


@dataclass(frozen=True, slots=True)
class Manner:
    """How much room a figure and its rows take.

    Attributes:
        large: the figure is drawn large, else it stands in a line with its words.
        details: rows carry their second line.
    """

    large: bool
    details: bool


MANNERS = (
    Manner(large=True, details=True),
    Manner(large=False, details=True),
    Manner(large=False, details=False),
)
"""From the roomiest to the tightest; the first that shows the most rows is taken."""


class ListTile(Tile[ListTileView]):
    """The most important rows of something, after the one thing to know."""

    @override
    def title_notes(self) -> tuple[str, ...]:
        """Say what the newest row is about."""
        return (self.view.note,) if self.view.note else ()

    @override
    def paint_content(self, ink: Ink, area: QRectF) -> None:
        """Paint figure and sentence, then the rows that fit."""
        rest = QRectF(area)
        manner = self._manner(area)
        if self.view.figure and manner.large:
            rest.setTop(rest.top() + self._figure(ink, rest) + GAP)
        elif self.view.figure:
            words = self._headline()
            used = ink.write(words, rest, HEADLINE_STYLE, self.theme.colour("ink"))
            rest.setTop(rest.top() + used + GAP)
        if self.view.sentence and rest.height() >= BODY_LINE.line:
            used = ink.write(self.view.sentence, rest, STRONG_STYLE, self.theme.colour("ink"))
            rest.setTop(rest.top() + used + GAP)
        if self.view.rows and rest.height() > 0:
            self._rows(ink, rest, _with_details(self.view.rows, manner))

    def _manner(self, area: QRectF) -> Manner:
        """Choose how large the figure is and how many lines a row has: as many rows as can be."""
        if not self.view.figure or not self.view.rows:
            return MANNERS[0]
        return max(MANNERS, key=lambda manner: self._shown(area, manner))

    def _shown(self, area: QRectF, manner: Manner) -> int:
        """Count the rows that one column would show."""
        head = FIGURE_STYLE.line
        if not manner.large:
            head = fit(self._headline(), HEADLINE_STYLE, area.width()).height
        rows = _with_details(self.view.rows, manner)
        heights = [_row_height(row, area.width()) + 2 * ROW_PADDING for row in rows]
        return _that_fit(heights, area.height() - head - GAP)

    def _headline(self) -> str:
        return f"{self.view.figure} {self.view.figure_label}".strip()

    def _figure(self, ink: Ink, area: QRectF) -> float:
        alone = not self.view.rows and area.height() >= KEY_STYLE.line
        style = KEY_STYLE if alone else FIGURE_STYLE
        height = min(style.line, area.height())
        room = area.width() * (FIGURE_WIDTH if self.view.figure_label else 1.0)
        width = fit(self.view.figure, style, room, height).width
        box = QRectF(area.left(), area.top(), room, height)
        ink.write_middle(self.view.figure, box, style, self.theme.colour("ink"))
        left = area.left() + width + LABEL_GAP
        label = QRectF(left, area.top(), area.right() - left, height)
        ink.write_middle(self.view.figure_label, label, LABEL_STYLE, self.theme.colour("muted"))
        return height

    def _rows(self, ink: Ink, area: QRectF, rows: tuple[ListRow, ...]) -> None:
        """Stack the rows that fit whole, in two columns where the place is wide, then count the rest."""
        wide = (area.width() - COLUMN_GAP) / 2
        if area.width() >= TWO_COLUMNS_PX and len(rows) > 1:
            first = QRectF(area.left(), area.top(), wide, area.height())
            half = (len(rows) + 1) // 2
            heights = [_row_height(row, wide) + 2 * ROW_PADDING for row in rows[:half]]
            fitting = sum(sum(heights[: at + 1]) <= area.height() for at in range(half))
            self._column(ink, first, rows[:fitting])
            rows, area = rows[fitting:], first.translated(wide + COLUMN_GAP, 0)
        self._column(ink, area, rows)

    def _column(self, ink: Ink, area: QRectF, rows: tuple[ListRow, ...]) -> None:
        if not rows:
            return
        heights = [_row_height(row, area.width()) for row in rows]
        padding = self._padding(heights, area.height())
        shown = _that_fit([height + 2 * padding for height in heights], area.height())
        top = area.top()
        for row, height in zip(rows[:shown], heights, strict=False):
            ink.rule(area.left(), area.right(), top)
            box = QRectF(area.left(), top + padding, area.width(), height)
            self._row(ink, box, row)
            top += height + 2 * padding
        left = len(rows) - shown
        if left and area.bottom() - top >= SMALL_LINE.line:
            ink.rule(area.left(), area.right(), top)
            line = QRectF(area.left(), top, area.width(), min(MORE_PX, area.bottom() - top))
            ink.write_middle(more(left), line, SMALL_LINE, self.theme.colour("muted"))

    def _padding(self, heights: list[float], room: float) -> float:
        spare = (room - sum(heights)) / (2 * len(heights))
        return min(max(spare, ROW_PADDING), LARGEST_ROW_PADDING)

    def _row(self, ink: Ink, box: QRectF, row: ListRow) -> None:
        muted = self.theme.colour("muted")
        right = _right_width(row, box.width())
        indent = _indent(row)
        colour = ink.tone(row.tone)
        style = _style(row)
        words = fit(row.text, style, box.width() - right - indent).height
        place = QRectF(box.left() + indent, box.top(), box.width() - right - indent, words + 0.1)
        if indent:
            first = QRectF(box.left(), box.top(), indent, style.line)
            ink.marked(row.mark, "", first, style, colour)
        ink.write(row.text, place, style, self._text_colour(ink, row))
        if row.right:
            place = QRectF(box.right() - right, box.top(), right, style.line)
            ink.write_middle(row.right, place, SMALL_LINE, muted, Qt.AlignmentFlag.AlignRight)
        if row.detail:
            place = QRectF(box.left() + indent, box.top() + words, box.width() - indent, 0)
            place.setHeight(_detail_height(row, box.width()) + 0.1)
            ink.write(row.detail, place, DETAIL_STYLE, muted)

    def _text_colour(self, ink: Ink, row: ListRow) -> QColor:
        return ink.tone(row.tone if row.tone is not Tone.COMMON else Tone.INK)


def _with_details(rows: tuple[ListRow, ...], manner: Manner) -> tuple[ListRow, ...]:
    return rows if manner.details else tuple(replace(row, detail="") for row in rows)


def _style(row: ListRow) -> Style:
    return BOLD_ROW_STYLE if row.bold else ROW_STYLE


def _indent(row: ListRow) -> float:
    return 0.0 if row.mark is Mark.NONE else mark_size(ROW_STYLE) + MARK_GAP


def _right_width(row: ListRow, width: float) -> float:
    if not row.right:
        return 0.0
    wanted = text_width(row.right, SMALL_LINE.size, SMALL_LINE.weight) + LABEL_GAP
    return min(wanted, width * RIGHT_WIDTH)


def _row_height(row: ListRow, width: float) -> float:
    words = fit(row.text, _style(row), width - _right_width(row, width) - _indent(row)).height
    return words + _detail_height(row, width)


def _detail_height(row: ListRow, width: float) -> float:
    return fit(row.detail, DETAIL_STYLE, width - _indent(row)).height if row.detail else 0.0


def _that_fit(heights: list[float], room: float) -> int:
    """Count the rows that fit whole, keeping a line for "+3 more" when some do not."""
    if sum(heights) <= room:
        return len(heights)
    taken = 0.0
    for index, height in enumerate(heights):
        if taken + height + MORE_PX > room:
            return index
        taken += height
    return len(heights)
