"""The routes of the leaders' page."""

from collections.abc import Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kiosk.central.means import CentralMeans
from kiosk.central.organisation.tree import Tree
from kiosk.central.web.administering import Administering
from kiosk.central.web.answering import Answering
from kiosk.central.web.deputising import Deputising
from kiosk.central.web.gate import Endpoint, Gate
from kiosk.central.web.leading import Leading
from kiosk.central.web.passwords import Passwords
from kiosk.central.web.room import Room, room_of
from kiosk.central.web.signing_in import SigningIn
from kiosk.central.web.statics import FOREVER
from kiosk.domain.organisation import Organisation


class LeadersRoom:
    """The leaders' page as a part of central."""

    def __init__(self, means: CentralMeans) -> None:
        self._means = means
        self._tree = Tree(means.storage, means.clock)

    def router(self) -> APIRouter:
        """Return its routes."""
        return leaders_routes(self._means, self._tree.organisation)

    def start(self) -> None:
        """Begin: there is nothing that it does meanwhile."""

    def stop(self) -> None:
        """End."""


def leaders_routes(
    means: CentralMeans,
    organisation: Callable[[], Organisation],
    passwords: Passwords | None = None,
) -> APIRouter:
    """Return the routes of the leaders' page; none of them is in the OpenAPI document, which is for programs.

    Args:
        means: storage, clock, identities and settings.
        organisation: gives the organisation as it stands.
        passwords: how passwords are hashed; by default as RFC 9106 advises.
    """
    room = room_of(means, organisation, passwords)
    gate = Gate(room)
    router = APIRouter(include_in_schema=False)

    def get(path: str, endpoint: Endpoint) -> None:
        router.add_api_route(path, endpoint, methods=["GET"], response_model=None)

    def post(path: str, endpoint: Endpoint) -> None:
        router.add_api_route(path, endpoint, methods=["POST"], response_model=None)

    _before_signing_in(room, gate, get, post)
    leading, deputising = Leading(room, gate), Deputising(room, gate)
    answering = Answering(room, gate, leading)
    get("/", gate.page(leading.opening))
    get("/cards", gate.page(leading.cards))
    post("/cards", gate.form(answering.answer_together))
    get("/cards/{node}/{card}", gate.page(leading.card))
    post("/cards/{node}/{card}/{deed}", gate.form(answering.act))
    get("/units", gate.page(leading.units))
    get("/units/{node}", gate.page(leading.unit))
    get("/brief", gate.page(leading.brief))
    get("/deputies", gate.page(deputising.show))
    post("/deputies", gate.form(deputising.name_one))
    post("/deputies/take-back", gate.form(deputising.take_back))
    post("/act-as", gate.form(deputising.act_as))
    get("/admin", gate.page(Administering(room).show))
    return router


def _before_signing_in(
    room: Room,
    gate: Gate,
    get: Callable[[str, Endpoint], None],
    post: Callable[[str, Endpoint], None],
) -> None:
    signing_in = SigningIn(room, gate)

    async def static(request: Request) -> Response:
        file = room.statics.get(str(request.path_params["name"]))
        if file is None:
            return Response(status_code=404)
        headers = {"Cache-Control": FOREVER, "X-Content-Type-Options": "nosniff"}
        return Response(file.body, headers=headers, media_type=file.media_type)

    get("/static/{name}", static)
    get("/sign-in", gate.open(signing_in.show))
    post("/sign-in", gate.open(signing_in.sign_in))
    post("/sign-out", gate.form(signing_in.sign_out))
    get("/first-account", gate.open(signing_in.show_first))
    post("/first-account", gate.open(signing_in.make_first))
