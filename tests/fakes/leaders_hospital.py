"""A hospital in memory: two wards, a service, a department of estates, its leaders, and their pages over ASGI."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from typing import Any

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI

from kiosk.central.authoring import entered
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.tree import ORGANISATION, ROOT, Tree
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.memory.storage import MemoryStorage
from kiosk.central.storage.protocol import Place, Storage
from kiosk.central.web.accounts import Account, Accounts
from kiosk.central.web.offices import Part
from kiosk.central.web.passwords import Passwords
from kiosk.central.web.routes import leaders_routes
from kiosk.domain.card_states import Criterion, Need
from kiosk.domain.cards import RaiseCard, decide
from kiosk.domain.changes import GENESIS, Actor, Log, LogKind, Stream
from kiosk.domain.entities import Act, Refusal
from kiosk.domain.nodes import NodeDefined, NodeFacts
from kiosk.domain.placed_nodes import NodeKind, NodePlaced, placement_id
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

HOSPITAL, SERVICE, ESTATES = "node:h", "node:med", "node:est"
WARD_7, WARD_8, SURGERY = "node:7e", "node:8w", "node:sur"
PASSWORD = "correct horse battery"  # noqa: S105 - of accounts that live in a test
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
TREE = (
    (HOSPITAL, "St Elsewhere", NodeKind.HOSPITAL, 3, None),
    (SERVICE, "Medicine", NodeKind.SERVICE, 2, HOSPITAL),
    (SURGERY, "Surgery", NodeKind.SERVICE, 2, HOSPITAL),
    (WARD_7, "Ward 7 East", NodeKind.UNIT, 1, SERVICE),
    (WARD_8, "Ward 8 West", NodeKind.UNIT, 1, SERVICE),
    (ESTATES, "Estates", NodeKind.SUPPORT, 2, HOSPITAL),
)
HOUR = timedelta(hours=1)
BASE = "https://central.example"


@dataclass
class Hospital:
    """Central with a small organisation; a device stands for each ward's board."""

    settings: CentralSettings = field(default_factory=CentralSettings)
    clock: FixedClock = field(default_factory=FixedClock)
    ids: SeededIds = field(default_factory=SeededIds)
    storage: Storage = field(init=False)

    def __post_init__(self) -> None:
        self.storage = MemoryStorage(self.clock, self.ids)
        self.means = CentralMeans(self.storage, self.clock, self.ids, self.settings)
        self.tree = Tree(self.storage, self.clock)
        self.passwords = Passwords(CHEAP)
        self.accounts = Accounts(self.storage, self.passwords)
        self._places: dict[tuple[Log, str], Place] = {}
        self.storage.put(ORGANISATION, ROOT, {"node": HOSPITAL})
        for node, name, kind, tier, parent in TREE:
            self.place(node, name, kind, tier, parent)
        self.account("hall", "service lead", SERVICE)

    def place(self, node: str, name: str, kind: NodeKind, tier: int, parent: str | None) -> None:
        """Put a node into the organisation."""
        placed = NodePlaced(
            node=node,
            name=name,
            kind=kind,
            tier=tier,
            parent=parent,
            time_zone="Europe/London",
            starts=self.clock.now().date(),
        )
        act = Act(placement_id(node), "placement.placed", placed)
        self.write(Log(HOSPITAL, LogKind.CONFIG), act, "setup")
        facts = NodeFacts(name=name, tier=tier, out_of_hours_phone="4321")
        self.write(Log(node, LogKind.CONFIG), Act(node, "node.defined", NodeDefined(facts=facts)))

    def account(
        self, name: str, title: str, node: str, part: Part = Part.LEADER, password: str = PASSWORD
    ) -> Account:
        """Make an account."""
        return self.accounts.add(Account(name, part, title, node), password)

    def write(self, log: Log, act: Act, device: str = "") -> str:
        """Let a board write an act; return the id of its change."""
        device = device or f"pc of {log.node}"
        key = (log, device)
        place = self._places.get(key, Place(Stream(log, device, 1), 1, GENESIS, None))
        made = entered(act, Actor(), place, self.ids, self.clock.now())
        self.storage.ingest(log, [made], self.clock.now())
        change = made.entry.change
        self._places[key] = Place(place.stream, place.counter + 1, made.entry_hash, change.id)
        return change.id

    def raised(self, node: str = WARD_7, **changed: Any) -> str:
        """Let a ward's board raise a card; return the card's id."""
        given: dict[str, Any] = {
            "category": "equipment",
            "phrase": "Not on the ward when needed",
            "sentence": None,
            "need": Need.ACTION,
            "criterion": Criterion.BARRIER,
            "serious_harm": False,
            **changed,
        }
        command = RaiseCard(f"card:{self.ids.new_id()}", node, **given)
        decision = decide(None, command)
        assert not isinstance(decision, Refusal)
        self.write(Log(node, LogKind.SHARED), decision[0])
        return command.card_id

    def does(self, node: str, card: str, act: Act) -> str:
        """Let a ward's board do something with a card; return the id of the change."""
        del card
        return self.write(Log(node, LogKind.SHARED), act)

    def kinds(self, card: str, node: str = WARD_7) -> list[str]:
        """Return the kinds of a card's changes, in the order of the log."""
        records = self.storage.history(Log(node, LogKind.SHARED), card)
        return [record.change.kind for record in records]

    def app(self) -> FastAPI:
        """Return the pages as an application."""
        app = FastAPI()
        app.include_router(leaders_routes(self.means, self.tree.organisation, self.passwords))
        return app


