"""Records as they travel: from a record to wire JSON and back."""

import json
from collections.abc import Mapping
from typing import Any

from kiosk.domain.changes import (
    Change,
    Entry,
    Record,
    Words,
    change_from_json,
    change_to_json,
)
from kiosk.domain.clock import instant_from, instant_text
from kiosk.domain.leaving import Leaving


def record_to_wire(record: Record) -> dict[str, Any]:
    """Return a record as a `WireEntry`'s JSON; fields that say nothing are left out."""
    entry = record.entry
    wire: dict[str, Any] = {
        "change": change_to_json(record.change),
        "device": entry.device,
        "incarnation": entry.incarnation,
        "counter": entry.counter,
        "previous": entry.previous,
    }
    if entry.clock_correction_ms:
        wire["clock_correction_ms"] = entry.clock_correction_ms
    if entry.lineage:
        wire["lineage"] = [list(ancestor) for ancestor in entry.lineage]
    if record.words is not None:
        wire["words"] = {"key": record.words.key.hex(), "fields": dict(record.words.fields)}
    if record.seq is not None:
        wire["seq"] = record.seq
    if record.received_at is not None:
        wire["received_at"] = instant_text(record.received_at)
    return wire


def record_from_wire(wire: Mapping[str, Any]) -> Record:
    """Read what `record_to_wire` wrote.

    Raises:
        KeyError: a field is missing.
        TypeError: a field is of another kind.
        ValueError: a field cannot be read.
    """
    return record_with(change_from_json(wire["change"]), wire)


def record_with(change: Change, beside: Mapping[str, Any]) -> Record:
    """Return a record of a change and of what its entry has beside it; raises as `record_from_wire`."""
    words, received_at = beside.get("words"), beside.get("received_at")
    lineage = beside.get("lineage")
    return Record(
        entry=Entry(
            change=change,
            device=beside["device"],
            incarnation=beside["incarnation"],
            counter=beside["counter"],
            previous=beside["previous"],
            clock_correction_ms=beside.get("clock_correction_ms", 0),
            lineage=tuple((int(one), int(last)) for one, last in lineage) if lineage else (),
        ),
        seq=beside.get("seq"),
        words=None if words is None else Words(bytes.fromhex(words["key"]), dict(words["fields"])),
        received_at=None if received_at is None else instant_from(received_at),
    )


def entry_text(leaving: Leaving) -> str:
    """Return the wire JSON of an entry that leaves; its change is the canonical text that is hashed, word for word."""
    text = (
        f'{{"change":{leaving.body},"device":{json.dumps(leaving.device)},'
        f'"incarnation":{leaving.incarnation},"counter":{leaving.counter},'
        f'"previous":"{leaving.previous}"'
    )
    if leaving.clock_correction_ms:
        text += f',"clock_correction_ms":{leaving.clock_correction_ms}'
    if leaving.lineage != "[]":
        text += f',"lineage":{leaving.lineage}'
    if leaving.key is not None:
        text += f',"words":{{"key":"{leaving.key.hex()}","fields":{leaving.words}}}'
    return text + "}"
