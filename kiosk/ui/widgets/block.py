"""What every block of a sheet is: a widget that lays itself out and paints in design pixels."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.touchable import FOCUS_MARGIN, Touchable, scaled_painter, scaled_rect


class BlockWidget(QLabel):
    """A piece of a sheet; a label to Qt, so that a screen reader finds its words.

    Signals:
        touched: an action and its value.
    """

    touched = Signal(str, str)
    stretches = False  # whether it takes the room that is left in its column

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.scale = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def wanted_height(self, width: float) -> float:
        """The height that shows everything at a width, in design pixels."""
        raise NotImplementedError

    def least_height(self, width: float) -> float:
        """The smallest height that is of use at a width; less than wanted where there are pages."""
        return self.wanted_height(width)

    def arrange(self) -> None:
        """Put the children in their places; called when the size or the scale changes."""

    def paint(self, painter: QPainter, body: QRectF) -> None:
        """Paint what is not a child."""

    def set_theme(self, theme: Theme) -> None:
        """Change the colours, of the children too."""
        self.theme = theme
        for child in self._dressed():
            child.set_theme(theme)
        self.update()

    def set_scale(self, scale: float) -> None:
        """Change the size of a design pixel, for the children too."""
        self.scale = scale
        for child in self._dressed():
            child.set_scale(scale)
        self.arrange()
        self.update()

    def place(self, rect: QRectF) -> None:
        """Put the block at a rectangle in the parent's design pixels.

        The widget itself is larger by `FOCUS_MARGIN` on each side, for the rings of its children.
        """
        grown = rect.adjusted(-FOCUS_MARGIN, -FOCUS_MARGIN, FOCUS_MARGIN, FOCUS_MARGIN)
        self.setGeometry(scaled_rect(grown, self.scale).toAlignedRect())
        self.arrange()

    def room(self) -> QRectF:
        """The block's own rectangle in design pixels, from 0, 0."""
        width = self.width() / self.scale - 2 * FOCUS_MARGIN
        return QRectF(0, 0, width, self.height() / self.scale - 2 * FOCUS_MARGIN)

    def put(self, child: "Touchable | BlockWidget", rect: QRectF) -> None:
        """Put a child at a rectangle of the block's room."""
        child.place(rect.translated(FOCUS_MARGIN, FOCUS_MARGIN))

    def _dressed(self) -> list["Touchable | BlockWidget"]:
        return [child for child in self.children() if isinstance(child, (Touchable, BlockWidget))]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = scaled_painter(self, self.scale)
        painter.translate(FOCUS_MARGIN, FOCUS_MARGIN)
        self.paint(painter, self.room())
        painter.end()
