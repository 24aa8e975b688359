"""Whether a board's file says what central's logs say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.changes import Log
from kiosk.domain.kinds import KINDS
from kiosk.host.clock import SystemClock
from kiosk.host.ids import SystemIds
from kiosk.store.store import Store, open_store

EVERYTHING = 10_000_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a board's file says.

    Attributes:
        dead: ids of changes that central did not take.
        unsent: ids of changes that are still to be sent.
        wrong: what is wrong with it, in words.
    """

    dead: frozenset[str]
    unsent: frozenset[str]
    wrong: Sequence[str]


def verdict_on(path: Path, logs: Mapping[Log, Sequence[tuple[int, str]]]) -> Verdict:
    """Open a board's file and judge it.

    Args:
        path: the file.
        logs: what central has: number and change id by log.
    """
    store = open_store(path, kinds=KINDS, ids=SystemIds(), clock=SystemClock(), boot_id="verdict")
    try:
        dead = frozenset(each.record.change.id for each in store.dead())
        unsent = frozenset(
            record.change.id
            for log in store.pending_logs()
            for record in store.pending(log, EVERYTHING)
        )
        return Verdict(dead, unsent, list(_wrong(store, logs)))
    finally:
        store.close()


def _wrong(store: Store, logs: Mapping[Log, Sequence[tuple[int, str]]]) -> Iterator[str]:
    if store.pending_count():
        yield f"{store.pending_count()} pending"
    for log in store.cursors():
        here = [(one.seq, one.change.id) for one in store.records(log, 0, EVERYTHING)]
        if here != list(logs.get(log, ())):
            yield f"another {log}: {len(here)} of {len(logs.get(log, ()))}"
    found = store.verify()
    if found is not None:
        yield f"{found.where}: {found.what}"
    yield from (f"shows {name} as its history does not say" for name in store.check_projections())
