"""Carrying changes between a board and central by files, at the board: what it gives out, and what it takes in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.domain.changes import LOCAL_TIMELINE, Log, Record
from kiosk.domain.clock import instant_text
from kiosk.sync.change_files import (
    NOTHING_TAKEN,
    BadChangeFile,
    ChangeFile,
    Direction,
    Header,
    Piece,
    write_change_file,
)
from kiosk.sync.entries import record_from_wire, record_to_wire
from kiosk.sync.performing import StoreSide, standing
from kiosk.sync.protocol import PUSH_LIMIT
from kiosk.sync.replica import Replica

SUFFIX: Final = ".changes"


@dataclass(frozen=True, slots=True)
class Carried:
    """What a file did.

    Attributes:
        records: changes in it.
        new: those that were not here, or not confirmed.
        dead: own changes that central will never take.
        pending: own changes that are still not confirmed.
    """

    records: int
    new: int
    dead: int
    pending: int


def pending_file(
    replica: Replica, side: StoreSide, now: datetime, sign: Callable[[str], str]
) -> tuple[bytes, int]:
    """Return a file with everything that central has not confirmed, and how many changes are in it.

    Raises:
        BadChangeFile: the board belongs to no central.
    """
    whose = replica.identity
    if whose.timeline == LOCAL_TIMELINE:
        raise BadChangeFile(
            "This board belongs to no central system, so there is nobody to carry changes to.",
            "The board works as ever.",
            "Enrol it first.",
        )
    here = standing(replica, side)
    header = Header(
        direction=Direction.FROM_BOARD,
        device=whose.device,
        node=whose.node,
        timeline=whose.timeline,
        made_at=instant_text(now),
        cursors=dict(here.cursors),
        streams=list(here.streams),
    )
    pieces = list(_pending(replica))
    return write_change_file(header, pieces, sign), sum(len(one.entries) for one in pieces)


def take_in(replica: Replica, file: ChangeFile, side: StoreSide) -> Carried:
    """Take in what central wrote for this board; a file that was taken before changes nothing.

    Raises:
        BadChangeFile: it is not for this board, or another one has to be taken before it.
        Exception: what the store raises; pages that were taken before that stay.
    """
    _check_for(replica, file)
    records = [(piece, _records(piece)) for piece in file.pieces]
    _check_follows(replica, records)
    before, dead_before = replica.cursors(), replica.dead_count()
    for piece, page in records:
        side.took(replica.receive(Log.from_text(piece.log), page))
    for answer in file.header.answers:
        if answer.dead is not None:
            side.took(replica.bury(answer.id, answer.dead.value, answer.detail))
    after = replica.cursors()
    return Carried(
        records=sum(len(page) for _, page in records),
        new=sum(seq - before.get(log, 0) for log, seq in after.items()),
        dead=replica.dead_count() - dead_before,
        pending=replica.pending_count(),
    )


def _pending(replica: Replica) -> Iterator[Piece]:
    for log in sorted(replica.pending_logs(), key=str):
        place = (0, 0)
        while records := replica.pending(log, PUSH_LIMIT, place):
            replica.mark_sent([record.change.id for record in records])
            yield Piece(log=str(log), entries=[record_to_wire(record) for record in records])
            last = records[-1].entry
            place = (last.incarnation, last.counter)


def _check_for(replica: Replica, file: ChangeFile) -> None:
    whose, header = replica.identity, file.header
    if header.direction is not Direction.FROM_CENTRAL:
        raise _bad("This file was written by a board, for central.", "Choose central's answer.")
    if (header.device, header.node) != (whose.device, whose.node):
        raise _bad("This file is for another board.", "Choose the one for this board.")
    if header.timeline != whose.timeline:
        raise _bad(
            "Central was restored since this board met it last.",
            "Connect the board to central once.",
        )


def _check_follows(replica: Replica, records: list[tuple[Piece, tuple[Record, ...]]]) -> None:
    """Demand that every page goes on where its log stands, before any of them is taken."""
    cursors = {str(log): seq for log, seq in replica.cursors().items()}
    for piece, page in records:
        cursor = cursors.get(piece.log, 0)
        for record in page:
            if record.seq is None or record.seq > cursor + 1:
                raise _bad(
                    "This file goes on after one that was not taken yet.",
                    "Take the earlier file first, or ask central for a new one.",
                )
            cursor = max(cursor, record.seq)
        cursors[piece.log] = cursor


def _records(piece: Piece) -> tuple[Record, ...]:
    try:
        Log.from_text(piece.log)
        return tuple(map(record_from_wire, piece.entries))
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise _bad(
            "The file holds changes that this program cannot read.", "Update the program."
        ) from problem


def _bad(what: str, to_do: str) -> BadChangeFile:
    return BadChangeFile(what, NOTHING_TAKEN, to_do)
