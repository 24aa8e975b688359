"""A verdict with its mark: a chip where its words fit on one line, else the mark before bold words."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF

from kiosk.ui.charts.ink import CHIP_HEIGHT, MARK_GAP, Ink, chip_width, mark_size
from kiosk.ui.charts.lettering import STRONG_STYLE, fit
from kiosk.ui.theme import BODY, FOOT
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.tiles import Chip

UNDER_CHIP = 6.0
WRAPPED_STYLE = replace(STRONG_STYLE, minimum=FOOT, snug=BODY - FOOT)


def verdict_height(chip: Chip, width: float, *, tight: bool = False) -> float:
    """Give the height that a verdict takes in a width; a tight one is words with their mark, without a chip."""
    if not tight and chip_width(chip) <= width:
        return CHIP_HEIGHT + UNDER_CHIP
    return fit(chip.text, WRAPPED_STYLE, width - _before(chip)).height


def draw_verdict(ink: Ink, rest: QRectF, chip: Chip, *, tight: bool = False) -> float:
    """Draw a verdict at the top of a box; give the height that it took."""
    if not tight and chip_width(chip) <= rest.width():
        ink.chip(chip, rest.topLeft(), rest.width(), from_right=False)
        return CHIP_HEIGHT + UNDER_CHIP
    size, before = mark_size(STRONG_STYLE), _before(chip)
    line = fit(chip.text, WRAPPED_STYLE, rest.width() - before).line
    if before:
        centre = QPointF(rest.left() + size / 2, rest.top() + line / 2)
        ink.mark(chip.mark, centre, size, ink.tone(chip.tone))
    colour = ink.theme.colour("muted" if ink.stale else "ink")
    return ink.write(chip.text, rest.adjusted(before, 0, 0, 0), WRAPPED_STYLE, colour)


def _before(chip: Chip) -> float:
    return 0.0 if chip.mark is Mark.NONE else mark_size(STRONG_STYLE) + MARK_GAP
