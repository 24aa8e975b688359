"""The equity focus tile: the metric, what happened to whom, and why it is the one to look at."""

from PySide6.QtCore import QPointF, QRectF
from typing_extensions import override

from kiosk.ui.charts.ink import CHIP_HEIGHT, MARK_GAP, Ink, chip_width, mark_size
from kiosk.ui.charts.lettering import LABEL_STYLE, STRONG_STYLE, Style, fit
from kiosk.ui.theme import LARGE, WEIGHT_SEMIBOLD
from kiosk.ui.tiles.tile import Tile
from kiosk.viewmodels.tiles import Chip, EquityFocusTileView

METRIC_STYLE = Style(LARGE - 4, WEIGHT_SEMIBOLD, lines=2)
GAP = 6.0


class EquityFocusTile(Tile[EquityFocusTileView]):
    """For whom our care needs us most; touching it opens the numbers behind it."""

    @override
    def touch_name(self) -> str:
        """Name the numbers by group that the tile speaks of."""
        return self.view.opens

    @override
    def paint_content(self, ink: Ink, area: QRectF) -> None:
        """Paint the metric large, the verdict with its mark, for whom, and why."""
        rest = QRectF(area)
        self._write(ink, rest, self.view.metric, METRIC_STYLE)
        chip = self.view.chip
        if chip is not None and chip_width(chip) <= rest.width() and rest.height() >= CHIP_HEIGHT:
            ink.chip(chip, QPointF(rest.left(), rest.top()), rest.width(), from_right=False)
            rest.setTop(rest.top() + CHIP_HEIGHT + GAP)
        elif chip is not None:
            self._marked(ink, rest, chip)
        self._write(ink, rest, self.view.sentence, STRONG_STYLE)
        if fit(self.view.why, LABEL_STYLE, rest.width(), rest.height()).whole:
            ink.write(self.view.why, rest, LABEL_STYLE, ink.theme.colour("muted"))

    def _marked(self, ink: Ink, rest: QRectF, chip: Chip) -> None:
        """Write a verdict that is too long for a chip, with its mark before the first line."""
        size = mark_size(STRONG_STYLE)
        beside = rest.adjusted(size + MARK_GAP, 0, 0, 0)
        centre = QPointF(rest.left() + size / 2, rest.top() + STRONG_STYLE.line / 2)
        ink.mark(chip.mark, centre, size, ink.tone(chip.tone))
        self._write(ink, beside, chip.text, STRONG_STYLE)
        rest.setTop(beside.top())

    def _write(self, ink: Ink, rest: QRectF, words: str, style: Style) -> None:
        """Write words where there is room for a line, and go on under them."""
        if words and rest.height() >= style.minimum * style.leading:
            rest.setTop(rest.top() + ink.write(words, rest, style, ink.theme.colour("ink")) + GAP)
