"""A hospital whose every step is told to a model: real boards on real files, a real central, and the post between.

Boards are those of the simulation. Central's answers, and what each board's store is asked to do, are compared with
the model on the way.
"""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from kiosk.domain.changes import Log, Record
from kiosk.services.board import BoardService
from kiosk.services.refused import Refused
from kiosk.store.store import Store
from kiosk.sync.acts import (
    Adopt,
    ApplyPages,
    ApplySnapshot,
    AskPages,
    BeginTimeline,
    Bury,
    StoreAct,
)
from kiosk.sync.bodies import written
from kiosk.sync.entries import record_to_wire
from kiosk.sync.events import Failure, LocalWritten, Why
from kiosk.sync.protocol import LONG_POLL_S, PATHS
from kiosk.sync.status import SyncState
from tests.fakes.asgi_central import AsgiCentral, Databases
from tests.fakes.sync_answers import check_answer
from tests.fakes.sync_compared import EVERY_BYTE, EVERYTHING, of_board, of_central
from tests.fakes.sync_model import LOCAL, BoardModel, CentralModel, SyncModel
from tests.fakes.sync_post import Fate, Post
from tests.fakes.sync_screens import Did
from tests.simulation.central import Response
from tests.simulation.hospital import SERVICE, Hospital, node_id
from tests.simulation.kiosks import Kiosk
from tests.simulation.network import Asked, Came, Wake
from tests.simulation.world import HOUR_S, World

WORK_S: Final = 0.05
"""In this time a board does at its store whatever follows from an answer."""
WARD: Final = node_id("ward 1")
NODES: Final = {"ward": (WARD, 1), "service": (SERVICE, 2), "alone": (WARD, 1)}
"""Node and tier of the boards: two are enrolled, and a second one of the ward runs alone at first."""
PATIENCE: Final = 60
"""Messages after which a board that is left alone is done."""
ROUNDS: Final = 12
"""In so many rounds everybody has heard of everything."""
REPEATABLE: Final = {PATHS["push"], PATHS["pull"], PATHS["hello"]}


@dataclass(frozen=True)
class Saved:
    """A copy of a board's disk, and what the model says is on it."""

    path: Path
    model: BoardModel


