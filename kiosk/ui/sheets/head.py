"""The head of a sheet: its title, and the steps of a form with the current one underlined."""

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from kiosk.ui.sheets.layout import STEPS_HEIGHT, TITLE_HEIGHT
from kiosk.ui.theme import FOOT, LABEL, SHEET_TITLE, WEIGHT_BOLD, WEIGHT_REGULAR, Theme
from kiosk.ui.widgets import phrases
from kiosk.ui.widgets.words import fit, paint_words, text_width
from kiosk.viewmodels.sheets import SheetView

STEP_SIZE = LABEL + 1
STEP_GAP = 16.0
UNDERLINE = 5.0
TITLE_GAP = 40.0
STAMP_PADDING = 18.0
STAMP_HEIGHT = 32.0


def steps_width(view: SheetView) -> float:
    """The width of the row of steps."""
    if not view.steps:
        return 0.0
    sign = text_width(phrases.ON_SIGN, STEP_SIZE) + 2 * STEP_GAP
    words = sum(_step_width(view, number) for number in range(len(view.steps)))
    return words + sign * (len(view.steps) - 1)


def _weight(view: SheetView, number: int) -> int:
    return WEIGHT_BOLD if number == view.step else WEIGHT_REGULAR


def _step_width(view: SheetView, number: int) -> float:
    return text_width(view.steps[number], STEP_SIZE, _weight(view, number))


def steps_beside(view: SheetView, width: float) -> bool:
    """Whether title and steps stand in one line."""
    title = text_width(view.title, SHEET_TITLE, WEIGHT_BOLD)
    return title + TITLE_GAP + steps_width(view) <= width


def head_height(view: SheetView, width: float) -> float:
    """The height of the head at a width."""
    below = bool(view.steps) and not steps_beside(view, width)
    return TITLE_HEIGHT + (STEPS_HEIGHT if below else 0.0)


def paint_head(painter: QPainter, rect: QRectF, view: SheetView, theme: Theme) -> None:
    """Paint title and steps into the head's rectangle."""
    line = QRectF(rect.left(), rect.top(), rect.width(), TITLE_HEIGHT)
    beside = steps_beside(view, rect.width())
    room = rect.width() - (steps_width(view) + TITLE_GAP if beside and view.steps else 0.0)
    title = fit(view.title, SHEET_TITLE, WEIGHT_BOLD, room, 1)
    paint_words(painter, line, title, theme.colour("ink"))
    if not view.steps:
        return
    if beside:
        _paint_steps(painter, line, rect.right() - steps_width(view), view, theme)
    else:
        line = QRectF(rect.left(), line.bottom(), rect.width(), STEPS_HEIGHT)
        _paint_steps(painter, line, rect.left(), view, theme)


def paint_stamp(painter: QPainter, panel: QRectF, view: SheetView, theme: Theme) -> None:
    """Paint the stamp as a tab on the panel's upper edge."""
    if not view.stamp:
        return
    width = text_width(view.stamp, FOOT, WEIGHT_BOLD) + 2 * STAMP_PADDING
    tab = QRectF(panel.center().x() - width / 2, panel.top(), width, STAMP_HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("ink"))
    painter.drawRect(tab)
    words = fit(view.stamp, FOOT, WEIGHT_BOLD, width, 1)
    paint_words(painter, tab, words, theme.colour("on_ink"), Qt.AlignmentFlag.AlignHCenter)


def _paint_steps(
    painter: QPainter, line: QRectF, left: float, view: SheetView, theme: Theme
) -> None:
    for number, step in enumerate(view.steps):
        current = number == view.step
        width = _step_width(view, number)
        words = fit(step, STEP_SIZE, _weight(view, number), width + 1, 1)
        room = QRectF(left, line.top(), width, line.height())
        align = Qt.AlignmentFlag.AlignHCenter
        paint_words(painter, room, words, theme.colour("ink" if current else "muted"), align)
        if current:
            y = line.center().y() + STEP_SIZE * 0.85
            pen = QPen(theme.colour("accent"), UNDERLINE)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(QLineF(left, y, left + width, y))
        left += width + STEP_GAP
        if number + 1 < len(view.steps):
            sign_width = text_width(phrases.ON_SIGN, STEP_SIZE)
            sign = fit(phrases.ON_SIGN, STEP_SIZE, WEIGHT_REGULAR, sign_width + 1, 1)
            room = QRectF(left, line.top(), sign_width, line.height())
            paint_words(painter, room, sign, theme.colour("muted"))
            left += sign_width + STEP_GAP
