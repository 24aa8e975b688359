"""The sheet of a tile: the public face sees what the tile says, the staff face all behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk.layouts.tiles import (
    AnnouncementsTile,
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
from kiosk.viewmodels.board_view import tile_view
from kiosk.viewmodels.forms.agenda import AGENDA_TOUCHES, agenda_view
from kiosk.viewmodels.forms.announcement import ANNOUNCEMENTS_TOUCHES, announcements_view
from kiosk.viewmodels.forms.cards import CARDS_TOUCHES, cards_view
from kiosk.viewmodels.forms.days_since import DAYS_SINCE_TOUCHES, days_since_view
from kiosk.viewmodels.forms.details import BEHIND, HOME, Touches, follow, gone, scene_of
from kiosk.viewmodels.forms.form import Context, Draft, Form, Leave, Next
from kiosk.viewmodels.forms.goals import GOALS_TOUCHES, goals_view
from kiosk.viewmodels.forms.groups.sheet import GROUPS_TOUCHES, groups_view
from kiosk.viewmodels.forms.metric import METRIC_TOUCHES, metric_view
from kiosk.viewmodels.forms.public import public_view
from kiosk.viewmodels.forms.recognitions import RECOGNITIONS_TOUCHES, recognitions_view
from kiosk.viewmodels.forms.safety_cross import SAFETY_CROSS_TOUCHES, safety_cross_view
from kiosk.viewmodels.forms.tickets import TICKETS_TOUCHES, tickets_view
from kiosk.viewmodels.forms.voice import VOICES_TOUCHES, voices_view
from kiosk.viewmodels.sheets import SheetView
from kiosk.viewmodels.tiles import BrokenTileView


@dataclass(frozen=True, slots=True)
class Detail:
    """What stands behind a kind of tile: its sheet, and what touches on it lead to."""

    view: Callable[[Context, Draft, Any], SheetView]
    touches: Touches


def _plain(
    view: Callable[[Context, Draft], SheetView],
) -> Callable[[Context, Draft, Any], SheetView]:
    return lambda context, draft, _tile: view(context, draft)


def _nobody_in_need(context: Context, draft: Draft, tile: Tile) -> SheetView:
    """Return the sheet of an equity focus tile that speaks of no group, and says why."""
    del draft
    return public_view(tile_view(tile, scene_of(context)))


CARDS = Detail(_plain(cards_view), CARDS_TOUCHES)
DETAILS: dict[str, Detail] = {
    "agenda": Detail(lambda context, _draft, tile: agenda_view(context, tile), AGENDA_TOUCHES),
    "days_since": Detail(
        lambda context, _draft, tile: days_since_view(context, tile), DAYS_SINCE_TOUCHES
    ),
    "safety_cross": Detail(safety_cross_view, SAFETY_CROSS_TOUCHES),
    "metric": Detail(metric_view, METRIC_TOUCHES),
    "groups": Detail(groups_view, GROUPS_TOUCHES),
    "equity_focus": Detail(_nobody_in_need, {}),
    "lanes": CARDS,
    "answers": CARDS,
    "recognitions": Detail(_plain(recognitions_view), RECOGNITIONS_TOUCHES),
    "tickets": Detail(_plain(tickets_view), TICKETS_TOUCHES),
    "voice": Detail(_plain(voices_view), VOICES_TOUCHES),
    "announcements": Detail(_plain(announcements_view), ANNOUNCEMENTS_TOUCHES),
    "goals": Detail(_plain(goals_view), GOALS_TOUCHES),
}
"""Every kind of tile, and what stands behind it."""

LISTED: tuple[Tile, ...] = (
    LanesTile(id=f"{BEHIND}lanes", type="lanes"),
    SafetyCrossTile(id=f"{BEHIND}safety_cross", type="safety_cross"),
    RecognitionsTile(id=f"{BEHIND}recognitions", type="recognitions"),
    TicketsTile(id=f"{BEHIND}tickets", type="tickets"),
    AnnouncementsTile(id=f"{BEHIND}announcements", type="announcements"),
    VoiceTile(id=f"{BEHIND}voice", type="voice"),
    GoalsTile(id=f"{BEHIND}goals", type="goals"),
)
"""Lists that can be opened on every board, whatever its layout has tiles for."""


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the tile as it stands."""
    del context
    return draft.turn(HOME)


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of the tile that was touched."""
    tile = _tile(context, draft)
    if tile is None:
        return gone("tile", "This tile")
    shown = tile_view(tile, scene_of(context))
    if not context.staff or isinstance(shown, BrokenTileView):
        return public_view(shown)
    return DETAILS[tile.type].view(context, draft, tile)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    tile = _tile(context, draft)
    if tile is None:
        return Leave()
    return follow(DETAILS[tile.type].touches, context, draft, action, value)


def _tile(context: Context, draft: Draft) -> Tile | None:
    """Return the tile that was touched, or the groups behind it.

    "skin/language" is the side by language of the metric tile "skin", "focus/skin_checked_6h/language"
    what the equity focus tile "focus" speaks of.
    """
    tile_id, *side = draft.argument.split("/", 2)
    there = (*context.layout.tiles, *LISTED)
    tile = next((tile for tile in there if tile.id == tile_id), None)
    match tile, side:
        case MetricTile(), [*names] if names:
            return _groups_of(tile.id, tile.title, tile.metric, "/".join(names))
        case EquityFocusTile(), [metric, stratifier]:
            return _groups_of(tile.id, None, metric, stratifier)
        case _:
            return tile


def _groups_of(tile_id: str, title: str | None, metric: str, stratifier: str) -> GroupsTile:
    return GroupsTile(id=tile_id, title=title, type="groups", metric=metric, stratifier=stratifier)


TILE = Form("tile", start, view, touched, at_desk=True)
