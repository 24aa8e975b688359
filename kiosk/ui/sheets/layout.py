"""Where everything on a sheet goes: plain arithmetic in design pixels, without Qt widgets."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

TITLE_HEIGHT = 84.0
TITLE_TOP = 26.0
STEPS_HEIGHT = 56.0
CONTENT_GAP = 20.0
BAR_HEIGHT = 98.0
BAR_GAP = 20.0
BAR_AIR = 32.0  # between the content and the bar
SQUEEZE = 0.86  # of the wanted width, before the bar takes two rows
BAR_LEAST = 190.0  # the narrowest button of the bar
BAR_BOTTOM = 36.0
COLUMN_GAP = 48.0
BLOCK_GAP = 26.0
LABEL_GAP = 10.0
LEAST_GAP = 12.0
NOTE_LEAST = 330.0
NOTE_LINE_HEIGHT = 64.0
WIDE_SHARES = (0.62, 0.38)  # of a chart, and of the words beside it
PADDED_WIDTH = 1200.0  # a panel wider than this has the larger padding
LEVEL_STEPS = 24  # halvings, to far less than a pixel

PANEL_MARGINS = (120.0, 96.0, 120.0, 40.0)
PANEL_MARGINS_FULL = (120.0, 24.0, 120.0, 24.0)
PORTRAIT_LEAST = 760.0
PANEL_MARGINS_PORTRAIT = (36.0, 132.0, 36.0, 36.0)


@dataclass(frozen=True, slots=True)
class Need:
    """What a block asks of its column.

    Attributes:
        wanted: the height that shows everything.
        least: the height under which it is of no use.
        stretches: whether it takes what is left over.
        label: whether it is a label, which stays close to the block after it.
    """

    wanted: float
    least: float
    stretches: bool = False
    label: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar at the bottom: a rectangle for each button, and one for the note."""

    buttons: tuple[QRectF, ...]
    note: QRectF
    top: float


def panel(width: float, height: float, *, full: bool) -> QRectF:
    """The panel of a sheet in a window; `full` leaves little of the board to be seen."""
    if height > width:
        left, top, right, bottom = PANEL_MARGINS_PORTRAIT
    else:
        left, top, right, bottom = PANEL_MARGINS_FULL if full else PANEL_MARGINS
    return QRectF(0, 0, width, height).adjusted(left, top, -right, -bottom)


def padding(area: QRectF) -> float:
    """The room between the panel's edge and its words."""
    return 48.0 if area.width() > PADDED_WIDTH else 40.0


def shortened(area: QRectF, spare: float) -> QRectF:
    """A portrait panel without the room it does not need; its bar stays in reach."""
    return area.adjusted(0, max(0.0, min(spare, area.height() - PORTRAIT_LEAST)), 0, 0)


def inside(area: QRectF) -> QRectF:
    """The panel without its padding at the sides."""
    return area.adjusted(padding(area), 0, -padding(area), 0)


def bar_rows(area: QRectF, wanted: tuple[float, ...]) -> tuple[tuple[float, ...], ...]:
    """Divide the buttons into one row, or into two where they would be squeezed."""
    gaps = BAR_GAP * max(0, len(wanted) - 1)
    if len(wanted) == 1 or sum(wanted) * SQUEEZE + gaps <= inside(area).width():
        return (wanted,)
    half = len(wanted) // 2
    return (wanted[:half], wanted[half:])


def bar_height(rows: int) -> float:
    """The height of so many rows of buttons."""
    return rows * BAR_HEIGHT + (rows - 1) * BAR_GAP


def bar(area: QRectF, wanted: tuple[float, ...], *, note: bool, mirrored: bool) -> Bar:
    """Place the buttons at the bottom right, or at the bottom left for left reach.

    Args:
        area: the panel.
        wanted: the width that each button asks for; they share what there is when it is less.
        note: whether there are words beside the buttons.
        mirrored: whether the primary button is at the left.
    """
    room = inside(area)
    rows = bar_rows(area, wanted)
    top = area.bottom() - BAR_BOTTOM - bar_height(len(rows))
    rects: list[QRectF] = []
    for number, row in enumerate(rows):
        rects += _row(room, row, top + number * (BAR_HEIGHT + BAR_GAP))
    left = min((rect.left() for rect in rects), default=room.right())
    beside = left - room.left() - COLUMN_GAP
    if not note or beside >= NOTE_LEAST:
        words = QRectF(room.left(), top, max(0.0, beside), BAR_HEIGHT)
        end = top
    else:
        words = QRectF(room.left(), top - NOTE_LINE_HEIGHT, room.width(), NOTE_LINE_HEIGHT - 12)
        end = words.top()
    if mirrored:
        rects = [_flip(rect, room) for rect in rects]
        words = _flip(words, room)
    return Bar(tuple(rects), words, end)


