"""The days-since tile: the figure in words first, then the days between events that prove it."""

from dataclasses import replace

from PySide6.QtCore import QRectF
from typing_extensions import override

from kiosk.ui.charts.ink import Ink
from kiosk.ui.charts.lettering import FIGURE_STYLE, KEY_STYLE, LABEL_STYLE, fit
from kiosk.ui.charts.spells import draw_spells
from kiosk.ui.tiles.tile import Tile
from kiosk.viewmodels.tiles import DaysSinceTileView

SMALLEST_CHART = 56.0
LABEL_GAP = 18.0
CHART_GAP = 14.0
SMALL_GAP = 4.0
CHART_ROOM = SMALLEST_CHART + CHART_GAP
WIDE = 2.6  # a place so many times wider than high has figure and chart side by side
FIGURE_WIDTH = 0.62


class DaysSinceTile(Tile[DaysSinceTileView]):
    """Days since the last event, and the days between events."""

    @override
    def paint_content(self, ink: Ink, area: QRectF) -> None:
        """Paint the figure and the chart, one under the other or side by side."""
        if area.width() > WIDE * area.height():
            half = area.width() * 0.4
            self._figure(ink, QRectF(area.left(), area.top(), half, area.height()), middle=True)
            self._chart(ink, area.adjusted(half + CHART_GAP, 0, 0, 0))
            return
        if not self.view.spells.spells and area.height() >= KEY_STYLE.line + LABEL_STYLE.line:
            self._figure_alone(ink, area)
            return
        used = self._figure(ink, area, room=CHART_ROOM)
        self._chart(ink, area.adjusted(0, used + CHART_GAP, 0, 0))

    def _figure(self, ink: Ink, area: QRectF, *, room: float = 0.0, middle: bool = False) -> float:
        """Paint the figure with its words right of it, leaving room below; give the height used."""
        style = KEY_STYLE if area.height() >= KEY_STYLE.line + room else FIGURE_STYLE
        height = min(style.line, area.height())
        top = area.center().y() - height / 2 if middle else area.top()
        most = area.width() * FIGURE_WIDTH
        width = fit(self.view.figure, style, most, height).width
        ink.write_middle(
            self.view.figure,
            QRectF(area.left(), top, most, height),
            style,
            self.theme.colour("muted" if ink.stale else "ink"),
        )
        left = area.left() + width + LABEL_GAP
        label = QRectF(left, top, area.right() - left, height)
        ink.write_middle(self.view.figure_label, label, LABEL_STYLE, self.theme.colour("muted"))
        return height

    def _figure_alone(self, ink: Ink, area: QRectF) -> None:
        """Paint the figure and its words under it, where there are no days between events yet."""
        colour = self.theme.colour("muted" if ink.stale else "ink")
        used = ink.write(self.view.figure, area, KEY_STYLE, colour)
        label = area.adjusted(0, used + SMALL_GAP, 0, 0)
        ink.write(self.view.figure_label, label, LABEL_STYLE, self.theme.colour("muted"))

    def _chart(self, ink: Ink, area: QRectF) -> None:
        if area.height() < SMALLEST_CHART:
            return
        spells = self.view.spells
        if spells.usual_label and spells.usual_label in {
            self.frame.foot_left,
            self.frame.foot_right,
        }:
            spells = replace(spells, usual_label="")  # the foot says it already
        draw_spells(ink, area, spells)
