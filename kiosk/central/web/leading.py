"""The pages of a leader: what is owed, cards, units, figures, the brief."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kiosk.central.web.callers import Caller
from kiosk.central.web.gate import Gate
from kiosk.central.web.reach import OutOfReach
from kiosk.central.web.room import Room
from kiosk.central.web.standing import Standing, UnitCard
from kiosk.central.web.views.brief import brief
from kiosk.central.web.views.card_list import SORTS, STATES, Wanted, card_list
from kiosk.central.web.views.card_page import card_page
from kiosk.central.web.views.figures import figures_of
from kiosk.central.web.views.opening import opening
from kiosk.central.web.views.rows import bare, card_href
from kiosk.central.web.views.units import unit_page, unit_rows
from kiosk.domain.changes import Log, LogKind, Record
from kiosk.domain.standing import in_order
from kiosk.viewmodels.sheets import StoryRow

SAID: Final = {
    "acknowledge": "Saved. The unit sees that you have seen it.",
    "own": "Saved. The card is yours.",
    "ask": "Sent. The question stands on the unit's card.",
    "answer": "Sent. The unit reads it out at its next huddle, and accepts it or reopens the card.",
    "return": "Saved. The card went back, with your reason.",
}
OK: Final = 200


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a form was not carried out.

    Attributes:
        reason: why, in words; empty for no trouble.
        status: of the answer.
        deed: which form of the page it was.
        typed: the words that were typed.
        due: the day that was chosen.
        meanwhile: what others did since the page was made.
    """

    reason: str
    status: int
    deed: str = ""
    typed: str = ""
    due: str = ""
    meanwhile: tuple[StoryRow, ...] = ()


class Leading:
    """What a leader's pages show."""

    def __init__(self, room: Room, gate: Gate) -> None:
        self._room = room
        self._gate = gate

    def opening(self, request: Request, caller: Caller) -> Response:
        """Show what an office has to look at first."""
        if caller.office is None:
            return self._gate.go_on("/admin")
        standing = self.standing(caller)
        view = opening(standing, self._room.catalogue)
        keys = {row.row.href: self._room.means.ids.new_id() for row in view.harm}
        values = {"view": view, "standing": standing, "said": _said(request), "keys": keys}
        return self._page("opening", caller, "today", values)

    def cards(self, request: Request, caller: Caller) -> Response:
        """Show the list of cards."""
        return self.cards_page(request, caller)

    def card(self, request: Request, caller: Caller) -> Response:
        """Show one card."""
        standing = self.standing(caller)
        each = card_of(request, standing)
        return self.card_page(caller, standing, each, said=_said(request))

    def units(self, _request: Request, caller: Caller) -> Response:
        """Show the units in reach."""
        standing = self.standing(caller)
        values = {"rows": unit_rows(standing), "standing": standing}
        return self._page("units", caller, "units", values)

    def unit(self, request: Request, caller: Caller) -> Response:
        """Show one unit: its cards and its released figures."""
        standing = self.standing(caller)
        unit = standing.units.get(f"node:{request.path_params['node']}")
        if unit is None:
            raise OutOfReach
        ward = self._room.figures.ward(unit.node, standing.now)
        values = {
            "view": unit_page(unit, standing, self._room.catalogue),
            "figures": figures_of(ward, self._room.catalogue),
            "standing": standing,
        }
        return self._page("unit", caller, "units", values)

    def brief(self, _request: Request, caller: Caller) -> Response:
        """Show the brief for the next tier, one page of paper."""
        standing = self.standing(caller)
        values = {"view": brief(standing, self._room.catalogue), "standing": standing}
        return self._page("brief", caller, "brief", values)

    def standing(self, caller: Caller) -> Standing:
        """Return what is in reach of a caller's office.

        Raises:
            OutOfReach: the caller has no office, or its node does not stand.
        """
        if caller.office is None:
            raise OutOfReach
        return self._room.reach.standing(caller.office)

    def cards_page(
        self, request: Request, caller: Caller, trouble: Trouble | None = None, said: str = ""
    ) -> Response:
        """Return the list of cards, and what became of a form on it."""
        standing = self.standing(caller)
        view = card_list(standing, Wanted.from_query(request.query_params), self._room.catalogue)
        new_id = self._room.means.ids.new_id
        values = {
            "view": view,
            "states": STATES,
            "sorts": SORTS,
            "problem": "" if trouble is None else trouble.reason,
            "typed": "" if trouble is None else trouble.typed,
            "said": said,
            "together": [f"{card_href(each)} {new_id()} {each.last}" for each in view.together],
        }
        status = OK if trouble is None else trouble.status
        return self._page("cards", caller, "cards", values, status)

    def card_page(
        self,
        caller: Caller,
        standing: Standing,
        each: UnitCard,
        trouble: Trouble | None = None,
        said: str = "",
    ) -> Response:
        """Return a card's page, and what became of a form on it."""
        records, marks = self._history(each)
        view = card_page(each, records, marks, standing, self._room.catalogue)
        values = {
            "view": view,
            "said": said,
            "trouble": trouble,
            "keys": {deed.name: self._room.means.ids.new_id() for deed in view.deeds},
        }
        status = OK if trouble is None else trouble.status
        return self._page("card", caller, "cards", values, status)

    def _history(self, each: UnitCard) -> tuple[list[Record], Mapping[str, str]]:
        log = Log(each.unit.node, LogKind.SHARED)
        kept = self._room.folds.read([log])[log].kept.get(each.id)
        records = self._room.means.storage.history(log, each.id)
        return in_order(records), {} if kept is None else kept.folded.marks

    def _page(
        self,
        template: str,
        caller: Caller,
        here: str,
        values: Mapping[str, object],
        status: int = OK,
    ) -> Response:
        filled = {"caller": caller, "here": here, **values}
        return self._room.pages.page(template, filled, status)


def card_of(request: Request, standing: Standing) -> UnitCard:
    """Return the card that an address names.

    Raises:
        OutOfReach: it is not in reach, or was closed long ago.
    """
    node, card = str(request.path_params["node"]), str(request.path_params["card"])
    for each in standing.cards:
        if bare(each.unit.node) == node and bare(each.id) == card:
            return each
    raise OutOfReach


def _said(request: Request) -> str:
    """Return what a form said that led to this page; only words of our own."""
    return SAID.get(request.query_params.get("done", ""), "")
