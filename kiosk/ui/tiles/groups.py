"""The groups tile: what the comparison says in a sentence, and the intervals that prove it."""

from dataclasses import replace

from PySide6.QtCore import QRectF
from typing_extensions import override

from kiosk.ui.charts.groups import draw_groups
from kiosk.ui.charts.ink import Ink
from kiosk.ui.charts.lettering import BODY_STYLE, STRONG_STYLE, Style, fit
from kiosk.ui.theme import LARGE, WEIGHT_SEMIBOLD
from kiosk.ui.tiles.tile import Tile
from kiosk.viewmodels.tiles import GroupsTileView

VERDICT_ALONE = Style(LARGE + 20, WEIGHT_SEMIBOLD, lines=6, balanced=True)
SENTENCE_ALONE = Style(LARGE - 4, lines=8, balanced=True)
SMALLEST_CHART_PX = 60.0
ROOM_FOR_LABEL_PX = 400.0
VERDICT_SHARE = 0.55  # of the place, when a sentence follows
GAP = 14.0
TIGHT_GAP = 4.0


class GroupsTile(Tile[GroupsTileView]):
    """A metric by group; in public only what the comparison says."""

    @override
    def foot_right(self) -> str:
        """Name the reference in the foot where the place is too low to name it under its line."""
        words = self.frame.foot_right
        groups = self.view.groups
        if words or groups is None or self.body().height() >= ROOM_FOR_LABEL_PX:
            return words
        return groups.reference_label

    @override
    def paint_content(self, ink: Ink, area: QRectF) -> None:
        """Paint the sentences, large when they stand alone, and the chart under them."""
        alone = self.view.groups is None
        rest = QRectF(area)
        verdict, sentence = (VERDICT_ALONE, SENTENCE_ALONE) if alone else (STRONG_STYLE, BODY_STYLE)
        words = QRectF(rest)
        share = rest.height() * VERDICT_SHARE
        if (
            alone
            and self.view.sentence
            and fit(self.view.verdict, verdict, rest.width(), share).whole
        ):
            words.setHeight(share)
        used = ink.write(self.view.verdict, words, verdict, self.theme.colour("ink"))
        rest.setTop(rest.top() + used + (GAP if alone else 0.0))
        if self.view.sentence and rest.height() >= sentence.minimum * sentence.leading:
            used = ink.write(self.view.sentence, rest, sentence, self.theme.colour("ink"))
            rest.setTop(rest.top() + used)
        rest.setTop(rest.top() + TIGHT_GAP)
        if self.view.groups is not None and rest.height() >= SMALLEST_CHART_PX:
            groups = self.view.groups
            if groups.reference_label == self.foot_right():
                groups = replace(groups, reference_label="")  # the foot says it already
            draw_groups(ink, rest, groups)
