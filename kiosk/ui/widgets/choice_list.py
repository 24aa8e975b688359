"""Options to touch: rows, boxes, a pair or large tiles; a tick says what is chosen."""

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QLineF, QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.theme import (
    CHOICE,
    SMALL_BODY,
    WEIGHT_BOLD,
    WEIGHT_REGULAR,
    WEIGHT_SEMIBOLD,
    Theme,
)
from kiosk.ui.widgets.marks import paint_mark
from kiosk.ui.widgets.paged import PagedBlock
from kiosk.ui.widgets.touch_button import SHEET_TARGET
from kiosk.ui.widgets.touchable import PRESSED_MIX, Touchable, discard, mix, paint_box
from kiosk.ui.widgets.words import Fitted, fit, paint_words, text_width
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.sheets import Choices, Option

TILE_HEIGHT = 132.0
MOST_TILE_HEIGHT = 190.0
LEAST_CELL = 240.0
LEAST_CELL_WITH_DETAIL = 340.0
"""Narrower, the line under a tile's words would shrink below what can be read."""
GAP = 14.0
PAD = {"rows": 5.0, "boxes": 24.0, "pair": 24.0, "tiles": 28.0}
MARK_SIZE = 24.0
MARK_ROOM = 38.0
AIR = 16.0  # above and under the words


@dataclass(frozen=True, slots=True)
class _Words:
    """An option's words, fitted: the main line, the line under it, the figure at the right."""

    text: Fitted
    detail: Fitted | None
    right: Fitted | None

    @property
    def height(self) -> float:
        return self.text.height + (self.detail.height if self.detail else 0.0)


def option_words(option: Option, layout: str, width: float) -> _Words:
    """Fit an option's words into a body of a width."""
    room = width - 2 * PAD[layout] - (MARK_ROOM if option.mark is not Mark.NONE else 0.0)
    right = None
    if option.right:
        right_width = min(room / 2, text_width(option.right, SMALL_BODY + 2, WEIGHT_SEMIBOLD) + 1)
        right = fit(option.right, SMALL_BODY + 2, WEIGHT_SEMIBOLD, right_width)
        room -= right.width + GAP
    room -= MARK_ROOM  # for the tick, chosen or not: nothing moves when it comes
    heavy = layout != "rows" or option.chosen or option.tone is not Tone.INK
    text = fit(option.text, CHOICE, WEIGHT_BOLD if heavy else WEIGHT_REGULAR, room)
    detail = fit(option.detail, SMALL_BODY, WEIGHT_REGULAR, room) if option.detail else None
    return _Words(text, detail, right)


