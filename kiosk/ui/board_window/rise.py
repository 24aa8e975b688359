"""The 200 ms in which a sheet rises: two grabbed pictures, never live widgets."""

from PySide6.QtCore import QEasingCurve, QPointF, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

RISE_MS = 200
RISE_SHARE = 0.07  # how far below its place a sheet begins, of the window's height


class Rise(QWidget):
    """Covers the window while a sheet rises; touches go through to the sheet below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("rise")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._below = QPixmap()
        self._rising = QPixmap()
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setDuration(RISE_MS)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.hide()
        self._animation.valueChanged.connect(self._step)
        self._animation.finished.connect(self.stop)

    def start(self, below: QPixmap, rising: QPixmap) -> None:
        """Let one picture rise over another."""
        self._below, self._rising = below, rising
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
        self._animation.start()

    def stop(self) -> None:
        """Uncover the window."""
        self._animation.stop()
        self.hide()
        self._below, self._rising = QPixmap(), QPixmap()

    def _step(self) -> None:
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        share = float(self._animation.currentValue() or 0.0)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._below)
        painter.setOpacity(share)
        painter.drawPixmap(QPointF(0, (1 - share) * self.height() * RISE_SHARE), self._rising)
        painter.end()
