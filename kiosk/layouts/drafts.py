"""A board layout as it is written: title, tier, points, buttons, tiles and their places."""

from typing import Annotated, Final, Literal

from pydantic import Field, Strict

from kiosk.layouts.tiles import Part, Tile, Whole, Words

MOST_TRACKS: Final = 12  # columns or rows of a grid

Weight = Annotated[float, Strict(), Field(gt=0, le=1000, allow_inf_nan=False)]
Tracks = Annotated[tuple[Weight, ...], Field(min_length=1, max_length=MOST_TRACKS)]
Cell = Annotated[Whole, Field(ge=1, le=MOST_TRACKS)]

Preset = Literal["sqcdp", "value_compass"]
ThemeName = Literal["light", "dark", "contrast"]
Action = Literal["raise", "good_catch", "harm_event", "thank_you", "idea", "figures"]


class Place(Part):
    """Where a tile stands: first column and row, counted from 1, and how many cells it covers."""

    column: Cell
    """First column, counted from 1 at the left."""
    row: Cell
    """First row, counted from 1 at the top."""
    columns: Cell = 1
    """How many columns it covers."""
    rows: Cell = 1
    """How many rows it covers."""

    @property
    def left(self) -> int:
        """The first column, counted from 0."""
        return self.column - 1

    @property
    def top(self) -> int:
        """The first row, counted from 0."""
        return self.row - 1


class Variant(Part):
    """The grid of one way up of the screen, and where each tile stands on it."""

    columns: Tracks
    """The weight of every column, left to right: [1, 2] makes the second twice as wide."""
    rows: Tracks
    """The weight of every row, top to bottom."""
    places: dict[str, Place]
    """The place of each tile, by the tile's id."""


class LayoutDraft(Part):
    """A layout as it is written: every value is possible, the whole may still break a rule."""

    title: Words
    """What this layout is called where someone chooses one."""
    tier: Annotated[Whole, Field(ge=1, le=6)]
    """1 for a ward, 2 for a service, 3 for a hospital, up to 6."""
    preset: Preset
    """Which set of points the tiles are tagged with."""
    points: dict[str, Words] = Field(default_factory=dict)
    """Other words for the points of the preset."""
    theme: ThemeName | None = None
    """Colours; left out: as the device is set."""
    actions: Annotated[tuple[Action, ...], Field(min_length=1, max_length=6)] = (
        "raise",
        "good_catch",
        "harm_event",
        "thank_you",
        "idea",
        "figures",
    )
    """The large buttons under the tiles, left to right."""
    tiles: Annotated[tuple[Tile, ...], Field(min_length=1)]
    """The tiles: at most seven on a ward's board, nine on others."""
    landscape: Variant
    """The grid of a wide screen."""
    portrait: Variant
    """The grid of a tall screen."""
