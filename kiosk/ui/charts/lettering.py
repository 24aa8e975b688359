"""Words in a box: wrapped, stepped down to a stated minimum, and never over the edge."""

from dataclasses import dataclass
from functools import lru_cache
from threading import get_ident

from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from kiosk.ui.theme import (
    BODY,
    FIGURE,
    FOOT,
    KEY_FIGURE,
    SMALL_BODY,
    TITLE,
    WEIGHT_BOLD,
    WEIGHT_REGULAR,
    WEIGHT_SEMIBOLD,
    font,
    tabular_figures,
)

LINE = 1.2  # line height as a share of the type size
FIGURE_LINE = 1.0  # figures stand tighter
BASELINE = 0.335  # half the height of the capitals, as a share of the type size
SMALLEST_FOOT = 20
ELLIPSIS = "…"
BALANCE_SHARES = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
CACHE_SIZE = 4096


@dataclass(frozen=True, slots=True)
class Style:
    """How words are set.

    Attributes:
        size: type size in design pixels.
        weight: one of the theme's weights.
        minimum: the size below which words are never set.
        lines: the most lines that may be used.
        leading: line height as a share of the size.
        snug: steps that the size may go down to save a line.
        balanced: lines are made about equally long, so that no word stands alone.
    """

    size: int
    weight: int = WEIGHT_REGULAR
    minimum: int = SMALL_BODY
    lines: int = 2
    leading: float = LINE
    snug: int = 0
    balanced: bool = False

    @property
    def line(self) -> float:
        """Height of one line at the full size."""
        return self.size * self.leading


@dataclass(frozen=True, slots=True)
class Fitted:
    """Words as they will be drawn.

    Attributes:
        lines: one string for each line.
        size: the size that was chosen.
        line: height of a line.
        width: width of the widest line.
        whole: nothing had to be left out.
    """

    lines: tuple[str, ...]
    size: int
    line: float
    width: float
    whole: bool

    @property
    def height(self) -> float:
        """Height of all lines."""
        return self.line * len(self.lines)


TITLE_STYLE = Style(TITLE, WEIGHT_SEMIBOLD)
BODY_STYLE = Style(BODY, lines=6)
LABEL_STYLE = Style(BODY, lines=6, balanced=True)
BODY_LINE = Style(BODY, lines=1)
STRONG_STYLE = Style(BODY, WEIGHT_SEMIBOLD, lines=6)
QUESTION_STYLE = Style(BODY, WEIGHT_SEMIBOLD, lines=6, balanced=True)
STRONG_LINE = Style(BODY, WEIGHT_SEMIBOLD, lines=1)
CHIP_STYLE = Style(SMALL_BODY, WEIGHT_SEMIBOLD, FOOT, lines=1)
SMALL_STYLE = Style(FOOT, minimum=SMALLEST_FOOT)
SMALL_LINE = Style(FOOT, minimum=SMALLEST_FOOT, lines=1)
KEY_STYLE = Style(KEY_FIGURE, WEIGHT_BOLD, 40, lines=1, leading=FIGURE_LINE)
FIGURE_STYLE = Style(FIGURE, WEIGHT_BOLD, 36, lines=1, leading=FIGURE_LINE)


def set_font(size: int, weight: int) -> QFont:
    """Give the font of a size and weight, made once for each thread."""
    return font(size, weight)


@lru_cache(maxsize=64)
def _metrics(size: int, weight: int, thread: int, tabular: bool) -> QFontMetricsF:  # noqa: FBT001 - a cache's key
    del thread, tabular  # fonts are not shared between threads
    return QFontMetricsF(set_font(size, weight))


def text_width(text: str, size: int, weight: int) -> float:
    """Measure one line of words in design pixels."""
    return _text_width(text, size, weight, tabular_figures())


@lru_cache(maxsize=CACHE_SIZE)
def _text_width(text: str, size: int, weight: int, tabular: bool) -> float:  # noqa: FBT001 - a cache's key
    return _metrics(size, weight, get_ident(), tabular).horizontalAdvance(text)


def fit(text: str, style: Style, width: float, height: float = 1e6) -> Fitted:
    """Set words into a box.

    Args:
        text: the words.
        style: size, weight, minimum and the most lines.
        width: width of the box in design pixels.
        height: height of the box in design pixels.

    Returns:
        The words at the largest size at which they fit whole; at the smallest, with an ellipsis, when none does.
    """
    return _fit(text, style, width, height, tabular_figures())


