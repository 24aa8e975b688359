"""The metric tile: the verdict as chips, and the chart that proves it; the figure where a chart has no room."""

from PySide6.QtCore import QPointF, QRectF
from typing_extensions import override

from kiosk.ui.charts.ink import CHIP_GAP, CHIP_HEIGHT, Ink, chip_width
from kiosk.ui.charts.lettering import FIGURE_STYLE, KEY_STYLE, LABEL_STYLE, fit
from kiosk.ui.charts.process_chart import draw_process_chart
from kiosk.ui.tiles.tile import Tile
from kiosk.viewmodels.tiles import MetricTileView

SMALLEST_CHART_PX = 105.0
ROOM_FOR_BOTH_PX = 430.0  # from this height on, the figure stands over the chart
LABEL_GAP = 18.0
FIGURE_WIDTH = 0.6
GAP = 8.0


class MetricTile(Tile[MetricTileView]):
    """A metric over time."""

    @override
    def paint_content(self, ink: Ink, area: QRectF) -> None:
        """Paint chips, then the chart, the figure or both."""
        rows = self._chip_rows(area.width())
        chips = len(rows) * (CHIP_HEIGHT + GAP)
        charted = self.view.chart is not None and area.height() - chips >= SMALLEST_CHART_PX
        rest = QRectF(area)
        if not charted or area.height() >= ROOM_FOR_BOTH_PX:
            rest.setTop(rest.top() + self._figure(ink, rest, room_for_chips=chips) + GAP)
        rest.setTop(self._chips(ink, rest, rows))
        if charted and self.view.chart is not None:
            draw_process_chart(ink, rest, self.view.chart)

    def _chip_rows(self, width: float) -> list[list[int]]:
        """Share the chips out over lines, by their places."""
        rows: list[list[int]] = []
        taken = width
        for index, chip in enumerate(self.view.chips):
            wanted = chip_width(chip)
            if not rows or taken + CHIP_GAP + wanted > width:
                rows.append([])
                taken = -CHIP_GAP
            rows[-1].append(index)
            taken += CHIP_GAP + wanted
        return rows

    def _chips(self, ink: Ink, area: QRectF, rows: list[list[int]]) -> float:
        top = area.top()
        for row in rows:
            if top + CHIP_HEIGHT > area.bottom():
                break
            left = area.left()
            for index in row:
                corner = QPointF(left, top)
                chip = self.view.chips[index]
                left += ink.chip(chip, corner, area.width(), from_right=False) + CHIP_GAP
            top += CHIP_HEIGHT + GAP
        return top

    def _figure(self, ink: Ink, area: QRectF, *, room_for_chips: float) -> float:
        """Paint the latest value with its words right of it; give the height used."""
        free = area.height() - room_for_chips - GAP
        style = KEY_STYLE if free >= KEY_STYLE.line else FIGURE_STYLE
        height = min(style.line, area.height())
        room = area.width() * FIGURE_WIDTH
        width = fit(self.view.figure, style, room, height).width
        figure = QRectF(area.left(), area.top(), room, height)
        ink.write_middle(
            self.view.figure, figure, style, self.theme.colour("muted" if ink.stale else "ink")
        )
        left = area.left() + width + LABEL_GAP
        label = QRectF(left, area.top(), area.right() - left, height)
        ink.write_middle(self.view.figure_label, label, LABEL_STYLE, self.theme.colour("muted"))
        return height
