"""Days between events: a stem for each spell, the usual length as a line, an open ring for the running one."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from kiosk.ui.charts.ink import FitReport, Ink
from kiosk.ui.charts.lettering import SMALL_LINE, text_width
from kiosk.ui.theme import Theme
from kiosk.viewmodels.charts import Spell, SpellsView

HEAD_RADIUS = 6.2
RING_RADIUS = 8.5
STEM_PX = 3.0
LABEL_GAP = 10.0
LABEL_PITCH = 27.0
WIDEST_LABEL = 0.35
DASH = (1.3, 1.6)


def paint_spells(painter: QPainter, rect: QRectF, view: SpellsView, theme: Theme) -> None:
    """Paint days between events into a box, in design pixels."""
    draw_spells(Ink(painter, theme, FitReport()), rect, view)


def draw_spells(ink: Ink, rect: QRectF, view: SpellsView) -> None:
    """Draw days between events with an ink that a tile already holds."""
    if not view.spells:
        return
    ink.painter.save()
    ink.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    plot = rect.adjusted(0, RING_RADIUS + 2, -_label_room(rect, view), -8)
    highest = max([1.0, view.usual or 0.0, *(float(spell.days) for spell in view.spells)])
    if view.usual is not None:
        _usual(ink, rect, plot, view, plot.bottom() - plot.height() * view.usual / highest)
    room = max(plot.width() - 2 * RING_RADIUS, 1.0)
    pitch = room / max(len(view.spells) - 1, 1)
    for index, spell in enumerate(view.spells):
        x = plot.left() + RING_RADIUS + pitch * index
        y = plot.bottom() - plot.height() * spell.days / highest
        _stem(ink, spell, QPointF(x, y), plot.bottom(), pitch)
    ink.painter.restore()


def _label_room(rect: QRectF, view: SpellsView) -> float:
    if view.usual is None or not view.usual_label:
        return 0.0
    width = text_width(view.usual_label, SMALL_LINE.size, SMALL_LINE.weight)
    return min(width + LABEL_GAP + 1, rect.width() * WIDEST_LABEL)


def _usual(ink: Ink, rect: QRectF, plot: QRectF, view: SpellsView, y: float) -> None:
    ink.painter.setPen(QPen(ink.theme.colour("common"), 2))
    ink.painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
    left = plot.right() + LABEL_GAP
    top = min(max(y - LABEL_PITCH / 2, rect.top()), rect.bottom() - LABEL_PITCH)
    box = QRectF(left, top, rect.right() - left, LABEL_PITCH)
    if view.usual_label:
        ink.write_middle(view.usual_label, box, SMALL_LINE, ink.theme.colour("muted"))


def _stem(ink: Ink, spell: Spell, head: QPointF, floor: float, pitch: float) -> None:
    colour = ink.theme.colour("ink" if spell.open and not ink.stale else "common")
    radius = min(RING_RADIUS if spell.open else HEAD_RADIUS, max(pitch * 0.42, 2.0))
    pen = QPen(colour, min(STEM_PX, radius))
    if spell.open:
        pen.setWidthF(min(STEM_PX + 1, radius))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(DASH)
    ink.painter.setPen(pen)
    if floor - head.y() > radius:
        ink.painter.drawLine(QPointF(head.x(), head.y() + radius), QPointF(head.x(), floor))
    if spell.open:
        ink.painter.setPen(QPen(colour, min(4.0, radius * 0.5)))
        ink.painter.setBrush(ink.theme.colour("surface"))
    else:
        ink.painter.setPen(Qt.PenStyle.NoPen)
        ink.painter.setBrush(colour)
    ink.painter.drawEllipse(head, radius, radius)
