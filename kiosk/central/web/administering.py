"""The administrator's page: boards and accounts to read; changing them is done with `huddle-central` commands."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kiosk.central.web.boards import skew_words
from kiosk.central.web.callers import Caller
from kiosk.central.web.offices import Part
from kiosk.central.web.reach import OutOfReach
from kiosk.central.web.room import Room
from kiosk.viewmodels.words import length

BOARDS_A_PAGE: Final = 100
NEVER: Final = "never"


class Administering:
    """What administrators see."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def show(self, request: Request, caller: Caller) -> Response:
        """Show boards, a page at a time, and accounts."""
        if caller.account.part is not Part.ADMINISTRATOR:
            raise OutOfReach
        after = request.query_params.get("after", "")[:100]
        found = self._room.boards.listed(after, BOARDS_A_PAGE)
        now, names = self._room.means.clock.now(), self._room.organisation()
        boards = [
            {
                "name": device.name or device.hostname,
                "node": self._name(device.node),
                "standing": device.standing.value,
                "app": device.app or "–",
                "seen": f"{length(now - seen.when)} ago" if seen.when else NEVER,
                "clock": skew_words(seen) if seen.when else "–",
                "pending": (seen.health or {}).get("pending", "–"),
                "trouble": (seen.health or {}).get("trouble", "") or "none",
            }
            for device, seen in found
        ]
        accounts = [
            {
                "name": each.name,
                "part": each.part.value,
                "title": each.title or "–",
                "node": self._name(each.node),
                "state": "disabled" if each.disabled else "may sign in",
            }
            for each in self._room.accounts.all()
        ]
        values = {
            "caller": caller,
            "here": "admin",
            "boards": boards,
            "accounts": accounts,
            "units": len(names.placements),
            "after": found[-1][0].id if len(found) == BOARDS_A_PAGE else "",
        }
        return self._room.pages.page("admin", values)

    def _name(self, node: str) -> str:
        placement = self._room.organisation().placement(node)
        return placement.name if placement is not None else "–"
