"""The foot under a picture: words left and right, or counts spread over the line, never one over the other."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor

from kiosk.ui.charts.ink import MARK_GAP, Ink, mark_size
from kiosk.ui.charts.lettering import SMALL_LINE, SMALL_STYLE, fit, text_width
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.tiles import Chip

FOOT_GAP = 24.0
COUNT_PITCH = SMALL_STYLE.line + 2

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
FootRow = tuple[tuple[str, Qt.AlignmentFlag], ...]


def draw_foot(ink: Ink, inner: QRectF, top: float, left: str, right: str) -> float:
    """Write the foot at the bottom of a box.

    Args:
        ink: the painter.
        inner: the whole box of the tile.
        top: above this nothing is written.
        left: words at the left.
        right: words at the right, on the same line when both fit.

    Returns:
        The y at which the foot begins.
    """
    bottom = inner.bottom()
    colour = ink.theme.colour("muted")
    for row in reversed(_foot_rows(left, right, inner.width())):
        bottom = _foot_row(ink, QRectF(inner.left(), top, inner.width(), bottom - top), row, colour)
    return bottom


def _foot_rows(left: str, right: str, width: float) -> list[FootRow]:
    """Set both sides on one line when they fit, else one under the other."""
    if not left or not right:
        words = [(left, LEFT), (right, RIGHT)]
        return [((text, side),) for text, side in words if text]
    if foot_fits(left, right, width):
        return [((left, LEFT), (right, RIGHT))]
    return [((left, LEFT),), ((right, LEFT),)]


def foot_fits(left: str, right: str, width: float) -> bool:
    """Tell whether both sides of a foot stand on one line."""
    return not left or not right or _wide(left) + _wide(right) + FOOT_GAP <= width


def _wide(text: str) -> float:
    return text_width(text, SMALL_STYLE.size, SMALL_STYLE.weight)


def _foot_row(ink: Ink, box: QRectF, row: FootRow, colour: QColor) -> float:
    height = max(fit(text, SMALL_STYLE, box.width()).height for text, _side in row)
    if height > box.height():
        return box.bottom()
    place = QRectF(box.left(), box.bottom() - height, box.width(), height)
    for text, side in row:
        ink.write(text, place, SMALL_STYLE, colour, side)
    return place.top()


def draw_counts(ink: Ink, inner: QRectF, counts: tuple[Chip, ...]) -> float:
    """Spread marked counts over the bottom of a box, over more than one line when they must.

    Returns:
        The y at which they begin.
    """
    rows = _count_rows(counts, inner.width())
    rows = rows[: int(inner.height() / COUNT_PITCH)]
    top = inner.bottom() - COUNT_PITCH * len(rows)
    for index, row in enumerate(rows):
        line = QRectF(inner.left(), top + index * COUNT_PITCH, inner.width(), COUNT_PITCH)
        _spread(ink, line, row)
    return top


def _count_width(count: Chip) -> float:
    mark = 0.0 if count.mark is Mark.NONE else mark_size(SMALL_LINE) + MARK_GAP
    return _wide(count.text) + mark + 1


def _count_rows(counts: tuple[Chip, ...], width: float) -> list[list[Chip]]:
    rows: list[list[Chip]] = [[]]
    taken = 0.0
    for count in counts:
        wanted = _count_width(count)
        if rows[-1] and taken + FOOT_GAP + wanted > width:
            rows.append([])
            taken = 0.0
        taken += wanted + (FOOT_GAP if rows[-1] else 0.0)
        rows[-1].append(count)
    return rows


def _spread(ink: Ink, line: QRectF, row: list[Chip]) -> None:
    widths = [min(_count_width(count), line.width()) for count in row]
    spare = max(line.width() - sum(widths), 0.0)
    gap = spare / (len(row) - 1) if len(row) > 1 else 0.0
    left = line.left()
    for count, width in zip(row, widths, strict=True):
        place = QRectF(left, line.top(), width, line.height())
        ink.marked(count.mark, count.text, place, SMALL_LINE, ink.theme.colour("muted"))
        left += width + gap
