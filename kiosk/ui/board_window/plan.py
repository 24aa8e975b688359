"""Where everything stands on the board, in design pixels: pure geometry of both orientations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

if TYPE_CHECKING:  # the window plans its first picture before views are loaded
    from kiosk.viewmodels.boards import BoardView, Place

LONG_SIDE = 1920.0
SHORT_SIDE = 1080.0
MARGIN = 36.0
GUTTER = 20.0
HEADER_TOP = 22.0
HEADER_PX = 84.0
PORTRAIT_HEADER_PX = 160.0
UNDER_HEADER = 20.0
ACTION_PX = 116.0
ACTION_GAP = 22.0
UNDER_TILES = 18.0
STATUS_PX = 84.0
UNDER_ACTIONS = 4.0
PORTRAIT_ACTIONS = 3  # the most in a row
WIDE_ACTION = 1.5  # the primary and the dark action, in widths of the others
WIDE_ROLES = ("primary", "ink")


@dataclass(frozen=True, slots=True)
class BoardPlan:
    """The places of everything that stands on the board itself.

    Attributes:
        scale: screen pixels for a design pixel.
        portrait: which variant.
        header: the top line.
        tiles: the box of the grid.
        actions: the box of the row of actions, or of its rows in portrait.
        status: the bottom line.
    """

    scale: float
    portrait: bool
    header: QRectF
    tiles: QRectF
    actions: QRectF
    status: QRectF


def plan_board(width_px: float, height_px: float, action_count: int) -> BoardPlan:
    """Lay the board out in a window.

    Args:
        width_px: the window's width in screen pixels.
        height_px: its height.
        action_count: how many actions there are.
    """
    portrait = height_px > width_px
    design = (SHORT_SIDE, LONG_SIDE) if portrait else (LONG_SIDE, SHORT_SIDE)
    scale = max(min(width_px / design[0], height_px / design[1]), 0.01)
    width, height = width_px / scale, height_px / scale
    inner = width - 2 * MARGIN
    header_px = PORTRAIT_HEADER_PX if portrait else HEADER_PX
    header = QRectF(MARGIN, HEADER_TOP, inner, header_px)
    status = QRectF(MARGIN, height - STATUS_PX, inner, STATUS_PX)
    rows = -(-action_count // PORTRAIT_ACTIONS) if portrait else min(action_count, 1)
    actions_px = rows * ACTION_PX + max(rows - 1, 0) * ACTION_GAP
    actions = QRectF(MARGIN, status.top() - UNDER_ACTIONS - actions_px, inner, actions_px)
    top = header.bottom() + UNDER_HEADER
    tiles = QRectF(MARGIN, top, inner, actions.top() - UNDER_TILES - top)
    return BoardPlan(scale, portrait, header, tiles, actions, status)


def place_tiles(view: "BoardView", box: QRectF, *, portrait: bool) -> list[QRectF | None]:
    """Give each tile its rectangle; None for a tile that this variant leaves out."""
    grid = view.grid
    columns = grid.portrait_columns if portrait else grid.landscape_columns
    rows = grid.portrait_rows if portrait else grid.landscape_rows
    across = _tracks(columns, box.left(), box.width())
    down = _tracks(rows, box.top(), box.height())
    places = [tile.portrait if portrait else tile.landscape for tile in view.tiles]
    return [None if place is None else _cell(place, across, down) for place in places]


def _tracks(weights: Sequence[float], start: float, length: float) -> list[tuple[float, float]]:
    """Share a length out by weight, with gutters; give start and end of each share."""
    free = length - GUTTER * (len(weights) - 1)
    total = sum(weights) or 1.0
    tracks: list[tuple[float, float]] = []
    at = start
    for weight in weights:
        size = free * weight / total
        tracks.append((at, at + size))
        at += size + GUTTER
    return tracks


def _cell(
    place: "Place", across: list[tuple[float, float]], down: list[tuple[float, float]]
) -> QRectF:
    left, top = across[place.column][0], down[place.row][0]
    right = across[place.column + place.columns - 1][1]
    return QRectF(left, top, right - left, down[place.row + place.rows - 1][1] - top)


def place_actions(
    roles: Sequence[str], box: QRectF, *, portrait: bool, mirrored: bool
) -> list[QRectF]:
    """Give each action its rectangle.

    Args:
        roles: the roles of the actions, the primary last.
        box: the place of all of them.
        portrait: three to a row instead of all in one.
        mirrored: the primary at the left, for left reach.
    """
    if not roles:
        return []
    rows = -(-len(roles) // PORTRAIT_ACTIONS) if portrait else 1
    per_row = -(-len(roles) // rows)  # rows as even as can be
    places: list[QRectF] = []
    for start in range(0, len(roles), per_row):
        row = roles[start : start + per_row]
        top = box.top() + (start // per_row) * (ACTION_PX + ACTION_GAP)
        weights = [1.0 if portrait or role not in WIDE_ROLES else WIDE_ACTION for role in row]
        places.extend(_action_row(weights, QRectF(box.left(), top, box.width(), ACTION_PX)))
    if mirrored:
        return [_mirror(place, box) for place in places]
    return places


def _action_row(weights: list[float], row: QRectF) -> list[QRectF]:
    free = row.width() - ACTION_GAP * (len(weights) - 1)
    places = []
    left = row.left()
    for weight in weights:
        width = free * weight / sum(weights)
        places.append(QRectF(left, row.top(), width, row.height()))
        left += width + ACTION_GAP
    return places


def _mirror(place: QRectF, box: QRectF) -> QRectF:
    left = box.left() + box.right() - place.right()
    return QRectF(left, place.top(), place.width(), place.height())
