"""The lanes tile: escalation cards by lane for staff, a large count for each lane in public."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath
from typing_extensions import override

from kiosk.ui.charts.ink import MARK_GAP, Ink, mark_size, more
from kiosk.ui.charts.lettering import (
    BODY_STYLE,
    FIGURE_STYLE,
    KEY_STYLE,
    SMALL_LINE,
    Style,
    fit,
    text_width,
)
from kiosk.ui.theme import BODY, FOOT, SMALL_BODY, WEIGHT_BOLD, WEIGHT_SEMIBOLD
from kiosk.ui.tiles.tile import Tile
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.tiles import Edge, Lane, LaneCard, LanesTileView

LANE_GAP = 18.0
NARROWEST_LANE = 215.0
HEAD_PX = 36.0
LOWEST_HEAD = 27.0
LOWEST_LANE = 100.0  # lower lanes under each other are only their names and counts
CARD_GAP = 10.0
CARD_RADIUS = 8.0
EDGE_PX = 8.0
CARD_PADDING_X = 14.0
CARD_PADDING_Y = 8.0
LINE_PX = 28.0
MORE_PX = 30.0
HEAD_STYLE = Style(SMALL_BODY, WEIGHT_SEMIBOLD, 20, 1)
CARD_STYLE = Style(BODY, lines=3, snug=2, balanced=True)
BOLD_CARD_STYLE = Style(BODY, WEIGHT_BOLD, lines=3, snug=2, balanced=True)
LATE_STYLE = Style(FOOT, WEIGHT_BOLD, 20, 1)
EDGE_ROLES = {Edge.PLAIN: "common", Edge.LATE: "harm", Edge.ANSWERED: "accent"}


class LanesTile(Tile[LanesTileView]):
    """Escalation cards by lane."""

    @override
    def paint_content(self, ink: Ink, area: QRectF) -> None:
        """Paint the lanes side by side, or under each other where the tile is narrow."""
        for lane, box in zip(self.view.lanes, self._boxes(area), strict=False):
            if self.view.show_cards:
                self._lane(ink, box, lane)
            else:
                self._count(ink, box, lane)

    def _boxes(self, area: QRectF) -> list[QRectF]:
        count = len(self.view.lanes)
        wide = (area.width() - LANE_GAP * (count - 1)) / max(count, 1)
        if wide >= NARROWEST_LANE and area.height() >= HEAD_PX:
            return [
                QRectF(area.left() + index * (wide + LANE_GAP), area.top(), wide, area.height())
                for index in range(count)
            ]
        high = (area.height() - LANE_GAP * (count - 1)) / count
        if high < LOWEST_LANE:
            pitch = max(min(area.height() / count, HEAD_PX), LOWEST_HEAD)
            count = min(count, int(area.height() / pitch + 0.01))
            return [
                QRectF(area.left(), area.top() + index * pitch, area.width(), pitch)
                for index in range(count)
            ]
        return [
            QRectF(area.left(), area.top() + index * (high + LANE_GAP), area.width(), high)
            for index in range(count)
        ]

    def _lane(self, ink: Ink, box: QRectF, lane: Lane) -> None:
        head = QRectF(box.left(), box.top(), box.width(), min(HEAD_PX, box.height()))
        muted = self.theme.colour("muted")
        count = str(lane.count)
        room = text_width(count, HEAD_STYLE.size, HEAD_STYLE.weight) + 1
        ink.write_middle(lane.title, head.adjusted(0, 0, -room - 8, 0), HEAD_STYLE, muted)
        right = QRectF(head.right() - room, head.top(), room, head.height())
        ink.write_middle(count, right, HEAD_STYLE, muted, Qt.AlignmentFlag.AlignRight)
        self._cards(ink, box.adjusted(0, HEAD_PX, 0, 0), lane)

    def _cards(self, ink: Ink, box: QRectF, lane: Lane) -> None:
        """Stack as many cards as fit whole, then say how many more there are."""
        heights = [self._card_height(card, box.width()) for card in lane.cards]
        shown = _that_fit(heights, box.height(), beyond=lane.count > len(lane.cards))
        top = box.top()
        for card, height in zip(lane.cards[:shown], heights, strict=False):
            self._card(ink, QRectF(box.left(), top, box.width(), height), card)
            top += height + CARD_GAP
        left = max(lane.count, len(lane.cards)) - shown
        if left > 0 and box.bottom() - top >= SMALL_LINE.line:
            line = QRectF(box.left(), top, box.width(), min(MORE_PX, box.bottom() - top))
            ink.write_middle(more(left), line, SMALL_LINE, self.theme.colour("muted"))

    def _card_height(self, card: LaneCard, width: float) -> float:
        words = fit(card.text, _card_style(card), _card_room(width)).height
        return words + _small_lines(card, width) * LINE_PX + 2 * CARD_PADDING_Y

    def _card(self, on_board: Ink, box: QRectF, card: LaneCard) -> None:
        ink = on_board.on_fill()
        shape = QPainterPath()
        shape.addRoundedRect(box, CARD_RADIUS, CARD_RADIUS)
        ink.painter.save()
        ink.painter.fillPath(shape, self.theme.colour("canvas"))
        ink.painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
        edge = "common" if ink.stale else EDGE_ROLES[card.edge]
        ink.painter.fillRect(
            QRectF(box.left(), box.top(), EDGE_PX, box.height()), self.theme.colour(edge)
        )
        ink.painter.restore()
        if self.theme.name == "contrast":
            ink.painter.strokePath(shape, self.theme.colour("line"))
        left = box.left() + EDGE_PX + CARD_PADDING_X
        inner = QRectF(left, box.top() + CARD_PADDING_Y, _card_room(box.width()), 0)
        inner.setBottom(box.bottom() - CARD_PADDING_Y)
        used = ink.write(card.text, inner, _card_style(card), self.theme.colour("ink"))
        self._small_line(ink, inner.adjusted(0, used, 0, 0), card)

    def _small_line(self, ink: Ink, box: QRectF, card: LaneCard) -> None:
        """Write who and when under the card's words; late words on their own line when they must."""
        lines = _small_lines(card, box.width() + EDGE_PX + 2 * CARD_PADDING_X)
        if not lines:
            return
        muted = self.theme.colour("muted")
        first = QRectF(box.left(), box.top(), box.width(), LINE_PX)
        last = first.translated(0, (lines - 1) * LINE_PX)
        room = _right_width(card) if lines == 1 else 0.0
        left = first.adjusted(0, 0, -room, 0)
        if card.left or card.left_mark is Mark.NONE:
            ink.marked(card.left_mark, card.left, left, SMALL_LINE, muted)
        else:
            size = mark_size(SMALL_LINE)
            ink.mark(
                card.left_mark, QPointF(left.left() + size / 2, left.center().y()), size, muted
            )
        right = Qt.AlignmentFlag.AlignRight
        if card.late:
            tone = self.theme.colour("muted" if ink.stale else "harm")
            ink.marked(Mark.TRIANGLE, card.late, last, LATE_STYLE, tone, right)
        elif card.right:
            ink.write_middle(card.right, last, SMALL_LINE, muted, right)

    def _count(self, ink: Ink, box: QRectF, lane: Lane) -> None:
        """Paint a lane of the public face: its name, its count, what it means."""
        ink.write(
            lane.title,
            QRectF(box.left(), box.top(), box.width(), min(HEAD_PX, box.height())),
            HEAD_STYLE,
            self.theme.colour("muted"),
        )
        rest = box.adjusted(0, HEAD_PX, 0, 0)
        style = KEY_STYLE if rest.height() >= KEY_STYLE.line + 60 else FIGURE_STYLE
        if rest.height() < style.minimum:
            return
        used = ink.write(str(lane.count), rest, style, self.theme.colour("ink"))
        rest.setTop(rest.top() + used + CARD_GAP)
        if lane.summary and rest.height() >= BODY_STYLE.minimum * BODY_STYLE.leading:
            ink.write(lane.summary, rest, BODY_STYLE, self.theme.colour("ink"))


