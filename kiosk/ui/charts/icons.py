"""The icons of NHS Making Data Count in our own drawing: variation in a disc or a diamond, assurance in a square.

The outline tells as much as the colour: a disc is common cause or better, a diamond is worse, as the
marks of a chart are. Inside stand a wave (common cause), H or L (a signal on the high or the low
side), an arrow (a signal that is neither better nor worse), or P, F and ? (passes, fails, hit or miss).
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from kiosk.analytics.verdicts import Assurance, Variation

OUTLINE = 0.085  # of the icon's extent
STROKE = 0.105
LETTER = 0.21  # half the height of a letter
CORNER = 0.2  # of a square
IN_DIAMOND = 0.82  # a letter has less room in a diamond

Stroke = tuple[tuple[float, float], ...]

WAVE: tuple[Stroke, ...] = (((-1.5, 0.3), (-0.75, -0.6), (0.0, 0.55), (0.75, -0.6), (1.5, 0.3)),)
UP: tuple[Stroke, ...] = (((0.0, 1.1), (0.0, -1.1)), ((-0.8, -0.3), (0.0, -1.1), (0.8, -0.3)))
DOWN: tuple[Stroke, ...] = tuple(tuple((x, -y) for x, y in line) for line in UP)
HIGH: tuple[Stroke, ...] = (
    ((-0.7, -1.0), (-0.7, 1.0)),
    ((0.7, -1.0), (0.7, 1.0)),
    ((-0.7, 0.0), (0.7, 0.0)),
)
LOW: tuple[Stroke, ...] = (((-0.5, -1.0), (-0.5, 1.0), (0.65, 1.0)),)
PASSES: tuple[Stroke, ...] = (
    (
        (-0.55, 1.0),
        (-0.55, -1.0),
        (0.25, -1.0),
        (0.7, -0.75),
        (0.7, -0.15),
        (0.25, 0.1),
        (-0.55, 0.1),
    ),
)
FAILS: tuple[Stroke, ...] = (((-0.5, 1.0), (-0.5, -1.0), (0.65, -1.0)), ((-0.5, 0.0), (0.45, 0.0)))
ASKS: tuple[Stroke, ...] = (
    ((-0.6, -0.6), (-0.25, -1.0), (0.3, -1.0), (0.65, -0.6), (0.5, -0.2), (0.0, 0.15), (0.0, 0.4)),
    ((0.0, 1.0), (0.0, 1.01)),
)
SIGNS: dict[Variation | Assurance, tuple[Stroke, ...]] = {
    Variation.COMMON_CAUSE: WAVE,
    Variation.IMPROVEMENT_HIGH: HIGH,
    Variation.IMPROVEMENT_LOW: LOW,
    Variation.CONCERN_HIGH: HIGH,
    Variation.CONCERN_LOW: LOW,
    Variation.NEUTRAL_HIGH: UP,
    Variation.NEUTRAL_LOW: DOWN,
    Assurance.PASS: PASSES,
    Assurance.FAIL: FAILS,
    Assurance.HIT_OR_MISS: ASKS,
}
WORSE = frozenset({Variation.CONCERN_HIGH, Variation.CONCERN_LOW})


def paint_icon(
    painter: QPainter, icon: Variation | Assurance, box: QRectF, colour: QColor, paper: QColor
) -> None:
    """Paint an icon into a square box.

    Args:
        painter: where; its state is left as it was.
        icon: the verdict.
        box: as wide as it is high.
        colour: of outline and sign.
        paper: what it is filled with.
    """
    size = box.width()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center())
    pen = QPen(colour, size * OUTLINE)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(paper)
    _outline(painter, icon, size * (1 - OUTLINE) / 2)
    pen = QPen(colour, size * STROKE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    reach = size * LETTER * (IN_DIAMOND if icon in WORSE else 1.0)
    for line in SIGNS[icon]:
        painter.drawPolyline(QPolygonF([QPointF(x, y) * reach for x, y in line]))
    painter.restore()


def _outline(painter: QPainter, icon: Variation | Assurance, half: float) -> None:
    if isinstance(icon, Assurance):
        corner = half * 2 * CORNER
        side = half * 0.92
        painter.drawRoundedRect(QRectF(-side, -side, 2 * side, 2 * side), corner, corner)
    elif icon in WORSE:
        corners = [QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0)]
        painter.drawPolygon(QPolygonF(corners))
    else:
        painter.drawEllipse(QPointF(), half, half)
