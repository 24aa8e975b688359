"""The first picture: the board as it stood last, and over its last line how old it is; needs little to be loaded."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from kiosk.ui.charts.lettering import Style, fit
from kiosk.ui.theme import LABEL, WEIGHT_SEMIBOLD, Theme, font

WORDS = Style(LABEL, WEIGHT_SEMIBOLD, 20, 2)
BAND_HEIGHT = 84.0
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def paint_picture(painter: QPainter, box: QRectF, image: QImage, theme: Theme) -> None:
    """Paint a kept picture as large as it fits into a box of screen pixels.

    Args:
        painter: in screen pixels.
        box: the window.
        image: the picture; a null one leaves the plain canvas.
        theme: the colours.
    """
    painter.fillRect(box, theme.colour("canvas"))
    if image.isNull():
        return
    size = image.size().scaled(box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(QPointF(0, 0), size)
    place.moveCenter(box.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, size != image.size())
    painter.drawImage(place, image)


def paint_words(painter: QPainter, whole: QRectF, words: str, left: float, theme: Theme) -> None:
    """Paint words in a band along the lower edge.

    Args:
        painter: in design pixels.
        whole: the window in design pixels.
        words: how old the picture is, or why there is no board.
        left: where the words begin.
        theme: the colours.
    """
    band = QRectF(whole.left(), whole.bottom() - BAND_HEIGHT, whole.width(), BAND_HEIGHT)
    painter.fillRect(band, theme.colour("ink"))
    room = band.adjusted(left, 0, -left, 0)
    fitted = fit(words, WORDS, room.width(), room.height())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font(fitted.size, WORDS.weight))
    painter.setPen(theme.colour("on_ink"))
    painter.drawText(room, LEFT, "\n".join(fitted.lines))
