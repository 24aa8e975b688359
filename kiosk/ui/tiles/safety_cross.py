"""The safety cross: the days of the month in the shape of a cross, each with colour, shape and number."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen
from typing_extensions import override

from kiosk.ui.charts.ink import Ink
from kiosk.ui.charts.lettering import Style
from kiosk.ui.theme import WEIGHT_BOLD, WEIGHT_REGULAR, WEIGHT_SEMIBOLD
from kiosk.ui.tiles.tile import Tile
from kiosk.ui.widgets.touchable import mix
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.tiles import Chip, DayCell, DayMark, SafetyCrossTileView
from kiosk.viewmodels.words import listed

ROW_LENGTHS = (3, 3, 7, 7, 7, 4)
COLUMNS = 7
GAP = 6.0
RADIUS = 6.0
WIDEST_CELL = 2.3  # times its height
LOWEST_CELL = 15.0
HIGHEST_CELL = 0.9  # times its width
LARGEST_NUMBER = 34
SMALLEST_NUMBER = 11
CALM = 0.14  # how far a day without harm steps back towards the surface
TODAY_PX = 4.0
OPEN_PX = 2.6
DASH = (2.0, 1.7)
SHORT_MONTH = 3  # letters


@dataclass(frozen=True, slots=True)
class DayLook:
    """How a day is painted.

    Attributes:
        fill: role of the cell, or "" for none.
        ink: role of number and mark.
        mark: the shape that says the same as the colour.
        dashed: outlined with dashes.
    """

    fill: str
    ink: str
    mark: Mark = Mark.NONE
    dashed: bool = False


LOOKS = {
    DayMark.NONE_REPORTED: DayLook("better", "on_better"),
    DayMark.HARM: DayLook("harm", "on_harm", Mark.DIAMOND),
    DayMark.NEAR_MISS: DayLook("accent", "on_accent", Mark.RING),
    DayMark.OPEN: DayLook("", "muted", dashed=True),
    DayMark.CLOSED_WARD: DayLook("soft", "muted", Mark.DASHES),
    DayMark.FUTURE: DayLook("soft", "muted"),
}


def cross_cells(area: QRectF, days: int) -> list[QRectF]:
    """Lay the days of a month out as a cross: short rows at the head, full rows, a short foot.

    Args:
        area: the box to fill.
        days: how many days, 28 to 31.

    Returns:
        A rectangle for each day, in order, none over another.
    """
    high = (area.height() - GAP * (len(ROW_LENGTHS) - 1)) / len(ROW_LENGTHS)
    wide = (area.width() - GAP * (COLUMNS - 1)) / COLUMNS
    wide = min(wide, high * WIDEST_CELL)
    high = min(high, wide * HIGHEST_CELL)
    full = COLUMNS * wide + (COLUMNS - 1) * GAP
    cells: list[QRectF] = []
    for row, length in enumerate(ROW_LENGTHS):
        count = min(length, days - len(cells))
        left = area.left() + (full - count * wide - (count - 1) * GAP) / 2
        top = area.top() + row * (high + GAP)
        cells.extend(QRectF(left + day * (wide + GAP), top, wide, high) for day in range(count))
    return cells


class SafetyCrossTile(Tile[SafetyCrossTileView]):
    """The month as a cross of days."""

    @override
    def title_notes(self) -> tuple[str, ...]:
        """Say which month, and how many events wait to be confirmed where that fits."""
        short = self.view.month[:SHORT_MONTH]
        waiting = self.frame.foot_right
        together = (listed((short, waiting)),) if waiting else ()
        return (*together, self.view.month, short)

    @override
    def foot_right(self) -> str:
        """Say what waits to be confirmed where the title's line has no room for it."""
        waiting = self.frame.foot_right
        return "" if waiting and waiting in self.title_note() else waiting

    @override
    def foot_counts(self) -> tuple[Chip, ...]:
        """Count what happened."""
        return self.view.counts

    @override
    def paint_content(self, ink: Ink, area: QRectF) -> None:
        """Paint the days; what the cross leaves free is shared on both sides."""
        boxes = cross_cells(area, len(self.view.cells))
        if not boxes or boxes[0].height() < LOWEST_CELL:
            return  # the counts in the foot say it where the cross has no room
        spare_x = area.width() - (max(box.right() for box in boxes) - area.left())
        spare_y = area.height() - (boxes[-1].bottom() - area.top())
        for cell, box in zip(self.view.cells, boxes, strict=False):
            self._day(ink, cell, box.translated(spare_x / 2, spare_y / 2))

    def _day(self, ink: Ink, cell: DayCell, box: QRectF) -> None:
        look = LOOKS[cell.mark]
        if ink.stale and not look.dashed:
            look = DayLook("soft", "muted", look.mark)
        if look.fill:
            ink.pill(box, self._fill(look), RADIUS)
        if look.dashed:
            self._outline(ink, box, self.theme.colour("common"), OPEN_PX, DASH)
        elif self.theme.name == "contrast":
            self._outline(ink, box, self.theme.colour("line"), 2.0)
        if cell.today:
            reach = TODAY_PX / 2
            grown = box.adjusted(-reach, -reach, reach, reach)
            self._outline(ink, grown, self.theme.colour("ink"), TODAY_PX)
        self._number(ink, cell, box, look)

    def _fill(self, look: DayLook) -> QColor:
        colour = self.theme.colour(look.fill)
        if look.fill != "better" or self.theme.name == "contrast":
            return colour
        return mix(colour, self.theme.colour("surface"), CALM)

    def _outline(
        self, ink: Ink, box: QRectF, colour: QColor, width: float, dash: Sequence[float] = ()
    ) -> None:
        pen = QPen(colour, width)
        if dash:
            pen.setDashPattern(dash)
        half = width / 2 if dash else 0.0
        ink.painter.setPen(pen)
        ink.painter.setBrush(Qt.BrushStyle.NoBrush)
        ink.painter.drawRoundedRect(box.adjusted(half, half, -half, -half), RADIUS, RADIUS)

    def _number(self, on_board: Ink, cell: DayCell, box: QRectF, look: DayLook) -> None:
        """Write the number; a mark stands right of it, or under it where the cell is high."""
        ink = on_board.on_fill()
        colour = self.theme.colour("ink" if cell.today and not look.fill else look.ink)
        weight = WEIGHT_BOLD if cell.today else WEIGHT_SEMIBOLD
        if cell.mark is DayMark.FUTURE:
            weight = WEIGHT_REGULAR
        mark = look.mark
        under = mark is not Mark.NONE and box.height() > 0.72 * box.width()
        wanted = min(box.height() * (0.45 if under else 0.76), box.width() * 0.39)
        size = round(min(max(wanted, SMALLEST_NUMBER), LARGEST_NUMBER))
        style = Style(size, weight, min(size, SMALLEST_NUMBER), 1, 1.0)
        place = box.adjusted(box.width() * 0.12, 0, -2, -box.height() / 2 if under else 0)
        extent = min(size * 0.66, box.width() * 0.3)
        centre = QPointF(box.right() - extent * 0.5 - box.width() * 0.09, box.center().y())
        if under:
            place.adjust(0, box.height() * 0.05, 0, box.height() * 0.05)
            centre.setY(box.top() + box.height() * 0.74)
        elif mark is not Mark.NONE:
            place.setRight(centre.x() - extent / 2)
        ink.write_middle(str(cell.day), place, style, colour)
        ink.mark(mark, centre, extent, colour)
