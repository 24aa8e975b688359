"""What one board pushes is in the log once, in order, word for word, and comes to the others."""

import asyncio

import httpx
import pytest

from kiosk.central.api.wire import Wire
from kiosk.domain.changes import LogKind
from tests.fakes.wire_client import Pen, WireClient, until

pytestmark = pytest.mark.anyio


async def test_a_change_that_is_pushed_is_pulled_word_for_word(
    board: WireClient, next_board: WireClient
) -> None:
    log = board.log(LogKind.SHARED)
    entry = Pen(board.device).raise_card(log)
    entry["change"]["of_a_newer_program"] = {"kept": [1, 2.5, "é"]}

    pushed = await board.push(log, entry)
    await next_board.pull()

    assert pushed.json()["answers"] == [{"id": entry["change"]["id"], "seq": 1}]
    (pulled,) = next_board.entries[str(log)]
    assert pulled["change"] == entry["change"]
    assert pulled["words"] == entry["words"]
    assert pulled["seq"] == 1


async def test_a_board_that_waits_is_told_at_once_when_something_comes(
    board: WireClient, next_board: WireClient, wire: Wire
) -> None:
    log = board.log(LogKind.SHARED)
    waiting = asyncio.create_task(next_board.pull(wait_s=25))
    await until(lambda: wire.news.waiting_count == 1)

    await board.push(log, Pen(board.device).raise_card(log))
    await waiting

    assert len(next_board.entries[str(log)]) == 1


async def test_a_push_whose_answer_was_lost_is_answered_the_same_again(board: WireClient) -> None:
    log = board.log(LogKind.SHARED)
    pen = Pen(board.device)
    entries = [pen.raise_card(log), pen.raise_card(log)]

    first = await board.push(log, *entries)
    again = await board.push(log, *entries)

    assert first.status_code == httpx.codes.OK
    assert again.json()["answers"] == first.json()["answers"]


async def test_nobody_is_answered_without_a_token(board: WireClient) -> None:
    board.token = ""

    response = await board.pull()

    assert response.status_code == httpx.codes.UNAUTHORIZED
    assert response.json()["error"] == "token"
