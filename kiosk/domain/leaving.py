"""An own entry on its way out, in the texts that it is stored as: it is sent without being read."""

import json
from dataclasses import dataclass

from kiosk.domain.canonical import change_body
from kiosk.domain.changes import Record


@dataclass(frozen=True, slots=True)
class Leaving:
    """An entry that is to be sent.

    Attributes:
        id: of its change.
        body: the change's canonical text: what was hashed.
        device, incarnation, counter, previous, clock_correction_ms: the entry's own.
        lineage: the entry's, as JSON; `[]` where there is none.
        key: of the words beside the change, or None where there are none.
        words: their fields as a JSON object, or None.
    """

    id: str
    body: str
    device: str
    incarnation: int
    counter: int
    previous: str
    clock_correction_ms: int
    lineage: str
    key: bytes | None
    words: str | None


def leaving(record: Record) -> Leaving:
    """Return a record as it is sent."""
    entry, words = record.entry, record.words
    return Leaving(
        id=record.change.id,
        body=change_body(record.change).decode(),
        device=entry.device,
        incarnation=entry.incarnation,
        counter=entry.counter,
        previous=entry.previous,
        clock_correction_ms=entry.clock_correction_ms,
        lineage=json.dumps(entry.lineage),
        key=None if words is None else words.key,
        words=None if words is None else json.dumps(dict(words.fields), ensure_ascii=False),
    )
