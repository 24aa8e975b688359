"""A metric by group inside a tile: what the comparison says in words, and under it the intervals that prove it."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from kiosk.ui.charts.groups import draw_groups, height_of_all
from kiosk.ui.charts.ink import Ink
from kiosk.ui.charts.lettering import BODY_STYLE, SMALL_LINE, STRONG_STYLE, Style, fit
from kiosk.ui.charts.verdict import draw_verdict, verdict_height
from kiosk.ui.theme import LARGE, WEIGHT_SEMIBOLD
from kiosk.viewmodels.charts import GroupsView
from kiosk.viewmodels.tiles import GroupsTileView

VERDICT_ALONE = Style(LARGE + 20, WEIGHT_SEMIBOLD, lines=6, balanced=True)
SENTENCE_ALONE = Style(LARGE - 4, lines=8, balanced=True)
SMALLEST_CHART_PX = 60.0
ROOMIER_PX = 6.0  # a row is this much higher before the reference's name takes a line of its own
VERDICT_SHARE = 0.55  # of the place, when a sentence follows
GAP = 14.0
TIGHT_GAP = 4.0


def foot_words(view: GroupsTileView, room: QRectF) -> str:
    """Name the reference for the foot where the place is too low to name it under its line.

    Args:
        view: what is said and shown.
        room: about the place between title and foot.
    """
    words, groups = view.frame.foot_right, view.groups
    if words or groups is None:
        return words
    roomy = height_of_all(groups) + len(groups.rows) * ROOMIER_PX
    said = _said(view, room, replace(groups, reference_label=""))
    needed = _height(said, view, room) + roomy
    return "" if needed <= room.height() else groups.reference_label


def paint_by_group(ink: Ink, area: QRectF, view: GroupsTileView, foot: str) -> None:
    """Paint the verdict and its sentence, large when they stand alone, and the chart under them.

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
    rest = QRectF(area)
    said = _said(view, area, groups)
    for text in said.texts:
        rest.setTop(rest.top() + _say(ink, rest, text, view, tight=said.tight))
    rest.setTop(rest.top() + TIGHT_GAP)
    rest.setBottom(rest.bottom() - _note(ink, rest, view, height_of_all(groups)))
    if rest.height() >= SMALLEST_CHART_PX:
        draw_groups(ink, rest, groups)


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said over the rows; `tight` draws the verdict without its chip."""

    texts: tuple[str, ...]
    tight: bool = False


def _said(view: GroupsTileView, area: QRectF, groups: GroupsView) -> _Words:
    """Give the most words that leave room for every row; of old figures no word comes before a row."""
    texts = tuple(text for text in (view.verdict, view.sentence) if text)
    fewest = () if view.frame.stale else texts[:1]
    for words in (_Words(texts), _Words(texts, tight=True), _Words(texts[:1])):
        if _height(words, view, area) + height_of_all(groups) <= area.height():
            return words
    return _Words(fewest)


def _say(ink: Ink, rest: QRectF, text: str, view: GroupsTileView, *, tight: bool) -> float:
    """Write the verdict, as a chip where it has one, or the sentence; give the height used."""
    if text == view.verdict and view.chip is not None:
        return draw_verdict(ink, rest, view.chip, tight=tight)
    style = STRONG_STYLE if text == view.verdict else BODY_STYLE
    if rest.height() < style.minimum * style.leading:
        return 0.0
    return ink.write(text, rest, style, _colour(ink, view))


def _note(ink: Ink, rest: QRectF, view: GroupsTileView, rows: float) -> float:
    """Write what has to be known of the bars under them, where every row has room; give the height used."""
    if not view.note or rest.height() < rows + SMALL_LINE.line:
        return 0.0
    line = QRectF(rest.left(), rest.bottom() - SMALL_LINE.line, rest.width(), SMALL_LINE.line)
    ink.write_middle(view.note, line, SMALL_LINE, ink.theme.colour("muted"))
    return SMALL_LINE.line


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


def _height(words: _Words, view: GroupsTileView, area: QRectF) -> float:
    """Measure words under each other, with the gap that follows them."""
    height = TIGHT_GAP
    for text in words.texts:
        if text == view.verdict and view.chip is not None:
            height += verdict_height(view.chip, area.width(), tight=words.tight)
        else:
            style = STRONG_STYLE if text == view.verdict else BODY_STYLE
            height += fit(text, style, area.width()).height
    return height
