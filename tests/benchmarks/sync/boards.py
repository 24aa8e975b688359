"""Boards without a window for these runs: real file, key, engine and transport, in this process."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.app.means import machine_means
from kiosk.app.places import Places
from kiosk.app.sync_runner import Before, SyncParts, remembered_fingerprint
from kiosk.config import Settings
from kiosk.domain.card_changes import CardRaised
from kiosk.domain.card_states import Criterion, Need
from kiosk.domain.changes import Actor
from kiosk.domain.entities import Act
from kiosk.domain.kinds import KINDS
from kiosk.host.chance import draw
from kiosk.store.store import Store, open_store
from kiosk.sync.acts import Request
from kiosk.sync.enrolment import Enrolment
from kiosk.sync.links import Link
from kiosk.sync.once import Once, SyncOnce
from kiosk.sync.protocol import Pushed
from kiosk.sync.surroundings import Wire
from kiosk.sync.transport import Transport

CARD_BYTES = 597
"""Of a card's change as JSON: the comparison of SYNC.md."""
SENTENCE = "The drip stand of bed 4 is missing"


@dataclass
class TimedWire:
    """A wire that notes when each answer came.

    Attributes:
        wire: the real one.
        pushed_s: when the last piece was acknowledged, by the monotonic clock.
        asked: the requests, by name.
    """

    wire: Transport
    pushed_s: float = 0.0
    asked: list[str] = field(default_factory=list)

    def ask(self, request: Request, token: str | None) -> Any:
        """Ask, and note when the answer came."""
        answer = self.wire.ask(request, token)
        self.asked.append(type(request).__name__)
        if isinstance(answer, Pushed):
            self.pushed_s = time.monotonic()
        return answer

    def close(self) -> None:
        """End it."""
        self.wire.close()

    def renew(self) -> None:
        """Forget connections."""
        self.wire.renew()


@dataclass(frozen=True, slots=True)
class Went:
    """How a sync went.

    Attributes:
        once: what it did.
        pushed_s: from the start until central had acknowledged everything.
        whole_s: from the start until nothing was left to do.
        asked: the requests, by name.
    """

    once: Once
    pushed_s: float
    whole_s: float
    asked: tuple[str, ...]


class SmallBoard:
    """A board's data folder, and what sync needs."""

    def __init__(self, folder: Path, authority: Path, *, new: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=not new)
        self.folder = folder
        self._means = machine_means()
        self.parts = SyncParts(Settings(data=folder, central_ca=str(authority)), self._means)

    def enrol(self, central: str, code: str) -> None:
        """Belong to central, and be in sync with it."""
        self.parts.enrol(Link(central, code), Before(None, None, None))
        store = self.open()
        try:
            self.sync(store)
        finally:
            store.close()

    def open(self) -> Store:
        """Open the file."""
        means = self._means
        path = Places(self.folder).store
        return open_store(
            path, kinds=KINDS, ids=means.ids, clock=means.clock, boot_id=means.boot_id
        )

    def sync(self, store: Store) -> Went:
        """Send everything and fetch everything, as `sync once` does."""
        enrolment = self.enrolment
        wire = TimedWire(self.parts.wire(enrolment))
        known = Before(None, None, remembered_fingerprint(store.meta))
        begun = time.monotonic()
        went = once(self, store, wire, known)
        ended = time.monotonic()
        wire.close()
        return Went(went, wire.pushed_s - begun, ended - begun, tuple(wire.asked))

    @property
    def enrolment(self) -> Enrolment:
        """How it belongs to central."""
        found = self.parts.enrolment()
        if found is None:
            raise RuntimeError("This board is not enrolled.")
        return found

    def write_cards(self, store: Store, count: int, over: timedelta = timedelta()) -> None:
        """Raise so many cards in one transaction, spread over the time before now."""
        now, node = self._means.clock.now(), store.identity.node
        store.append_many(list(cards(node, count, now - over, over, self._means.ids.new_id)))


def once(board: SmallBoard, store: Store, wire: Wire, known: Before) -> Once:
    """Sync a store once."""
    means = machine_means()
    return SyncOnce(
        replica=store,
        side=board.parts.side(lambda _: None),
        wire=wire,
        clock=means.clock,
        chance=draw,
    ).run(board.parts.started(board.enrolment, known))


def cards(
    node: str, count: int, begins: datetime, over: timedelta, new_id: Any
) -> Iterable[tuple[list[Act], Actor, datetime]]:
    """Return so many new cards, each a moment of its own; their changes have `CARD_BYTES` as JSON."""
    for number in range(count):
        yield [raised(node, f"card:{new_id()}")], Actor(), begins + over * (number / max(count, 1))


def raised(node: str, entity: str) -> Act:
    """Return a new card as a board writes it."""
    card = CardRaised(
        node=node, category="equipment_lifts", need=Need.ACTION, criterion=Criterion.BARRIER
    )
    return Act(entity, "card.raised", card, {"sentence": SENTENCE})