def _row(room: QRectF, wanted: tuple[float, ...], top: float) -> list[QRectF]:
    gaps = BAR_GAP * max(0, len(wanted) - 1)
    share = min(1.0, (room.width() - gaps) / max(1.0, sum(wanted)))
    left = room.right() - sum(wanted) * share - gaps
    rects: list[QRectF] = []
    for width in wanted:
        rects.append(QRectF(left, top, width * share, BAR_HEIGHT))
        left += width * share + BAR_GAP
    return rects


def _flip(rect: QRectF, room: QRectF) -> QRectF:
    left = room.left() + room.right() - rect.right()
    return QRectF(left, rect.top(), rect.width(), rect.height())


def columns(content: QRectF, number: int, *, wide: bool = False) -> tuple[QRectF, ...]:
    """Divide the content into columns of one width; `wide` gives the first of two more of it."""
    if number == 0:
        return ()
    if wide and number == len(WIDE_SHARES):
        return _of_shares(content)
    width = (content.width() - COLUMN_GAP * (number - 1)) / number
    step = width + COLUMN_GAP
    return tuple(
        QRectF(content.left() + step * index, content.top(), width, content.height())
        for index in range(number)
    )


def _of_shares(content: QRectF) -> tuple[QRectF, ...]:
    room = content.width() - COLUMN_GAP
    first = QRectF(content.left(), content.top(), room * WIDE_SHARES[0], content.height())
    left = first.right() + COLUMN_GAP
    return first, QRectF(left, content.top(), room * WIDE_SHARES[1], content.height())


def stack(needs: tuple[Need, ...], room: float) -> tuple[tuple[float, float], ...]:
    """Give each block of a column its top and its height.

    Blocks get what they want when there is room; else those that have pages give way, then the
    gaps. What is left over goes to the blocks that stretch.
    """
    gaps = [LABEL_GAP if need.label else BLOCK_GAP for need in needs[:-1]]
    heights = [need.wanted for need in needs]
    missing = sum(heights) + sum(gaps) - room
    if missing > 0:
        heights = _give_way(needs, missing)
        missing = sum(heights) + sum(gaps) - room
    if missing > 0:
        gaps = [min(gap, LEAST_GAP) for gap in gaps]
    elif missing < 0:
        heights = _stretch(needs, heights, -missing)
    return _tops(heights, gaps)


def taken(needs: tuple[Need, ...]) -> float:
    """The height of a column in which every block has what it wants."""
    gaps = sum(LABEL_GAP if need.label else BLOCK_GAP for need in needs[:-1])
    return sum(need.wanted for need in needs) + gaps


def overflow(needs: tuple[Need, ...], room: float) -> float:
    """How much too little the room is even when everything gives way; 0 when it is enough."""
    gaps = sum(min(LABEL_GAP if need.label else BLOCK_GAP, LEAST_GAP) for need in needs[:-1])
    return max(0.0, sum(need.least for need in needs) + gaps - room)


def _give_way(needs: tuple[Need, ...], missing: float) -> list[float]:
    """Cut the tallest first, down to one level, so that a short block keeps its lines."""
    room = sum(need.wanted for need in needs) - missing
    low, high = 0.0, max(need.wanted for need in needs)
    for _ in range(LEVEL_STEPS):
        level = (low + high) / 2
        if sum(_cut(need, level) for need in needs) > room:
            high = level
        else:
            low = level
    return [_cut(need, low) for need in needs]


def _cut(need: Need, level: float) -> float:
    return max(need.least, min(need.wanted, level))


def _stretch(needs: tuple[Need, ...], heights: list[float], spare: float) -> list[float]:
    takers = sum(1 for need in needs if need.stretches)
    return [
        height + (spare / takers if need.stretches else 0.0)
        for need, height in zip(needs, heights, strict=True)
    ]


def _tops(heights: list[float], gaps: list[float]) -> tuple[tuple[float, float], ...]:
    placed: list[tuple[float, float]] = []
    top = 0.0
    for height, gap in zip(heights, [*gaps, 0.0], strict=False):
        placed.append((top, height))
        top += height + gap
    return tuple(placed)
