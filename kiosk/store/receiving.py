"""Taking confirmed records from a sequencer: a page in order, once, without a hole; or a whole snapshot."""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.domain.canonical import change_body, sha256
from kiosk.domain.changes import Entry, Log, Record, Stream, words_match
from kiosk.store import log as logs
from kiosk.store.connection import Database
from kiosk.store.faults import ForkError, GapError, TooLarge
from kiosk.store.log import Held
from kiosk.store.rows import let_go
from kiosk.store.streams import Place
from kiosk.store.writing import Writing


class Receiving:
    """Takes records of one log in one transaction.

    Args:
        database: the file.
        writing: the transaction's writing.
        log: the log; what is written in its changes may be an older name of the same node.
        device: this device.
    """

    def __init__(self, database: Database, writing: Writing, log: Log, device: str) -> None:
        self._database = database
        self._writing = writing
        self._log = log
        self._device = device
        self._elsewhere: set[str] = set()
        self._strangers: dict[str, Held] = {}
        self._in_order = True
        self._placed: list[Entry] = []

    def page(self, page: Sequence[Record]) -> tuple[Record, ...]:
        """Add what is new of a page, and confirm what was pending.

        Returns:
            The records that were new or pending here.

        Raises:
            GapError: the page begins after the end of the log, or has a hole.
            ForkError: it contradicts what is here.
            TooLarge: it has more than `PAGE_LIMIT` records.
        """
        if len(page) > logs.PAGE_LIMIT:
            raise TooLarge("a page of changes", f"{logs.PAGE_LIMIT} changes")
        self.foresee(page)
        taken = tuple(record for record in page if self._follows(record) and self.take(record))
        self.check_chains()
        return taken

    def piece(self, records: Sequence[Record]) -> None:
        """Add what is new of a piece of a snapshot; what is pending stays.

        Raises:
            ForkError: it contradicts what is here.
        """
        self._in_order = False
        self.foresee(records)
        for record in records:
            self.take(record)
        self.check_chains()

    def foresee(self, records: Sequence[Record]) -> None:
        """Look up at once what the records need."""
        places: dict[tuple[str, int], list[int]] = {}
        for record in records:
            entry = record.entry
            if record.seq is None or entry.change.log.kind != self._log.kind:
                raise ForkError(entry.change.id)
            places.setdefault((entry.device, entry.incarnation), []).append(entry.counter)
        change_ids = [record.entry.change.id for record in records]
        self._writing.foresee((record.entry.change.entity for record in records), change_ids)
        unheld = [one for one in change_ids if self._writing.held(one) is None]
        self._elsewhere = logs.among_changes(self._database, unheld)
        self._strangers = {
            held.record.change.id: held
            for held in logs.held_named(self._database, self._elsewhere)
            if held.log != self._log
        }
        for stream, counters in places.items():
            self._writing.streams.foresee(Stream(self._log, *stream), counters)

    def take(self, record: Record) -> bool:
        """Add a record that follows, or confirm it; tell whether it was new or pending here."""
        change = record.change
        if self._stands_elsewhere(record):
            self._writing.reach(self._log, record.seq or 0)
            return False
        held = self._writing.held(change.id)
        if held is not None:
            self._demand_same(held, record)
            if held.record.seq == record.seq:
                return False
            if held.confirmed:
                raise ForkError(change.id)
        elif change.id in self._elsewhere:
            self._rise(change.id)
        self._make_room(record, held)
        if held is None:
            words = record.words
            if words is not None and (
                not words_match(change, words) or self._writing.was_erased(self._log, change)
            ):
                words = None  # not the words of this change, or already asked to be forgotten
            kept = record if words is record.words else replace(record, words=words)
            self._writing.add(self._log, kept)
        else:
            self._writing.confirm(held, record)
        return True

    def check_chains(self) -> None:
        """Compare what was taken with what stands before and after it; what nobody confirmed gives way.

        Raises:
            ForkError: a chain does not hold.
        """
        for entry in self._placed:
            head = self._writing.streams.head_of(self._log, entry)
            for counter in (entry.counter, entry.counter + 1):
                here = head.places.get(counter)
                before = None if here is None else head.hash_before(counter)
                if here is not None and before is not None and here.previous != before:
                    self._contradict(entry.device, counter, here)

    def _follows(self, record: Record) -> bool:
        """Tell whether a record is the next of the log; one that is before that must be known."""
        expected, seq = self._writing.cursor(self._log) + 1, record.seq or 0
        if seq > expected:
            raise GapError(expected, seq)
        if seq == expected:
            return True
        if self._stranger(record.change.id) is not None:
            return False
        held = self._writing.held(record.change.id)
        if held is not None:
            self._demand_same(held, record)
        if (held is None or held.record.seq != seq) and logs.stands_at(
            self._database, self._log, seq
        ):
            raise ForkError(f"{self._log}, {seq}")
        return False

    def _make_room(self, record: Record, held: Held | None) -> None:
        entry = record.entry
        counter, head = entry.counter, self._writing.streams.head_of(self._log, entry)
        there = head.places.get(counter)
        if there is not None and (held is None or there.row != held.row):
            self._contradict(entry.device, counter, there)
        if entry.device != self._device:
            if counter <= head.taken and self._in_order:
                raise ForkError(f"{self._log}, entry {counter}")
            head.taken, head.changed = max(head.taken, counter), True
        if counter == head.counter + 1 and head.hash_before(counter) != entry.previous:
            raise ForkError(f"{self._log}, entry {counter}")
        self._placed.append(entry)

    def _contradict(self, device: str, counter: int, there: Place) -> None:
        if device == self._device or there.confirmed:
            raise ForkError(f"{self._log}, entry {counter}")
        self._writing.give_way(there.row)

    def _demand_same(self, held: Held, record: Record) -> None:
        if sha256(change_body(record.change)) != held.change_hash:
            raise ForkError(record.change.id)

    def _rise(self, change_id: str) -> None:
        """Forget that a change was dead; the log has it after all."""
        dead = logs.dead_row(self._database, change_id)
        if dead is None:
            raise ForkError(change_id)
        let_go(self._database, [dead])

    def _stands_elsewhere(self, record: Record) -> bool:
        """Tell whether another log has a change first; one that has it later gives way."""
        change_id = record.change.id
        stranger = self._stranger(change_id)
        if stranger is None or not _was_before(record, stranger):
            return stranger is not None
        self._writing.give_way(stranger.row)
        self._strangers.pop(change_id, None)
        self._elsewhere.discard(change_id)
        return False

    def _stranger(self, change_id: str) -> Held | None:
        """Return what stands in another log under the id of a change."""
        held = self._writing.held(change_id)
        if held is None:
            return self._strangers.get(change_id)
        return None if held.log == self._log else held


def _was_before(record: Record, held: Held) -> bool:
    """Tell whether the sequencer took a change earlier than what stands in another log under the same id."""
    there, here = held.record.received_at, record.received_at
    return held.confirmed and there is not None and here is not None and here < there
