"""The lanes tile: escalation cards by lane for staff, a large count for each lane in public."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath
from typing_extensions import override

from kiosk.ui.charts.foot import foot_fits
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
from kiosk.ui.theme import BODY, FOOT, SMALL_BODY, WEIGHT_BOLD, WEIGHT_REGULAR, WEIGHT_SEMIBOLD
from kiosk.ui.tiles.tile import PADDING, Tile
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.tiles import Edge, Lane, LaneCard, LanesTileView

LANE_GAP = 18.0
NARROWEST_LANE = 215.0
HEAD_PX = 36.0
LOWEST_HEAD = 27.0
LOWEST_LANE = 100.0  # lower lanes under each other are only their names and counts
CARD_RADIUS = 8.0
EDGE_PX = 8.0
CARD_PADDING_X = 14.0
COUNT_GAP = 10.0
MORE_PX = 30.0
NAME_LINES = 3
HEAD_STYLE = Style(SMALL_BODY, WEIGHT_SEMIBOLD, 20, 1)
LATE_STYLE = Style(FOOT, WEIGHT_BOLD, 20, 1)
EDGE_ROLES = {Edge.PLAIN: "common", Edge.LATE: "harm", Edge.ANSWERED: "accent"}


@dataclass(frozen=True, slots=True)
class Density:
    """How close cards stand.

    Attributes:
        size: of a card's words.
        small: of the line under them.
        padding: above and below the words.
        gap: between cards.
        wraps: the small line takes two lines where left and right do not fit; else the right is left out.
    """

    size: int
    small: int
    padding: float
    gap: float
    wraps: bool = True

    def style(self, card: LaneCard) -> Style:
        """Give the style of a card's words."""
        weight = WEIGHT_BOLD if card.bold else WEIGHT_REGULAR
        return Style(self.size, weight, min(self.size, 24), lines=3, snug=2, balanced=True)

    def small_style(self, lines: int = 1) -> Style:
        """Give the style of the line under the words, and of a name that takes several."""
        return Style(self.small, WEIGHT_REGULAR, 20, lines)

    @property
    def line(self) -> float:
        """Height of the line under the words."""
        return self.small + 6.0

    def height(self, card: LaneCard, width: float) -> float:
        """Give the height of a card."""
        words = fit(card.text, self.style(card), _card_room(width)).height
        return words + self.small_lines(card, width) * self.line + 2 * self.padding

    def small_lines(self, card: LaneCard, width: float) -> int:
        """Count the small lines: of the left end, and one more for the right where they do not fit on one."""
        room = _card_room(width)
        left = self.left(card, room)
        if not self.left_width(card, left) and not self.right_width(card):
            return 0
        lines = self.left_lines(card, room)
        may_wrap = bool(self.left_width(card, left)) and (self.wraps or bool(card.late))
        return lines + (may_wrap and not self.one_line(card, room))

    def left(self, card: LaneCard, room: float) -> str:
        """Give what the left end says: all of it, or what stays where that does not fit."""
        for words in (card.left, card.left_short):
            if words and self.left_width(card, words) + self.right_width(card) <= room:
                return words
        fits = self.left_width(card, card.left) <= room or not card.left_short
        return card.left if fits else card.left_short

    def left_lines(self, card: LaneCard, room: float) -> int:
        """Count the lines of the left end: a long name takes as many as it needs."""
        words = self.left(card, room)
        if self.left_width(card, words) <= room:
            return 1
        return len(fit(words, self.small_style(NAME_LINES), room - self.left_width(card, "")).lines)

    def one_line(self, card: LaneCard, room: float) -> bool:
        """Tell whether both ends of the small line fit on one."""
        return self.left_width(card, self.left(card, room)) + self.right_width(card) <= room

    def left_width(self, card: LaneCard, left: str) -> float:
        """Give the room that the left end of the small line needs with some words."""
        words = text_width(left, self.small, WEIGHT_REGULAR) if left else 0.0
        mark = 0.0 if card.left_mark is Mark.NONE else mark_size(SMALL_LINE) + MARK_GAP
        return words + mark

    def right_width(self, card: LaneCard) -> float:
        """Give the room that the right end of the small line needs."""
        if card.late:
            words = text_width(card.late, LATE_STYLE.size, LATE_STYLE.weight)
            return words + mark_size(LATE_STYLE) + 2 * MARK_GAP
        if card.right:
            return text_width(card.right, self.small, WEIGHT_REGULAR) + MARK_GAP
        return 0.0


ROOMY = Density(size=BODY, small=FOOT, padding=8.0, gap=10.0)
TIGHT = Density(size=BODY - 1, small=FOOT - 2, padding=5.0, gap=7.0, wraps=False)
"""Taken when more cards can be shown in it."""


