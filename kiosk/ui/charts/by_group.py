"""A metric by group inside a tile: what the comparison says in words, and under it the intervals that prove it."""

from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from kiosk.ui.charts.groups import draw_groups, height_of_all
from kiosk.ui.charts.ink import Ink
from kiosk.ui.charts.lettering import BODY_STYLE, STRONG_STYLE, Style, fit
from kiosk.ui.theme import LARGE, WEIGHT_SEMIBOLD
from kiosk.viewmodels.charts import GroupsView
from kiosk.viewmodels.tiles import GroupsTileView

VERDICT_ALONE = Style(LARGE + 20, WEIGHT_SEMIBOLD, lines=6, balanced=True)
SENTENCE_ALONE = Style(LARGE - 4, lines=8, balanced=True)
SMALLEST_CHART_PX = 60.0
ROOM_FOR_LABEL_PX = 400.0
VERDICT_SHARE = 0.55  # of the place, when a sentence follows
GAP = 14.0
TIGHT_GAP = 4.0


def foot_words(view: GroupsTileView, body: QRectF) -> str:
    """Name the reference for the foot where the place is too low to name it under its line."""
    words = view.frame.foot_right
    if words or view.groups is None or body.height() >= ROOM_FOR_LABEL_PX:
        return words
    return view.groups.reference_label


def paint_by_group(ink: Ink, area: QRectF, view: GroupsTileView, foot: str) -> None:
    """Paint the sentences, large when they stand alone, and the chart under them.

    Args:
        ink: the tile's.
        area: between title and foot.
        view: what is said and shown.
        foot: what stands at the right of the foot already.
    """
    groups = view.groups
    if groups is None:
        _alone(ink, area, view)
        return
    if groups.reference_label == foot:
        groups = replace(groups, reference_label="")  # the foot says it already
    said = _said(view, area, groups)
    rest = QRectF(area)
    for words, style in said:
        if rest.height() >= style.minimum * style.leading:
            rest.setTop(rest.top() + ink.write(words, rest, style, _colour(ink, view)))
    rest.setTop(rest.top() + TIGHT_GAP)
    if rest.height() >= SMALLEST_CHART_PX:
        draw_groups(ink, rest, groups)


def _said(view: GroupsTileView, area: QRectF, groups: GroupsView) -> list[tuple[str, Style]]:
    """Give the words that leave room for every row; of old figures no word comes before a row."""
    words = ((view.verdict, STRONG_STYLE), (view.sentence, BODY_STYLE))
    said = [(text, style) for text, style in words if text]
    fewest = 0 if view.frame.stale else 1
    while len(said) > fewest and _height(said, area) + height_of_all(groups) > area.height():
        said.pop()
    return said


def _colour(ink: Ink, view: GroupsTileView) -> QColor:
    """Give the colour of a verdict, which is muted when its figures are old."""
    return ink.theme.colour("muted" if view.frame.stale else "ink")


def _alone(ink: Ink, area: QRectF, view: GroupsTileView) -> None:
    """Paint what the comparison says, large, where no group may be named."""
    words = QRectF(area)
    share = area.height() * VERDICT_SHARE
    if view.sentence and fit(view.verdict, VERDICT_ALONE, area.width(), share).whole:
        words.setHeight(share)
    used = ink.write(view.verdict, words, VERDICT_ALONE, _colour(ink, view))
    rest = area.adjusted(0, used + GAP, 0, 0)
    if view.sentence and rest.height() >= SENTENCE_ALONE.minimum * SENTENCE_ALONE.leading:
        ink.write(view.sentence, rest, SENTENCE_ALONE, _colour(ink, view))


def _height(said: list[tuple[str, Style]], area: QRectF) -> float:
    """Measure words under each other, with the gap that follows them."""
    return TIGHT_GAP + sum(fit(words, style, area.width()).height for words, style in said)