@lru_cache(maxsize=CACHE_SIZE)
def _fit(text: str, style: Style, width: float, height: float, tabular: bool) -> Fitted:  # noqa: FBT001 - a cache's key
    del tabular  # what is measured below is measured in the figures that are set now
    for size in range(style.size, style.minimum - 1, -1):
        lines = _wrap(text, size, style.weight, width)
        if lines is None or len(lines) > _room(style, size, height):
            continue
        fitted = _snug(text, _fitted(lines, size, style, whole=True), style, width)
        return _balanced(text, fitted, style, width) if style.balanced else fitted
    return _shortened(text, style, width, height)


def _snug(text: str, fitted: Fitted, style: Style, width: float) -> Fitted:
    """Save a line by a small step down, where the style allows it."""
    smallest = max(fitted.size - style.snug, style.minimum)
    for size in range(fitted.size - 1, smallest - 1, -1):
        lines = _wrap(text, size, style.weight, width)
        if lines is not None and len(lines) < len(fitted.lines):
            return _fitted(lines, size, style, whole=True)
    return fitted


def _balanced(text: str, fitted: Fitted, style: Style, width: float) -> Fitted:
    """Break into as many lines, in the narrowest of a few widths in which that is possible."""
    if len(fitted.lines) > 1:
        for share in BALANCE_SHARES:
            lines = _wrap(text, fitted.size, style.weight, width * share)
            if lines is not None and len(lines) == len(fitted.lines):
                return _fitted(lines, fitted.size, style, whole=True)
    return fitted


def _room(style: Style, size: int, height: float) -> int:
    """How many lines the style and the box allow."""
    return min(style.lines, int((height + 0.01) / (size * style.leading)))


def _fitted(lines: tuple[str, ...], size: int, style: Style, *, whole: bool) -> Fitted:
    widest = max((text_width(line, size, style.weight) for line in lines), default=0.0)
    return Fitted(lines, size, size * style.leading, widest, whole)


def _shortened(text: str, style: Style, width: float, height: float) -> Fitted:
    size = style.minimum
    room = _room(style, size, height)
    lines = _wrap(text, size, style.weight, width, anywhere=True) or ()
    if len(lines) <= room:
        return _fitted(lines, size, style, whole=True)
    kept = lines[:room]
    if kept:
        kept = (*kept[:-1], _ellipsis(kept[-1], size, style.weight, width))
    return _fitted(kept, size, style, whole=False)


def _ellipsis(line: str, size: int, weight: int, width: float) -> str:
    while line and text_width(line + ELLIPSIS, size, weight) > width:
        line = line[:-1].rstrip()
    return line + ELLIPSIS


def _wrap(
    text: str, size: int, weight: int, width: float, *, anywhere: bool = False
) -> tuple[str, ...] | None:
    """Break words into lines; None when a single word is wider than the box and must not be broken."""
    if "\n" not in text and text_width(text, size, weight) <= width:
        return (text,) if text else ()
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_broken(paragraph, size, weight, width, anywhere=anywhere))
    if not anywhere and any(text_width(line, size, weight) > width + 0.5 for line in lines):
        return None
    return tuple(lines)


def _kept_together(text: str) -> str:
    """Give words of the same length in which no line ends within "70 → 61 %"."""
    return text.replace(" → ", "\N{NO-BREAK SPACE}→\N{NO-BREAK SPACE}").replace(
        " %", "\N{NO-BREAK SPACE}%"
    )


def _broken(text: str, size: int, weight: int, width: float, *, anywhere: bool) -> list[str]:
    mode = (
        QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        if anywhere
        else QTextOption.WrapMode.WordWrap
    )
    layout = QTextLayout(_kept_together(text), set_font(size, weight))
    option = QTextOption()
    option.setWrapMode(mode)
    layout.setTextOption(option)
    layout.beginLayout()
    spans = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1.0))
        spans.append((line.textStart(), line.textLength()))
    layout.endLayout()
    units = text.encode("utf-16-le")
    return [
        units[2 * start : 2 * (start + length)].decode("utf-16-le", "replace").rstrip()
        for start, length in spans
    ]
