"""One board in a simulation: the real engine, the real services and the real file, in a PC that dies and is copied."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typing_extensions import override

from kiosk.domain.changes import Log
from kiosk.domain.entities import Act, EntityKind
from kiosk.domain.kinds import KINDS
from kiosk.services.board import BoardService
from kiosk.store.faults import ForkError, GapError, StoreError, StoreFull
from kiosk.store.store import Store, open_store
from kiosk.sync.acts import REQUESTS, Adopt, AskPages, Bury, SendEntries
from kiosk.sync.bodies import read, read_refusal, written
from kiosk.sync.effects import Begin, Publish, SetAnchor, SetTimer
from kiosk.sync.events import (
    Answered,
    Event,
    Failed,
    Failure,
    LocalWritten,
    Moment,
    NetworkChanged,
    PagesRead,
    Refused,
    Started,
    Stored,
    TimerFired,
    Trouble,
    What,
    Why,
)
from kiosk.sync.performing import StoreSide, report
from kiosk.sync.protocol import Enrol
from kiosk.sync.state import NEW, State
from kiosk.sync.status import SyncState, SyncStatus
from tests.fakes.faults import Fuse
from tests.fakes.ids import SeededIds
from tests.simulation.central import Response
from tests.simulation.network import Network, Wake
from tests.simulation.people import People
from tests.simulation.screens import Screen
from tests.simulation.world import World

WORK_S = 0.002
"""How long the store takes for anything."""


class WallClock:
    """A PC's clock: it can be wrong and it can jump; the monotonic one begins with each boot."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.off = timedelta()
        self.booted_s = world.now_s

    def now(self) -> datetime:
        """Return what the PC believes."""
        return self._world.now + self.off

    def monotonic_s(self) -> float:
        """Return the seconds since the boot."""
        return self._world.now_s - self.booted_s


@dataclass
class Confirmed:
    """What one PC confirmed on its screen: ids of changes whose *Saved* was shown."""

    ids: list[str] = field(default_factory=list)


class Recorded:
    """A store that notes what was confirmed; everything else passes through."""

    def __init__(self, store: Store, world: World, confirmed: Confirmed, screen: Screen) -> None:
        self._store = store
        self._world = world
        self._confirmed = confirmed
        self._screen = screen

    def __getattr__(self, name: str) -> Any:
        """Pass through."""
        return getattr(self._store, name)

    def append(self, acts: Sequence[Act], **how: Any) -> Any:
        """Keep acts, and note them once they are kept."""
        done = self._store.append(acts, **how)
        self._confirmed.ids += [record.change.id for record in done.records]
        self._world.made += len(done.records)
        self._screen.wrote(done.records)
        self._screen.show(done.changed)
        return done


MEANINGS: Final[tuple[tuple[type[Exception], Trouble], ...]] = (
    (GapError, Trouble.GAP),
    (ForkError, Trouble.FORK),
    (StoreFull, Trouble.FULL),
    (StoreError, Trouble.OTHER),
)


def classify(error: Exception) -> tuple[Trouble, str] | None:
    """Tell what a store's error means."""
    return next(((means, "") for kind, means in MEANINGS if isinstance(error, kind)), None)


class FullDisk(Fuse):
    """A disk that is full: what is there can be read."""

    @override
    def burn(self, sql: str) -> None:
        """Count a statement that writes."""
        if not sql.lstrip().upper().startswith(("SELECT", "PRAGMA", "BEGIN")):
            super().burn(sql)


