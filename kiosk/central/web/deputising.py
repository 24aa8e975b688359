"""The pages of deputies: naming one from day to day, taking it back, and acting in another's office."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from kiosk.central.web.callers import Caller
from kiosk.central.web.gate import Gate
from kiosk.central.web.offices import DELEGATION_DAYS
from kiosk.central.web.reach import OutOfReach
from kiosk.central.web.requests import Fields
from kiosk.central.web.room import Room
from kiosk.domain.errors import KioskError
from kiosk.viewmodels.words import plain_day


class Deputising:
    """What the pages of deputies show and do."""

    def __init__(self, room: Room, gate: Gate) -> None:
        self._room = room
        self._gate = gate

    def show(self, request: Request, caller: Caller) -> Response:
        """Show one's deputies."""
        said = {"named": "Saved. From that day on your deputy can act for you."}.get(
            request.query_params.get("done", ""), ""
        )
        return self._page(caller, "", Fields([]), said=said)

    def name_one(self, _request: Request, caller: Caller, fields: Fields) -> Response:
        """Name a deputy."""
        today = self._room.callers.today(caller.account.node)
        try:
            first = date.fromisoformat(fields.get("first"))
            last = date.fromisoformat(fields.get("last"))
            self._room.delegations.give(caller.account, fields.get("deputy"), first, last, today)
        except ValueError:
            return self._page(caller, "Say from which day, and to which.", fields, 422)
        except KioskError as problem:
            return self._page(caller, str(problem), fields, 422)
        self._audit(caller, "named a deputy")
        return self._gate.go_on("/deputies?done=named")

    def take_back(self, _request: Request, caller: Caller, fields: Fields) -> Response:
        """Take a deputy's right back, at once."""
        if self._room.delegations.take_back(caller.account, fields.get("delegation")):
            self._audit(caller, "took a deputy back")
        return self._gate.go_on("/deputies")

    def act_as(self, _request: Request, caller: Caller, fields: Fields) -> Response:
        """Act in another's office from now on, or in one's own again."""
        wanted = fields.get("delegation")
        if wanted and wanted not in {office.delegation for office in caller.offices}:
            raise OutOfReach
        self._room.sessions.act_under(caller.session, wanted)
        return self._gate.go_on("/")

    def _page(
        self, caller: Caller, problem: str, fields: Fields, status: int = 200, *, said: str = ""
    ) -> Response:
        if caller.office is None:
            raise OutOfReach
        today = self._room.callers.today(caller.account.node)
        rows = [
            {
                "id": each.id,
                "deputy": each.deputy,
                "days": f"{plain_day(each.first, today)} to {plain_day(each.last, today)}",
                "state": "acts for you now" if each.runs(today) else _state(each.last, today),
            }
            for each in self._room.delegations.given(caller.account)
            if each.last >= today
        ]
        values = {
            "caller": caller,
            "here": "deputies",
            "rows": rows,
            "problem": problem,
            "said": said,
            "typed": {name: fields.get(name) for name in ("deputy", "first", "last")},
            "today": today.isoformat(),
            "most_days": DELEGATION_DAYS,
        }
        return self._room.pages.page("deputies", values, status)

    def _audit(self, caller: Caller, what: str) -> None:
        means = self._room.means
        means.storage.audit(means.clock.now(), caller.account.name, what, "deputies", {})


def _state(last: date, today: date) -> str:
    return "to come" if last >= today else "ended"
