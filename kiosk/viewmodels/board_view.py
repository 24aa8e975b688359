"""The whole board from the ward, a layout and the catalogue; a tile that fails leaves the rest."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from kiosk.domain.wards import Ward
from kiosk.layouts.catalogue import Catalogue
from kiosk.layouts.schema import Layout, Variant
from kiosk.layouts.tiles import (
    AgendaTile,
    AnnouncementsTile,
    AnswersTile,
    DaysSinceTile,
    EquityFocusTile,
    GoalsTile,
    GroupsTile,
    LanesTile,
    MetricTile,
    RecognitionsTile,
    SafetyCrossTile,
    TicketsTile,
    Tile,
    VoiceTile,
)
from kiosk.sync.status import SyncStatus
from kiosk.viewmodels.action_buttons import action_buttons
from kiosk.viewmodels.agenda_tile import agenda_tile
from kiosk.viewmodels.announcements_tile import announcements_tile
from kiosk.viewmodels.answers_tile import answers_tile
from kiosk.viewmodels.boards import BoardView, Face, Grid, Place, PlacedTile
from kiosk.viewmodels.days_since_tile import days_since_tile
from kiosk.viewmodels.equity_focus_tile import equity_focus_tile
from kiosk.viewmodels.goals_tile import goals_tile
from kiosk.viewmodels.groups_tile import groups_tile
from kiosk.viewmodels.header_view import clock, header_view
from kiosk.viewmodels.lanes_tile import lanes_tile
from kiosk.viewmodels.metric_sides import with_sides
from kiosk.viewmodels.metric_tile import metric_tile
from kiosk.viewmodels.recognitions_tile import recognitions_tile
from kiosk.viewmodels.safety_cross_tile import safety_cross_tile
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.status_view import StatusMessage, status_view
from kiosk.viewmodels.tickets_tile import tickets_tile
from kiosk.viewmodels.tiles import BrokenTileView, Frame, TileView
from kiosk.viewmodels.voice_tile import voice_tile

__all__ = ["StatusMessage", "board_view", "tile_view"]

BROKEN = "This tile cannot be shown. The rest of the board is right. Tell ward IT: {reason}."


def board_view(  # noqa: PLR0913 - all that a board may say, each by its name
    ward: Ward,
    layout: Layout,
    catalogue: Catalogue,
    face: Face,
    *,
    message: StatusMessage | None = None,
    training_ends: datetime | None = None,
    sync: SyncStatus | None = None,
) -> BoardView:
    """Return the board as it stands at `ward.now`.

    Args:
        ward: every entity of the node, and the instant.
        layout: which tiles stand where.
        catalogue: the shipped words.
        face: who may be looking.
        message: what the program has to say on the bottom line.
        training_ends: when training ends by itself.
        sync: how sync stands, or None where nothing has been tried.
    """
    scene = Scene(ward, catalogue, face)
    return BoardView(
        face=face,
        training=ward.training,
        header=header_view(layout, scene),
        grid=Grid(
            landscape_columns=layout.landscape.columns,
            landscape_rows=layout.landscape.rows,
            portrait_columns=layout.portrait.columns,
            portrait_rows=layout.portrait.rows,
        ),
        tiles=tuple(
            PlacedTile(
                view=_with_point(tile_view(tile, scene), tile, layout),
                landscape=_place(layout.landscape, tile.id),
                portrait=_place(layout.portrait, tile.id),
            )
            for tile in layout.tiles
        ),
        actions=action_buttons(layout, scene),
        status=status_view(scene, message, training_ends, sync),
        as_of=clock(scene),
    )


def _with_point(view: TileView, tile: Tile, layout: Layout) -> TileView:
    """Return a tile's view that says which point of the layout's preset it belongs to."""
    if tile.point is None:
        return view
    return replace(view, frame=replace(view.frame, point=layout.point_label(tile.point)))


def tile_view(tile: Tile, scene: Scene) -> TileView:
    """Return one tile's view; a tile that cannot be made says so, and the rest stands."""
    try:
        return _view(tile, scene)
    except Exception as problem:  # noqa: BLE001 - whatever it is, it must not take the board along
        reason = f"{tile.type} {tile.id}, {type(problem).__name__}"
        words = BROKEN.format(reason=reason)
        return BrokenTileView(Frame(tile.id, tile.title or tile.id, empty=words, spoken=words))


def _view(tile: Tile, scene: Scene) -> TileView:  # noqa: C901, PLR0911, PLR0912 - one line a kind
    match tile:
        case AgendaTile():
            return agenda_tile(tile, scene)
        case DaysSinceTile():
            return days_since_tile(tile, scene)
        case SafetyCrossTile():
            return safety_cross_tile(tile, scene)
        case MetricTile():
            return with_sides(metric_tile(tile, scene), tile, scene)
        case GroupsTile():
            return groups_tile(tile, scene)
        case EquityFocusTile():
            return equity_focus_tile(tile, scene)
        case LanesTile():
            return lanes_tile(tile, scene)
        case AnswersTile():
            return answers_tile(tile, scene)
        case RecognitionsTile():
            return recognitions_tile(tile, scene)
        case TicketsTile():
            return tickets_tile(tile, scene)
        case VoiceTile():
            return voice_tile(tile, scene)
        case AnnouncementsTile():
            return announcements_tile(tile, scene)
        case GoalsTile():
            return goals_tile(tile, scene)
        case _:
            assert_never(tile)


def _place(variant: Variant, tile_id: str) -> Place | None:
    place = variant.places.get(tile_id)
    if place is None:
        return None
    return Place(column=place.left, row=place.top, columns=place.columns, rows=place.rows)
