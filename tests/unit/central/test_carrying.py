"""Changes that travel by file arrive as if they were pushed: once, checked, and answered by a file."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.central.api.taking import Taking
from kiosk.central.carrying import Carrying
from kiosk.central.devices.aliases import Aliases
from kiosk.central.devices.device import Device, Devices, Standing
from kiosk.central.means import CentralMeans
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.memory.storage import MemoryStorage
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.errors import KioskError
from kiosk.sync.change_files import (
    ChangeFile,
    Direction,
    Header,
    Piece,
    read_change_file,
    write_change_file,
)
from kiosk.sync.credentials import TO_BE_SEALED
from tests.fakes.clock import FixedClock
from tests.fakes.directories import NEXT_WARD, WARD, FewWards
from tests.fakes.ids import SeededIds
from tests.fakes.wire_client import Pen, Wire

SHARED = Log(WARD, LogKind.SHARED)


class Post:
    """A central, a board of a ward, and the files between them."""

    def __init__(self) -> None:
        clock, ids = FixedClock(), SeededIds()
        self.storage = MemoryStorage(clock, ids)
        means = CentralMeans(self.storage, clock, ids, CentralSettings())
        self.devices = Devices(self.storage, clock)
        self.key = Ed25519PrivateKey.from_private_bytes(ids.new_key())
        public = self.key.public_key().public_bytes_raw().hex()
        self.device = Device(ids.new_id(), "pc-0417", public, WARD, Standing.APPROVED)
        self.devices.add(self.device)
        taking = Taking(self.storage, FewWards(), self.devices, Aliases(self.storage, clock))
        self.carrying = Carrying(means, self.devices, taking)
        self.clock = clock

    def file(self, *entries: Wire, log: Log = SHARED, **of_header: Any) -> ChangeFile:
        """Return what the board writes."""
        header = Header(
            direction=Direction.FROM_BOARD,
            device=self.device.id,
            node=WARD,
            timeline=self.storage.timeline(),
            made_at="2026-11-23T07:30:00.000Z",
        ).model_copy(update=of_header)

        def seal(sha256: str) -> str:
            return self.key.sign(TO_BE_SEALED.format(sha256=sha256).encode()).hex()

        pieces = [Piece(log=str(log), entries=list(entries))] if entries else []
        return read_change_file(write_change_file(header, pieces, seal))


@pytest.fixture
def post() -> Post:
    """A central and a board."""
    return Post()


def test_a_file_is_taken_in_once_and_answered_with_what_the_board_lacks(post: Post) -> None:
    pen = Pen(post.device.id)
    file = post.file(pen.raise_card(SHARED), pen.raise_card(SHARED))

    device, taken = post.carrying.take_in(file, "me")
    _, again = post.carrying.take_in(file, "me")
    answer = read_change_file(post.carrying.answer(device, {str(SHARED): 1}, taken.dead, "me"))

    assert (taken.changes, taken.new, taken.dead) == (2, 2, ())
    assert (again.changes, again.new) == (2, 0)
    assert answer.header.direction is Direction.FROM_CENTRAL
    (piece,) = answer.pieces
    assert (piece.log, piece.head) == (str(SHARED), 2)
    assert [entry["seq"] for entry in piece.entries] == [2]
    assert [line["what"] for line in post.storage.audited()] == [
        "changes.exported",
        "changes.imported",
        "changes.imported",
    ]


def test_what_the_board_may_not_write_comes_back_as_dead(post: Post) -> None:
    entry = Pen(post.device.id).raise_card(Log(NEXT_WARD, LogKind.SHARED))

    device, taken = post.carrying.take_in(
        post.file(entry, log=Log(NEXT_WARD, LogKind.SHARED)), "me"
    )
    answer = read_change_file(post.carrying.answer(device, {}, taken.dead, "me"))

    assert [one.id for one in answer.header.answers] == [entry["change"]["id"]]
    assert answer.header.answers[0].dead == "not_permitted"


def test_a_file_of_another_key_is_not_taken(post: Post) -> None:
    post.key = Ed25519PrivateKey.generate()

    with pytest.raises(KioskError, match="not sealed by the board"):
        post.carrying.take_in(post.file(Pen(post.device.id).raise_card(SHARED)), "me")

    assert post.storage.all_logs() == {}


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ({"direction": Direction.FROM_CENTRAL}, "written by central"),
        ({"device": "nobody"}, "not enrolled here"),
        ({"timeline": "yesterday's"}, "was restored"),
    ],
)
def test_a_file_that_is_not_for_central_is_refused(
    post: Post, header: dict[str, Any], said: str
) -> None:
    with pytest.raises(KioskError, match=said):
        post.carrying.take_in(post.file(Pen(post.device.id).raise_card(SHARED), **header), "me")


def test_a_file_without_a_seal_is_refused(post: Post) -> None:
    file = replace(post.file(Pen(post.device.id).raise_card(SHARED)), signature="")

    with pytest.raises(KioskError, match="not sealed"):
        post.carrying.take_in(file, "me")


def test_a_board_that_was_taken_out_carries_nothing(post: Post) -> None:
    post.devices.change(post.device.id, standing=Standing.REVOKED)
    post.clock.advance(timedelta(seconds=10))

    with pytest.raises(KioskError, match="taken out by IT"):
        post.carrying.take_in(post.file(Pen(post.device.id).raise_card(SHARED)), "me")


def test_a_gap_and_a_copied_pc_are_said_in_words(post: Post) -> None:
    pen = Pen(post.device.id)
    first, _, third = (pen.raise_card(SHARED) for _ in range(3))
    post.carrying.take_in(post.file(first), "me")

    with pytest.raises(KioskError, match="goes on after one"):
        post.carrying.take_in(post.file(third), "me")
    copied = Pen(post.device.id, seed="a copy").raise_card(SHARED)
    with pytest.raises(KioskError, match="was copied"):
        post.carrying.take_in(post.file(copied), "me")