class LanesTile(Tile[LanesTileView]):
    """Escalation cards by lane."""

    @override
    def foot_left(self) -> str:
        """Leave out what everybody knows where the counts need the line."""
        room = self.body().width() - 2 * PADDING
        return (
            self.frame.foot_left
            if foot_fits(self.frame.foot_left, self.frame.foot_right, room)
            else ""
        )

    @override
    def paint_content(self, ink: Ink, area: QRectF) -> None:
        """Paint the lanes side by side, or under each other where the tile is narrow."""
        boxes = self._boxes(area)
        density = max((ROOMY, TIGHT), key=lambda one: self._shown(boxes, one))
        for lane, box in zip(self.view.lanes, boxes, strict=False):
            if self.view.show_cards:
                self._lane(ink, box, lane, density)
            else:
                self._count(ink, box, lane)

    def _shown(self, boxes: list[QRectF], density: Density) -> int:
        """Count the cards that all lanes show."""
        return sum(
            _that_fit(lane, box.width(), box.height() - HEAD_PX, density)
            for lane, box in zip(self.view.lanes, boxes, strict=False)
        )

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

    def _lane(self, ink: Ink, box: QRectF, lane: Lane, density: Density) -> None:
        head = QRectF(box.left(), box.top(), box.width(), min(HEAD_PX, box.height()))
        muted = self.theme.colour("muted")
        count = str(lane.count)
        room = text_width(count, HEAD_STYLE.size, HEAD_STYLE.weight) + 1
        ink.write_middle(lane.title, head.adjusted(0, 0, -room - 8, 0), HEAD_STYLE, muted)
        right = QRectF(head.right() - room, head.top(), room, head.height())
        ink.write_middle(count, right, HEAD_STYLE, muted, Qt.AlignmentFlag.AlignRight)
        self._cards(ink, box.adjusted(0, HEAD_PX, 0, 0), lane, density)

    def _cards(self, ink: Ink, box: QRectF, lane: Lane, density: Density) -> None:
        """Stack as many cards as fit whole, then say how many more there are."""
        shown = _that_fit(lane, box.width(), box.height(), density)
        top = box.top()
        for card in lane.cards[:shown]:
            height = density.height(card, box.width())
            self._card(ink, QRectF(box.left(), top, box.width(), height), card, density)
            top += height + density.gap
        left = max(lane.count, len(lane.cards)) - shown
        if left > 0 and box.bottom() - top >= SMALL_LINE.line:
            line = QRectF(box.left(), top, box.width(), min(MORE_PX, box.bottom() - top))
            ink.write_middle(more(left), line, SMALL_LINE, self.theme.colour("muted"))

    def _card(self, on_board: Ink, box: QRectF, card: LaneCard, density: Density) -> None:
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
        inner = QRectF(left, box.top() + density.padding, _card_room(box.width()), 0)
        inner.setBottom(box.bottom() - density.padding)
        used = ink.write(card.text, inner, density.style(card), self.theme.colour("ink"))
        self._small_line(ink, inner.adjusted(0, used, 0, 0), card, density)

    def _small_line(self, ink: Ink, box: QRectF, card: LaneCard, density: Density) -> None:
        """Write who and when under the card's words; late words on their own line when they must."""
        lines = density.small_lines(card, box.width() + EDGE_PX + 2 * CARD_PADDING_X)
        if not lines:
            return
        muted = self.theme.colour("muted")
        words, high = density.left(card, box.width()), density.left_lines(card, box.width())
        line = QRectF(box.left(), box.top(), box.width(), density.line)
        last = line.translated(0, (lines - 1) * density.line)
        shown = lines > high or card.late or density.one_line(card, box.width())
        room = density.right_width(card) if lines == high and shown else 0.0
        left = line.adjusted(0, 0, -room, (high - 1) * density.line)
        if words or card.left_mark is Mark.NONE:
            ink.marked(card.left_mark, words, left, density.small_style(high), muted)
        else:
            size = mark_size(SMALL_LINE)
            ink.mark(
                card.left_mark, QPointF(left.left() + size / 2, left.center().y()), size, muted
            )
        right = Qt.AlignmentFlag.AlignRight
        if card.late:
            tone = self.theme.colour("muted" if ink.stale else "harm")
            ink.marked(Mark.TRIANGLE, card.late, last, LATE_STYLE, tone, right)
        elif card.right and shown:
            ink.write_middle(card.right, last, density.small_style(), muted, right)

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
        rest.setTop(rest.top() + used + COUNT_GAP)
        if lane.summary and rest.height() >= BODY_STYLE.minimum * BODY_STYLE.leading:
            ink.write(lane.summary, rest, BODY_STYLE, self.theme.colour("ink"))


def _that_fit(lane: Lane, width: float, room: float, density: Density) -> int:
    """Count the cards that fit whole, keeping a line for "+3 more" when some do not."""
    heights = [density.height(card, width) for card in lane.cards]
    beyond = lane.count > len(lane.cards)
    taken = 0.0
    for index, height in enumerate(heights):
        last = index == len(heights) - 1 and not beyond
        spare = 0.0 if last else MORE_PX + density.gap
        everything = sum(heights[index:]) + density.gap * (len(heights) - 1 - index)
        if not beyond and taken + everything <= room:
            return len(heights)
        if taken + height + spare > room:
            return index
        taken += height + density.gap
    return len(heights)


def _card_room(width: float) -> float:
    return width - EDGE_PX - 2 * CARD_PADDING_X
