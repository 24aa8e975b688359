"""Groups compared: an interval and a mark for each, the reference as a dashed line, or words."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from kiosk.ui.charts.ink import MARK_GAP, FitReport, Ink, mark_size, more
from kiosk.ui.charts.lettering import SMALL_LINE, Style, text_width
from kiosk.ui.theme import BODY, WEIGHT_REGULAR, WEIGHT_SEMIBOLD, Theme
from kiosk.viewmodels.charts import GroupsView, Interval
from kiosk.viewmodels.emphasis import Mark, Tone

SMALLEST_PITCH = 27.0
LARGEST_PITCH = 54.0
LABEL_PITCH = 25.0
COLUMN_GAP = 18.0
BAR_PX = 5.0
MARK_PX = 19.0
HATCH_PX = 20.0
HATCH_STEP = 8.0
WIDEST_NAME = 0.42
WIDEST_FIGURE = 0.3
NAME_LINES = 2  # where rows stand so far apart
DASH = (1.4, 2.4)
ROW_STYLE = Style(BODY, lines=1, leading=1.1)
BOLD_STYLE = Style(BODY, WEIGHT_SEMIBOLD, lines=1, leading=1.1)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where names end, where the scale stands and where the figures begin."""

    name: float
    bars: QRectF
    low: float
    high: float

    def x(self, value: float) -> float:
        """Give the place of a value on the scale, inside it."""
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return self.bars.left() + self.bars.width() * min(max(share, 0.0), 1.0)


def paint_groups(
    painter: QPainter,
    rect: QRectF,
    view: GroupsView,
    theme: Theme,
    largest_pitch: float = LARGEST_PITCH,
) -> None:
    """Paint groups into a box, in design pixels; a sheet lets its rows stand further apart."""
    draw_groups(Ink(painter, theme, FitReport(), stale=view.stale), rect, view, largest_pitch)


def draw_groups(
    ink: Ink, rect: QRectF, view: GroupsView, largest_pitch: float = LARGEST_PITCH
) -> None:
    """Draw groups with an ink that a tile already holds."""
    if not view.rows:
        return
    ink.painter.save()
    ink.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rows = rows_in(rect, view, largest_pitch)
    shown, pitch = len(rows), rows[0][1].height() if rows else SMALLEST_PITCH
    columns = _columns(rect, view, shown * pitch)
    if view.reference is not None:
        _reference(ink, rect, columns, view, columns.x(view.reference))
    for index, box in rows:
        _row(ink, box, columns, view.rows[index])
    ink.painter.restore()
    if shown < len(view.rows):
        box = QRectF(rect.left(), rect.top() + shown * pitch, columns.name, LABEL_PITCH)
        words = more(len(view.rows) - shown)
        ink.write_middle(words, box, SMALL_LINE, ink.theme.colour("muted"))


def height_of_all(view: GroupsView) -> float:
    """Give the least height in which every row is drawn."""
    return _label_height(view) + len(view.rows) * SMALLEST_PITCH


def _label_height(view: GroupsView) -> float:
    return LABEL_PITCH if view.reference is not None and view.reference_label else 0.0


def rows_in(
    rect: QRectF, view: GroupsView, largest_pitch: float = LARGEST_PITCH
) -> list[tuple[int, QRectF]]:
    """Give the position and the box of each row that is drawn, from top to bottom."""
    height = rect.height() - _label_height(view)
    shown, pitch = _rows_that_fit(height, len(view.rows), largest_pitch)
    return [
        (at, QRectF(rect.left(), rect.top() + line * pitch, rect.width(), pitch))
        for line, at in enumerate(_most_important(view.rows, shown))
    ]


def _most_important(rows: tuple[Interval, ...], count: int) -> list[int]:
    """Choose the rows that must not be missed, in the order in which all rows stand."""
    by_weight = sorted(
        range(len(rows)), key=lambda at: (not rows[at].bold, rows[at].tone is not Tone.WORSE)
    )
    return sorted(by_weight[:count])


def _rows_that_fit(height: float, count: int, largest_pitch: float) -> tuple[int, float]:
    """Give how many rows are drawn, and their pitch."""
    if count * SMALLEST_PITCH <= height:
        return count, min(height / count, largest_pitch) if count else largest_pitch
    room = height - LABEL_PITCH
    shown = max(int(room / SMALLEST_PITCH), 0)
    return shown, room / shown if shown else SMALLEST_PITCH