@dataclass
class SyncWard:
    """The ward, its service, central, and the model of all of it.

    Attributes:
        kiosks: by name.
        late: answers that are slow.
        echoes: requests that were sent, and may arrive once more.
        losing: boards whose disk was put back or copied.
        asked: whether central was asked anything since it was last compared.
    """

    folder: Path
    databases: Databases
    central: AsgiCentral
    world: World
    hospital: Hospital
    model: SyncModel
    post: Post = field(default_factory=Post)
    kiosks: dict[str, Kiosk] = field(default_factory=dict)
    late: list[tuple[str, Came, Response]] = field(default_factory=list)
    echoes: list[tuple[str, Asked]] = field(default_factory=list)
    losing: set[str] = field(default_factory=set)
    asked: bool = True

    def close(self) -> None:
        """Let go of everything."""
        for kiosk in self.kiosks.values():
            if kiosk.store is not None:
                kiosk.store.close()
        self.central.close()
        self.databases.give_back(self.central.settings)
        shutil.rmtree(self.folder)

    def new_kiosk(self, name: str) -> Kiosk:
        """Return a PC that is off."""
        node, tier = NODES[name]
        return Kiosk(self.world, self.post, self.folder, name, node, tier=tier)  # type: ignore[arg-type]  # as much of a network as a board asks for

    def add(self, kiosk: Kiosk, model: BoardModel) -> None:
        """Switch a PC on for the first time."""
        self.kiosks[kiosk.name], self.model.boards[kiosk.name] = kiosk, model
        kiosk.boot()
        self.work()

    def store(self, name: str) -> Store | None:
        """Return the open file of a board; None where there is none."""
        kiosk = self.kiosks.get(name)
        return None if kiosk is None else kiosk.store

    def differences(self) -> list[str]:
        """Return how what is there differs from the model."""
        wrong = [*of_central(self.model, self.central.storage)] if self.asked else []
        self.asked = False
        for name, kiosk in self.kiosks.items():
            if kiosk.store is not None:
                wrong += of_board(self.model, name, kiosk.store, kiosk.node)
        return wrong

    # What people do

    def do(self, name: str, touch: Callable[[BoardService], object], tier: int = 1) -> bool:
        """Let somebody do something at a board, and tell the model; say whether anything was done."""
        kiosk = self.kiosks.get(name)
        if kiosk is None or kiosk.service is None or kiosk.store is None:
            return False
        before = len(kiosk.confirmed.ids)
        try:
            touch(kiosk.service)
        except Refused:
            return False
        records = [kiosk.store.record(one) for one in kiosk.confirmed.ids[before:]]
        assert None not in records
        dids = [self._did(kiosk, record, tier) for record in records if record is not None]
        board = self.model.boards[name]
        for did in dids:
            self.model.told[did.id] = did
            board.write(did)
        if dids:
            kiosk.happen(LocalWritten())
            self.work()
        return bool(dids)

    def last_of(self, name: str, entity: str) -> str | None:
        """Return what was done last to a card at a board and has no number yet; None where nothing was."""
        board = self.model.boards.get(name)
        written_here = [] if board is None else self.model.dids(board.written)
        own = [did for did in written_here if did.entity == entity and did.kind.startswith("card.")]
        return own[-1].id if own else None

    def _did(self, kiosk: Kiosk, record: Record, tier: int) -> Did:
        model, board, change = self.model, self.model.boards[kiosk.name], record.change
        alone = board.timeline == LOCAL
        log = self._log_of(kiosk, change.entity, str(change.log.kind))
        device = kiosk.name if alone else board.device
        here = [
            one for one in board.order(log, model.told) if model.told[one].entity == change.entity
        ]
        numbered = [one for one in board.numbered(log) if one in here]
        did = Did(
            id=change.id,
            log=log,
            entity=change.entity,
            kind=change.kind,
            device=device,
            base=numbered[-1] if numbered else None,
            own=frozenset(one for one in here if model.told[one].device == device),
            says=" ".join(record.words.fields.values()) if record.words is not None else "",
            tier=tier,
            target=str(change.payload.get("change") or ""),
        )
        assert change.based_on == did.base, f"{change.kind} is based on something else"
        return replace(did, permitted=_is_permitted(kiosk, did))

    def _log_of(self, kiosk: Kiosk, entity: str, kind: str) -> str:
        """Return the log in which an entity lives: where it was first, or the board's own."""
        found = (did.log for did in self.model.told.values() if did.entity == entity)
        return next(found, f"{kiosk.node}/{kind}")

    # The post

    def work(self, seconds: float = WORK_S) -> None:
        """Let time pass: boards do what they have to do at their stores."""
        self.world.run_until(self.world.now_s + seconds)

    def carry(self, name: str, fate: Fate) -> bool:
        """Carry the next message of a board; say whether there was one."""
        waiting = self.post.mail.get(name)
        if not waiting:
            return False
        asked, came = waiting.popleft()
        answer: Response | Failure = Failure(Why.TIMEOUT)
        if fate is not Fate.LOST:
            self.echoes.append((name, asked))
            answer = self.ask(name, asked)
            if fate is Fate.TWICE:
                self.ask(name, asked)
            if fate is Fate.ANSWER_LOST:
                answer = Failure(Why.CUT)
        if fate is Fate.LATE and isinstance(answer, Response):
            self.late.append((name, came, answer))
        else:
            self._hand_over(name, came, answer)
        return True

    def ask(self, name: str, asked: Asked) -> Response:
        """Ask central, and compare its answer with the model's."""
        self.asked = True
        response = self.central.ask(*asked)
        self._check(name, asked, response)
        return response

    def echo(self, which: int) -> None:
        """Let an old request arrive once more; nobody waits for the answer."""
        name, asked = self.echoes[which % len(self.echoes)]
        if asked[1] in REPEATABLE:
            self.ask(name, asked)

    def push_with_a_hole(self, name: str) -> None:
        """Send the second change that waits at a board without the first; nothing of it may be taken."""
        store, token = self.store(name), self._token(name)
        if store is None or token is None or self.model.device(name) in self.model.parted:
            return
        for log in store.pending_logs():
            records = store.pending(log, 2)
            if len(records) < 2 or self.model.central.has(records[0].change.id):
                continue
            said = {
                "timeline": store.identity.timeline,
                "log": str(log),
                "entries": [record_to_wire(records[1])],
            }
            asked = ("POST", PATHS["push"], token, json.dumps(said).encode())
            self.asked = True
            refused = json.loads(self.central.ask(*asked).body)
            if said["timeline"] == self.model.central.timeline and refused["error"] == "gap":
                assert refused["counter"] == records[0].entry.counter
            else:
                assert refused["error"] in {"timeline", "token", "revoked"}, refused

    def hand_over_late(self) -> None:
        """Hand over the answers that were slow."""
        late, self.late = self.late, []
        for name, came, answer in late:
            self._hand_over(name, came, answer)

    def wake(self, name: str) -> bool:
        """Answer a board that waits for news, if there is any; say whether there was."""
        woken = self.post.polls.get(name)
        if woken is None or not self._has_news(name):
            return False
        del self.post.polls[name]
        woken(Wake.NEWS)
        self.work()
        return True

    def _has_news(self, name: str) -> bool:
        """Tell whether central would answer a board that waits: by what it asked, however much it knows by now."""
        if self.model.has_news(name, self.follows(name)):
            return True
        task = self.kiosks[name].state.pull.task
        assert task is not None
        assert isinstance(task.act, AskPages)
        device, own = self.model.device(name), task.act.own
        return any(
            own is None or (one.device, one.incarnation) != (device, own)
            for log, seq in task.act.cursors
            for one in self.central.storage.page(Log.from_text(log), seq, EVERYTHING, EVERY_BYTE)
        )

    def talk(self, name: str, messages: int) -> int:
        """Carry messages of a board, waiting where it waits; return how many there were."""
        waited_s = 1.0
        for done in range(messages):
            while not self.carry(name, Fate.ANSWERED) and not self.wake(name):
                if name in self.post.polls or self.is_at_rest(name) or waited_s > HOUR_S:
                    return done
                self.work(waited_s)
                waited_s *= 2
        return messages

    def answer_a_long_poll(self, name: str, touch: Callable[[BoardService], object]) -> None:
        """Let a board wait at central for real until the ward's board sends something that it follows."""
        self.settle()
        asked = self._poll(name)
        if asked is None or not self.do("ward", touch):
            return
        response = self.central.ask_while(asked, lambda: self._talk_out("ward"))
        self._check(name, asked, response)
        said = json.loads(response.body)
        assert said["pages"] or said["snapshot"]

    def follows(self, name: str) -> list[str]:
        """Return the logs that a board follows."""
        return [str(log) for log in self.hospital.follows(self.kiosks[name].node)]

    def is_at_rest(self, name: str) -> bool:
        """Tell whether a board asks nothing of anybody."""
        kiosk = self.kiosks[name]
        alone = kiosk.enrolled_as is None and kiosk.application is None
        return kiosk.store is None or alone or kiosk.status.state is SyncState.REVOKED

    def _check(self, name: str, asked: Asked, response: Response) -> None:
        body = json.loads(asked[3]) if asked[3] else {}
        check_answer(
            self.model, name, asked[1], body, response.status, json.loads(response.body or b"{}")
        )

    def _hand_over(self, name: str, came: Came, answer: Response | Failure) -> None:
        self.post.asking = name
        came(answer)
        self.work()

    def _talk_out(self, name: str) -> None:
        self.talk(name, PATIENCE)

    def _poll(self, name: str) -> Asked | None:
        """Return the request of a board that waits for news, as it is really sent; None where none does."""
        task, token = self.kiosks[name].state.pull.task, self._token(name)
        if name not in self.post.polls or task is None or token is None:
            return None
        assert isinstance(task.act, AskPages)
        request = written(replace(task.act, wait_s=LONG_POLL_S), lambda _device, _nonce: "")
        return "POST", request.path, token, request.body or b""

    def _token(self, name: str) -> dict[str, str] | None:
        """Return the header with a board's token; None where it has none that lasts."""
        kiosk = self.kiosks.get(name)
        token = None if kiosk is None else kiosk.state.session.token
        if kiosk is None or token is None or token.until_s <= kiosk.clock.monotonic_s():
            return None
        return {"authorization": f"Bearer {token.token}"}

    # PCs

    def switch_off(self, name: str, *, cut: bool) -> None:
        """Switch a board off, as one should or by the fuse; what it has sent may still arrive."""
        kiosk = self.kiosks.get(name)
        if kiosk is None or kiosk.store is None:
            return
        self.echoes += [(name, asked) for asked in self.post.forget(name)]
        if cut:
            kiosk.cut_power()
        else:
            kiosk.store.close()
            kiosk.store = kiosk.service = None

    def switch_on(self, name: str) -> None:
        """Switch a board on that is off."""
        kiosk = self.kiosks.get(name)
        if kiosk is not None and kiosk.store is None:
            kiosk.boot()
            self.work()

    def copy_disk(self, name: str) -> Saved:
        """Copy a board's disk while it runs."""
        self.work(1.0)  # a copy is named by the second
        return Saved(self.kiosks[name].copy_disk(), self.model.boards[name].copied())

    def put_back(self, name: str, saved: Saved) -> None:
        """Put an older copy of a board's disk back."""
        self.switch_off(name, cut=True)
        self.kiosks[name].put_back(saved.path)
        self._part(name)
        device = self.model.device(name)  # the key is kept beside the file
        self.model.boards[name] = replace(saved.model.copied(), device=device)
        self.switch_on(name)

    def clone(self, name: str, twin: str) -> None:
        """Set another PC up as a copy of one that goes on."""
        kiosk = self.kiosks[name]
        if kiosk.store is not None:
            self.work(1.0)
            self._part(name)
            self.add(kiosk.clone(twin), self.model.boards[name].copied())

    def _part(self, name: str) -> None:
        self.losing.add(name)
        self.model.parted.add(self.model.device(name))

    def enrol(self, name: str) -> None:
        """Let somebody type in a new code."""
        kiosk = self.kiosks[name]
        kiosk.enrolled_as = None
        self.post.forget(name)
        kiosk.apply(self.central.code(kiosk.node))
        self.work()

    # Central

    def restore_central(self, backup: tuple[bytes, CentralModel]) -> None:
        """Put a backup of central back."""
        self.asked = True
        self.central.restore(backup[0])
        self.model.was_restored(backup[1], self.central.storage.timeline())

    def revoke(self, name: str) -> None:
        """Turn a board away for good."""
        device = self.model.device(name)
        if device in self.model.central.devices and self.model.boards[name].timeline != LOCAL:
            self.central.revoke(device)
            self.model.revoked.add(device)
            self.model.central.devices.discard(device)

    # What a board's store has done

    def heard(self, kiosk: Kiosk, act: StoreAct) -> None:
        """Let the model do what a board's store has done, if it may."""
        model, board = self.model, self.model.boards[kiosk.name]
        match act:
            case Adopt(enrolled) if enrolled.node is not None and enrolled.timeline is not None:
                model.enrol(kiosk.name, kiosk.name, enrolled.timeline, enrolled.device)
            case BeginTimeline(name):
                board.begin_timeline(name, model.told)
            case ApplyPages(pages):
                for page in pages:
                    self._took(board, page.log, page.records)
            case ApplySnapshot(log, at, pieces):
                records = [record for piece in pieces for record in piece]
                dids = model.dids(record.change.id for record in records)
                assert [did.id for did in dids] == model.log_of(board, log)[:at]
                board.take_snapshot(log, dids, _wordless(records), model.told)
            case Bury(dead):
                for change_id, _, _ in dead:
                    board.bury(change_id)
            case _:  # changes nothing that people see
                pass

    def _took(self, board: BoardModel, log: str, records: Sequence[Record]) -> None:
        dids = self.model.dids(record.change.id for record in records)
        first = (records[0].seq or 0) - 1
        there = self.model.log_of(board, log)
        assert [did.id for did in dids] == there[first : first + len(dids)]
        assert first <= len(board.confirmed.get(log, ()))
        board.take(log, dids, _wordless(records))

    # Coming to rest

    def settle(self) -> None:
        """Let everybody talk in fair weather until nobody has anything to say; then all must be everywhere."""
        self.hand_over_late()
        for name, kiosk in self.kiosks.items():
            self.switch_on(name)
            kiosk.network_changed()
            self.work()
        for _ in range(ROUNDS):
            talked = sum(self.talk(name, PATIENCE) for name in self.kiosks)
            if not self._let_back_in() and not talked:
                break
        else:
            raise AssertionError("boards and central never come to rest")
        for name in self.kiosks:
            self._demand_rest(name)

    def _let_back_in(self) -> bool:
        """Give a new code to boards that central has forgotten, or whose code it has."""
        forgotten = [
            name
            for name, kiosk in self.kiosks.items()
            if self.model.device(name) not in self.model.revoked
            and (kiosk.status.state is SyncState.REVOKED or _asks_in_vain(kiosk))
        ]
        for name in forgotten:
            self.enrol(name)
        return bool(forgotten)

    def _demand_rest(self, name: str) -> None:
        """Demand that a board has everything, and that everything it confirmed is in a log, or on its sheet."""
        kiosk, board = self.kiosks[name], self.model.boards[name]
        if self.is_at_rest(name):
            return
        assert kiosk.in_sync, f"{name}: {kiosk.status}, {len(board.pending)} pending"
        for log in self.follows(name):
            assert board.confirmed.get(log, []) == self.model.central.log(log), f"{name}, {log}"
        if name not in self.losing:
            there = {one for log in self.model.central.logs.values() for one in log}
            lost = [one for one in kiosk.confirmed.ids if one not in there | board.dead]
            assert not lost, f"{name} confirmed what is nowhere: {lost}"


def _is_permitted(kiosk: Kiosk, did: Did) -> bool:
    """Nobody speaks for a tier above their own, alone or not, and only the unit takes its card off."""
    ours = did.log.startswith(f"{kiosk.node}/")
    whole = did.kind == "change.withdrawn" and not did.target
    return did.tier <= kiosk.people.tier and (ours or not whole)


def _asks_in_vain(kiosk: Kiosk) -> bool:
    return kiosk.enrolled_as is None and kiosk.application is not None


def _wordless(records: Sequence[Record]) -> set[str]:
    return {record.change.id for record in records if record.words is None}
