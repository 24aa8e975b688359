"""The goals tile: for each goal what it is, where the unit stands and where it wants to be."""

from PySide6.QtCore import QPointF, QRectF
from typing_extensions import override

from kiosk.ui.charts.ink import CHIP_HEIGHT, Ink, chip_width, more
from kiosk.ui.charts.lettering import SMALL_LINE, Style, text_width
from kiosk.ui.theme import BODY, SMALL_BODY, WEIGHT_SEMIBOLD
from kiosk.ui.tiles.tile import Tile
from kiosk.viewmodels.tiles import GoalRow, GoalsTileView

SMALLEST_ROW = 98.0
LARGEST_ROW = 150.0
BAR_PX = 12.0
BAR_TOP = 6.0
BAR_ROOM = 26.0
GAP = 14.0
MORE_PX = 27.0
NAME_STYLE = Style(BODY, WEIGHT_SEMIBOLD)
NOW_STYLE = Style(SMALL_BODY, WEIGHT_SEMIBOLD, 22, 1)
MARKER_PX = 4.0


class GoalsTile(Tile[GoalsTileView]):
    """The unit's goals."""

    @override
    def paint_content(self, ink: Ink, area: QRectF) -> None:
        """Paint as many goals as fit whole, then "+3 more"."""
        rows = self.view.rows
        if not rows:
            return
        shown, pitch = len(rows), min(area.height() / len(rows), LARGEST_ROW)
        if pitch < SMALLEST_ROW:
            shown = max(int((area.height() - MORE_PX) / SMALLEST_ROW), 0)
            pitch = SMALLEST_ROW if not shown else (area.height() - MORE_PX) / shown
            pitch = min(pitch, LARGEST_ROW)
        for index, row in enumerate(rows[:shown]):
            top = area.top() + index * pitch
            self._row(ink, QRectF(area.left(), top, area.width(), pitch), row)
        left = len(rows) - shown
        if left and area.height() >= MORE_PX:
            line = QRectF(area.left(), area.top() + shown * pitch, area.width(), MORE_PX)
            ink.write_middle(more(left), line, SMALL_LINE, self.theme.colour("muted"))

    def _row(self, ink: Ink, box: QRectF, row: GoalRow) -> None:
        """Paint the goal's name, its bar, and under it where we are, where to, and the verdict."""
        rest = QRectF(box)
        room = rest.height() - BAR_ROOM - CHIP_HEIGHT
        words = QRectF(rest.left(), rest.top(), rest.width(), room)
        rest.setTop(rest.top() + ink.write(row.text, words, NAME_STYLE, self.theme.colour("ink")))
        if row.fraction is not None:
            bar = QRectF(rest.left(), rest.top() + BAR_TOP, rest.width(), BAR_PX)
            self._bar(ink, bar, row.fraction)
            rest.setTop(rest.top() + BAR_ROOM)
        rest.setHeight(CHIP_HEIGHT)
        self._figures(ink, rest, row)

    def _figures(self, ink: Ink, box: QRectF, row: GoalRow) -> None:
        chip = min(chip_width(row.chip), box.width() * 0.5) if row.chip.text else 0.0
        if chip:
            ink.chip(row.chip, QPointF(box.right(), box.top()), chip, from_right=True)
        box.setRight(box.right() - chip - (GAP if chip else 0.0))
        goal = text_width(row.goal, SMALL_LINE.size, SMALL_LINE.weight)
        now = text_width(row.now, NOW_STYLE.size, NOW_STYLE.weight)
        if goal + GAP + now > box.width():
            ink.write_middle(row.now, box, NOW_STYLE, self.theme.colour("ink"))
            return
        used = ink.write_middle(row.now, box, NOW_STYLE, self.theme.colour("ink"))
        right = box.adjusted(used + GAP, 0, 0, 0)
        ink.write_middle(row.goal, right, SMALL_LINE, self.theme.colour("muted"))

    def _bar(self, ink: Ink, box: QRectF, fraction: float) -> None:
        """Paint how far along: the goal is the end of the bar."""
        ink.pill(box, self.theme.colour("soft"), BAR_PX / 2)
        share = min(max(fraction, 0.0), 1.0)
        done = QRectF(box.left(), box.top(), max(box.width() * share, BAR_PX), BAR_PX)
        ink.pill(done, self.theme.colour("common"), BAR_PX / 2)
        end = QRectF(box.right() - MARKER_PX, box.top() - 4, MARKER_PX, BAR_PX + 8)
        ink.pill(end, self.theme.colour("ink"), MARKER_PX / 2)
