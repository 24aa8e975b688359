"""What must hold after a storm (SYNC.md, *Invariants*), each as a function that returns what is wrong, in words."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from kiosk.central.storage.protocol import CENTRAL_DEVICE
from kiosk.domain.changes import Log
from kiosk.domain.entities import fold
from kiosk.domain.ids import entity_kind
from kiosk.domain.kinds import KINDS
from kiosk.sync.status import SyncState

if TYPE_CHECKING:
    from tests.simulation.kiosks import Kiosk
    from tests.simulation.storm import Storm

EVERYTHING = 10_000_000


class Books:
    """Central's logs, read once.

    Attributes:
        logs: by log, each change's number, device and text.
        counted: how often each change is there.
        number: by change, its place among all.
    """

    def __init__(self, storm: "Storm") -> None:
        self.logs: dict[Log, list[tuple[int, str, dict[str, Any]]]] = {}
        self.counted: Counter[str] = Counter()
        self.number: dict[str, tuple[str, int]] = {}
        for log in sorted(storm.central.heads(), key=str):
            page = storm.central.storage.page(log, 0, EVERYTHING, 2**50)
            self.logs[log] = [(one.seq, one.device, json.loads(one.body)) for one in page]
            for seq, _, change in self.logs[log]:
                self.counted[change["id"]] += 1
                self.number[change["id"]] = (str(log), seq)

    def ids(self, log: Log) -> list[tuple[int, str]]:
        """Return numbers and ids of a log."""
        return [(seq, change["id"]) for seq, _, change in self.logs.get(log, [])]


def violations(storm: "Storm") -> list[str]:
    """Return everything that is wrong."""
    books = Books(storm)
    checks = (
        _drained,
        _in_the_log_once,
        _nothing_invented,
        _in_the_order_of_each_board,
        _acknowledged_is_durable,
        _contiguous,
        _replicas_agree,
        _tallies_add_up,
        _files_hold,
        _erased,
        _screens_held,
    )
    return [found for check in checks for found in check(storm, books)]


def undrained(storm: "Storm") -> list[str]:
    """Return which boards are not in sync."""
    return list(_drained(storm, None))


def _drained(storm: "Storm", _: Books | None) -> Iterator[str]:
    for kiosk in storm.kiosks:
        if not kiosk.in_sync and not _is_revoked(storm, kiosk):
            assert kiosk.store is not None
            yield (
                f"{kiosk.name} has not drained: {kiosk.store.pending_count()} pending, "
                f"{kiosk.status.state}, {kiosk.status.trouble}"
            )


def _is_revoked(storm: "Storm", kiosk: "Kiosk") -> bool:
    """Tell whether a board was turned away, and says so."""
    turned_away = kiosk.enrolled_as is not None and kiosk.enrolled_as[0] in storm.revoked
    return turned_away and kiosk.status.state is SyncState.REVOKED


def _in_the_log_once(storm: "Storm", books: Books) -> Iterator[str]:
    for name, count in books.counted.items():
        if count > 1:
            yield f"{name} is in the log {count} times"
    dead = {name for kiosk in storm.kiosks for name in (*_dead(kiosk), *kiosk.excused)}
    for kiosk in storm.kiosks:
        assert kiosk.store is not None
        waiting = set(_pending(kiosk)) if _is_revoked(storm, kiosk) else set()
        here = books.counted.keys() | dead | waiting
        lost = [name for name in kiosk.confirmed.ids if name not in here]
        if lost:
            yield f"{kiosk.name} confirmed {len(lost)} changes that are lost, the first {lost[0]}"


def _dead(kiosk: "Kiosk") -> Iterator[str]:
    assert kiosk.store is not None
    yield from (each.record.change.id for each in kiosk.store.dead())


def _pending(kiosk: "Kiosk") -> Iterator[str]:
    assert kiosk.store is not None
    for log in kiosk.store.pending_logs():
        yield from (record.change.id for record in kiosk.store.pending(log, EVERYTHING))


def _nothing_invented(storm: "Storm", books: Books) -> Iterator[str]:
    """Every change of a board was confirmed on a screen once."""
    made = {name for kiosk in storm.kiosks for name in kiosk.confirmed.ids}
    for log, changes in books.logs.items():
        for seq, device, change in changes:
            if device != CENTRAL_DEVICE and change["id"] not in made:
                yield f"nobody made change {seq} of {log}, {change['kind']}"


def _in_the_order_of_each_board(storm: "Storm", books: Books) -> Iterator[str]:
    for kiosk in storm.kiosks:
        last: dict[str, int] = {}
        for name in kiosk.confirmed.ids:
            log, seq = books.number.get(name, ("", 0))
            if seq and seq < last.get(log, 0):
                yield f"{kiosk.name} made change {seq} of {log} after a later one"
                break
            last[log] = seq


def _acknowledged_is_durable(storm: "Storm", books: Books) -> Iterator[str]:
    """What central acknowledged is in its log: it kept it, or it was offered again."""
    for kiosk in storm.kiosks:
        lost = [name for name in kiosk.acknowledged if name not in books.counted]
        if lost:
            yield f"{len(lost)} changes of {kiosk.name} were acknowledged, and are not in the log"


def _contiguous(_: "Storm", books: Books) -> Iterator[str]:
    for log, changes in books.logs.items():
        if [seq for seq, _, _ in changes] != list(range(1, len(changes) + 1)):
            yield f"{log} is not contiguous"


def _replicas_agree(storm: "Storm", books: Books) -> Iterator[str]:
    for kiosk in storm.kiosks:
        if _is_revoked(storm, kiosk):
            continue
        assert kiosk.store is not None
        for log in storm.hospital.follows(kiosk.store.identity.node):
            here = kiosk.store.records(log, 0, EVERYTHING)
            there = books.ids(log)
            if [(one.seq, one.change.id) for one in here] != there:
                yield f"{kiosk.name} has another {log}: {len(here)} of {len(there)}"
                continue
            yield from _states(storm, kiosk, log)


def _states(storm: "Storm", kiosk: "Kiosk", log: Log) -> Iterator[str]:
    """The fold on the board is the fold of central's records."""
    assert kiosk.store is not None
    touched = [one.entity for one in storm.central.storage.touched(log)]
    histories = storm.central.storage.histories(log, touched)
    for entity, history in histories.items():
        kind = KINDS.get(entity_kind(entity))
        if kind is None:
            continue
        here, there = kiosk.store.entity(entity), fold(kind, entity, history)
        differing = [
            field.name
            for field in fields(there)
            if field.name != "node"
            and (here is None or getattr(here, field.name) != getattr(there, field.name))
        ]
        if differing:
            yield f"{kiosk.name} shows another {entity} than central: {differing}"


