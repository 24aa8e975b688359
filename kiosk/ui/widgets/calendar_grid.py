"""The days of a month in the shape of weeks, each a button."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.theme import BODY, LARGE, WEIGHT_BOLD, WEIGHT_REGULAR, WEIGHT_SEMIBOLD, Theme
from kiosk.ui.widgets.block import BlockWidget
from kiosk.ui.widgets.marks import paint_mark
from kiosk.ui.widgets.touch_button import SHEET_TARGET
from kiosk.ui.widgets.touchable import PRESSED_MIX, Touchable, discard, mix, paint_box
from kiosk.ui.widgets.words import LINE_SPACING, fit, paint_words
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.sheets import CalendarBlock
from kiosk.viewmodels.tiles import DayCell, DayMark

DAYS = 7
GAP = 10.0
HEAD = LARGE * LINE_SPACING + 14
MARK_SIZE = 22.0
TODAY_WIDTH = 5.0
RADIUS = 10.0
DASH = [3.0, 2.5]

# Fill, words and border by the state of the day; an empty role paints nothing.
DAY_ROLES = {
    DayMark.NONE_REPORTED: ("better", "on_better", ""),
    DayMark.HARM: ("harm", "on_harm", ""),
    DayMark.NEAR_MISS: ("accent", "on_accent", ""),
    DayMark.OPEN: ("surface", "muted", "muted"),
    DayMark.CLOSED_WARD: ("soft", "muted", ""),
    DayMark.FUTURE: ("soft", "muted", ""),
}
DAY_MARKS = {
    DayMark.HARM: Mark.DIAMOND,
    DayMark.NEAR_MISS: Mark.RING,
    DayMark.CLOSED_WARD: Mark.DASHES,
}


class DayButton(Touchable):
    """One day.

    Signals:
        touched: the day's action.
    """

    touched = Signal(str)

    def __init__(self, theme: Theme, cell: DayCell, action: str, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._cell, self._action = cell, action
        self.show_day(cell, action)
        self.clicked.connect(self._report)

    def show_day(self, cell: DayCell, action: str) -> None:
        """Show another day on this control."""
        self._cell, self._action = cell, action
        self.setObjectName(f"action:{action}")
        self.setText(str(cell.day))
        self.setAccessibleName(cell.spoken or str(cell.day))
        self.setEnabled(cell.mark is not DayMark.FUTURE)
        self.update()

    @override
    def paint_body(self, painter: QPainter, body: QRectF) -> None:
        fill, ink, border = DAY_ROLES[self._cell.mark]
        colour = self.theme.colour
        box = colour(fill)
        if self.isDown():
            box = mix(box, colour(ink), PRESSED_MIX)
        paint_box(painter, body, box, None, RADIUS)
        if border:
            self._outline(painter, body, colour(border), 3.0, dashed=True)
        if self._cell.today:
            self._outline(painter, body, colour("ink"), TODAY_WIDTH, dashed=False)
        room = body.adjusted(14, 0, -14, 0)
        weight = WEIGHT_BOLD if self._cell.today else WEIGHT_SEMIBOLD
        words = fit(self.text(), BODY, weight, room.width(), 1)
        paint_words(painter, room, words, colour(ink))
        mark = DAY_MARKS.get(self._cell.mark, Mark.NONE)
        centre = QPointF(room.right() - MARK_SIZE / 2, room.center().y())
        paint_mark(painter, mark, centre, MARK_SIZE, colour(ink))

    def _outline(
        self, painter: QPainter, body: QRectF, colour: QColor, width: float, *, dashed: bool
    ) -> None:
        pen = QPen(colour, width)
        if dashed:
            pen.setDashPattern(DASH)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = width / 2
        painter.drawRoundedRect(body.adjusted(half, half, -half, -half), RADIUS, RADIUS)

    def _report(self) -> None:
        self.touched.emit(self._action)


class CalendarGrid(BlockWidget):
    """A month of day buttons."""

    def __init__(self, theme: Theme, block: CalendarBlock, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._block = block
        self._days: list[DayButton] = []
        self.show_block(block)

    def show_block(self, block: CalendarBlock) -> None:
        """Show another month, or other marks."""
        self._block = block
        self.setText(block.month)
        self.setAccessibleName(block.month)
        days = list(zip(block.cells, block.actions, strict=True))
        while len(self._days) > len(days):
            discard(self._days.pop())
        for cell, action in days[len(self._days) :]:
            self._days.append(self._new_day(cell, action))
        for button, (cell, action) in zip(self._days, days, strict=True):
            button.show_day(cell, action)
        self.arrange()

    @override
    def wanted_height(self, width: float) -> float:
        return HEAD + self._weeks() * (SHEET_TARGET + GAP) - GAP

    @override
    def arrange(self) -> None:
        width = (self.room().width() - GAP * (DAYS - 1)) / DAYS
        for number, button in enumerate(self._days):
            week, day = divmod(number + self._block.first_weekday, DAYS)
            top = HEAD + week * (SHEET_TARGET + GAP)
            self.put(button, QRectF(day * (width + GAP), top, width, SHEET_TARGET))
            button.show()

    @override
    def paint(self, painter: QPainter, body: QRectF) -> None:
        words = fit(self._block.month, LARGE, WEIGHT_REGULAR, body.width(), 1)
        room = QRectF(0, 0, body.width(), LARGE * LINE_SPACING)
        paint_words(painter, room, words, self.theme.colour("ink"))

    def _new_day(self, cell: DayCell, action: str) -> DayButton:
        button = DayButton(self.theme, cell, action, self)
        button.set_scale(self.scale)
        button.touched.connect(self._pass_on)
        return button

    def _pass_on(self, action: str) -> None:
        self.touched.emit(action, "")

    def _weeks(self) -> int:
        return -(-(self._block.first_weekday + len(self._block.cells)) // DAYS)
