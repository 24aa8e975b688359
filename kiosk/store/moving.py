"""Writing entries again, the changes inside untouched: another incarnation, another node's log, another date."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kiosk.domain.canonical import entry_hash
from kiosk.domain.changes import GENESIS, Log, Stream
from kiosk.store import log as logs
from kiosk.store import meta, streams
from kiosk.store.connection import Database
from kiosk.store.dating import Anchor, Written, correction_ms
from kiosk.store.log import Held
from kiosk.store.meta import Identity
from kiosk.store.streams import Head, Lineage

RIGHT_WITHIN_MS: Final = 1_000
"""A date that is no further off is left as it is. A round trip tells the server's time no better than to some
milliseconds, and otherwise each hello would write everything again that waits, by as many."""
AT_ONCE: Final = 500
"""Entries that are dated again at once."""


def renumber(
    database: Database, identity: Identity, newest_known: int, forked_at: Mapping[Log, int]
) -> list[str]:
    """Begin an incarnation, and put all that is pending into it, in order; inside a transaction.

    Args:
        database: the file.
        identity: who writes here.
        newest_known: of this device, elsewhere.
        forked_at: by log, the first place of the present incarnation that is not this board's own on the sequencer's
            side, where that is known. Otherwise no more counts as shared than what was confirmed.

    Returns:
        The entities whose changes have new entries.
    """
    newest = database.row(
        "SELECT max(incarnation) FROM stream WHERE device = ?", (identity.device,)
    )
    number = max(newest_known, identity.incarnation, (newest or (0,))[0] or 0) + 1
    touched: list[str] = []
    for log in _own_logs(database, identity.device):
        pending = logs.held_pending(database, log)
        stream = Stream(log, identity.device, number)
        lineage = _parted(database, identity, log, pending, forked_at.get(log))
        reenter(database, stream, streams.begin(database, stream, lineage), pending)
        touched += [held.record.change.entity for held in pending]
    database.run("UPDATE outbox SET sent = 0")
    meta.write(database, meta.INCARNATION, str(number))
    streams.count_absent(database)
    return touched


def begin_incarnation(database: Database) -> None:
    """Begin an incarnation in which nothing is yet, because what this device wrote last may be missing here."""
    device = meta.read(database, meta.DEVICE) or ""
    number = int(meta.read(database, meta.INCARNATION) or "0")
    identity = Identity("", device, number, "")
    for log in _own_logs(database, device):
        stream = Stream(log, device, number + 1)
        if streams.find(database, stream) is None:
            streams.begin(database, stream, _parted(database, identity, log, (), None))
    meta.write(database, meta.INCARNATION, str(number + 1))


def reenter(database: Database, stream: Stream, head: Head, entries: Sequence[Held]) -> None:
    """Write entries again, one after the other, behind the head of a stream; its head moves on."""
    rows = []
    for held in entries:
        entry = replace(
            held.record.entry,
            device=stream.device,
            incarnation=stream.incarnation,
            counter=head.counter + 1,
            previous=head.hash,
            lineage=head.lineage,
        )
        head.counter, head.hash = entry.counter, entry_hash(entry, held.change_hash)
        rows.append(
            (
                head.row,
                entry.counter,
                entry.previous,
                entry.clock_correction_ms,
                head.hash,
                held.row,
            )
        )
    database.run_many(
        """
        UPDATE entry SET stream = ?, counter = ?, previous = ?, clock_correction_ms = ?, hash = ?,
                         lineage = NULL
        WHERE change = ?
        """,
        rows,
    )
    streams.keep(database, head)


def redate(
    database: Database, identity: Identity, boot_id: str, anchor: Anchor
) -> Iterator[list[Held]]:
    """Date again what was written in this boot, never sent, and is wrong; yield what has another date now, in pieces.

    The entries after them are chained anew, so only the end of a stream of which nothing was sent is looked at; and
    nothing at all while every date is right, as it is on a computer whose clock is kept.
    """
    for log in logs.pending_logs(database):
        if not _has_wrong_dates(database, log, boot_id, anchor):
            continue
        stream = Stream(log, identity.device, identity.incarnation)
        head = streams.find(database, stream)
        if head is None:
            continue
        last, chained_anew = head.counter, False
        for first in range(_never_sent_from(database, log, head), last + 1, AT_ONCE):
            tail = logs.held_at_places(database, head.row, first, min(first + AT_ONCE - 1, last))
            written = _written(database, [held.row for held in tail])
            entries = [_dated(one, written.get(one.row), anchor, boot_id=boot_id) for one in tail]
            changed = [new for old, new in zip(tail, entries, strict=True) if new != old]
            if changed and not chained_anew:
                chained_anew = True
                head.counter, head.hash = first - 1, tail[0].record.entry.previous
            if chained_anew:
                reenter(database, stream, head, entries)
            if changed:
                yield changed


def _has_wrong_dates(database: Database, log: Log, boot_id: str, anchor: Anchor) -> bool:
    """Tell whether anything that was written in this boot and not sent has another date than it should."""
    rows = database.rows(
        """
        SELECT DISTINCT e.clock_correction_ms, o.written_at, o.written_s
        FROM outbox o JOIN entry e ON e.change = o.change JOIN change c ON c.row = o.change
        WHERE o.log = ? AND o.sent = 0 AND o.written_s IS NOT NULL AND o.written_at IS NOT NULL
        AND json_extract(c.body, '$.boot_id') = ?
        """,
        (str(log), boot_id),
    )
    return not all(
        _is_right(before, correction_ms(Written(at, monotonic_s), anchor))
        for before, at, monotonic_s in rows
    )


def _is_right(before_ms: int, now_ms: int) -> bool:
    return abs(now_ms - before_ms) < RIGHT_WITHIN_MS


def _dated(held: Held, written: Written | None, anchor: Anchor, *, boot_id: str) -> Held:
    if written is None or held.record.change.boot_id != boot_id:
        return held
    correction = correction_ms(written, anchor)
    if _is_right(held.record.entry.clock_correction_ms, correction):
        return held
    entry = replace(held.record.entry, clock_correction_ms=correction)
    return replace(held, record=replace(held.record, entry=entry))


def _never_sent_from(database: Database, log: Log, head: Head) -> int:
    """Return the place from which on nothing of a stream was sent and nothing is missing."""
    place = head.counter + 1
    for (counter,) in database.rows(
        """
        SELECT e.counter FROM outbox o JOIN entry e ON e.change = o.change
        WHERE o.log = ? AND o.sent = 0 AND e.stream = ? ORDER BY e.counter DESC
        """,
        (str(log), head.row),
    ):
        if counter != place - 1:
            break
        place = counter
    return place


def _written(database: Database, changes: Sequence[int]) -> dict[int, Written]:
    rows = database.rows(
        f"""
        SELECT change, written_at, written_s FROM outbox
        WHERE change {logs.AMONG} AND written_s IS NOT NULL AND written_at IS NOT NULL
        """,  # noqa: S608 - a constant
        (json.dumps(changes),),
    )
    return {row: Written(at, monotonic_s) for row, at, monotonic_s in rows}


def _own_logs(database: Database, device: str) -> list[Log]:
    rows = database.rows("SELECT DISTINCT log FROM stream WHERE device = ? ORDER BY log", (device,))
    return [Log.from_text(row[0]) for row in rows]


def _parted(
    database: Database,
    identity: Identity,
    log: Log,
    leaving: Sequence[Held],
    forked_at: int | None,
) -> Lineage:
    """Let the streams of a log end before what leaves them; return what a new stream there grows from."""
    lineage: Lineage = ()
    rows = database.rows(
        "SELECT incarnation FROM stream WHERE log = ? AND device = ? ORDER BY incarnation",
        (str(log), identity.device),
    )
    known = {incarnation for (incarnation,) in rows}
    for incarnation in sorted(known):
        head = _ended(database, Stream(log, identity.device, incarnation), leaving)
        shared = head.counter
        if incarnation == identity.incarnation:
            if forked_at is not None:
                shared = forked_at - 1
            lineage = (*head.lineage, (incarnation, shared))
        elif identity.incarnation not in known:
            lineage = (*lineage, (incarnation, shared))
    return lineage


def _ended(database: Database, stream: Stream, leaving: Sequence[Held]) -> Head:
    """Put the head of a stream back to before what leaves it, so that the log can tell what stands there instead."""
    head = streams.find(database, stream) or Head(0)
    gone = [
        held.record.entry for held in leaving if held.record.entry.incarnation == stream.incarnation
    ]
    if not gone:
        return head
    rows = {held.row for held in leaving}
    stays = [
        (counter, digest)
        for counter, digest, row in database.rows(
            "SELECT counter, hash, change FROM entry WHERE stream = ?", (head.row,)
        )
        if row not in rows
    ]
    before = (gone[0].counter - 1, gone[0].previous)
    head.counter, head.hash = max([before, *stays, (0, GENESIS)])
    streams.keep(database, head)
    return head
