"""The equity focus tile: the metric, what happened to whom, and why it is the one to look at."""

from PySide6.QtCore import QRectF
from typing_extensions import override

from kiosk.ui.charts.ink import Ink
from kiosk.ui.charts.lettering import Style, fit
from kiosk.ui.charts.verdict import draw_verdict, verdict_height
from kiosk.ui.theme import BODY, FOOT, SMALL_BODY, TITLE, WEIGHT_SEMIBOLD
from kiosk.ui.tiles.tile import Tile
from kiosk.viewmodels.tiles import EquityFocusTileView

METRIC_STYLE = Style(TITLE, WEIGHT_SEMIBOLD, lines=2)
FOR_WHOM_STYLE = Style(BODY, WEIGHT_SEMIBOLD, lines=3, snug=BODY - SMALL_BODY)
WHY_STYLE = Style(SMALL_BODY, minimum=FOOT, lines=5)
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
        if chip is not None and rest.height() >= verdict_height(chip, rest.width()):
            rest.setTop(rest.top() + draw_verdict(ink, rest, chip))
        self._write(ink, rest, self.view.sentence, FOR_WHOM_STYLE)
        if fit(self.view.why, WHY_STYLE, rest.width(), rest.height()).whole:
            ink.write(self.view.why, rest, WHY_STYLE, ink.theme.colour("muted"))

    def _write(self, ink: Ink, rest: QRectF, words: str, style: Style) -> None:
        """Write words where there is room for a line, and go on under them."""
        if words and rest.height() >= style.minimum * style.leading:
            rest.setTop(rest.top() + ink.write(words, rest, style, ink.theme.colour("ink")) + GAP)
