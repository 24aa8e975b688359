"""What must hold after a storm (SYNC.md, *Invariants*), each as a function that returns what is wrong, in words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.central.storage.protocol import CENTRAL_DEVICE, Stored
from kiosk.domain.canonical import change_from_body
from kiosk.domain.changes import Entry, Log, Record
from kiosk.domain.clock import instant_from
from kiosk.domain.ids import entity_kind
from kiosk.domain.kinds import KINDS
from kiosk.store.projections import AnyFolded, folded
from kiosk.sync.status import SyncState

if TYPE_CHECKING:
    from tests.simulation.kiosks import Kiosk
    from tests.simulation.storm import Storm

EVERYTHING = 10_000_000


class Books:
    """Central's logs, read once.

    Attributes:
        records: by log, all that it has.
        counted: how often each change is there.
        number: by change, its place among all.
        folded: by log, each entity as it stands.
    """

    def __init__(self, storm: "Storm") -> None:
        self.records: dict[Log, list[Record]] = {}
        self.counted: Counter[str] = Counter()
        self.number: dict[str, tuple[str, int]] = {}
        self.folded: dict[Log, dict[str, AnyFolded]] = {}
        for log in sorted(storm.central.heads(), key=str):
            page = storm.central.storage.page(log, 0, EVERYTHING, 2**50)
            self.records[log] = list(map(_record, page))
            histories: dict[str, list[Record]] = {}
            for record in self.records[log]:
                self.counted[record.change.id] += 1
                self.number[record.change.id] = (str(log), record.seq or 0)
                histories.setdefault(record.change.entity, []).append(record)
            self.folded[log] = {
                entity: folded(KINDS, entity, history, log) for entity, history in histories.items()
            }


def _record(stored: Stored) -> Record:
    """Return what central has of a change as a record."""
    return Record(
        entry=Entry(
            change=change_from_body(stored.body.encode()),
            device=stored.device,
            incarnation=stored.incarnation,
            counter=stored.counter,
            previous=stored.previous,
            clock_correction_ms=stored.clock_correction_ms,
            lineage=stored.lineage,
        ),
        seq=stored.seq,
        words=stored.words,
        received_at=instant_from(stored.received_at),
    )


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
    for log, records in books.records.items():
        for record in records:
            change = record.change
            if record.entry.device != CENTRAL_DEVICE and change.id not in made:
                yield f"nobody made change {record.seq} of {log}, {change.kind}"


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
    for log, records in books.records.items():
        if [record.seq for record in records] != list(range(1, len(records) + 1)):
            yield f"{log} is not contiguous"


def _replicas_agree(storm: "Storm", books: Books) -> Iterator[str]:
    """Every board has the records of the logs that it follows, to the last byte, and shows what follows from them."""
    for kiosk in storm.kiosks:
        if _is_revoked(storm, kiosk):
            continue
        assert kiosk.store is not None
        followed = storm.hospital.follows(kiosk.store.identity.node)
        for log in followed:
            here, there = kiosk.store.records(log, 0, EVERYTHING), books.records.get(log, [])
            if here != there:
                yield f"{kiosk.name} has another {log}: {len(here)} of {len(there)}"
        shown = kiosk.store.all_entities()
        true = {name: one for log in followed for name, one in books.folded.get(log, {}).items()}
        if shown.keys() != true.keys():
            yield f"{kiosk.name} shows other entities than central: {shown.keys() ^ true.keys()}"
        for entity in shown.keys() & true.keys():
            if _differ(shown[entity], true[entity]):
                yield f"{kiosk.name} shows another {entity} than central"


def _differ(here: AnyFolded, there: AnyFolded) -> bool:
    """Tell whether an entity differs in anything but the name of its node, which a board that ran alone keeps."""
    return replace(here, node="") != replace(there, node="")


def _tallies_add_up(storm: "Storm", books: Books) -> Iterator[str]:
    """As many thanks stand as were given; one that waits at a board that was turned away is not lost."""
    given = sum(kiosk.people.seen.thanks for kiosk in storm.kiosks)
    standing = {
        entity
        for entities in books.folded.values()
        for entity in entities
        if entity_kind(entity) == "recognition"
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
        # Of the others it is compared with what central's records fold to.
        wrong = kiosk.store.check_projections() if _is_revoked(storm, kiosk) else []
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