def _tallies_add_up(storm: "Storm", _: Books) -> Iterator[str]:
    """As many thanks stand as were given; one that waits at a board that was turned away is not lost."""
    given = sum(kiosk.people.seen.thanks for kiosk in storm.kiosks)
    standing = {
        one.entity
        for log in storm.central.heads()
        for one in storm.central.storage.touched(log)
        if one.kind == "recognition"
    }
    for kiosk in storm.kiosks:
        if _is_revoked(storm, kiosk):
            assert kiosk.store is not None
            standing |= set(kiosk.store.entities("recognition"))
    if given != len(standing):
        yield f"{given} thanks were given, {len(standing)} stand"


def _files_hold(storm: "Storm", _: Books) -> Iterator[str]:
    for kiosk in storm.kiosks:
        assert kiosk.store is not None
        found = kiosk.store.verify()
        if found is not None:
            yield f"{kiosk.name}: {found.where}: {found.what}"
        wrong = kiosk.store.check_projections()
        if wrong:
            yield f"{kiosk.name} shows {wrong[0]} as its history does not say"


def _erased(storm: "Storm", _: Books) -> Iterator[str]:
    """What was erased is nowhere; what a board erased that was turned away, nobody else has heard of."""
    heard = [kiosk for kiosk in storm.kiosks if not _is_revoked(storm, kiosk)]
    words = [text.encode() for kiosk in heard for text in kiosk.people.seen.erased]
    for kiosk in heard:
        for beside in kiosk.path.parent.glob("huddle.sqlite*"):
            content = beside.read_bytes()
            if any(text in content for text in words):
                yield f"{beside.name} of {kiosk.name} still has erased words"


def _screens_held(storm: "Storm", _: Books) -> Iterator[str]:
    for kiosk in storm.kiosks:
        yield from kiosk.screen.wrong