class OptionButton(Touchable):
    """One option; a check box to a screen reader.

    Signals:
        touched: the option's action.
    """

    touched = Signal(str)

    def __init__(self, theme: Theme, option: Option, layout: str, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setCheckable(True)
        self.option = option
        self._layout = layout
        self.show_option(option, layout)
        self.clicked.connect(self._report)

    def show_option(self, option: Option, layout: str) -> None:
        """Show another option on this control."""
        self.option, self._layout = option, layout
        self.setObjectName(f"action:{option.action}")
        self.setText(option.text)
        self.setAccessibleName(option.spoken or option.text)
        self.setAccessibleDescription(", ".join(t for t in (option.detail, option.right) if t))
        self.setChecked(option.chosen)
        self.setEnabled(option.enabled)
        self.update()

    @override
    def nextCheckState(self) -> None:
        """Leave the tick to the next view."""

    @override
    def paint_body(self, painter: QPainter, body: QRectF) -> None:
        self._paint_box(painter, body)
        words = option_words(self.option, self._layout, body.width())
        pad = PAD[self._layout]
        room = body.adjusted(pad, 0, -pad, 0)
        room = self._paint_mark(painter, room)
        self._paint_words(painter, room, words)
        self._paint_right(painter, room, words.right)

    def _report(self) -> None:
        self.touched.emit(self.option.action)

    def _paint_box(self, painter: QPainter, body: QRectF) -> None:
        colour = self.theme.colour
        chosen = self.option.chosen
        if self._layout == "rows":
            if self.isDown():
                paint_box(painter, body, colour("accent_soft"), None)
            painter.setPen(QPen(colour("line"), 2))
            painter.drawLine(QLineF(body.bottomLeft(), body.bottomRight()))
            return
        fill = colour("accent_soft" if chosen else "surface")
        if self.isDown():
            fill = mix(fill, colour("accent"), PRESSED_MIX)
        if not self.option.enabled:
            fill = colour("soft")
        paint_box(painter, body, fill, colour("accent" if chosen else "line"))

    def _paint_mark(self, painter: QPainter, room: QRectF) -> QRectF:
        if self.option.mark is Mark.NONE:
            return room
        role = self.option.tone.value if self.option.enabled else "muted"
        centre = QPointF(room.left() + MARK_SIZE / 2, room.center().y())
        paint_mark(painter, self.option.mark, centre, MARK_SIZE, self.theme.colour(role))
        return room.adjusted(MARK_ROOM, 0, 0, 0)

    def _paint_words(self, painter: QPainter, room: QRectF, words: _Words) -> None:
        colour = self.theme.colour
        top = room.center().y() - words.height / 2
        first = QRectF(room.left(), top, room.width(), words.text.height)
        role = self.option.tone.value if self.option.enabled else "muted"
        paint_words(painter, first, words.text, colour(role))
        if words.detail is not None:
            second = QRectF(room.left(), first.bottom(), room.width(), words.detail.height)
            paint_words(painter, second, words.detail, colour("muted"))

    def _paint_right(self, painter: QPainter, room: QRectF, right: Fitted | None) -> None:
        edge = room.right()
        if self.option.chosen:
            centre = QPointF(edge - MARK_SIZE / 2, room.center().y())
            paint_mark(painter, Mark.TICK, centre, MARK_SIZE, self.theme.colour("accent"))
        if right is not None:
            left = edge - MARK_ROOM - right.width
            place = QRectF(left, room.top(), right.width, room.height())
            paint_words(painter, place, right, self.theme.colour("muted"))


class ChoiceList(PagedBlock):
    """Options in one of the four layouts, paged when there are too many."""

    def __init__(self, theme: Theme, block: Choices, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._block = block
        self._buttons: list[OptionButton] = []
        self.show_block(block)

    def show_block(self, block: Choices) -> None:
        """Show other options; controls stay, so that the focus does."""
        renamed = block.name != self._block.name
        self._block = block
        self.gap = 0.0 if block.layout == "rows" else GAP
        self.stretches = block.layout == "tiles"
        while len(self._buttons) < len(block.options):
            self._buttons.append(self._new_button(block))
        while len(self._buttons) > len(block.options):
            discard(self._buttons.pop())
        for button, option in zip(self._buttons, block.options, strict=True):
            button.show_option(option, block.layout)
        if renamed:
            self.page = 0
        self.arrange()

    def turn_to_chosen(self) -> None:
        """Show the page that has the first chosen option."""
        for index, option in enumerate(self._block.options):
            if option.chosen:
                self.turn_to_line(index // self._columns(self.room().width()))
                return

    @override
    def line_heights(self, width: float) -> tuple[float, ...]:
        columns, options = self._columns(width), self._block.options
        cell = self._cell_width(width)
        lines = range(ceil(len(options) / columns))
        least = TILE_HEIGHT if self._block.layout == "tiles" else SHEET_TARGET
        return tuple(
            max(
                least,
                *(
                    option_words(option, self._block.layout, cell).height + 2 * AIR
                    for option in options[line * columns : (line + 1) * columns]
                ),
            )
            for line in lines
        )

    @override
    def show_lines(self, first: int, last: int) -> None:
        heights = self._grown(self.line_heights(self.room().width()))
        width = self.room().width()
        cell, columns = self._cell_width(width), self._columns(width)
        shown = range(first * columns, last * columns)
        for number, button in enumerate(self._buttons):
            button.setVisible(number in shown)
        top = 0.0
        for line in range(first, last):
            for column, button in enumerate(self._buttons[line * columns : (line + 1) * columns]):
                self.put(button, QRectF(column * (cell + GAP), top, cell, heights[line]))
            top += heights[line] + self.gap

    def _grown(self, heights: tuple[float, ...]) -> tuple[float, ...]:
        """Let tiles fill the room that is left over, up to a size."""
        gaps = self.gap * max(0, len(heights) - 1)
        spare = self.room().height() - sum(heights) - gaps
        if self._block.layout != "tiles" or spare <= 0:
            return heights
        share = spare / len(heights)
        return tuple(max(height, min(height + share, MOST_TILE_HEIGHT)) for height in heights)

    def _new_button(self, block: Choices) -> OptionButton:
        button = OptionButton(self.theme, block.options[0], block.layout, self)
        button.set_scale(self.scale)
        button.touched.connect(self._pass_on)
        return button

    def _pass_on(self, action: str) -> None:
        self.touched.emit(action, "")

    def _columns(self, width: float) -> int:
        """How many options stand side by side: as asked for, or as many as stay readable."""
        asked = {"pair": len(self._block.options), "tiles": self._block.columns}
        detailed = self._block.layout == "tiles" and any(o.detail for o in self._block.options)
        least = LEAST_CELL_WITH_DETAIL if detailed else LEAST_CELL
        most = int((width + GAP) // (least + GAP))
        return max(1, min(asked.get(self._block.layout, 1), most))

    def _cell_width(self, width: float) -> float:
        columns = self._columns(width)
        return (width - GAP * (columns - 1)) / columns