class Browser:
    """Follows links and sends forms as a person does, without a script.

    Attributes:
        page: what is shown.
    """

    def __init__(
        self, hospital: Hospital, app: FastAPI | None = None, peer: str = "10.0.0.9"
    ) -> None:
        transport = httpx.ASGITransport(app or hospital.app(), client=(peer, 4242))
        self._client = httpx.AsyncClient(transport=transport, base_url=BASE, follow_redirects=True)
        self.page: httpx.Response

    async def open(self, path: str, **headers: str) -> httpx.Response:
        """Open an address."""
        self.page = await self._client.get(path, headers=headers)
        return self.page

    async def send(self, action: str, *, again: bool = False, **fields: str) -> httpx.Response:
        """Send the form of the page whose address ends like this, with fields filled in; `again` sends it twice."""
        address, hidden = form_of(self.page.text, action)
        body = {**hidden, **fields}
        if again:
            await self._client.post(address, data=body)
        self.page = await self._client.post(address, data=body)
        return self.page

    async def post(self, path: str, body: dict[str, str], **headers: str) -> httpx.Response:
        """Send what no form of ours says."""
        return await self._client.post(path, data=body, headers=headers)

    async def sign_in(self, name: str = "hall", password: str = PASSWORD) -> "Browser":
        """Sign in."""
        await self.open("/sign-in")
        await self.send("/sign-in", name=name, password=password)
        return self

    @property
    def text(self) -> str:
        """The words of the page, without markup."""
        inside = re.sub(
            r"<(head|title|style|script)\b.*?</\1>", " ", self.page.text, flags=re.DOTALL
        )
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", inside)).split())

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies that the browser holds."""
        return dict(self._client.cookies)


def form_of(html: str, action: str) -> tuple[str, dict[str, Any]]:
    """Return the address and the hidden fields of the form whose address ends like this."""
    for form in re.findall(r"<form\b.*?</form>", html, flags=re.DOTALL):
        address = re.search(r'action="([^"]*)"', form)
        if "post" in form[:60] and address and _path(address.group(1)).endswith(action):
            found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
            fields: dict[str, Any] = {}
            for name, value in found:
                fields.setdefault(name, []).append(unescape(value))
            return unescape(address.group(1)), fields
    raise AssertionError(f"no form to {action} on this page")


def _path(address: str) -> str:
    return unescape(address).partition("?")[0]