def _that_fit(heights: list[float], room: float, *, beyond: bool) -> int:
    """Count the cards that fit whole, keeping a line for "+3 more" when some do not."""
    taken = 0.0
    for index, height in enumerate(heights):
        last = index == len(heights) - 1 and not beyond
        spare = 0.0 if last else MORE_PX + CARD_GAP
        everything = sum(heights[index:]) + CARD_GAP * (len(heights) - 1 - index)
        if not beyond and taken + everything <= room:
            return len(heights)
        if taken + height + spare > room:
            return index
        taken += height + CARD_GAP
    return len(heights)


def _card_style(card: LaneCard) -> Style:
    return BOLD_CARD_STYLE if card.bold else CARD_STYLE


def _card_room(width: float) -> float:
    return width - EDGE_PX - 2 * CARD_PADDING_X


def _right_width(card: LaneCard) -> float:
    if card.late:
        words = text_width(card.late, LATE_STYLE.size, LATE_STYLE.weight)
        return words + mark_size(LATE_STYLE) + 2 * MARK_GAP
    if card.right:
        return text_width(card.right, SMALL_LINE.size, SMALL_LINE.weight) + MARK_GAP
    return 0.0


def _small_lines(card: LaneCard, width: float) -> int:
    """Count the small lines under a card's words: none, one, or two when left and right do not fit."""
    left = text_width(card.left, SMALL_LINE.size, SMALL_LINE.weight) if card.left else 0.0
    if card.left_mark is not Mark.NONE:
        left += mark_size(SMALL_LINE) + MARK_GAP
    right = _right_width(card)
    if not left and not right:
        return 0
    return 1 if left + right <= _card_room(width) else 2
