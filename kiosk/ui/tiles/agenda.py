"""The agenda tile: how long until the huddle, its items, and the equity question of the day."""

from PySide6.QtCore import QPointF, QRectF, Qt
from typing_extensions import override

from kiosk.ui.charts.ink import CHIP_HEIGHT, Ink, chip_width, more
from kiosk.ui.charts.lettering import (
    BODY_LINE,
    BODY_STYLE,
    FIGURE_STYLE,
    SMALL_LINE,
    STRONG_LINE,
    STRONG_STYLE,
    Style,
    fit,
    text_width,
)
from kiosk.ui.tiles.tile import Tile
from kiosk.viewmodels.tiles import AgendaRow, AgendaTileView

SMALLEST_PITCH = 44.0
LARGEST_PITCH = 62.0
GAP = 16.0
WIDE_PX = 700.0
LABEL_STYLE = Style(24, minimum=22)
QUESTION_STYLE = STRONG_STYLE
SMALLEST_QUESTION = 150.0  # a place lower than this keeps the rows and leaves the question out


class AgendaTile(Tile[AgendaTileView]):
    """The next huddle."""

    @override
    def paint_content(self, ink: Ink, area: QRectF) -> None:
        """Paint the countdown, the question at the bottom and the rows between, or side by side."""
        if area.width() >= WIDE_PX and area.width() > 1.5 * area.height():
            left = QRectF(area.left(), area.top(), area.width() * 0.42 - GAP, area.height())
            self._rows(ink, area.adjusted(area.width() * 0.42 + GAP, 0, 0, 0))
            top = self._countdown(ink, left)
            self._question(ink, left.adjusted(0, top - left.top(), 0, 0))
            return
        rest = area.adjusted(0, self._countdown(ink, area) - area.top(), 0, 0)
        rest.setBottom(self._question(ink, rest))
        self._rows(ink, rest)

    def _countdown(self, ink: Ink, area: QRectF) -> float:
        """Paint how long and when; give where the rest begins."""
        box = QRectF(area)
        colour = self.theme.colour("ink")
        if self.view.countdown:
            box.setTop(box.top() + ink.write(self.view.countdown, box, FIGURE_STYLE, colour))
        if self.view.when and box.height() >= BODY_LINE.line:
            used = ink.write(self.view.when, box, BODY_STYLE, self.theme.colour("muted"))
            box.setTop(box.top() + used)
        return box.top() + GAP

    def _question(self, ink: Ink, area: QRectF) -> float:
        """Paint the question at the bottom; give where it begins."""
        if not self.view.question or area.height() < SMALLEST_QUESTION:
            return area.bottom()
        room = area.height() * 0.5
        words = fit(self.view.question, QUESTION_STYLE, area.width(), room).height
        label = fit(self.view.question_label, LABEL_STYLE, area.width()).height
        top = area.bottom() - words - label
        ink.write(
            self.view.question_label,
            QRectF(area.left(), top, area.width(), label),
            LABEL_STYLE,
            self.theme.colour("muted"),
        )
        box = QRectF(area.left(), top + label, area.width(), words + 0.1)
        ink.write(self.view.question, box, QUESTION_STYLE, self.theme.colour("ink"))
        return top - GAP

    def _rows(self, ink: Ink, area: QRectF) -> None:
        rows = self.view.rows
        if not rows:
            return
        shown, pitch = len(rows), min(area.height() / len(rows), LARGEST_PITCH)
        if pitch < SMALLEST_PITCH:
            shown, pitch = max(int(area.height() / SMALLEST_PITCH) - 1, 0), SMALLEST_PITCH
        top = area.top()
        ink.rule(area.left(), area.right(), top)
        for row in rows[:shown]:
            self._row(ink, QRectF(area.left(), top, area.width(), pitch), row)
            top += pitch
            ink.rule(area.left(), area.right(), top)
        left = len(rows) - shown
        if left and area.bottom() - top >= SMALL_LINE.line:
            box = QRectF(area.left(), top, area.width(), min(pitch, area.bottom() - top))
            ink.write_middle(more(left), box, SMALL_LINE, self.theme.colour("muted"))

    def _row(self, ink: Ink, box: QRectF, row: AgendaRow) -> None:
        right = 0.0
        if row.chip is not None:
            corner = QPointF(box.right(), box.center().y() - CHIP_HEIGHT / 2)
            right = min(chip_width(row.chip), box.width() * 0.6)
            ink.chip(row.chip, corner, right, from_right=True)
        elif row.right:
            right = text_width(row.right, BODY_LINE.size, BODY_LINE.weight) + 1
            right = min(right, box.width() * 0.5)
            place = QRectF(box.right() - right, box.top(), right, box.height())
            muted = self.theme.colour("muted")
            ink.write_middle(row.right, place, BODY_LINE, muted, Qt.AlignmentFlag.AlignRight)
        words = box.adjusted(0, 0, -right - (GAP if right else 0), 0)
        ink.write_middle(row.text, words, STRONG_LINE, self.theme.colour("ink"))
