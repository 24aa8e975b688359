"""Boards and central of different versions (SYNC.md, *Versions*): nothing is lost, and an update shows what it was."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pytest
from typing_extensions import override

from kiosk.domain.authority import RULINGS
from kiosk.domain.cards import CARD, Card, CardRaised, EditCard
from kiosk.domain.changes import Actor, Log, LogKind, change_to_json
from kiosk.domain.entities import Act, EntityKind, Happened, Outcome, Payload
from kiosk.domain.kinds import KINDS
from kiosk.domain.recognitions import GiveRecognition
from kiosk.services.board import BOARD, BoardService
from kiosk.services.deciding import Command
from kiosk.services.refused import Refused
from kiosk.sync.protocol import PATHS, SCHEMA_NEWEST
from kiosk.sync.status import SyncState
from tests.fakes.wire_client import Pen
from tests.simulation.central import Central, Response
from tests.simulation.hospital import hospital, node_id
from tests.simulation.kiosks import Kiosk
from tests.simulation.network import FAIR, Asked, Network
from tests.simulation.people import People
from tests.simulation.world import MINUTE_S, World

WARD: Final = node_id("ward 1")
SHARED: Final = Log(WARD, LogKind.SHARED)
MARK: Final = "needs an update of this board"
QUIET_S: Final = 3 * MINUTE_S


class Praised(Payload):
    """What a newer program lets people do with a card."""

    stars: int


def _evolve(card: Card | None, happened: Happened) -> Outcome[Card]:
    if isinstance(happened.payload, Praised) and card is not None:
        return Outcome(card.model_copy(update={"reopened": happened.payload.stars}))
    return CARD.evolve(card, happened)


Kinds = Mapping[str, EntityKind[Any]]
NEWER: Final[Kinds] = {
    **KINDS,
    "card": replace(CARD, payloads={**CARD.payloads, "card.praised": Praised}, evolve=_evolve),
    "poster": replace(CARD, name="poster", payloads={"poster.put_up": CardRaised}),
}
"""What the next program knows: a kind of change and a kind of entity more."""


class Between(Network):
    """A network that says what programs of other versions say.

    Attributes:
        newest: the newest schema that each board says it folds.
        beside: a field that no program knows, put into every message.
    """

    def __init__(self, world: World, central: Central) -> None:
        super().__init__(world, central)
        self.weather = FAIR
        self.newest: dict[str, int] = {}
        self.beside: dict[str, Any] = {}

    @override
    def send(self, name: str, asked: Asked, came: Callable[[Any], None]) -> None:
        """Carry a request as the board's version would have sent it."""
        method, path, headers, body = asked
        if body:
            message = {**json.loads(body), **self.beside}
            if path == PATHS["hello"]:
                message["schema_newest"] = self.newest.get(name, SCHEMA_NEWEST)
            body = json.dumps(message).encode()
        super().send(name, (method, path, headers, body), lambda what: came(self._beside(what)))

    def _beside(self, what: Any) -> Any:
        if not isinstance(what, Response):
            return what
        message = json.loads(what.body)
        return replace(what, body=json.dumps({**message, **self.beside}).encode())


@dataclass
class Ward:
    """A ward with two boards, and central.

    Attributes:
        one, other: the boards.
    """

    world: World
    central: Central
    network: Between
    one: Kiosk
    other: Kiosk

    def close(self) -> None:
        """Let go of everything."""
        for board in (self.one, self.other):
            if board.store is not None:
                board.store.close()
        self.central.close()

    def settle(self) -> None:
        """Let everything come to rest."""
        self.world.run_until(self.world.now_s + QUIET_S)

    def ids(self) -> list[str]:
        """Return the ids of the ward's shared log."""
        page = self.central.storage.page(SHARED, 0, 10_000, 2**40)
        return [json.loads(entry.body)["id"] for entry in page]

    def all_ids(self) -> list[str]:
        """Return the ids of all logs."""
        storage = self.central.storage
        pages = [storage.page(log, 0, 10_000, 2**40) for log in self.central.heads()]
        return [json.loads(entry.body)["id"] for page in pages for entry in page]

    def bodies(self) -> list[dict[str, Any]]:
        """Return the changes of the ward's shared log."""
        page = self.central.storage.page(SHARED, 0, 10_000, 2**40)
        return [json.loads(entry.body) for entry in page]


Wards = Callable[..., Ward]


@pytest.fixture
def wards(tmp_path: Path) -> Iterator[Wards]:
    """Make wards whose boards have programs of some versions, enrolled and at rest."""
    made: list[Ward] = []

    def make(one: Kinds = KINDS, other: Kinds = KINDS) -> Ward:
        made.append(_ward(tmp_path, one, other))
        return made[-1]

    yield make
    for ward in made:
        ward.close()


def _ward(folder: Path, one: Kinds, other: Kinds) -> Ward:
    world = World(7)
    place = hospital(["ward 1"])
    central = Central(world, place)
    network = Between(world, central)
    boards = [Kiosk(world, network, folder, name, WARD) for name in ("one", "other")]
    for board, kinds in zip(boards, (one, other), strict=True):
        board.kinds = kinds
        board.boot()
        board.apply(central.code(WARD))
    ready = Ward(world, central, network, *boards)
    ready.settle()
    return ready


