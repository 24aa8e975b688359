"""Taking a page of confirmed records from a sequencer: in order, once, without a hole."""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.domain.changes import Log, Record, words_match
from kiosk.store import log as logs
from kiosk.store.faults import ForkError, GapError, TooLarge
from kiosk.store.writing import Writing


def receive(writing: Writing, log: Log, page: Sequence[Record]) -> tuple[Record, ...]:
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
    return tuple(record for record in page if _take(writing, log, record))


def _take(writing: Writing, log: Log, record: Record) -> bool:
    change, seq = record.change, record.seq
    if seq is None or change.log != log:
        raise ForkError(change.id)
    known = writing.known(change.id)
    if known is not None and known.change.hash != change.hash:
        raise ForkError(change.id)
    expected = writing.cursor(log) + 1
    if seq < expected:
        if known is None or known.seq != seq:
            raise ForkError(f"{log}, {seq}")
        return False
    if seq > expected:
        raise GapError(expected, seq)
    if known is not None:
        writing.confirm(known, record)
    else:
        _add(writing, record)
    return True


def _add(writing: Writing, record: Record) -> None:
    if record.entry.counter != writing.head(record.entry.stream).counter + 1:
        raise ForkError(f"{record.change.log}, entry {record.entry.counter}")
    words = record.words
    if words is not None and (
        not words_match(record.change, words) or writing.was_erased(record.change)
    ):
        words = None  # not the words of this change, or already asked to be forgotten
    writing.add(replace(record, words=words), own=False)
