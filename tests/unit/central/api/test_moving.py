"""A board that IT moves to another unit: what people did before it heard of it still comes in where they did it."""

from datetime import timedelta

import httpx
import pytest

from kiosk.central.api.pulling import LEAVES_WITHIN
from kiosk.central.api.wire import Wire
from kiosk.domain.changes import Log, LogKind
from tests.fakes.clock import FixedClock
from tests.fakes.directories import NEXT_WARD, WARD
from tests.fakes.wire_client import Pen, WireClient
from tests.unit.central.api.test_enrolling import enrolment

pytestmark = pytest.mark.anyio
OLD = Log(WARD, LogKind.OWN)
OF_OLD = Log(WARD, LogKind.SHARED)
OF_NEW = Log(NEXT_WARD, LogKind.SHARED)
PENDING = {"pending": 1}


def move(wire: Wire, board: WireClient, node: str = NEXT_WARD) -> None:
    """Do what IT does."""
    device = wire.devices.read(board.device)
    assert device is not None
    enrolment(wire).approve(device, node, "command line")


async def test_what_was_done_before_a_move_comes_into_the_old_units_log(
    board: WireClient, wire: Wire
) -> None:
    pen = Pen(board.device)
    before = pen.raise_card(OF_OLD)
    move(wire, board)
    await board.hello(health=PENDING)

    pushed = await board.push(OF_OLD, before)
    after = await board.push(OF_NEW, pen.raise_card(OF_NEW))
    await board.pull()

    assert board.node == NEXT_WARD
    assert [one.json()["answers"][0].get("seq") for one in (pushed, after)] == [1, 1]
    assert [entry["change"]["id"] for entry in board.entries[str(OF_OLD)]] == [
        before["change"]["id"]
    ]


async def test_a_board_that_has_nothing_left_is_its_new_units_alone(
    board: WireClient, wire: Wire
) -> None:
    move(wire, board)
    await board.hello()
    first = set(board.cursors)
    await board.hello()

    pushed = await board.push(OF_OLD, Pen(board.device).raise_card(OF_OLD))

    assert str(OLD) in first
    assert str(OLD) not in board.cursors
    assert pushed.json()["answers"][0]["dead"] == "not_permitted"


async def test_a_moved_board_is_asked_again_whether_it_is_done(
    board: WireClient, wire: Wire, clock: FixedClock
) -> None:
    move(wire, board)
    told = await board.pull()
    await board.hello(health=PENDING)
    soon = await board.pull()
    clock.advance(LEAVES_WITHIN)
    later = await board.pull()
    await board.hello()
    clock.advance(LEAVES_WITHIN)
    settled = await board.pull()

    assert [told.json()["error"], later.json()["error"]] == ["hello", "hello"]
    assert [soon.status_code, settled.status_code] == [httpx.codes.OK] * 2


async def test_a_board_that_is_moved_twice_has_both_units_to_finish(
    board: WireClient, wire: Wire, clock: FixedClock
) -> None:
    pen = Pen(board.device)
    before = pen.raise_card(OF_OLD)
    move(wire, board)
    await board.hello(health=PENDING)
    clock.advance(timedelta(seconds=6))
    move(wire, board, WARD)
    move(wire, board)
    clock.advance(timedelta(seconds=6))
    await board.hello(health=PENDING)

    pushed = await board.push(OF_OLD, before)

    assert pushed.json()["answers"][0].get("seq") == 1


async def test_a_board_that_was_taken_out_and_comes_back_elsewhere_brings_what_it_had(
    board: WireClient, wire: Wire, clock: FixedClock
) -> None:
    before = Pen(board.device).raise_card(OF_OLD)
    device = wire.devices.read(board.device)
    assert device is not None
    enrolment(wire).revoke(device, "command line")
    clock.advance(timedelta(seconds=6))
    await board.begin(wire.codes.once(NEXT_WARD))

    pushed = await board.push(OF_OLD, before)

    assert pushed.json()["answers"][0].get("seq") == 1


async def test_a_board_that_only_waited_leaves_nothing(http: httpx.AsyncClient, wire: Wire) -> None:
    waiting = WireClient(http, hostname="pc-0500")
    await waiting.enrol(wire.codes.bulk(WARD, boards=10, days=30))
    move(wire, waiting)
    await waiting.begin("X" * 9)

    device = wire.devices.read(waiting.device)
    assert device is not None
    assert device.leaves == ()
    assert str(OLD) not in waiting.cursors
