"""What follows is read while a piece is on its way, and handed over only where it is still what is asked for."""

import threading
from dataclasses import replace
from typing import Any, cast

import pytest

from kiosk.sync.acts import ReadOutbox, ReadStanding, Request, SendEntries
from kiosk.sync.effects import Begin, Lane
from kiosk.sync.events import OutboxRead, Stored
from kiosk.sync.outbox_ahead import OutboxAhead
from kiosk.sync.performing import StoreSide
from kiosk.sync.protocol import Pushed
from kiosk.sync.replica import Replica
from tests.fakes.engine_room import SHARED, Room

LOG = str(SHARED)
FIRST = ReadOutbox((), frozenset(), 2, 1_000_000)
SIDE = StoreSide(classify=lambda _: None)
PATIENCE_S = 10.0


class Shelf:
    """A replica that notes after which places its outbox is read, and tells others that it was."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self.read: list[tuple[int, int]] = []
        self.was_read = threading.Semaphore(0)

    def __getattr__(self, name: str) -> Any:
        """Pass through."""
        return getattr(self._replica, name)

    def leaving(self, log: Any, limit: int, after: tuple[int, int]) -> Any:
        """Note, and read."""
        self.read.append(after)
        self.was_read.release()
        return self._replica.leaving(log, limit, after)


class PatientWire:
    """Answers a push once the outbox was read again."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.in_time: list[bool] = []

    def ask(self, _request: Request, _token: str | None) -> Any:
        """Wait for the reading, and answer."""
        self.in_time.append(self._shelf.was_read.acquire(timeout=PATIENCE_S))
        return Pushed(answers=[], now="2026-11-27T12:00:00.000Z")


@pytest.fixture
def shelf() -> Shelf:
    room = Room()
    room.write(count=5)
    return Shelf(cast("Replica", room.replica))


def read(store: OutboxAhead, act: ReadOutbox) -> OutboxRead:
    stored = store.report(Begin(Lane.PUSH, 1, act))
    assert isinstance(stored, Stored)
    assert isinstance(stored.outcome, OutboxRead)
    return stored.outcome


def send(store: OutboxAhead, shelf: Shelf, entries: Any) -> list[bool]:
    """Send what was read; tell whether what follows was read meanwhile."""
    assert shelf.was_read.acquire(timeout=PATIENCE_S)
    wire = PatientWire(shelf)
    store.send(Begin(Lane.PUSH, 2, SendEntries("t", LOG, entries)), wire.ask, None)
    return wire.in_time


def after(entries: Any) -> ReadOutbox:
    return replace(FIRST, after=((LOG, entries[-1].place),))


def test_what_follows_is_read_while_a_piece_is_on_its_way(shelf: Shelf) -> None:
    store = OutboxAhead(cast("Replica", shelf), SIDE)
    entries = read(store, FIRST).entries

    in_time = send(store, shelf, entries)
    following = read(store, after(entries)).entries

    assert in_time == [True]
    assert [entry.place for entry in (*entries, *following)] == [(1, 1), (1, 2), (1, 3), (1, 4)]
    assert shelf.read == [(0, 0), (1, 2)]


def test_a_report_is_of_what_asks_for_it(shelf: Shelf) -> None:
    store = OutboxAhead(cast("Replica", shelf), SIDE)
    entries = read(store, FIRST).entries
    send(store, shelf, entries)

    stored = store.report(Begin(Lane.PULL, 7, after(entries)))

    assert (stored.lane, stored.number) == (Lane.PULL, 7)


def test_what_was_read_ahead_is_for_nobody_who_asks_for_something_else(shelf: Shelf) -> None:
    store = OutboxAhead(cast("Replica", shelf), SIDE)
    entries = read(store, FIRST).entries
    send(store, shelf, entries)

    again = read(store, FIRST).entries

    assert again == entries


def test_it_is_read_anew_when_something_was_done_at_the_store_meanwhile(shelf: Shelf) -> None:
    store = OutboxAhead(cast("Replica", shelf), SIDE)
    entries = read(store, FIRST).entries
    send(store, shelf, entries)

    store.report(Begin(Lane.PULL, 3, ReadStanding()))
    read(store, after(entries))

    assert shelf.read == [(0, 0), (1, 2), (1, 2)]


def test_nothing_is_read_ahead_of_what_was_not_read_here(shelf: Shelf) -> None:
    store = OutboxAhead(cast("Replica", shelf), SIDE)
    read(store, FIRST)
    store.report(Begin(Lane.PULL, 3, ReadStanding()))
    shelf.was_read.release()  # for the wire

    send(store, shelf, ())

    assert shelf.read == [(0, 0)]
