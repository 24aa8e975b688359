"""What every control has: a guard against double touches, a focus ring, Enter and Space."""

import weakref

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPaintDevice,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme

DOUBLE_TOUCH_MS = 400
SAME_PLACE_PX = 48  # two touches nearer than this are one finger
FOCUS_MARGIN = 6.0  # round the body, for the ring
RING_WIDTH = 3.0
RADIUS = 14.0
BORDER = 3.0
PRESSED_MIX = 0.16


class TouchGuard(QObject):
    """Lets the first of two quick touches through; there is one for each window.

    It also stops the second half of a double touch from landing on whatever the first half opened
    under the finger.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._at_ms: int | None = None
        self._where = QPointF()
        self._control: weakref.ref[QObject] | None = None

    @classmethod
    def of(cls, widget: QWidget) -> "TouchGuard":
        """Find the guard of a widget's window, or set one there."""
        window = widget.window()
        found = window.findChild(cls, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return found if isinstance(found, cls) else cls(window)

    def lets_through(self, control: QObject, at_ms: int, where: QPointF) -> bool:
        """Say whether a touch counts; a touch that counts is remembered.

        Args:
            control: what was touched.
            at_ms: the event's own timestamp.
            where: the place on the screen.
        """
        if self._at_ms is not None and 0 <= at_ms - self._at_ms < DOUBLE_TOUCH_MS:
            same_control = self._control is not None and self._control() is control
            if same_control or (where - self._where).manhattanLength() < SAME_PLACE_PX:
                return False
        self._at_ms, self._where, self._control = at_ms, where, weakref.ref(control)
        return True


class Touchable(QAbstractButton):
    """A control that paints itself in design pixels; subclasses write `paint_body`.

    The body is the widget's rectangle less `FOCUS_MARGIN`; `place` sets the body's rectangle.
    """

    guarded = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.scale = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self.theme = theme
        self.update()

    def set_scale(self, scale: float) -> None:
        """Change the size of a design pixel."""
        self.scale = scale
        self.update()

    def place(self, body: QRectF) -> None:
        """Put the body at a rectangle in the parent's design pixels."""
        grown = body.adjusted(-FOCUS_MARGIN, -FOCUS_MARGIN, FOCUS_MARGIN, FOCUS_MARGIN)
        self.setGeometry(scaled_rect(grown, self.scale).toAlignedRect())

    def body(self) -> QRectF:
        """The body's rectangle in the widget's own design pixels."""
        width, height = self.width() / self.scale, self.height() / self.scale
        full = QRectF(0, 0, width, height)
        return full.adjusted(FOCUS_MARGIN, FOCUS_MARGIN, -FOCUS_MARGIN, -FOCUS_MARGIN)

    def paint_body(self, painter: QPainter, body: QRectF) -> None:
        """Paint the control without its focus ring."""
        raise NotImplementedError

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = scaled_painter(self, self.scale)
        self.paint_body(painter, self.body())
        if self.hasFocus():
            paint_ring(painter, self.body(), self.theme)
        painter.end()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        guard = TouchGuard.of(self)
        if self.guarded and not guard.lets_through(self, event.timestamp(), event.globalPosition()):
            event.accept()
            return
        super().mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)


def discard(widget: QWidget) -> None:
    """Take a widget away that may be in the middle of its own event; nobody finds it any more."""
    widget.hide()
    for gone in (widget, *widget.findChildren(QWidget)):
        gone.setObjectName("")
    widget.deleteLater()


def scaled_rect(rect: QRectF, scale: float) -> QRectF:
    """Turn design pixels into the screen's."""
    return QRectF(rect.x() * scale, rect.y() * scale, rect.width() * scale, rect.height() * scale)


def scaled_painter(surface: QPaintDevice, scale: float) -> QPainter:
    """Begin painting on a widget or a picture in design pixels."""
    painter = QPainter(surface)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    return painter


def mix(first: QColor, second: QColor, share: float) -> QColor:
    """Blend two colours; `share` is how much of the second."""
    keep = 1 - share
    return QColor.fromRgbF(
        first.redF() * keep + second.redF() * share,
        first.greenF() * keep + second.greenF() * share,
        first.blueF() * keep + second.blueF() * share,
    )


def paint_box(
    painter: QPainter,
    body: QRectF,
    fill: QColor | None,
    border: QColor | None,
    radius: float = RADIUS,
) -> None:
    """Paint a rounded box; its border lies inside the body."""
    half = BORDER / 2
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(border, BORDER) if border is not None else Qt.PenStyle.NoPen)
    inner = body.adjusted(half, half, -half, -half) if border is not None else body
    painter.drawRoundedRect(inner, radius, radius)


def paint_ring(painter: QPainter, body: QRectF, theme: Theme) -> None:
    """Paint the focus ring outside a body."""
    reach = FOCUS_MARGIN - RING_WIDTH / 2
    painter.setPen(QPen(theme.colour("accent"), RING_WIDTH))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(
        body.adjusted(-reach, -reach, reach, reach), RADIUS + reach, RADIUS + reach
    )
