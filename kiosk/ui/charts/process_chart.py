"""The process chart: band, mean and goal as lines with their names, and points that speak only when they signal."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from kiosk.ui.charts.ink import FitReport, Ink
from kiosk.ui.charts.lettering import SMALL_LINE, text_width
from kiosk.ui.theme import Theme
from kiosk.viewmodels.charts import ChartPhase, ChartPoint, ChartView
from kiosk.viewmodels.emphasis import Mark, Tone

COMMON_RADIUS = 5.2
SIGNAL_RADIUS = 7.6
SMALLEST_RADIUS = 2.0
SIGNAL_MARK = 2.15  # a mark with corners needs more extent than a disc to weigh the same
LINE_PX = 2.5
LABEL_GAP = 10.0
LABEL_PITCH = 27.0
AXIS_PX = 32.0
TOP_PX = 12.0
FLAT_SHARE = (
    0.55  # a goal so far away that figures and limits keep less of the height is only named
)
ROOM = 0.08  # of the scale, above and below, where the goal is only named
WIDEST_LABELS = 0.4  # labels that would take more of the width than this stand over their lines
DASH = (1.6, 2.6)
ARROWS = {0: "", 1: " ↑", -1: " ↓"}


@dataclass(frozen=True, slots=True)
class Scale:
    """Where values and periods stand.

    Attributes:
        plot: the box of the points.
        low: the value at its bottom.
        high: the value at its top.
        count: number of periods.
        far: the goal lies beyond the scale: 1 above it, -1 below it, else 0.
    """

    plot: QRectF
    low: float
    high: float
    count: int
    far: int = 0

    @property
    def step(self) -> float:
        """Distance between two periods."""
        return self._span() / max(self.count - 1, 1)

    def _span(self) -> float:
        return max(self.plot.width() - 2 * SIGNAL_RADIUS, 1.0)

    def x(self, index: float) -> float:
        """Give the place of a period."""
        if self.count == 1:
            return self.plot.center().x()
        return self.plot.left() + SIGNAL_RADIUS + self._span() * index / (self.count - 1)

    def y(self, value: float) -> float:
        """Give the place of a value, inside the plot."""
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return self.plot.bottom() - self.plot.height() * min(max(share, 0.0), 1.0)


def paint_process_chart(painter: QPainter, rect: QRectF, view: ChartView, theme: Theme) -> None:
    """Paint a process chart into a box, in design pixels."""
    draw_process_chart(Ink(painter, theme, FitReport(), stale=view.stale), rect, view)


def draw_process_chart(ink: Ink, rect: QRectF, view: ChartView) -> None:
    """Draw a process chart with an ink that a tile already holds."""
    scale = make_scale(rect, view)
    ink.painter.save()
    ink.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for phase in view.phases:
        _band(ink, scale, phase, view)
    for phase in view.phases:
        _mean(ink, scale, phase)
    if view.goal is not None and not scale.far:
        pen = QPen(ink.theme.colour("ink"), LINE_PX)
        pen.setDashPattern(DASH)
        ink.painter.setPen(pen)
        y = scale.y(view.goal)
        ink.painter.drawLine(QPointF(scale.plot.left(), y), QPointF(scale.plot.right(), y))
    _path(ink, scale, view)
    for index, point in enumerate(view.points):
        _point(ink, scale, index, point)
    ink.painter.restore()
    _line_labels(ink, rect, scale, view)
    _axis_labels(ink, rect, scale, view)


def make_scale(rect: QRectF, view: ChartView) -> Scale:
    """Lay the plot into a box, leaving room for the labels."""
    seen = [point.value for point in view.points if point.value is not None]
    seen.extend(phase.mean for phase in view.phases if phase.mean is not None)
    low, high = _without_goal(view, seen)
    far = _far_goal(view.goal, low, high)
    labels = _label_width(rect, view, far)
    bottom = AXIS_PX if view.first_label or view.last_label else TOP_PX
    plot = rect.adjusted(0, TOP_PX, -labels, -bottom)
    if not far:
        goal = [view.goal] if view.goal is not None else []
        low, high = min([view.minimum, *seen, *goal]), max([view.maximum, *seen, *goal])
    return Scale(plot, low, high, len(view.points), far)


def _without_goal(view: ChartView, seen: list[float]) -> tuple[float, float]:
    """Give the ends of a scale for figures and limits alone, inside that of the view."""
    ends = [end for phase in view.phases for end in (phase.lower, phase.upper) if end is not None]
    ends.extend(end for pair in view.limits if pair is not None for end in pair)
    low, high = min([*seen, *ends], default=0.0), max([*seen, *ends], default=0.0)
    room = (high - low) * ROOM
    return max(low - room, min(view.minimum, low)), min(high + room, max(view.maximum, high))


def _far_goal(goal: float | None, low: float, high: float) -> int:
    """Tell whether a goal would make the chart too flat: 1 above it, -1 below it, else 0."""
    if goal is None or high <= low:
        return 0
    if high - low >= FLAT_SHARE * (max(high, goal) - min(low, goal)):
        return 0
    return 1 if goal > high else -1


def _label_width(rect: QRectF, view: ChartView, far: int) -> float:
    """Give the room at the right that the names of the lines need."""
    names = [text for text, _value, _role in _named_lines(view, far)]
    widest = max(
        (text_width(name, SMALL_LINE.size, SMALL_LINE.weight) for name in names), default=0
    )
    if not widest:
        return 0.0
    return min(widest + LABEL_GAP + 1, rect.width() * WIDEST_LABELS)


def _named_lines(view: ChartView, far: int = 0) -> list[tuple[str, float, str]]:
    """Give words, value and colour of each line; a goal beyond the scale is named with an arrow."""
    named: list[tuple[str, float, str]] = []
    if view.goal is not None and view.goal_label:
        named.append((view.goal_label + ARROWS[far], view.goal, "ink"))
    mean = view.phases[-1].mean if view.phases else None
    if mean is not None and view.mean_label:
        named.append((view.mean_label, mean, "muted"))
    return named


def _phase_ends(scale: Scale, phase: ChartPhase) -> tuple[float, float]:
    """Give the left and right end of a phase: half a period beyond its points, inside the plot."""
    half = scale.step / 2
    left = scale.plot.left() if phase.first == 0 else scale.x(phase.first) - half
    last = phase.last >= scale.count - 1
    right = scale.plot.right() if last else scale.x(phase.last) + half
    return left, right


def _band(ink: Ink, scale: Scale, phase: ChartPhase, view: ChartView) -> None:
    """Fill what lies between the limits: one box, or a step at each point that has its own."""
    if phase.lower is None or phase.upper is None:
        return
    band = QPainterPath()
    band.setFillRule(Qt.FillRule.WindingFill)
    if view.limits:
        for step in _steps(scale, phase, view):
            band.addRect(step)
    else:
        left, right = _phase_ends(scale, phase)
        low, high = scale.y(phase.lower), scale.y(phase.upper)
        band.addRect(QRectF(QPointF(left, high), QPointF(right, low)))
    ink.painter.fillPath(band, ink.theme.colour("soft"))
    if ink.theme.name == "contrast":
        ink.painter.strokePath(band.simplified(), QPen(ink.theme.colour("line"), 1))


def _steps(scale: Scale, phase: ChartPhase, view: ChartView) -> Iterator[QRectF]:
    """Give the box between the limits of each point, as wide as its period."""
    left_end, right_end = _phase_ends(scale, phase)
    half = scale.step / 2
    for index in range(phase.first, phase.last + 1):
        pair = view.limits[index]
        if pair is not None:
            left = max(left_end, scale.x(index) - half)
            right = min(right_end, scale.x(index) + half)
            lower, upper = pair
            yield QRectF(QPointF(left, scale.y(upper)), QPointF(right, scale.y(lower)))


def _mean(ink: Ink, scale: Scale, phase: ChartPhase) -> None:
    if phase.mean is None:
        return
    left, right = _phase_ends(scale, phase)
    y = scale.y(phase.mean)
    ink.painter.setPen(QPen(ink.theme.colour("common"), 2))
    ink.painter.drawLine(QPointF(left, y), QPointF(right, y))


def _path(ink: Ink, scale: Scale, view: ChartView) -> None:
    """Join neighbours; a gap or a new phase breaks the line."""
    starts = {phase.first for phase in view.phases}
    lines = []
    for index, (one, two) in enumerate(pairwise(view.points)):
        if one.value is None or two.value is None or index + 1 in starts:
            continue
        start = QPointF(scale.x(index), scale.y(one.value))
        lines.append(QLineF(start, QPointF(scale.x(index + 1), scale.y(two.value))))
    pen = QPen(ink.theme.colour("common"), min(LINE_PX, max(1.2, scale.step / 4)))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    ink.painter.setPen(pen)
    ink.painter.drawLines(lines)


def _point(ink: Ink, scale: Scale, index: int, point: ChartPoint) -> None:
    if point.value is None:
        return
    centre = QPointF(scale.x(index), scale.y(point.value))
    signal = point.tone is not Tone.COMMON and not ink.stale
    radius = _radius(scale, signal=signal)
    if ink.stale:
        _hollow(ink, centre, radius)
        return
    if not signal or point.mark in {Mark.DOT, Mark.NONE}:
        _disc(ink, centre, radius, ink.tone(point.tone))
        return
    ink.mark(point.mark, centre, radius * SIGNAL_MARK, ink.tone(point.tone))


def _radius(scale: Scale, *, signal: bool) -> float:
    wanted = SIGNAL_RADIUS if signal else COMMON_RADIUS
    room = scale.step * (0.62 if signal else 0.42)
    return max(min(wanted, room), SMALLEST_RADIUS)


def _disc(ink: Ink, centre: QPointF, radius: float, colour: QColor) -> None:
    ink.painter.setPen(Qt.PenStyle.NoPen)
    ink.painter.setBrush(colour)
    ink.painter.drawEllipse(centre, radius, radius)


def _hollow(ink: Ink, centre: QPointF, radius: float) -> None:
    """Draw the point of a stale chart: grey, hatched by hand so small that two strokes suffice."""
    ink.painter.setPen(QPen(ink.theme.colour("common"), 1.6))
    ink.painter.setBrush(ink.theme.colour("surface"))
    ink.painter.drawEllipse(centre, radius, radius)
    reach = radius * 0.6
    corner = QPointF(reach, -reach)
    ink.painter.drawLine(QLineF(centre - corner, centre + corner))


def _line_labels(ink: Ink, rect: QRectF, scale: Scale, view: ChartView) -> None:
    named = _named_lines(view, scale.far)
    tops = [scale.y(value) - LABEL_PITCH / 2 for _text, value, _role in named]
    if scale.far:
        tops[0] += scale.far * LABEL_PITCH / 2  # beside the edge of the plot, inside it
    tops = _apart(tops, rect)
    left = scale.plot.right() + LABEL_GAP
    for (text, _value, role), top in zip(named, tops, strict=True):
        box = QRectF(left, top, rect.right() - left, LABEL_PITCH)
        ink.write_middle(text, box, SMALL_LINE, ink.theme.colour(role))


def _apart(tops: list[float], rect: QRectF) -> list[float]:
    """Move the names of close lines apart, inside the box, keeping their order."""
    lowest = rect.bottom() - LABEL_PITCH
    if len(tops) < 2:  # noqa: PLR2004 - one name needs no room beside another
        return [min(max(top, rect.top()), lowest) for top in tops]
    one, two = tops
    missing = LABEL_PITCH - abs(one - two)
    if missing > 0:
        down = 1 if one <= two else -1
        one, two = one - down * missing / 2, two + down * missing / 2
    upper = min(one, two)
    shift = max(rect.top() - upper, 0.0) - max(max(one, two) - lowest, 0.0)
    return [one + shift, two + shift]


def _axis_labels(ink: Ink, rect: QRectF, scale: Scale, view: ChartView) -> None:
    muted = ink.theme.colour("muted")
    box = QRectF(scale.plot.left(), rect.bottom() - LABEL_PITCH, scale.plot.width(), LABEL_PITCH)
    last = text_width(view.last_label, SMALL_LINE.size, SMALL_LINE.weight)
    first = text_width(view.first_label, SMALL_LINE.size, SMALL_LINE.weight)
    if first + last + LABEL_GAP > box.width():
        ink.write_middle(view.last_label, box, SMALL_LINE, muted, Qt.AlignmentFlag.AlignRight)
        return
    ink.write_middle(view.first_label, box, SMALL_LINE, muted)
    ink.write_middle(view.last_label, box, SMALL_LINE, muted, Qt.AlignmentFlag.AlignRight)
