"""Words on screen: how they wrap, when they step down a size, and the label that paints them."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QTextLayout, QTextOption

from kiosk.ui.theme import WEIGHT_REGULAR, font

LINE_SPACING = 1.22  # of the type size, from baseline to baseline
STEP_DOWN = 0.86  # one step smaller
STEPS = 4
CACHE_SIZE = 2048
ARROW_AFTER_WORD = "\N{NO-BREAK SPACE}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
CAP_MIDDLE = 0.35  # the middle of a capital above the baseline, of the type size


@dataclass(frozen=True, slots=True)
class Fitted:
    """Words broken into lines at a size.

    Attributes:
        lines: one string a line.
        size: type size in design pixels.
        weight: of the font.
        width: of the longest line, in design pixels.
        fits: whether the lines are as few and as short as was asked for.
    """

    lines: tuple[str, ...]
    size: float
    weight: int
    width: float
    fits: bool

    @property
    def height(self) -> float:
        """The height of all lines in design pixels."""
        return len(self.lines) * self.size * LINE_SPACING


@lru_cache(maxsize=CACHE_SIZE)
def text_width(text: str, size: float, weight: int = WEIGHT_REGULAR) -> float:
    """Measure one line, in design pixels."""
    return QFontMetricsF(font(size, weight)).horizontalAdvance(text)


@lru_cache(maxsize=1024)
def wrap(text: str, size: float, weight: int, width: float) -> tuple[str, ...]:
    """Break words into lines no longer than `width`; a word that is longer breaks inside."""
    lines: list[str] = []
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    for paragraph in keep_together(text).split("\n"):
        layout = QTextLayout(paragraph, font(size, weight))
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(max(1.0, width))
            lines.append(_slice(paragraph, line.textStart(), line.textLength()))
            line = layout.createLine()
        layout.endLayout()
    return tuple(lines) or ("",)


def keep_together(text: str) -> str:
    """Keep the arrow of "Raise it" on the line of its last word."""
    return text.replace(" \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}", ARROW_AFTER_WORD)


def _slice(text: str, start: int, length: int) -> str:
    """Cut by UTF-16 units, as Qt counts them."""
    units = text.encode("utf-16-le")
    return units[2 * start : 2 * (start + length)].decode("utf-16-le").rstrip()


@lru_cache(maxsize=CACHE_SIZE)
def fit(text: str, size: float, weight: int, width: float, most_lines: int = 2) -> Fitted:
    """Fit words into a width: on one line, then on more, then one step smaller, never cut.

    Args:
        text: the words.
        size: type size to begin with, in design pixels.
        weight: of the font.
        width: room in design pixels.
        most_lines: lines allowed before the size steps down.
    """
    smaller = size
    words = keep_together(text).replace("\n", " ").split(" ")
    for _ in range(STEPS):
        longest_word = max((text_width(w, smaller, weight) for w in words), default=0.0)
        lines = wrap(text, smaller, weight, width)
        if len(lines) <= most_lines and longest_word <= width:
            return _fitted(lines, smaller, weight, fits=True)
        smaller *= STEP_DOWN
    smaller = size * STEP_DOWN ** (STEPS - 1)
    return _fitted(wrap(text, smaller, weight, width), smaller, weight, fits=False)


def _fitted(lines: tuple[str, ...], size: float, weight: int, *, fits: bool) -> Fitted:
    widest = max(text_width(line, size, weight) for line in lines)
    return Fitted(lines, size, weight, widest, fits)


def paint_words(
    painter: QPainter,
    rect: QRectF,
    words: Fitted,
    colour: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Paint fitted words, centred from top to bottom in a rectangle."""
    painter.setFont(font(words.size, words.weight))
    painter.setPen(colour)
    step = words.size * LINE_SPACING
    baseline = rect.center().y() - words.height / 2 + step / 2 + words.size * CAP_MIDDLE
    for line in words.lines:
        spare = rect.width() - text_width(line, words.size, words.weight)
        shares = {Qt.AlignmentFlag.AlignHCenter: 0.5, Qt.AlignmentFlag.AlignRight: 1.0}
        left = rect.left() + spare * shares.get(align, 0.0)
        painter.drawText(QPointF(left, baseline), line)
        baseline += step