def update(board: Kiosk, kinds: Kinds) -> None:
    """Install another program."""
    board.cut_power()
    board.kinds = kinds
    board.boot()


def push(ward: Ward, *entries: dict[str, Any]) -> list[dict[str, Any]]:
    """Send entries as the first board's device, whatever its own program could write; return the answers."""
    token = ward.one.state.session.token
    assert token is not None
    assert ward.one.store is not None
    timeline = ward.central.storage.timeline()
    body = {"timeline": timeline, "log": str(SHARED), "entries": list(entries)}
    headers = {"authorization": f"Bearer {token.token}", "content-type": "application/json"}
    answer = ward.central.ask("POST", PATHS["push"], headers, json.dumps(body).encode())
    ward.central.tell()
    assert answer.status == 200, answer.body
    told: list[dict[str, Any]] = json.loads(answer.body)["answers"]
    return told


def pen(ward: Ward) -> Pen:
    """Return what writes a stream of the first board's device that its own program does not write."""
    assert ward.one.enrolled_as is not None
    return Pen(ward.one.enrolled_as[0], incarnation=40)


NOVELTIES: Final[dict[str, tuple[str, dict[str, Any], dict[str, Any]]]] = {
    "a kind of change": ("card.praised", {"stars": 3}, {}),
    "a field of a payload": ("card.acknowledged", {"by": "lead", "mood": "good"}, {}),
    "a newer payload schema": ("card.acknowledged", {"by": "lead"}, {"schema": 2}),
    "a field of a change": ("card.acknowledged", {"by": "lead"}, {"extra": {"ward_phase": 3}}),
    "a field of an actor": (
        "card.acknowledged",
        {"by": "lead"},
        {"actor": Actor("board", None, None, {"badge": "NFC"})},
    ),
}


@pytest.mark.parametrize("novelty", NOVELTIES.values(), ids=NOVELTIES)
def test_what_a_newer_program_says_is_kept_word_for_word_and_passed_on(
    wards: Wards, novelty: tuple[str, dict[str, Any], dict[str, Any]]
) -> None:
    kind, payload, of_change = novelty
    here = wards()
    writes = pen(here)
    raised = writes.raise_card(SHARED)
    card = raised["change"]["entity"]
    said = writes.write(SHARED, card, kind, payload, **of_change)

    told = push(here, raised, {**said, "written_in": "green"})
    here.settle()

    assert [one.get("seq") for one in told] == [1, 2]
    assert here.bodies()[1] == said["change"]
    for board in (here.one, here.other):
        assert board.store is not None
        record = board.store.record(said["change"]["id"])
        assert record is not None
        assert change_to_json(record.change) == said["change"]
        assert record.seq == 2
        assert board.store.verify() is None
        assert board.status.state is SyncState.IN_SYNC


def test_a_kind_of_change_that_is_not_known_is_marked_and_is_read_after_the_update(
    wards: Wards,
) -> None:
    here = wards()
    writes = pen(here)
    raised = writes.raise_card(SHARED)
    card = raised["change"]["entity"]
    praised = writes.write(SHARED, card, "card.praised", {"stars": 3})
    push(here, raised, praised)
    here.settle()
    store = here.other.store
    assert store is not None
    before = store.entity(card)
    assert before is not None
    assert before.marks == {praised["change"]["id"]: MARK}
    assert isinstance(before.state, Card)
    assert before.state.reopened == 0

    update(here.other, NEWER)
    here.settle()

    assert here.other.store is not None
    after = here.other.store.entity(card)
    assert after is not None
    assert after.marks == {}
    assert isinstance(after.state, Card)
    assert after.state.reopened == 3
    assert here.other.store.check_projections() == []


def test_a_kind_of_entity_that_is_not_known_is_kept_and_is_read_after_the_update(
    wards: Wards,
) -> None:
    here = wards()
    writes = pen(here)
    payload = {"node": WARD, "category": "equipment", "need": "action", "criterion": "barrier"}
    entity = f"poster:{writes.new_id()}"
    raised = writes.write(SHARED, entity, "poster.put_up", payload, {"sentence": "Wash hands"})

    told = push(here, raised)
    here.settle()

    assert told[0]["seq"] == 1
    assert here.other.store is not None
    assert here.other.store.record(raised["change"]["id"]) is not None
    update(here.other, NEWER)
    here.settle()
    assert here.other.store is not None
    poster = here.other.store.entity(entity)
    assert poster is not None
    assert isinstance(poster.state, Card)
    assert poster.state.sentence == "Wash hands"


OLDER: Final[Kinds] = {
    **{name: kind for name, kind in KINDS.items() if name != "recognition"},
    "card": replace(
        CARD, payloads={kind: how for kind, how in CARD.payloads.items() if kind != "card.edited"}
    ),
}
"""What the last program knew: a kind of change and a kind of entity less."""
VERSIONS: Final[dict[str, Kinds]] = {"N-1": OLDER, "N": KINDS, "N+1": NEWER}


