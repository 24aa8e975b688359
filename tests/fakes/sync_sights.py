"""Sights of sync for tests: queues and dead letters of invented changes, in every state."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kiosk.domain.changes import GENESIS, Actor, Change, Entry, Log, LogKind, Record, Words
from kiosk.sync.replica import Dead
from kiosk.sync.status import SyncState, SyncStatus
from kiosk.viewmodels.sync_sight import QUEUE_ROWS, SyncSight

AT = datetime(2026, 11, 24, 6, 40, tzinfo=UTC)
CENTRAL = "https://huddle.hospital.example"
SENTENCE = "Hoist battery empty at weekends"
STATUSES: dict[SyncState, SyncStatus] = {
    state: SyncStatus(
        state,
        central=CENTRAL,
        name="PC-0417",
        at=AT,
        offline_since=AT if state is SyncState.OFFLINE else None,
        trouble="The name of the host is not known." if state is SyncState.OFFLINE else "",
        next_try=AT + timedelta(minutes=4) if state is SyncState.OFFLINE else None,
    )
    for state in SyncState
    if state is not SyncState.ALONE
}
"""A status of every state in which the board belongs to a hospital's system."""


def waiting_record(number: int, kind: str = "card.raised", words: str = SENTENCE) -> Record:
    """Return a change that waits to be sent."""
    change = Change(
        id=f"change-{number}",
        log=Log("node:1", LogKind.SHARED),
        entity=f"{kind.partition('.')[0]}:{number}",
        kind=kind,
        payload={},
        actor=Actor(),
        based_on=None,
        occurred_at=AT + timedelta(minutes=number),
        boot_id="boot",
    )
    entry = Entry(change, "device", 1, number, GENESIS)
    return Record(entry, None, Words(b"key", {"sentence": words}) if words else None)


def dead_letter(number: int = 1, reason: str = "not_permitted", detail: str = "") -> Dead:
    """Return a change that was not taken."""
    return Dead(waiting_record(number), reason, detail, AT + timedelta(hours=1))


def sight(state: SyncState, *, pending: int = 0, dead: int = 0) -> SyncSight:
    """Return how sync stands in a state, with a queue and dead letters."""
    queue = tuple(waiting_record(number) for number in range(1, min(pending, QUEUE_ROWS) + 1))
    letters = tuple(dead_letter(100 + number) for number in range(dead))
    if state is SyncState.ALONE:
        return SyncSight()
    status = replace(STATUSES[state], waiting=pending, dead=dead)
    return SyncSight(status, queue, pending, letters, device="device-0417")
