"""A picture in memory to paint on, and the questions that a test asks of it."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.ui.charts.ink import FitReport, Ink
from kiosk.ui.theme import Theme, load_theme


class Canvas:
    """Paints on a surface of the light theme, one design pixel to a pixel."""

    def __init__(self, width: int = 400, height: int = 200) -> None:
        self.theme: Theme = load_theme("light")
        self.image = QImage(width, height, QImage.Format.Format_RGB32)
        self.image.fill(self.theme.colour("surface"))
        self.rect = QRectF(0, 0, width, height)
        self.report = FitReport()

    def paint(
        self,
        draw: Callable[[Ink, QRectF], None],
        *,
        stale: bool = False,
        rect: QRectF | None = None,
    ) -> "Canvas":
        """Let something draw on the canvas."""
        painter = QPainter(self.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(Ink(painter, self.theme, self.report, stale=stale), rect or self.rect)
        painter.end()
        return self

    def count(self, role: str, box: QRectF | None = None) -> int:
        """Count the pixels that have exactly a role's colour."""
        wanted = self.theme.colour(role).rgb()
        area = (box or self.rect).toAlignedRect().intersected(self.image.rect())
        return sum(
            self.image.pixel(x, y) == wanted
            for x in range(area.left(), area.right() + 1)
            for y in range(area.top(), area.bottom() + 1)
        )

    def at(self, point: QPointF) -> QColor:
        """Give the colour of a pixel."""
        return self.image.pixelColor(point.toPoint())

    def words(self) -> list[str]:
        """Give the words that were drawn."""
        return [fit.drawn for fit in self.report.fits]

    def boxes(self) -> list[QRectF]:
        """Give the places of the words."""
        return [fit.box for fit in self.report.fits]


def overlapping(boxes: list[QRectF]) -> list[tuple[QRectF, QRectF]]:
    """Give the pairs of boxes that lie over each other by more than a hair."""
    shrunk = [box.adjusted(1, 1, -1, -1) for box in boxes if not box.isEmpty()]
    return [
        (one, two)
        for index, one in enumerate(shrunk)
        for two in shrunk[index + 1 :]
        if one.intersects(two)
    ]
