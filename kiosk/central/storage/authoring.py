"""Writing as central's device: acts that were decided on a log nobody else adds to, chained to central's stream."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.central.storage.protocol import CENTRAL_DEVICE, Incoming, Place
from kiosk.domain.changes import Actor, Log, Record, Stream
from kiosk.domain.entities import Act

Read = Callable[[str], list[Record]]
"""Returns the records of an entity, by number."""
Decide = Callable[[Read], Sequence[tuple[Act, Actor]]]
Made = Callable[[Act, Actor, Place], Incoming]


@dataclass(frozen=True, slots=True)
class Pen:
    """Central's stream in a log, where it goes on.

    Attributes:
        log: the log.
        incarnation: of central's device on this timeline.
        counter, previous: of the last place; 0 and `GENESIS` where there is none.
        read: reads an entity's records, in the transaction that holds the log.
    """

    log: Log
    incarnation: int
    counter: int
    previous: str
    read: Read


def write(pen: Pen, decide: Decide, made: Made) -> list[Incoming]:
    """Decide, and chain what was decided; each act stands on the act before it on the same entity."""
    acts = decide(pen.read)
    stream = Stream(pen.log, CENTRAL_DEVICE, pen.incarnation)
    counter, previous = pen.counter, pen.previous
    newest: dict[str, str | None] = {}
    batch: list[Incoming] = []
    for act, actor in acts:
        if act.entity not in newest:
            history = pen.read(act.entity)
            newest[act.entity] = history[-1].change.id if history else None
        counter += 1
        one = made(act, actor, Place(stream, counter, previous, newest[act.entity]))
        newest[act.entity], previous = one.entry.change.id, one.entry_hash
        batch.append(one)
    return batch


def next_incarnation(last: int, now: datetime) -> int:
    """Return central's incarnation on a new timeline: the millisecond of its beginning.

    The same backup may be restored twice; a count of restores would give both the same incarnation, and boards that
    saw the first would take the second for a fork.
    """
    return max(last + 1, int(now.timestamp() * 1000))
