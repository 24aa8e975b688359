"""The groups tile: what the comparison says in a sentence, and the intervals that prove it."""

from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from typing_extensions import override

from kiosk.ui.charts.groups import draw_groups, height_of_all
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
        groups = self.view.groups
        if groups is None:
            self._alone(ink, area)
            return
        if groups.reference_label == self.foot_right():
            groups = replace(groups, reference_label="")  # the foot says it already
        said = [words for words in self._said() if words[0]]
        if self.frame.stale:  # what the old figures were comes before what was said of them
            while said and _height(said, area) + height_of_all(groups) > area.height():
                said.pop()
        rest = QRectF(area)
        for words, style in said:
            if rest.height() >= style.minimum * style.leading:
                rest.setTop(rest.top() + ink.write(words, rest, style, self._colour()))
        rest.setTop(rest.top() + TIGHT_GAP)
        if rest.height() >= SMALLEST_CHART_PX:
            draw_groups(ink, rest, groups)

    def _said(self) -> tuple[tuple[str, Style], ...]:
        return (self.view.verdict, STRONG_STYLE), (self.view.sentence, BODY_STYLE)

    def _colour(self) -> QColor:
        """Give the colour of a verdict, which is muted when its figures are old."""
        return self.theme.colour("muted" if self.frame.stale else "ink")

    def _alone(self, ink: Ink, area: QRectF) -> None:
        """Paint what the comparison says, large, where no group may be named."""
        verdict, sentence = self.view.verdict, self.view.sentence
        words = QRectF(area)
        share = area.height() * VERDICT_SHARE
        if sentence and fit(verdict, VERDICT_ALONE, area.width(), share).whole:
            words.setHeight(share)
        used = ink.write(verdict, words, VERDICT_ALONE, self._colour())
        rest = area.adjusted(0, used + GAP, 0, 0)
        if sentence and rest.height() >= SENTENCE_ALONE.minimum * SENTENCE_ALONE.leading:
            ink.write(sentence, rest, SENTENCE_ALONE, self._colour())


def _height(said: list[tuple[str, Style]], area: QRectF) -> float:
    """Measure words under each other, with the gap that follows them."""
    return TIGHT_GAP + sum(fit(words, style, area.width()).height for words, style in said)
