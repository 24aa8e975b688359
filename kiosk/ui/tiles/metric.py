"""The metric tile: the verdict as chips, and the chart that proves it; a button turns it to the groups and back."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.charts.by_group import foot_words, paint_by_group
from kiosk.ui.charts.ink import CHIP_GAP, CHIP_HEIGHT, Ink, chip_width
from kiosk.ui.charts.lettering import FIGURE_STYLE, KEY_STYLE, LABEL_STYLE, fit
from kiosk.ui.charts.process_chart import draw_process_chart
from kiosk.ui.theme import BODY, Theme
from kiosk.ui.tiles.tile import FOOT_BOTTOM, PADDING, Tile
from kiosk.ui.widgets.touch_button import SHEET_TARGET, TouchButton
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.tiles import BySide, Frame, MetricTileView

SMALLEST_CHART_PX = 105.0
ROOM_FOR_BOTH_PX = 430.0  # from this height on, the figure stands over the chart
LABEL_GAP = 18.0
FIGURE_WIDTH = 0.6
GAP = 8.0
CORNER_PX = 14.0  # between the button and the edges of the tile
BUTTON_PADDING = 48.0
WIDEST_BUTTON = 0.47  # of the tile; longer words take two lines
OVERALL = "Overall ›"


class MetricTile(Tile[MetricTileView]):
    """A metric over time, and by group on its other sides.

    Which side is shown is the tile's own: it begins with the whole, and goes back to it when the side is gone.
    """

    def __init__(self, theme: Theme, view: MetricTileView, parent: QWidget | None = None) -> None:
        self._side: BySide | None = None
        super().__init__(theme, view, parent)
        self._button = TouchButton(theme, Button("turn", OVERALL, "turn"), BODY, self)
        self._dress()
        self._button.touched.connect(self._turn)

    @property
    @override
    def frame(self) -> Frame:
        """What every tile has, of the side that is shown."""
        return self._view.frame if self._side is None else self._side.view.frame

    @override
    def side(self) -> str:
        """Name the stratifier that is shown, or nothing for the whole."""
        return "" if self._side is None else self._side.stratifier

    @override
    def touch_name(self) -> str:
        """Name the tile, and the side of it that is shown."""
        return f"{self.frame.tile_id}/{self.side()}" if self.side() else self.frame.tile_id

    @override
    def controls(self) -> list[QWidget]:
        """Give the tile and the button that turns it."""
        return [self, self._button] if self._view.by else [self]

    @override
    def show_view(self, view: MetricTileView) -> None:
        """Show something else, on the same side where that is still there."""
        self._side = next((side for side in view.by if side.stratifier == self.side()), None)
        super().show_view(view)
        self._dress()

    @override
    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        super().set_theme(theme)
        self._button.set_theme(theme)

    @override
    def set_scale(self, scale: float) -> None:
        """Change the size of a design pixel."""
        super().set_scale(scale)
        self._button.set_scale(scale)
        self._dress()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    @override
    def corner(self) -> QRectF:
        """Give the place of the button that turns the tile."""
        if not self._view.by:
            return QRectF()
        body = self.body()
        words = self._button.wanted_width() - 2 * PADDING + BUTTON_PADDING
        width = min(max(words, SHEET_TARGET), body.width() * WIDEST_BUTTON)
        right, bottom = body.right() - CORNER_PX, body.bottom() - CORNER_PX
        return QRectF(right - width, bottom - SHEET_TARGET, width, SHEET_TARGET)

    @override
    def foot_right(self) -> str:
        """Give the rule set, or what the groups' chart has no room for."""
        if self._side is None:
            return super().foot_right()
        beside_button = SHEET_TARGET + CORNER_PX - FOOT_BOTTOM
        return foot_words(self._side.view, self.content_room(beside_button))

    @override
    def title_notes(self) -> tuple[str, ...]:
        """Say beside the title what the groups are by, where that fits."""
        return () if self._side is None else (self._side.words,)

    @override
    def paint_content(self, ink: Ink, area: QRectF) -> None:
        """Paint the side that is shown."""
        if self._side is not None:
            paint_by_group(ink, area, self._side.view, self.foot_right())
            return
        self._over_time(ink, area)

    def _turn(self) -> None:
        """Show the next side; all of them came with the view."""
        self._side = self._next()
        self._name()
        self._dress()
        self.update()

    def _next(self) -> BySide | None:
        """Give the side after the one that is shown; after the last comes the whole."""
        names = [side.stratifier for side in self._view.by]
        at = names.index(self.side()) + 1 if self.side() in names else 0
        return self._view.by[at] if at < len(self._view.by) else None

    def _dress(self) -> None:
        """Put the button in its place, with the words for what it leads to."""
        after, name = self._next(), f"turn:{self.frame.tile_id}"
        if after is None:
            spoken = f"{self._view.frame.title}: show overall"
            button = Button(name, OVERALL, "turn", spoken=spoken)
        else:
            button = Button(name, after.button, "turn", spoken=after.spoken)
        self._button.show_button(button)
        self._button.setVisible(bool(self._view.by))
        if self._view.by:
            self._button.place(self.corner())

    def _over_time(self, ink: Ink, area: QRectF) -> None:
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
