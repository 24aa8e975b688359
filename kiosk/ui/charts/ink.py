"""One painter with a theme: colours by role, words that fit, chips and marks, and a report of every text drawn."""

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from kiosk.ui.charts.icons import paint_icon
from kiosk.ui.charts.lettering import BASELINE, CHIP_STYLE, Fitted, Style, fit, set_font, text_width
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.marks import paint_mark
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.tiles import Chip

CHIP_HEIGHT = 40.0
CHIP_PADDING = 14.0
CHIP_RADIUS = 7.0
CHIP_GAP = 9.0
MARK_GAP = 8.0
HATCH_STEP = 15.0
CAPITALS = BASELINE * 2  # height of the capitals as a share of the type size
# What stale figures wear instead of a colour that would say something about today.
QUIET_ROLES = {
    Tone.ACCENT: "muted",
    Tone.BETTER: "common",
    Tone.WORSE: "common",
    Tone.HARM: "common",
}
SOFT_ROLES = {
    Tone.ACCENT: "accent_soft",
    Tone.BETTER: "better_soft",
    Tone.WORSE: "worse_soft",
    Tone.HARM: "harm_soft",
}
FILLED_ROLES = {Tone.ACCENT: "on_accent", Tone.BETTER: "on_better", Tone.HARM: "on_harm"}


@dataclass(frozen=True, slots=True)
class TextFit:
    """One text as it was drawn.

    Attributes:
        text: the words that were asked for.
        drawn: the words that were drawn.
        box: where they stand, in design pixels; empty when there was no room for a single line.
        size: the type size.
        whole: nothing was left out.
    """

    text: str
    drawn: str
    box: QRectF
    size: int
    whole: bool


@dataclass(slots=True)
class FitReport:
    """Every text of one painting, for tests that look for clipped or overlapping words."""

    fits: list[TextFit] = field(default_factory=list)

    def cut(self) -> list[str]:
        """Give the texts that were not drawn whole."""
        return [one.text for one in self.fits if not one.whole]

    def drawn(self) -> str:
        """Give all the words that were drawn, a line for each text."""
        return "\n".join(one.drawn for one in self.fits)