def _columns(rect: QRectF, view: GroupsView, height: float) -> Columns:
    names = max(text_width(row.name, BODY, _style(row).weight) for row in view.rows)
    figures = [row for row in view.rows if row.value is not None or row.lower is not None]
    widths = (text_width(row.text, BODY, _style(row).weight) for row in figures)
    name = min(names + 1, rect.width() * WIDEST_NAME)
    figure = min(max(widths, default=0.0) + 1, rect.width() * WIDEST_FIGURE)
    left = rect.left() + name + COLUMN_GAP
    right = rect.right() - figure - COLUMN_GAP
    bars = QRectF(left, rect.top(), max(right - left, 1.0), height)
    return Columns(name, bars, view.minimum, view.maximum)


def _style(row: Interval) -> Style:
    return BOLD_STYLE if row.bold else ROW_STYLE


def _reference(ink: Ink, rect: QRectF, columns: Columns, view: GroupsView, x: float) -> None:
    pen = QPen(ink.theme.colour("ink"), 2.5)
    pen.setDashPattern(DASH)
    ink.painter.setPen(pen)
    ink.painter.drawLine(QPointF(x, columns.bars.top()), QPointF(x, columns.bars.bottom()))
    if not view.reference_label:
        return
    left_limit = rect.left() + (columns.name + COLUMN_GAP if _crowded(view, columns) else 0.0)
    width = text_width(view.reference_label, SMALL_LINE.size, SMALL_LINE.weight)
    width = min(width + 1, rect.right() - left_limit)
    left = min(max(x - width / 2, left_limit), rect.right() - width)
    box = QRectF(left, columns.bars.bottom(), width, LABEL_PITCH)
    ink.write_middle(view.reference_label, box, SMALL_LINE, ink.theme.colour("muted"))


def _crowded(view: GroupsView, columns: Columns) -> bool:
    """Tell whether "+3 more" stands at the left of the reference's name."""
    return columns.bars.height() < len(view.rows) * SMALLEST_PITCH - 0.1


def _row(ink: Ink, box: QRectF, columns: Columns, row: Interval) -> None:
    style = _style(row)
    name = QRectF(box.left(), box.top(), columns.name, box.height())
    ink.write_middle(row.name, name, replace(style, lines=NAME_LINES), ink.theme.colour("ink"))
    if row.lower is None or row.upper is None:
        if row.value is None:
            _words(ink, box, columns, row)
            return
    elif row.mark is Mark.HATCH or row.value is None:
        _unreliable(ink, box, columns, row.lower, row.upper)
    else:
        _bar(ink, box, columns, (row.lower, row.upper), row.tone)
    if row.value is not None:
        centre = QPointF(columns.x(row.value), box.center().y())
        ink.mark(row.mark, centre, MARK_PX, ink.tone(row.tone))
    figure = QRectF(columns.bars.right() + COLUMN_GAP, box.top(), 0, box.height())
    figure.setRight(box.right())
    ink.write_middle(row.text, figure, style, ink.theme.colour("ink"), Qt.AlignmentFlag.AlignRight)


def _bar(ink: Ink, box: QRectF, columns: Columns, ends: tuple[float, float], tone: Tone) -> None:
    pen = QPen(ink.tone(tone), BAR_PX)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    ink.painter.setPen(pen)
    y = box.center().y()
    ink.painter.drawLine(QPointF(columns.x(ends[0]), y), QPointF(columns.x(ends[1]), y))


def _unreliable(ink: Ink, box: QRectF, columns: Columns, lower: float, upper: float) -> None:
    """Hatch an interval that is too wide to carry a point."""
    left, right = columns.x(lower), columns.x(upper)
    y = box.center().y()
    hatch = QRectF(left, y - HATCH_PX / 2, max(right - left, HATCH_STEP), HATCH_PX)
    ink.hatch(hatch, ink.theme.colour("common"), HATCH_STEP)


def _words(ink: Ink, box: QRectF, columns: Columns, row: Interval) -> None:
    """Say in words why there is no bar, with the mark of the reason, over the reference line."""
    left = columns.bars.left()
    style = Style(BODY, WEIGHT_SEMIBOLD if row.bold else WEIGHT_REGULAR, 20, 1, 1.1)
    room = MARK_GAP + mark_size(style) if row.mark is not Mark.NONE else 0.0
    width = min(text_width(row.text, style.size, style.weight) + room + 1, box.right() - left)
    place = QRectF(left, box.top(), width, box.height())
    ink.painter.fillRect(place.adjusted(-4, 0, 4, 4), ink.theme.colour("surface"))
    ink.marked(row.mark, row.text, place, style, ink.theme.colour("muted"))