class PeopleOf(People):
    """People at a board that offers what its program knows: no more than the old one, or something new."""

    def __init__(self, board: Kiosk) -> None:
        super().__init__(board.world, board.name, tier=1)
        self._board = board

    @override
    def _do(self, service: BoardService, command: Command) -> None:
        if not _offers(self._board.kinds, command):
            raise Refused("This program has no such button.")
        super()._do(service, command)
        if "card.praised" in self._board.kinds["card"].payloads:
            self._praise(service)

    def _praise(self, service: BoardService) -> None:
        card, _ = self._some_card(service)
        kept = self._board.recorded.append(
            [Act(card, "card.praised", Praised(stars=3))], actor=BOARD
        )
        service.take_in(kept.changed)


def _offers(kinds: Kinds, command: Command) -> bool:
    match command:
        case GiveRecognition():
            return "recognition" in kinds
        case EditCard():
            return "card.edited" in kinds["card"].payloads
        case _:
            return True


@pytest.mark.simulation
@pytest.mark.parametrize("central", VERSIONS)
@pytest.mark.parametrize(("one", "other"), [("N-1", "N"), ("N", "N"), ("N+1", "N"), ("N-1", "N+1")])
def test_boards_and_central_of_any_versions_lose_nothing_and_boards_agree_after_the_update(
    wards: Wards, monkeypatch: pytest.MonkeyPatch, one: str, other: str, central: str
) -> None:
    run_central_as(monkeypatch, VERSIONS[central])
    here = wards(VERSIONS[one], VERSIONS[other])
    here.network.beside = {"weather": {"of": "tomorrow"}}
    for board in (here.one, here.other):
        board.people = PeopleOf(board)
        board.act(25)
        here.settle()
        board.act(5)
    here.settle()
    confirmed = {*here.one.confirmed.ids, *here.other.confirmed.ids}
    in_log, dead = here.all_ids(), _overstepped(here.one) | _overstepped(here.other)
    written = {body["kind"] for body in here.bodies()}
    assert confirmed - dead <= set(in_log)
    assert len(in_log) == len(set(in_log))
    assert "card.edited" in written
    assert ("card.praised" in written) is ("N+1" in (one, other))

    monkeypatch.undo()
    for board in (here.one, here.other):
        update(board, NEWER)
    here.settle()

    first, second = here.one.store, here.other.store
    assert first is not None
    assert second is not None
    assert first.all_entities() == second.all_entities()
    assert MARK not in {
        mark for folded in first.all_entities().values() for mark in folded.marks.values()
    }
    for board in (here.one, here.other):
        assert board.store is not None
        assert board.store.check_projections() == []
        assert board.status.state is SyncState.IN_SYNC


def run_central_as(monkeypatch: pytest.MonkeyPatch, kinds: Kinds) -> None:
    """Let central be a program that knows other kinds of things and of changes than this one."""
    known = {name for kind in kinds.values() for name in kind.payloads}
    for name, module in list(sys.modules.items()):
        if name.startswith("kiosk.central.") and getattr(module, "KINDS", None) is KINDS:
            monkeypatch.setattr(module, "KINDS", kinds)
    of_this = {name for kind in KINDS.values() for name in kind.payloads}
    rulings = {kind: who for kind, who in RULINGS.items() if kind in known or kind not in of_this}
    monkeypatch.setattr("kiosk.central.permissions.RULINGS", rulings)


def test_a_board_too_old_to_read_pushes_says_that_it_needs_an_update_and_reads_after_it(
    wards: Wards,
) -> None:
    here = wards()
    here.network.newest["one"] = 0
    update(here.one, KINDS)
    here.settle()
    here.one.act(10)
    here.other.act(10)
    here.settle()

    assert _needs_update(here.one)
    assert set(here.one.confirmed.ids) - _dead(here.one) <= set(here.all_ids())
    assert here.one.store is not None
    assert here.one.store.pending_count() > 0  # sent, and not read back

    here.network.newest["one"] = SCHEMA_NEWEST
    update(here.one, KINDS)
    here.settle()

    assert here.one.in_sync
    assert _needs_update(here.one) is False
    assert [one.change.id for one in here.one.store.records(SHARED, 0, 10_000)] == here.ids()


def test_a_board_newer_than_central_is_in_sync(wards: Wards) -> None:
    here = wards(NEWER)
    here.network.newest["one"] = SCHEMA_NEWEST + 1
    update(here.one, NEWER)
    here.one.act(10)
    here.settle()

    assert here.one.in_sync
    assert not here.one.status.needs_update


def _dead(board: Kiosk) -> set[str]:
    assert board.store is not None
    return {each.record.change.id for each in board.store.dead()}


def _overstepped(board: Kiosk) -> set[str]:
    """Return what was refused because somebody spoke for another tier: nothing else may be."""
    assert board.store is not None
    dead = board.store.dead()
    assert {each.record.change.kind for each in dead} <= {"card.answered"}
    return {each.record.change.id for each in dead}


def _needs_update(board: Kiosk) -> bool:
    return board.status.needs_update
