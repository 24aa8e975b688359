"""What must hold after a storm (SYNC.md, *Invariants*), each as a function that returns what is wrong, in words."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.domain.changes import Log
from kiosk.domain.entities import fold
from kiosk.domain.ids import entity_kind
from kiosk.domain.kinds import KINDS

if TYPE_CHECKING:
    from tests.simulation.storm import Storm

EVERYTHING = 10_000_000


def violations(storm: "Storm") -> list[str]:
    """Return everything that is wrong."""
    checks = (_drained, _in_the_log_once, _contiguous, _replicas_agree, _files_hold, _erased)
    return [found for check in checks for found in check(storm)]


def _drained(storm: "Storm") -> Iterator[str]:
    for kiosk in storm.kiosks:
        if not kiosk.in_sync:
            assert kiosk.store is not None
            yield (
                f"{kiosk.name} has not drained: {kiosk.store.pending_count()} pending, "
                f"{kiosk.status.state}, {kiosk.status.trouble}"
            )


def _ids_in_logs(storm: "Storm") -> Counter[str]:
    return Counter(entry.body_id for log in storm.central.heads() for entry in _bodies(storm, log))


class _Body:
    """A change in central's log."""

    def __init__(self, seq: int, body: str) -> None:
        self.seq = seq
        self.data = json.loads(body)
        self.body_id: str = self.data["id"]


def _bodies(storm: "Storm", log: Log) -> list[_Body]:
    page = storm.central.storage.page(log, 0, EVERYTHING, 2**50)
    return [_Body(entry.seq, entry.body) for entry in page]


def _in_the_log_once(storm: "Storm") -> Iterator[str]:
    counted = _ids_in_logs(storm)
    for name, count in counted.items():
        if count > 1:
            yield f"{name} is in the log {count} times"
    for kiosk in storm.kiosks:
        assert kiosk.store is not None
        dead = {each.record.change.id for each in kiosk.store.dead()}
        lost = [name for name in kiosk.confirmed.ids if name not in counted and name not in dead]
        if lost:
            yield f"{kiosk.name} confirmed {len(lost)} changes that are lost, the first {lost[0]}"


def _contiguous(storm: "Storm") -> Iterator[str]:
    for log, head in storm.central.heads().items():
        numbers = [entry.seq for entry in _bodies(storm, log)]
        if numbers != list(range(1, head + 1)):
            yield f"{log} is not contiguous"


def _replicas_agree(storm: "Storm") -> Iterator[str]:
    for kiosk in storm.kiosks:
        assert kiosk.store is not None
        for log in storm.hospital.follows(kiosk.store.identity.node):
            here = kiosk.store.records(log, 0, EVERYTHING)
            there = _bodies(storm, log)
            if [(one.seq, one.change.id) for one in here] != [
                (one.seq, one.body_id) for one in there
            ]:
                yield f"{kiosk.name} has another {log}: {len(here)} of {len(there)}"
                continue
            yield from _states(storm, kiosk.name, log)


def _states(storm: "Storm", name: str, log: Log) -> Iterator[str]:
    """The fold on the board is the fold of central's records."""
    kiosk = next(one for one in storm.kiosks if one.name == name)
    assert kiosk.store is not None
    touched = [one.entity for one in storm.central.storage.touched(log)]
    histories = storm.central.storage.histories(log, touched)
    for entity, history in histories.items():
        kind = KINDS.get(entity_kind(entity))
        if kind is None:
            continue
        here, there = kiosk.store.entity(entity), fold(kind, entity, history)
        differing = [
            field
            for field in type(there).model_fields.keys() - {"node"}
            if here is None or getattr(here, field) != getattr(there, field)
        ]
        if differing:
            yield f"{name} shows another {entity} than central: {differing}"


def _files_hold(storm: "Storm") -> Iterator[str]:
    for kiosk in storm.kiosks:
        assert kiosk.store is not None
        found = kiosk.store.verify()
        if found is not None:
            yield f"{kiosk.name}: {found.where}: {found.what}"
        wrong = kiosk.store.check_projections()
        if wrong:
            yield f"{kiosk.name} shows {wrong[0]} as its history does not say"


def _erased(storm: "Storm") -> Iterator[str]:
    words = [text.encode() for kiosk in storm.kiosks for text in kiosk.people.seen.erased]
    for kiosk in storm.kiosks:
        for beside in kiosk.path.parent.glob("huddle.sqlite*"):
            content = beside.read_bytes()
            if any(text in content for text in words):
                yield f"{beside.name} of {kiosk.name} still has erased words"
