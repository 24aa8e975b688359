"""Changing the sequencer: a ward that enrols, or a central system that was restored (SYNC.md, *Logs*)."""

import json
from collections.abc import Sequence

from kiosk.domain.changes import Log, LogKind, Stream
from kiosk.store import log as logs
from kiosk.store import meta, moving, streams
from kiosk.store.connection import Database
from kiosk.store.log import Held
from kiosk.store.meta import Identity
from kiosk.store.rows import remember_order


def begin(database: Database, identity: Identity, timeline: str) -> None:
    """Drop every sequence number and put this device's own changes into the outbox, inside a transaction.

    What others wrote stays, unconfirmed, until the new sequencer sends it again. What was set aside, and what is dead,
    is not offered. What this computer wrote as another device is its own too, and is offered under its present name.
    """
    _drop_numbers(database)
    database.run(
        """
        INSERT INTO outbox (change, log, sent)
        SELECT e.change, s.log, ? FROM entry e JOIN stream s ON s.row = e.stream
        WHERE s.device = ? AND s.log NOT IN (SELECT value FROM json_each(?))
        ON CONFLICT (change) DO NOTHING
        """,
        (
            int(not identity.sequences_itself),
            identity.device,
            json.dumps([str(log) for log in set_aside(database)]),
        ),
    )
    if _former_devices(database):
        _take_over(database, identity.device)
    meta.write(database, meta.TIMELINE, timeline)


def enrol(database: Database, identity: Identity, node: str, timeline: str, device: str) -> None:
    """Let the board belong to a node of the organisation, inside a transaction.

    A ward that ran alone takes its shared and its own log with it, under the node's name: every change of them is
    pending again, in the order in which it stood, its id and text untouched. Its configuration, and whatever else it
    kept, is set aside: it stays here, and is never sent. A board that belonged to central already takes the other
    node's or device's name, and offers what is pending under it.
    """
    number = (_newest(database, device) or 0) + 1
    if identity.sequences_itself:
        _bring_along(database, identity, node, (device, number))
        meta.write(database, meta.INCARNATION, str(number))
        _be_known_as(database, identity.node, node)
        meta.write(database, meta.ALONE_AS, identity.node)
    elif device != identity.device:
        _hand_over(database, (device, number))
        _be_no_more(database, identity.device, device)
        meta.write(database, meta.INCARNATION, str(number))
    if timeline != identity.timeline and not identity.sequences_itself:
        begin(database, Identity(node, device, number, identity.timeline), timeline)
    meta.write(database, meta.NODE, node)
    meta.write(database, meta.DEVICE, device)
    meta.write(database, meta.TIMELINE, timeline)


def aliases(database: Database) -> list[str]:
    """Return the nodes as which the ward ran alone before."""
    return [str(alias) for alias in json.loads(meta.read(database, meta.ALIASES) or "[]")]


def set_aside(database: Database) -> set[Log]:
    """Return the logs that are kept here and belong to no sequencer."""
    texts = json.loads(meta.read(database, meta.SET_ASIDE) or "[]")
    return {Log.from_text(text) for text in texts}


def _drop_numbers(database: Database) -> None:
    """Forget every number, but not the order in which things stood: it is what is shown until there is another."""
    remember_order(database)
    database.run("DELETE FROM sequence")
    database.run("DELETE FROM cursor")
    database.run("UPDATE stream SET taken = 0")


def _be_known_as(database: Database, before: str, node: str) -> None:
    known = [alias for alias in aliases(database) if alias not in {before, node}]
    if before != node:
        known.append(before)
    meta.write(database, meta.ALIASES, json.dumps(known))


def _bring_along(
    database: Database, identity: Identity, node: str, writer: tuple[str, int]
) -> None:
    known = [
        Log.from_text(row[0])
        for row in database.rows("SELECT DISTINCT log FROM change ORDER BY log")
    ]
    going = [log for log in known if log.node == identity.node and log.kind != LogKind.CONFIG]
    aside = set_aside(database) | (set(known) - set(going))
    in_order = {log: logs.held_in_order(database, log) for log in going}
    _drop_numbers(database)
    database.run("DELETE FROM outbox")
    for log in going:
        _rename(database, log, Log(node, log.kind))
        _enter_all(database, Stream(Log(node, log.kind), *writer), in_order[log])
        database.run(
            """
            DELETE FROM stream WHERE log = ? AND row NOT IN (SELECT stream FROM entry)
            AND row NOT IN (SELECT stream FROM dead)
            """,
            (str(log),),
        )
    meta.write(database, meta.SET_ASIDE, json.dumps(sorted(str(log) for log in aside)))


def _rename(database: Database, log: Log, to: Log) -> None:
    for table in ("change", "entity"):
        database.run(
            f"UPDATE {table} SET log = ? WHERE log = ?",  # noqa: S608 - constants
            (str(to), str(log)),
        )


def _enter_all(database: Database, stream: Stream, entries: Sequence[Held]) -> None:
    """Begin a stream with changes of this board, all of them to be sent."""
    moving.reenter(database, stream, streams.begin(database, stream), entries)
    database.run_many(
        "INSERT INTO outbox (change, log) VALUES (?, ?)",
        [(held.row, str(stream.log)) for held in entries],
    )


def _hand_over(database: Database, writer: tuple[str, int]) -> None:
    """Put what is pending under the name of another device."""
    for log in logs.pending_logs(database):
        stream = Stream(log, *writer)
        moving.reenter(
            database, stream, streams.begin(database, stream), logs.held_pending(database, log)
        )
    database.run("UPDATE outbox SET sent = 0")
    streams.count_absent(database)


def _former_devices(database: Database) -> list[str]:
    return [str(former) for former in json.loads(meta.read(database, meta.FORMER_DEVICES) or "[]")]


def _be_no_more(database: Database, before: str, device: str) -> None:
    former = [one for one in _former_devices(database) if one not in {before, device}]
    meta.write(database, meta.FORMER_DEVICES, json.dumps([*former, before]))


def _take_over(database: Database, device: str) -> None:
    """Put all that this computer ever wrote into a new incarnation of its present name, in the order that it had."""
    writers, number = {device, *_former_devices(database)}, (_newest(database, device) or 0) + 1
    own = database.rows(
        "SELECT DISTINCT log FROM stream WHERE device IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(writers)),),
    )
    database.run("DELETE FROM outbox")
    for log in sorted({Log.from_text(row[0]) for row in own} - set_aside(database), key=str):
        written = [
            held
            for held in logs.held_in_order(database, log)
            if held.record.entry.device in writers
        ]
        _enter_all(database, Stream(log, device, number), written)
    meta.write(database, meta.INCARNATION, str(number))
    streams.count_absent(database)


def _newest(database: Database, device: str) -> int | None:
    found = database.row("SELECT max(incarnation) FROM stream WHERE device = ?", (device,))
    return None if found is None else found[0]
