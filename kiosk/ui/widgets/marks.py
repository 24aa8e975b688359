"""The shapes that say the same as the colours: painted, so that they need no font."""

from collections.abc import Callable
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from kiosk.viewmodels.emphasis import Mark

STROKE = 0.17  # of the mark's size
DIAMOND_REACH = 0.54  # a diamond looks smaller than a disc of the same extent
STAR_ARMS = 6
HATCH_LINES = 4


def paint_mark(painter: QPainter, mark: Mark, centre: QPointF, size: float, colour: QColor) -> None:
    """Paint a mark.

    Args:
        painter: where; its state is left as it was.
        mark: which shape; `Mark.NONE` paints nothing.
        centre: the middle of the shape.
        size: the extent of the shape, in the painter's units.
        colour: of the shape.
    """
    paint = _PAINTERS.get(mark)
    if paint is None:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(centre)
    paint(painter, size, colour)
    painter.restore()


def _pen(size: float, colour: QColor, share: float = STROKE) -> QPen:
    pen = QPen(colour, size * share)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _fill(painter: QPainter, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)


def _dot(painter: QPainter, size: float, colour: QColor) -> None:
    _fill(painter, colour)
    painter.drawEllipse(QPointF(), size / 2, size / 2)


def _diamond(painter: QPainter, size: float, colour: QColor) -> None:
    _fill(painter, colour)
    reach = size * DIAMOND_REACH
    corners = [QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)]
    painter.drawPolygon(QPolygonF(corners))


def _triangle(painter: QPainter, size: float, colour: QColor) -> None:
    _fill(painter, colour)
    half = size / 2
    corners = [QPointF(0, -half), QPointF(half, 0.42 * size), QPointF(-half, 0.42 * size)]
    painter.drawPolygon(QPolygonF(corners))


def _ring(painter: QPainter, size: float, colour: QColor) -> None:
    painter.setPen(_pen(size, colour))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = size * (1 - STROKE) / 2
    painter.drawEllipse(QPointF(), radius, radius)


def _star(painter: QPainter, size: float, colour: QColor) -> None:
    painter.setPen(_pen(size, colour))
    reach = size * (1 - STROKE) / 2
    for arm in range(STAR_ARMS):
        angle = pi / 2 + arm * 2 * pi / STAR_ARMS
        painter.drawLine(QPointF(), QPointF(cos(angle), sin(angle)) * reach)


def _hatch(painter: QPainter, size: float, colour: QColor) -> None:
    half = size / 2
    painter.setClipRect(QRectF(-half, -half, size, size), Qt.ClipOperation.IntersectClip)
    painter.setPen(_pen(size, colour, STROKE * 0.7))
    for line in range(-HATCH_LINES, HATCH_LINES + 1):
        offset = line * size / HATCH_LINES
        painter.drawLine(QPointF(offset - half, half), QPointF(offset + half, -half))


def _dashes(painter: QPainter, size: float, colour: QColor) -> None:
    _fill(painter, colour)
    width, height = size * 0.26, size * STROKE
    for step in (-1, 0, 1):
        middle = step * size * 0.37
        painter.drawRect(QRectF(middle - width / 2, -height / 2, width, height))


def _tick(painter: QPainter, size: float, colour: QColor) -> None:
    painter.setPen(_pen(size, colour, STROKE * 0.85))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    points = [(-0.38, 0.06), (-0.12, 0.34), (0.38, -0.34)]
    painter.drawPolyline(QPolygonF([QPointF(x, y) * size for x, y in points]))


_PAINTERS: dict[Mark, Callable[[QPainter, float, QColor], None]] = {
    Mark.DOT: _dot,
    Mark.DIAMOND: _diamond,
    Mark.TRIANGLE: _triangle,
    Mark.RING: _ring,
    Mark.STAR: _star,
    Mark.HATCH: _hatch,
    Mark.DASHES: _dashes,
    Mark.TICK: _tick,
}

KEY_SIGNS = {
    "backspace": [(-22, 0), (-9, -13), (20, -13), (20, 13), (-9, 13), (-22, 0)],
    "shift": [(0, -16), (17, 3), (8, 3), (8, 15), (-8, 15), (-8, 3), (-17, 3), (0, -16)],
}
CROSS = (((-2, -5), (9, 6)), ((9, -5), (-2, 6)))


def paint_key_sign(painter: QPainter, name: str, centre: QPointF, colour: QColor) -> None:
    """Paint the arrow of the backspace or the shift key."""
    painter.save()
    painter.translate(centre)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(1, colour, 3))
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in KEY_SIGNS[name]]))
    if name == "backspace":
        for start, end in CROSS:
            painter.drawLine(QPointF(*start), QPointF(*end))
    painter.restore()
