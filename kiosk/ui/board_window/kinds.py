"""Which widget draws which tile's view: the one place that knows every kind of tile."""

from typing import Any

from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.tiles.agenda import AgendaTile
from kiosk.ui.tiles.broken import BrokenTile
from kiosk.ui.tiles.days_since import DaysSinceTile
from kiosk.ui.tiles.equity_focus import EquityFocusTile
from kiosk.ui.tiles.goals import GoalsTile
from kiosk.ui.tiles.groups import GroupsTile
from kiosk.ui.tiles.lanes import LanesTile
from kiosk.ui.tiles.metric import MetricTile
from kiosk.ui.tiles.rows import ListTile
from kiosk.ui.tiles.safety_cross import SafetyCrossTile
from kiosk.ui.tiles.tile import Tile
from kiosk.viewmodels.tiles import (
    AgendaTileView,
    BrokenTileView,
    DaysSinceTileView,
    EquityFocusTileView,
    GoalsTileView,
    GroupsTileView,
    LanesTileView,
    ListTileView,
    MetricTileView,
    SafetyCrossTileView,
    TileView,
)

KINDS: dict[type[Any], type[Tile[Any]]] = {
    AgendaTileView: AgendaTile,
    BrokenTileView: BrokenTile,
    DaysSinceTileView: DaysSinceTile,
    EquityFocusTileView: EquityFocusTile,
    GoalsTileView: GoalsTile,
    GroupsTileView: GroupsTile,
    LanesTileView: LanesTile,
    ListTileView: ListTile,
    MetricTileView: MetricTile,
    SafetyCrossTileView: SafetyCrossTile,
}


def make_tile(theme: Theme, view: TileView, parent: QWidget) -> Tile[Any]:
    """Make the widget that draws a tile's view."""
    return KINDS[type(view)](theme, view, parent)


def draws(tile: Tile[Any], view: TileView) -> bool:
    """Tell whether a tile can show a view, or another kind of tile must take its place."""
    return type(tile) is KINDS[type(view)]