class Kiosk:
    """One board.

    Attributes:
        name: for messages.
        node: whose board it is once it is enrolled.
        kinds: what its program knows.
        store, service: the open file, or None while the PC is off.
        recorded: the store as the people at the board write to it.
        status: as it was last shown.
        confirmed: what its screen confirmed since it was bought, on whatever disk.
        acknowledged: what central said that it has, or will have.
        excused: dead changes that were on the sheet of a disk that is not there any more; central keeps them.
        screen: what was seen on it.
    """

    def __init__(
        self, world: World, network: Network, folder: Path, name: str, node: str, *, tier: int = 1
    ) -> None:
        self.world = world
        self.name = name
        self.node = node
        self.people = People(world, name, tier=tier)
        self.confirmed = Confirmed()
        self.acknowledged: set[str] = set()
        self.excused: set[str] = set()
        self.screen = Screen(self)
        self.status = SyncStatus()
        self.clock = WallClock(world)
        self.fuse = FullDisk()
        self.kinds: Mapping[str, EntityKind[Any]] = KINDS
        self.store: Store | None = None
        self.service: BoardService | None = None
        self.fingerprint = f"machine of {name}"
        self.application: Enrol | None = None
        self.enrolled_as: tuple[str, str] | None = None
        self.key = Ed25519PrivateKey.from_private_bytes(
            SeededIds(f"key/{world.seed}/{name}").new_key()
        )
        self._network = network
        self._folder = folder / name
        self._folder.mkdir()
        self._on_the_sheet: set[str] = set()
        self._state = NEW
        self._boot = 0
        self._ids = SeededIds(f"{world.seed}/{name}")

    @property
    def path(self) -> Path:
        """The board's file."""
        return self._folder / "huddle.sqlite"

    @property
    def state(self) -> State:
        """What the engine knows."""
        return self._state

    # The PC

    def boot(self) -> None:
        """Switch the PC on and open the board."""
        self._boot += 1
        self.clock.booted_s = self.world.now_s
        opened = open_store(
            self.path,
            kinds=self.kinds,
            ids=self._ids,
            clock=self.clock,
            boot_id=f"{self.name}/{self._boot}",
            connecting=self.fuse.connect,
        )
        self.store = self.world.flaw.store(self, opened)
        self.screen.begin()
        self._open_services()
        self._state = NEW
        self.start()

    def start(self) -> None:
        """Let the engine begin."""
        assert self.store is not None
        enrolled = self.enrolled_as or ("", "")
        known = self.store.meta("fingerprint")
        self.happen(
            Started(
                central="https://central" if self.application or self.enrolled_as else "",
                device=enrolled[0],
                name=enrolled[1],
                application=None if self.enrolled_as else self.application,
                fingerprint=self.fingerprint,
                copied=known is not None and known != self.fingerprint,
            )
        )

    def apply(self, code: str) -> None:
        """Let somebody type in a code of IT's."""
        assert self.store is not None
        self.application = Enrol(
            code=code,
            public_key=self.key.public_key().public_bytes_raw().hex(),
            fingerprint=self.fingerprint,
            hostname=self.name,
            local_node=self.store.identity.node,
        )
        self.start()

    def cut_power(self) -> None:
        """Lose the PC's memory at this moment; what was committed is on the disk."""
        if self.store is None:
            return
        self._boot += 1  # what is still on its way to this boot is void
        left = self.world.flaw.left(self, self.files())
        self._on_the_sheet = {dead.record.change.id for dead in self.store.dead()}
        self.fuse.put_out()
        self.store.close()  # tidies up, which a power cut does not: put back what was there
        for path in self._folder.glob("huddle.sqlite*"):
            path.unlink()
        for path, content in left.items():
            path.write_bytes(content)
        self.store = self.service = None

    def copy_disk(self) -> Path:
        """Return a copy of the file as it stands, made while the board runs."""
        assert self.store is not None
        target = self._folder / f"copy-{self.world.now_s:.0f}.sqlite"
        return self.store.backup(target)

    def put_back(self, copied: Path) -> None:
        """Put an older copy of the disk back; the PC is off."""
        self.excused |= self._on_the_sheet
        for beside in self._folder.glob("huddle.sqlite*"):
            beside.unlink()
        shutil.copy(copied, self.path)

    def files(self) -> dict[Path, bytes]:
        """Return what is on the disk."""
        return {path: path.read_bytes() for path in self._folder.glob("huddle.sqlite*")}

    def clone(self, name: str) -> "Kiosk":
        """Return another PC with a copy of this one's disk, key and all, that is off."""
        tier = self.people.tier
        twin = Kiosk(self.world, self._network, self._folder.parent, name, self.node, tier=tier)
        twin.key, twin.enrolled_as = self.key, self.enrolled_as
        twin.put_back(self.copy_disk())
        return twin

    # The people

    def act(self, times: int) -> None:
        """Let somebody at the board do some things."""
        for _ in range(times):
            if self.service is None or self.store is None:
                return
            before = len(self.confirmed.ids)
            try:
                self.people.act(self.service, self.store)
            except StoreError:
                self.world.note(self.name, "not saved")
            if len(self.confirmed.ids) != before:
                self.happen(LocalWritten())

    # The engine

    def happen(self, what: What) -> None:
        """Let the engine know of something, and do what it asks."""
        moment = Moment(self.clock.monotonic_s(), self.clock.now(), self.world.chance.random())
        self._state, effects = self.world.flaw.step(self, self._state, Event(what, moment))
        for effect in effects:
            self._do(effect)

    def network_changed(self) -> None:
        """Tell the engine that the cable is in again."""
        if self.store is not None:
            self.happen(NetworkChanged())

    def _do(self, effect: Begin | SetTimer | SetAnchor | Publish) -> None:
        boot = self._boot
        match effect:
            case SetTimer(lane, number, after_s):
                self.world.after(after_s, lambda: self._later(boot, TimerFired(lane, number)))
            case SetAnchor(now_s, server_now):
                assert self.store is not None
                self.store.set_clock_anchor(now_s, server_now)
            case Publish(status):
                self.status = status
            case Begin(_, _, act) if isinstance(act, REQUESTS):
                self._ask(effect, boot)
            case Begin():
                self.world.after(WORK_S, lambda: self._work(effect, boot))

    def _later(self, boot: int, what: What) -> None:
        if boot == self._boot and self.store is not None:
            self.happen(what)

    def _work(self, begin: Begin, boot: int) -> None:
        if boot != self._boot or self.store is None:
            return
        assert not isinstance(begin.act, REQUESTS)
        if isinstance(begin.act, Bury):
            self._bury(begin.act)
        side = StoreSide(classify, self.fingerprint, took=self._took)
        reported = report(begin, begin.act, self.store, side)
        self._settle_in()
        if isinstance(begin.act, Adopt) and isinstance(reported, Stored):
            self.enrolled_as = (self.store.identity.device, self.name)
        self.happen(reported)

    def _bury(self, bury: Bury) -> None:
        assert self.store is not None
        for change_id, _, _ in bury.dead:
            record = self.store.record(change_id)
            if record is not None:
                self.screen.buried(record.change.entity)

    def _took(self, taken: Any) -> None:
        assert self.service is not None
        if self.service.node_id == self.store_node:
            self.service.take_in(taken.changed)
            self.screen.show(taken.changed)

    @property
    def store_node(self) -> str:
        """The node of the open file."""
        assert self.store is not None
        return self.store.identity.node

    def _settle_in(self) -> None:
        """After enrolment the board is another node's: open the services on it."""
        assert self.store is not None
        if self.service is not None and self.store.identity.node != self.service.node_id:
            self._open_services()

    def _open_services(self) -> None:
        assert self.store is not None
        self.recorded: Any = Recorded(self.store, self.world, self.confirmed, self.screen)
        self.service = BoardService(self.recorded, self.clock, self._ids, self.store_node)

    def _ask(self, begin: Begin, boot: int) -> None:
        """Send a request; what the server would wait for, the simulation waits for itself."""
        act: Any = begin.act
        asked = replace(act, wait_s=0.0) if isinstance(act, AskPages) else act
        request = written(asked, self._sign)
        method = "POST" if request.body is not None else "GET"
        headers = {"content-type": "application/json"}
        token = self._state.session.token
        if request.trusted and token is not None:
            headers["authorization"] = f"Bearer {token.token}"
        sent = (method, request.path, headers, request.body or b"")

        def came(response: Response | Failure) -> None:
            what = _read(begin, asked, response)
            self._note_acknowledged(act, what)
            if isinstance(response, Response) and self._waits(act, what):
                followed = (Log.from_text(log) for log, _ in act.cursors)
                seen = {log: response.heads.get(log, 0) for log in followed}
                self._network.wait_for_news(seen, act.wait_s, woken)
            else:
                self._later(boot, what)

        def woken(news: Wake) -> None:
            if boot != self._boot or self.store is None:
                return
            if news is Wake.TIME:
                self.happen(Answered(begin.lane, begin.number, PagesRead(())))
            else:
                self._network.send(self.name, sent, came)

        self._network.send(self.name, sent, came)

    def _note_acknowledged(self, act: Any, what: What) -> None:
        if isinstance(act, SendEntries) and isinstance(what, Answered):
            carried = {entry.id for entry in act.entries}
            self.acknowledged |= {
                told.id
                for told in getattr(what.answer, "answers", ())
                if told.seq is not None and told.id in carried
            }

    def _sign(self, device: str, nonce: str) -> str:
        return self.key.sign(f"huddle-token-1:{device}:{nonce}".encode()).hex()

    @staticmethod
    def _waits(act: Any, what: What) -> bool:
        return (
            isinstance(act, AskPages)
            and act.wait_s > 0
            and isinstance(what, Answered)
            and what.answer == PagesRead(())
        )

    @property
    def in_sync(self) -> bool:
        """Whether the board says so, and has nothing to send."""
        return (
            self.store is not None
            and self.status.state is SyncState.IN_SYNC
            and self.store.pending_count() == 0
        )


def _read(begin: Begin, asked: Any, response: Response | Failure) -> What:
    """Return what came back as the event that it is."""
    lane, number = begin.lane, begin.number
    if isinstance(response, Failure):
        return Failed(lane, number, response)
    if response.status < HTTPStatus.MULTIPLE_CHOICES:
        return Answered(lane, number, read(asked, response.body))
    refusal = read_refusal(response.body)
    if refusal is None:
        return Failed(lane, number, Failure(Why.CENTRAL_FAILED, str(response.status)))
    return Refused(lane, number, refusal)
