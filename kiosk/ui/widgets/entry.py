"""Where words and figures are typed: a line edit that paints itself, for any keyboard."""

from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme, font
from kiosk.ui.widgets.touchable import (
    FOCUS_MARGIN,
    RADIUS,
    paint_box,
    scaled_painter,
    scaled_rect,
)
from kiosk.ui.widgets.words import LINE_SPACING, STEP_DOWN, STEPS, fit, paint_words

PAD = 22.0
BESIDE_CARET = 8.0
CARET_WIDTH = 3
MOST_LINES = 2
ECHOES = 64  # changes that may be under way to the form and back


@dataclass(frozen=True, slots=True)
class EntryLook:
    """How an entry paints its words.

    Attributes:
        size: type size in design pixels.
        weight: of the font.
        hint_size: type size of the hint.
        hint_stays: whether the hint stands at the right, or only where there are no words yet.
    """

    size: float
    weight: int
    hint_size: float
    hint_stays: bool


class Entry(QLineEdit):
    """One line of words, on up to two lines of the screen; its caret does not blink.

    Signals:
        reached: a finger or the Tab key came to it.
        done: Enter was pressed.
        changed_by_hand: the whole text, after each change that a person made.
    """

    reached = Signal()
    done = Signal()
    changed_by_hand = Signal(str)

    def __init__(self, theme: Theme, look: EntryLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.look = theme, look
        self.scale = 1.0
        self.hint = ""
        self.active = True
        self._preedit = ""
        self._sent: deque[str] = deque(maxlen=ECHOES)
        self.setFrame(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.textEdited.connect(self._tell)

    def show_text(self, text: str) -> None:
        """Take the text of a view, unless it is the echo of what was typed a moment ago."""
        if text in self._sent:
            while self._sent.popleft() != text:
                pass
        elif text != self.text():
            self.setText(text)
        self.update()

    def place(self, body: QRectF) -> None:
        """Put the box at a rectangle in the parent's design pixels."""
        grown = body.adjusted(-FOCUS_MARGIN, -FOCUS_MARGIN, FOCUS_MARGIN, FOCUS_MARGIN)
        self.setGeometry(scaled_rect(grown, self.scale).toAlignedRect())

    def body(self) -> QRectF:
        """The box in the widget's own design pixels."""
        full = QRectF(0, 0, self.width() / self.scale, self.height() / self.scale)
        return full.adjusted(FOCUS_MARGIN, FOCUS_MARGIN, -FOCUS_MARGIN, -FOCUS_MARGIN)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = scaled_painter(self, self.scale)
        body, colour = self.body(), self.theme.colour
        lit = self.hasFocus() or self.active
        paint_box(painter, body, colour("surface"), colour("accent" if lit else "line"))
        if self.hasFocus():
            paint_box(painter, body.adjusted(-2, -2, 2, 2), None, colour("accent"), RADIUS + 2)
        self._paint_hint(painter, body)
        layout = self._layout()
        at = QPointF(body.left() + PAD, body.center().y() - _height(layout) / 2)
        painter.setPen(colour("ink"))
        layout.draw(painter, at)
        if lit:
            painter.setPen(colour("accent"))
            caret = self.cursorPosition() + len(self._preedit)
            layout.drawCursor(painter, at, caret, CARET_WIDTH)
        painter.end()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        layout, body = self._layout(), self.body()
        top = body.center().y() - _height(layout) / 2
        x = event.position().x() / self.scale - body.left() - PAD
        y = event.position().y() / self.scale - top
        number = max(0, min(layout.lineCount() - 1, int(y // self._line_step(layout))))
        self.setCursorPosition(layout.lineAt(number).xToCursor(x))
        self.reached.emit()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.deselect()
        self.setCursorPosition(len(self.text()))
        if event.reason() != Qt.FocusReason.OtherFocusReason:
            self.reached.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.done.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)
        self.update()

    def _tell(self, text: str) -> None:
        self._sent.append(text)
        self.update()
        self.changed_by_hand.emit(text)

    def _paint_hint(self, painter: QPainter, body: QRectF) -> None:
        if not self.hint or (self.text() and not self.look.hint_stays):
            return
        right = self.look.hint_stays
        room = body.adjusted(PAD if right else PAD + BESIDE_CARET, 0, -PAD, 0)
        words = fit(self.hint, self.look.hint_size, 400, room.width() * (0.6 if right else 1.0))
        align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        paint_words(painter, room, words, self.theme.colour("muted"), align)

    def _layout(self) -> QTextLayout:
        """Lay the text out at the largest size at which it takes two lines."""
        size = self.look.size
        layout = self._layout_at(size)
        for _ in range(STEPS):
            if layout.lineCount() <= MOST_LINES:
                break
            size *= STEP_DOWN
            layout = self._layout_at(size)
        return layout

    def _layout_at(self, size: float) -> QTextLayout:
        at = self.cursorPosition()
        shown = self.displayText()
        text = shown[:at] + self._preedit + shown[at:]
        layout = QTextLayout(text, font(size, self.look.weight))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        top = 0.0
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(max(1.0, self.body().width() - 2 * PAD))
            line.setPosition(QPointF(0, top))
            top += size * LINE_SPACING
            line = layout.createLine()
        layout.endLayout()
        return layout

    def _line_step(self, layout: QTextLayout) -> float:
        return max(1.0, layout.font().pixelSize() * LINE_SPACING)


def _height(layout: QTextLayout) -> float:
    last = layout.lineAt(layout.lineCount() - 1)
    return last.position().y() + last.height()
