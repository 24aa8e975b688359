"""What a board wrote itself is no news to it once it was told the numbers; anybody else's ends its wait."""

import asyncio

import pytest

from kiosk.central.api import pulling
from kiosk.central.api.news import News
from kiosk.central.api.wire import Wire
from kiosk.domain.changes import LogKind
from kiosk.sync.protocol import OWN_AT_ONCE
from tests.fakes.directories import WARD
from tests.fakes.wire_client import Pen, WireClient, until

pytestmark = pytest.mark.anyio


@pytest.fixture
async def beside(board: WireClient, wire: Wire) -> WireClient:
    """Another board of the same ward."""
    client = WireClient(board.http)
    await client.begin(wire.codes.once(WARD))
    return client


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for a board that writes no later than for others."""
    monkeypatch.setattr(News, "is_writing", lambda *_: False)


async def quiet(wire: Wire) -> None:
    """Wait until nobody asks the storage anything."""
    await until(lambda: wire.news.waiting_count == 1 and wire.workers.at_work == 0)


@pytest.mark.usefixtures("at_once")
async def test_only_what_others_write_ends_the_wait(
    board: WireClient, beside: WireClient, wire: Wire
) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    waiting = asyncio.create_task(board.pull(wait_s=20, own=1))
    for _ in range(2):
        await quiet(wire)
        answer = await board.push(log, pen.raise_card(log))
        assert answer.json()["fresh"] is True
    await quiet(wire)
    assert not waiting.done()

    await beside.push(log, Pen(beside.device).raise_card(log))
    await waiting

    assert [one["seq"] for one in board.entries[str(log)]] == [1, 2, 3]


async def test_what_others_write_is_not_missed_while_a_board_writes_itself(
    board: WireClient, beside: WireClient, wire: Wire
) -> None:
    log = board.log(LogKind.SHARED)
    waiting = asyncio.create_task(board.pull(wait_s=20, own=1))
    await quiet(wire)

    with wire.news.writing(board.device):
        await beside.push(log, Pen(beside.device).raise_card(log))
        await waiting

    assert [one["seq"] for one in board.entries[str(log)]] == [1]


async def test_a_board_that_writes_is_not_looked_for_while_others_wait_for_what_it_wrote(
    board: WireClient, beside: WireClient, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "OTHERS_FIRST_S", 3_600)
    log = board.log(LogKind.SHARED)
    writer = asyncio.create_task(board.pull(wait_s=20))
    await quiet(wire)
    other = asyncio.create_task(beside.pull(wait_s=20))
    await until(lambda: wire.news.waiting_count == 2 and wire.workers.at_work == 0)

    await board.push(log, Pen(board.device).raise_card(log))
    await other
    await until(lambda: wire.workers.at_work == 0)

    assert [one["seq"] for one in beside.entries[str(log)]] == [1]
    assert not writer.done()
    writer.cancel()


async def test_a_board_that_does_not_name_its_own_is_sent_it(board: WireClient) -> None:
    log = board.log(LogKind.SHARED)
    await board.push(log, Pen(board.device).raise_card(log))

    assert (await board.pull(own=1)).json()["pages"] == []
    await board.pull()

    assert [one["seq"] for one in board.entries[str(log)]] == [1]


async def test_another_incarnation_of_the_same_board_is_news(board: WireClient) -> None:
    log = board.log(LogKind.SHARED)
    await board.push(log, Pen(board.device, incarnation=2).raise_card(log))

    assert len((await board.pull(own=1)).json()["pages"]) == 1


async def test_what_was_known_before_is_not_fresh(board: WireClient) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    known, new = pen.raise_card(log), pen.raise_card(log)
    await board.push(log, known)

    answer = await board.push(log, known, new)

    assert "fresh" not in answer.json()


@pytest.mark.usefixtures("at_once")
async def test_many_of_its_own_let_a_board_move_on(board: WireClient, wire: Wire) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    waiting = asyncio.create_task(board.pull(wait_s=20, own=1))
    for _ in range(2):
        await quiet(wire)
        await board.push(log, *(pen.raise_card(log) for _ in range(OWN_AT_ONCE)))

    answer = await waiting

    assert answer.json()["pages"] == []


async def test_more_at_once_than_a_board_takes_from_an_answer_is_sent(board: WireClient) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    await board.push(log, *(pen.raise_card(log) for _ in range(OWN_AT_ONCE + 1)))

    await board.pull(own=1)

    assert len(board.entries[str(log)]) == OWN_AT_ONCE + 1


async def test_a_board_that_says_hello_again_is_told_at_once_what_there_is(
    board: WireClient, wire: Wire
) -> None:
    log = board.log(LogKind.SHARED)
    waiting = asyncio.create_task(board.pull(wait_s=20, own=1))
    await quiet(wire)
    await board.push(log, Pen(board.device).raise_card(log))  # and the answer is lost
    await quiet(wire)

    await board.hello()
    await waiting

    assert [one["seq"] for one in board.entries[str(log)]] == [1]