@dataclass(frozen=True, slots=True)
class Ink:
    """A painter that knows the theme.

    Attributes:
        painter: in design pixels.
        theme: the colours.
        report: takes every text drawn.
        stale: colours that speak of today are greyed.
        backing: painted under words, where they would stand on a hatch.
    """

    painter: QPainter
    theme: Theme
    report: FitReport
    stale: bool = False
    backing: QColor | None = None

    def on_fill(self) -> "Ink":
        """Give the same ink for words on a filled shape, which need no backing."""
        return replace(self, backing=None)

    def tone(self, tone: Tone) -> QColor:
        """Give the colour of a tone, grey when the figures are stale."""
        role = QUIET_ROLES.get(tone, tone.value) if self.stale else tone.value
        return self.theme.colour(role)

    def write(
        self,
        text: str,
        box: QRectF,
        style: Style,
        colour: QColor,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> float:
        """Draw words from the top of a box, inside it.

        Returns:
            The height that was used.
        """
        fitted = fit(text, style, box.width(), box.height())
        self._draw(text, fitted, box, style.weight, colour, align)
        return fitted.height

    def write_middle(
        self,
        text: str,
        box: QRectF,
        style: Style,
        colour: QColor,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> float:
        """Draw words in the vertical middle of a box, inside it.

        Returns:
            The width that was used.
        """
        fitted = fit(text, style, box.width(), box.height())
        top = box.top() + (box.height() - fitted.height) / 2
        middle = QRectF(box.left(), top, box.width(), fitted.height)
        self._draw(text, fitted, middle, style.weight, colour, align)
        return fitted.width

    def _draw(
        self,
        text: str,
        fitted: Fitted,
        box: QRectF,
        weight: int,
        colour: QColor,
        align: Qt.AlignmentFlag,
    ) -> None:
        if not text:
            return
        if not fitted.lines:
            self.report.fits.append(TextFit(text, "", QRectF(), fitted.size, whole=False))
            return
        self.painter.setFont(set_font(fitted.size, weight))
        self.painter.setPen(colour)
        if self.backing is not None:
            self._back(fitted, box, align)
        left = box.right()
        for row, line in enumerate(fitted.lines):
            width = text_width(line, fitted.size, weight)
            x = _left(box, width, align)
            y = box.top() + row * fitted.line + fitted.line / 2 + BASELINE * fitted.size
            self.painter.drawText(QPointF(x, y), line)
            left = min(left, x)
        place = QRectF(left, box.top(), fitted.width, fitted.height)
        drawn = " ".join(fitted.lines)
        self.report.fits.append(TextFit(text, drawn, place, fitted.size, fitted.whole))

    def _back(self, fitted: Fitted, box: QRectF, align: Qt.AlignmentFlag) -> None:
        """Clear the hatch from behind words."""
        left = _left(box, fitted.width, align)
        place = QRectF(left - 4, box.top(), fitted.width + 8, fitted.height)
        self.painter.fillRect(place, self.backing or QColor())

    def mark(self, mark: Mark, centre: QPointF, size: float, colour: QColor) -> None:
        """Draw a mark."""
        paint_mark(self.painter, mark, centre, size, colour)

    def marked(
        self,
        mark: Mark,
        text: str,
        box: QRectF,
        style: Style,
        colour: QColor,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """Draw a mark and words after it, in the vertical middle of a box; the mark stands at their first line."""
        if mark is Mark.NONE:
            self.write_middle(text, box, style, colour, align)
            return
        room = MARK_GAP + mark_size(style)
        inner = box.adjusted(room, 0, 0, 0)
        fitted = fit(text, style, inner.width(), inner.height())
        left = _left(inner, fitted.width, align) if text else inner.left()
        size = mark_size(style)
        above = (max(len(fitted.lines), 1) - 1) * fitted.line / 2
        self.mark(mark, QPointF(left - room + size / 2, box.center().y() - above), size, colour)
        self.write_middle(text, inner, style, colour, align)

    def rule(self, left: float, right: float, y: float) -> None:
        """Draw a thin line between rows."""
        self.painter.setPen(QPen(self.theme.colour("line"), 2))
        self.painter.drawLine(QPointF(left, y), QPointF(right, y))

    def pill(self, box: QRectF, colour: QColor, radius: float = CHIP_RADIUS) -> None:
        """Fill a rounded box."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colour)
        self.painter.drawRoundedRect(box, radius, radius)

    def hatch(self, box: QRectF, colour: QColor, step: float = HATCH_STEP) -> None:
        """Fill a box with diagonal lines."""
        self.painter.save()
        self.painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        self.painter.setPen(QPen(colour, 2))
        reach = box.height()
        x = box.left() - reach
        while x < box.right():
            self.painter.drawLine(QPointF(x, box.bottom()), QPointF(x + reach, box.top()))
            x += step
        self.painter.restore()

    def chip(self, chip: Chip, right_or_left: QPointF, width: float, *, from_right: bool) -> float:
        """Draw a chip whose top corner is at a point.

        Args:
            chip: words, tone and mark.
            right_or_left: its top right corner when `from_right`, else its top left.
            width: the most it may take.
            from_right: which corner is given.

        Returns:
            The width that it took.
        """
        taken = min(chip_width(chip), width)
        left = right_or_left.x() - taken if from_right else right_or_left.x()
        box = QRectF(left, right_or_left.y(), taken, CHIP_HEIGHT)
        back, front = self._chip_colours(chip)
        self.pill(box, back)
        if self.theme.name == "contrast":
            self.painter.setPen(QPen(front, 2))
            self.painter.setBrush(QBrush())
            self.painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), CHIP_RADIUS, CHIP_RADIUS)
        inner = box.adjusted(CHIP_PADDING, 0, -CHIP_PADDING + 1, 0)
        if chip.icon is not None:
            square = QRectF(box.left(), box.top(), CHIP_HEIGHT, CHIP_HEIGHT)
            paint_icon(self.painter, chip.icon, square, front, self.theme.colour("surface"))
            inner.setLeft(square.right() + MARK_GAP)
            self.on_fill().write_middle(chip.text, inner, CHIP_STYLE, front)
            return taken
        self.on_fill().marked(chip.mark, chip.text, inner, CHIP_STYLE, front)
        return taken

    def _chip_colours(self, chip: Chip) -> tuple[QColor, QColor]:
        if self.stale or chip.tone not in SOFT_ROLES:
            front = "ink" if chip.tone is Tone.INK else "muted"
            return self.theme.colour("soft"), self.theme.colour(front)
        if chip.filled and chip.tone in FILLED_ROLES:
            return self.tone(chip.tone), self.theme.colour(FILLED_ROLES[chip.tone])
        return self.theme.colour(SOFT_ROLES[chip.tone]), self.tone(chip.tone)


def more(count: int) -> str:
    """Say how many do not fit."""
    return f"+{count} more"


def mark_size(style: Style) -> float:
    """Give the extent of a mark that stands before words of a style."""
    return style.size * CAPITALS


def chip_width(chip: Chip) -> float:
    """Give the width that a chip would like."""
    words = text_width(chip.text, CHIP_STYLE.size, CHIP_STYLE.weight)
    if chip.icon is not None:
        return CHIP_HEIGHT + MARK_GAP + words + CHIP_PADDING
    mark = 0.0 if chip.mark is Mark.NONE else mark_size(CHIP_STYLE) + MARK_GAP
    return words + mark + 2 * CHIP_PADDING


def _left(box: QRectF, width: float, align: Qt.AlignmentFlag) -> float:
    if align == Qt.AlignmentFlag.AlignRight:
        return box.right() - width
    if align == Qt.AlignmentFlag.AlignHCenter:
        return box.left() + (box.width() - width) / 2
    return box.left()
