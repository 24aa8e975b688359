"""What the whole board shows: header, tiles in their places, the row of actions, the status strip."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.tiles import TileView


class Face(StrEnum):
    """Who may be looking: anyone who walks past, or staff who touched for it."""

    PUBLIC = "public"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tile stands on the grid, in cells; 0-based, with spans."""

    column: int
    row: int
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class PlacedTile:
    """A tile's view with its two places: landscape and portrait; None leaves it out of that variant."""

    view: TileView
    landscape: Place | None
    portrait: Place | None


@dataclass(frozen=True, slots=True)
class Grid:
    """The number of columns and rows of each variant, and the weight of every column and row (any positive number)."""

    landscape_columns: tuple[float, ...]
    landscape_rows: tuple[float, ...]
    portrait_columns: tuple[float, ...]
    portrait_rows: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """Something to touch.

    Attributes:
        action: what it asks for ("open:raise", "face:staff"); also the end of the widget's object name.
        text: the words on it.
        role: "primary" (accent), "ink" (dark), "plain" (outlined), "harm" (outlined in the harm
            colour), "turn" (outlined, accent words: shows another side of the same) or "quiet" (text only).
        mark: a shape before the words.
        enabled: a disabled button is shown, greyed, and says why in `spoken`.
        spoken: the accessible name when it differs from the text.
    """

    action: str
    text: str
    role: str = "plain"
    mark: Mark = Mark.NONE
    enabled: bool = True
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class HeaderView:
    """The top line; `clock` ticks by itself in the window from `utc_offset`-aware minutes given by the presenter."""

    unit: str
    about: str
    date: str
    shift: str
    clock: str
    face_button: Button


@dataclass(frozen=True, slots=True)
class StatusView:
    """The bottom line: sync state as text and shape, one message in the middle, small buttons at the right.

    `sync_action` is what touching the sync state asks for; empty when it is only read.
    """

    sync_text: str
    sync_mark: Mark
    sync_tone: Tone
    message: str
    message_tone: Tone
    buttons: tuple[Button, ...]
    sync_action: str = ""


@dataclass(frozen=True, slots=True)
class BoardView:
    """The board, complete.

    Attributes:
        face: which face this is.
        training: striped border and the word TRAINING.
        header: the top line.
        grid: the grid of both variants.
        tiles: at most seven on a ward.
        actions: the row of actions, left to right as for right reach (the primary last).
        status: the bottom line.
        as_of: when this view was made, in words ("07:03"), for the picture kept for the next start.
    """

    face: Face
    training: bool
    header: HeaderView
    grid: Grid
    tiles: tuple[PlacedTile, ...]
    actions: tuple[Button, ...]
    status: StatusView
    as_of: str
