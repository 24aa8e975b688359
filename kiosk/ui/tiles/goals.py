"""The goals tile: for each goal what it is, where the unit stands and where it wants to be."""

from PySide6.QtCore import QPointF, QRectF, Qt
from typing_extensions import override

from kiosk.ui.charts.ink import CHIP_HEIGHT, Ink, chip_width, more
from kiosk.ui.charts.lettering import SMALL_LINE, STRONG_LINE, Style, text_width
from kiosk.ui.theme import SMALL_BODY, WEIGHT_SEMIBOLD
from kiosk.ui.tiles.tile import Tile
from kiosk.viewmodels.tiles import GoalRow, GoalsTileView

SMALLEST_ROW = 88.0
LARGEST_ROW = 130.0
HEAD_PX = 44.0
BAR_PX = 12.0
FIGURES_PX = 30.0
GAP = 14.0
MORE_PX = 32.0
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
            line = QRectF(area.left(), area.bottom() - MORE_PX, area.width(), MORE_PX)
            ink.write_middle(more(left), line, SMALL_LINE, self.theme.colour("muted"))

    def _row(self, ink: Ink, box: QRectF, row: GoalRow) -> None:
        chip = min(chip_width(row.chip), box.width() * 0.5) if row.chip.text else 0.0
        head = QRectF(box.left(), box.top(), box.width() - chip - GAP, HEAD_PX)
        ink.write_middle(row.text, head, STRONG_LINE, self.theme.colour("ink"))
        if chip:
            corner = QPointF(box.right(), head.center().y() - CHIP_HEIGHT / 2)
            ink.chip(row.chip, corner, chip, from_right=True)
        figures = QRectF(box.left(), head.bottom() + BAR_PX + 2, box.width(), FIGURES_PX)
        if row.fraction is None:
            figures.moveTop(head.bottom())
        else:
            self._bar(ink, QRectF(box.left(), head.bottom(), box.width(), BAR_PX), row.fraction)
        goal = min(text_width(row.goal, SMALL_LINE.size, SMALL_LINE.weight), box.width() / 2)
        now = figures.adjusted(0, 0, -goal - GAP, 0)
        ink.write_middle(row.now, now, NOW_STYLE, self.theme.colour("ink"))
        right = figures.adjusted(figures.width() - goal - 1, 0, 0, 0)
        muted = self.theme.colour("muted")
        ink.write_middle(row.goal, right, SMALL_LINE, muted, Qt.AlignmentFlag.AlignRight)

    def _bar(self, ink: Ink, box: QRectF, fraction: float) -> None:
        """Paint how far along: the goal is the end of the bar."""
        ink.pill(box, self.theme.colour("soft"), BAR_PX / 2)
        share = min(max(fraction, 0.0), 1.0)
        done = QRectF(box.left(), box.top(), max(box.width() * share, BAR_PX), BAR_PX)
        ink.pill(done, self.theme.colour("common"), BAR_PX / 2)
        end = QRectF(box.right() - MARKER_PX, box.top() - 4, MARKER_PX, BAR_PX + 8)
        ink.pill(end, self.theme.colour("ink"), MARKER_PX / 2)
