"""Charts as SVG, from the same view-models as the board draws: a process chart, and groups compared.

Pure: a view-model in, markup out. Colours are classes that the style sheet gives the theme's roles, so a chart follows
light, dark and paper; no style stands in the markup. Every coloured point also has a shape. A chart is one picture
for a screen reader, with its words as its name; the page puts the same figures in a table beside it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from markupsafe import Markup

from kiosk.central.web.svg_marks import dot, element, mark, text
from kiosk.viewmodels.charts import ChartPhase, ChartPoint, ChartView, GroupsView, Interval
from kiosk.viewmodels.emphasis import Mark, Tone

TOP: Final = 14.0
BOTTOM: Final = 34.0
EDGE: Final = 10.0
COMMON_RADIUS: Final = 4.4
SIGNAL_RADIUS: Final = 7.0
LABEL_PITCH: Final = 20.0
FLAT_SHARE: Final = 0.55
"""A goal so far away that the figures keep less of the height than this is only named."""
ROOM: Final = 0.08

BAR: Final = 5.0


@dataclass(frozen=True, slots=True)
class Size:
    """How wide a chart is drawn, in units of its picture, which are pixels where there is room.

    Attributes:
        name: a class of the style sheet, which shows one of several.
        width, height: of a process chart.
        labels: room at the right for the names of the lines.
        row: height of a group's row.
        names: room for the groups' names; 0 where they stand above their bars.
        figures: room for the groups' figures.
    """

    name: str
    width: float
    height: float
    labels: float
    row: float
    names: float
    figures: float


DESK: Final = Size("desk", 720, 260, 120, 34, 210, 110)
PHONE: Final = Size("phone", 320, 230, 84, 58, 0, 74)


@dataclass(frozen=True, slots=True)
class _Scale:
    size: Size
    low: float
    high: float
    count: int
    far: int = 0

    @property
    def end(self) -> float:
        return self.size.width - self.size.labels

    def x(self, index: float) -> float:
        left, right = EDGE, self.end - EDGE
        if self.count == 1:
            return (left + right) / 2
        return left + (right - left) * index / (self.count - 1)

    def y(self, value: float) -> float:
        span = self.high - self.low
        share = (value - self.low) / span if span > 0 else 0.5
        return (
            self.size.height
            - BOTTOM
            - (self.size.height - BOTTOM - TOP) * min(max(share, 0.0), 1.0)
        )

    @property
    def half(self) -> float:
        return (self.x(1) - self.x(0)) / 2 if self.count > 1 else self.end / 2


def process_chart(view: ChartView, words: str, size: Size = DESK) -> Markup:
    """Return a run or process-behaviour chart.

    Args:
        view: what it shows.
        words: the chart in words, its name for a screen reader.
        size: how wide.
    """
    scale = _scale(view, size)
    drawn: list[str] = []
    for phase in view.phases:
        drawn += _band(scale, phase, view)
    for phase in view.phases:
        drawn += _mean(scale, phase)
    if view.goal is not None and not scale.far:
        y = scale.y(view.goal)
        drawn.append(element("line", "goal", x1=0, x2=scale.end, y1=y, y2=y))
    drawn += _path(scale, view)
    drawn += [
        _point(scale, index, point, stale=view.stale)
        for index, point in enumerate(view.points)
        if point.value is not None
    ]
    drawn += _line_names(scale, view)
    drawn += _ends(scale, view)
    return _picture(f"chart {size.name}", size.width, size.height, words, drawn)


def groups_chart(view: GroupsView, words: str, size: Size = DESK) -> Markup:
    """Return groups compared on one scale: an interval and a mark for each, or the words that stand in their place."""
    label = LABEL_PITCH if view.reference is not None and view.reference_label else 0.0
    height = len(view.rows) * size.row + label + 4
    drawn: list[str] = []
    if view.reference is not None:
        x = _across(view, size, view.reference)
        bottom = len(view.rows) * size.row
        drawn.append(element("line", "goal", x1=x, x2=x, y1=0, y2=bottom))
        drawn.append(text(x, bottom + 16, view.reference_label, "muted", "middle"))
    for index, row in enumerate(view.rows):
        drawn += _group(view, row, size, index * size.row)
    return _picture(f"groups {size.name}", size.width, height, words, drawn)


def _picture(kind: str, width: float, height: float, words: str, drawn: Iterable[str]) -> Markup:
    title = Markup("<title>{}</title>").format(words)
    box = f"0 0 {width:g} {height:g}"
    # All parts are made by `svg_marks`, which escapes every text.
    return Markup(  # noqa: S704
        f'<svg class="{kind}" role="img" viewBox="{box}" aria-label="{Markup.escape(words)}">'
        f"{title}{''.join(drawn)}</svg>"
    )


def _scale(view: ChartView, size: Size) -> _Scale:
    seen = [point.value for point in view.points if point.value is not None]
    seen += [phase.mean for phase in view.phases if phase.mean is not None]
    ends = [end for phase in view.phases for end in (phase.lower, phase.upper) if end is not None]
    ends += [end for pair in view.limits if pair is not None for end in pair]
    low, high = min([*seen, *ends], default=0.0), max([*seen, *ends], default=0.0)
    far = _far(view.goal, low, high)
    room = (high - low) * ROOM
    if far:
        low = max(low - room, min(view.minimum, low))
        high = min(high + room, max(view.maximum, high))
    else:
        goal = [] if view.goal is None else [view.goal]
        low, high = min([view.minimum, low, *goal]), max([view.maximum, high, *goal])
    return _Scale(size, low, high, len(view.points), far)


def _far(goal: float | None, low: float, high: float) -> int:
    """Tell whether a goal would make the chart too flat: 1 above it, -1 below it, else 0."""
    if goal is None or high <= low:
        return 0
    if high - low >= FLAT_SHARE * (max(high, goal) - min(low, goal)):
        return 0
    return 1 if goal > high else -1


def _phase_ends(scale: _Scale, phase: ChartPhase) -> tuple[float, float]:
    left = 0.0 if phase.first == 0 else scale.x(phase.first) - scale.half
    last = phase.last >= scale.count - 1
    return left, scale.end if last else scale.x(phase.last) + scale.half


def _band(scale: _Scale, phase: ChartPhase, view: ChartView) -> Iterator[str]:
    if phase.lower is None or phase.upper is None:
        return
    left, right = _phase_ends(scale, phase)
    if not view.limits:
        yield _box(scale, left, right, phase.lower, phase.upper)
        return
    for index in range(phase.first, phase.last + 1):
        pair = view.limits[index]
        if pair is not None:
            start = max(left, scale.x(index) - scale.half)
            yield _box(scale, start, min(right, scale.x(index) + scale.half), *pair)


def _box(scale: _Scale, left: float, right: float, lower: float, upper: float) -> str:
    top = scale.y(upper)
    return element("rect", "band", x=left, y=top, width=right - left, height=scale.y(lower) - top)


def _mean(scale: _Scale, phase: ChartPhase) -> Iterator[str]:
    if phase.mean is not None:
        left, right = _phase_ends(scale, phase)
        y = scale.y(phase.mean)
        yield element("line", "mean", x1=left, x2=right, y1=y, y2=y)


def _path(scale: _Scale, view: ChartView) -> Iterator[str]:
    """Join neighbours; a gap or a new phase breaks the line."""
    starts = {phase.first for phase in view.phases}
    for index, (one, two) in enumerate(pairwise(view.points)):
        if one.value is not None and two.value is not None and index + 1 not in starts:
            yield element(
                "line",
                "path",
                x1=scale.x(index),
                y1=scale.y(one.value),
                x2=scale.x(index + 1),
                y2=scale.y(two.value),
            )


def _point(scale: _Scale, index: int, point: ChartPoint, *, stale: bool) -> str:
    x, y = scale.x(index), scale.y(point.value or 0.0)
    if stale:
        return dot(x, y, COMMON_RADIUS, "stale", point.spoken)
    signal = point.tone is not Tone.COMMON
    if not signal or point.mark in {Mark.DOT, Mark.NONE}:
        return dot(x, y, COMMON_RADIUS, point.tone, point.spoken)
    return mark(point.mark, x, y, SIGNAL_RADIUS, point.tone, point.spoken)


def _line_names(scale: _Scale, view: ChartView) -> Iterator[str]:
    named: list[tuple[str, float, str]] = []
    if view.goal is not None and view.goal_label:
        arrow = {1: " ↑", -1: " ↓"}.get(scale.far, "")
        named.append((view.goal_label + arrow, scale.y(view.goal), "ink"))
    mean = view.phases[-1].mean if view.phases else None
    if mean is not None and view.mean_label:
        named.append((view.mean_label, scale.y(mean), "muted"))
    for (words, _y, role), y in zip(named, _apart([y for _, y, _ in named]), strict=True):
        yield text(scale.end + 8, y + 5, words, role)


def _apart(places: list[float]) -> list[float]:
    """Move two names apart that would overlap, keeping their order."""
    if len(places) < 2:  # noqa: PLR2004 - one name needs no room beside another
        return places
    one, two = places
    missing = LABEL_PITCH - abs(one - two)
    if missing > 0:
        down = 1 if one <= two else -1
        one, two = one - down * missing / 2, two + down * missing / 2
    return [one, two]


def _ends(scale: _Scale, view: ChartView) -> Iterator[str]:
    y = scale.size.height - 8
    yield text(0, y, view.first_label, "muted")
    yield text(scale.end, y, view.last_label, "muted", "end")


def _across(view: GroupsView, size: Size, value: float) -> float:
    """Give the place of a value on the scale that all groups share."""
    left = size.names + 14
    right = size.width - size.figures - 14
    span = view.maximum - view.minimum
    share = (value - view.minimum) / span if span > 0 else 0.5
    return left + (right - left) * min(max(share, 0.0), 1.0)


def _group(view: GroupsView, row: Interval, size: Size, top: float) -> Iterator[str]:
    """Draw one group: its name beside its bar, or above it where there is no room."""
    weight = "ink strong" if row.bold else "ink"
    y = top + size.row / 2 if size.names else top + size.row - 16
    yield text(0, y + 6 if size.names else top + 18, row.name, weight)
    if row.value is None and (row.lower is None or row.upper is None):
        yield from _instead(row, size, y)
        return
    yield from _interval(view, row, size, y)
    if row.value is not None:
        tone = "stale" if view.stale else row.tone
        yield mark(row.mark, _across(view, size, row.value), y, SIGNAL_RADIUS + 1, tone, row.detail)
    yield text(size.width, y + 6, row.text, weight, "end")


def _interval(view: GroupsView, row: Interval, size: Size, y: float) -> Iterator[str]:
    """Draw the interval; hatched and without a point where it is too wide to carry one."""
    if row.lower is None or row.upper is None:
        return
    left, right = _across(view, size, row.lower), _across(view, size, row.upper)
    if row.mark is Mark.HATCH or row.value is None:
        yield element("rect", "hatched", x=left, y=y - 9, width=max(right - left, 8), height=18)
        return
    classes = f"interval {'stale' if view.stale else row.tone}"
    width = max(right - left, 1)
    yield element("rect", classes, x=left, y=y - BAR / 2, width=width, height=BAR, rx=BAR / 2)


def _instead(row: Interval, size: Size, y: float) -> Iterator[str]:
    """Say in words why there is no bar, with the mark of the reason; a hidden bar has no length."""
    left = size.names + 14
    yield mark(row.mark, left + 8, y, 7, "muted", "")
    yield text(left + 24, y + 6, row.text, "muted")
