"""The agenda tile: how long until the huddle, its items, and the equity question of the day."""

from PySide6.QtCore import QPointF, QRectF, Qt
from typing_extensions import override

from kiosk.ui.charts.ink import CHIP_HEIGHT, Ink, chip_width, more
from kiosk.ui.charts.lettering import (
    BODY_LINE,
    BODY_STYLE,
    FIGURE_STYLE,
    QUESTION_STYLE,
    SMALL_LINE,
    Style,
    fit,
    text_width,
)
from kiosk.ui.theme import BODY, WEIGHT_SEMIBOLD
from kiosk.ui.tiles.tile import Tile
from kiosk.viewmodels.tiles import AgendaRow, AgendaTileView

SMALLEST_PITCH = 42.0
LARGEST_PITCH = 62.0
GAP = 16.0
ROW_GAP = 10.0
COLUMN_GAP = 24.0
WIDE_PX = 700.0
COUNTDOWN_SHARE = 0.28
NARROW_PX = 340.0  # narrower rows carry their minutes smaller
NARROWEST_ROW = 300.0
ROOM_FOR_QUESTION_PX = 250.0
OVER_QUESTION_STYLE = Style(24, minimum=22)
ROW_STYLE = Style(BODY, WEIGHT_SEMIBOLD, lines=2, snug=3)
SMALLEST_QUESTION = 150.0  # a place lower than this keeps the rows and leaves the question out


class AgendaTile(Tile[AgendaTileView]):
    """The next huddle."""

    @override
    def paint_content(self, ink: Ink, area: QRectF) -> None:
        """Paint the countdown, the question at the bottom and the rows between, or side by side."""
        if area.width() >= WIDE_PX and area.width() > 1.5 * area.height():
            self._paint_wide(ink, area)
            return
        rest = area.adjusted(0, self._countdown(ink, area) - area.top(), 0, 0)
        rest.setBottom(self._question(ink, rest))
        self._rows(ink, rest, self.view.rows)

    def _paint_wide(self, ink: Ink, area: QRectF) -> None:
        """Paint the countdown left of the rows, and the question under both where it has room."""
        rest = QRectF(area)
        if area.height() >= ROOM_FOR_QUESTION_PX:
            rest.setBottom(self._question(ink, area))
        left = area.width() * COUNTDOWN_SHARE
        self._countdown(ink, QRectF(rest.left(), rest.top(), left - GAP, rest.height()))
        rows = rest.adjusted(left + GAP, 0, 0, 0)
        half = (rows.width() - COLUMN_GAP) / 2
        if len(self.view.rows) * SMALLEST_PITCH <= rows.height() or half < NARROWEST_ROW:
            self._rows(ink, rows, self.view.rows)
            return
        first = (len(self.view.rows) + 1) // 2
        self._rows(ink, rows.adjusted(0, 0, -half - COLUMN_GAP, 0), self.view.rows[:first])
        self._rows(ink, rows.adjusted(half + COLUMN_GAP, 0, 0, 0), self.view.rows[first:], first)

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
        label = fit(self.view.question_label, OVER_QUESTION_STYLE, area.width()).height
        top = area.bottom() - words - label
        ink.write(
            self.view.question_label,
            QRectF(area.left(), top, area.width(), label),
            OVER_QUESTION_STYLE,
            self.theme.colour("muted"),
        )
        box = QRectF(area.left(), top + label, area.width(), words + 0.1)
        ink.write(self.view.question, box, QUESTION_STYLE, self.theme.colour("ink"))
        return top - GAP

    def _rows(
        self, ink: Ink, area: QRectF, rows: tuple[AgendaRow, ...], pitched_for: int = 0
    ) -> None:
        """Paint rows as far as they fit; `pitched_for` keeps the pitch of a longer column."""
        if not rows:
            return
        shown = len(rows)
        pitch = min(area.height() / max(shown, pitched_for), LARGEST_PITCH)
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
            style = SMALL_LINE if box.width() < NARROW_PX else BODY_LINE
            right = text_width(row.right, style.size, style.weight) + 1
            right = min(right, box.width() * 0.5)
            place = QRectF(box.right() - right, box.top(), right, box.height())
            muted = self.theme.colour("muted")
            ink.write_middle(row.right, place, style, muted, Qt.AlignmentFlag.AlignRight)
        words = box.adjusted(0, 0, -right - (ROW_GAP if right else 0), 0)
        ink.write_middle(row.text, words, ROW_STYLE, self.theme.colour("ink"))
