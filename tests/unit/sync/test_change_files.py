"""Files of changes: whole or refused with words, taken twice without harm, and never in the wrong place or order."""

import json
from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.changes import LOCAL_TIMELINE
from kiosk.sync import change_files
from kiosk.sync.carrying import pending_file, take_in
from kiosk.sync.change_files import (
    BadChangeFile,
    Direction,
    Header,
    Piece,
    read_change_file,
    schema,
    write_change_file,
)
from kiosk.sync.entries import record_to_wire
from kiosk.sync.performing import StoreSide
from kiosk.sync.protocol import Answer, DeadReason
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.engine_room import DEVICE, OWN, SHARED, Room, change
from tests.fakes.replica import Disk, MemoryReplica, Whom, trouble_of

SIDE = StoreSide(trouble_of)


def board() -> MemoryReplica:
    replica = MemoryReplica(Disk(Whom("ward-1", DEVICE, 1, "t1")))
    replica.write(SHARED, change(1))
    replica.write(OWN, change(2, OWN))
    replica.write(SHARED, change(3))
    return replica


def given_out(replica: MemoryReplica) -> bytes:
    return pending_file(replica, SIDE, MONDAY_MORNING, lambda digest: digest[:8])[0]


def from_central(after: int = 0, *, count: int = 3, **more: Any) -> bytes:
    room = Room()
    room.others_write(after + count)
    records = room.books.log(str(SHARED))[after:]
    piece = Piece(
        log=str(SHARED), entries=[record_to_wire(one) for one in records], head=after + count
    )
    header = {
        "direction": Direction.FROM_CENTRAL,
        "device": DEVICE,
        "node": "ward-1",
        "timeline": "t1",
        "made_at": "2026-11-23T07:30:00.000Z",
        **more,
    }
    return write_change_file(Header.model_validate(header), [piece])


def test_a_board_gives_out_everything_that_is_pending_in_order() -> None:
    file = read_change_file(given_out(board()))

    assert [piece.log for piece in file.pieces] == [str(OWN), str(SHARED)]
    assert [entry["change"]["id"] for entry in file.pieces[1].entries] == ["a-1", "a-3"]
    assert file.header.direction is Direction.FROM_BOARD
    assert file.signature == file.sha256[:8]


def test_what_is_given_out_stays_pending_and_is_not_dated_again() -> None:
    replica = board()
    given_out(replica)

    assert replica.pending_count() == 3
    assert replica.disk.sent == {"a-1", "a-2", "a-3"}


def test_a_board_that_is_alone_has_nobody_to_carry_changes_to() -> None:
    replica = MemoryReplica(Disk(Whom("ward-1", DEVICE, 1, LOCAL_TIMELINE)))
    with pytest.raises(BadChangeFile, match="belongs to no central"):
        given_out(replica)


@pytest.mark.parametrize("cut", [1, 2, 40, 700])
def test_a_file_that_ends_in_the_middle_is_refused(cut: int) -> None:
    with pytest.raises(BadChangeFile, match=r"ends in the middle|not a file of changes"):
        read_change_file(given_out(board())[:-cut])


def test_a_file_without_a_line_is_refused() -> None:
    lines = given_out(board()).splitlines(keepends=True)
    with pytest.raises(BadChangeFile, match="ends in the middle"):
        read_change_file(b"".join([*lines[:1], *lines[2:]]))


def test_a_file_that_was_edited_is_refused() -> None:
    edited = given_out(board()).replace(b'"a-3"', b'"a-9"')
    with pytest.raises(BadChangeFile, match="edited, or damaged"):
        read_change_file(edited)


def test_a_file_of_a_newer_program_is_refused() -> None:
    newer = given_out(board()).replace(b'"version":1', b'"version":2', 1)
    with pytest.raises(BadChangeFile, match="newer program"):
        read_change_file(newer)


@pytest.mark.parametrize("body", [b"", b"{}", b"PK\x03\x04", b"[1]\n", b'{"format":"x"}\n'])
def test_another_file_is_refused(body: bytes) -> None:
    with pytest.raises(BadChangeFile, match="not a file of changes"):
        read_change_file(body)


def test_a_file_at_the_limit_is_read_and_one_beyond_it_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = given_out(board())
    monkeypatch.setattr(change_files, "FILE_LIMIT_BYTES", len(body))
    read_change_file(body)
    monkeypatch.setattr(change_files, "FILE_LIMIT_BYTES", len(body) - 1)
    with pytest.raises(BadChangeFile, match="larger than"):
        read_change_file(body)


def test_what_central_wrote_is_taken_in_and_a_second_time_changes_nothing() -> None:
    replica = board()
    file = read_change_file(from_central())

    first, disk = take_in(replica, file, SIDE), replica.disk
    second = take_in(replica, file, SIDE)

    assert (first.records, first.new) == (3, 3)
    assert (second.records, second.new) == (3, 0)
    assert replica.disk == disk


def test_a_file_that_goes_on_after_one_that_is_missing_is_refused_whole() -> None:
    replica = board()
    before = replica.disk
    with pytest.raises(BadChangeFile, match="goes on after one that was not taken"):
        take_in(replica, read_change_file(from_central(2)), SIDE)

    assert replica.disk == before
    take_in(replica, read_change_file(from_central(0, count=2)), SIDE)
    assert take_in(replica, read_change_file(from_central(2)), SIDE).new == 3


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"device": "device-z"}, "another board"),
        ({"node": "ward-2"}, "another board"),
        ({"timeline": "t2"}, "restored"),
        ({"direction": Direction.FROM_BOARD}, "written by a board"),
    ],
)
def test_a_file_for_somebody_else_is_refused(more: dict[str, Any], words: str) -> None:
    replica = board()
    before = replica.disk
    with pytest.raises(BadChangeFile, match=words):
        take_in(replica, read_change_file(from_central(**more)), SIDE)
    assert replica.disk == before


def test_what_central_will_never_take_goes_to_the_sheet() -> None:
    replica = board()
    dead = Answer(id="a-2", dead=DeadReason.NOT_PERMITTED, detail="Not here.")
    carried = take_in(replica, read_change_file(from_central(answers=[dead.model_dump()])), SIDE)

    assert carried.dead == 1
    assert [one.record.change.id for one in replica.dead()] == ["a-2"]


def test_changes_that_this_program_cannot_read_are_refused_whole() -> None:
    body = from_central()
    lines = body.splitlines()
    piece = json.loads(lines[1])
    del piece["entries"][2]["change"]["id"]
    header = Header.model_validate_json(lines[0])
    strange = write_change_file(header, [Piece.model_validate(piece)])
    replica = board()
    before = replica.disk
    with pytest.raises(BadChangeFile, match="cannot read"):
        take_in(replica, read_change_file(strange), SIDE)
    assert replica.disk == replace(before)


def test_the_format_is_described_by_a_schema() -> None:
    assert set(schema()) == {"Header", "Piece", "Seal"}
    assert schema()["Header"]["properties"]["direction"]
