"""What one board pushes is in the log once, in order, word for word, and comes to the others."""

import asyncio

import httpx
import pytest

from kiosk.central.api.wire import Wire
from kiosk.central.app import create_app
from kiosk.central.means import CentralMeans
from kiosk.domain.changes import LogKind
from tests.fakes.directories import FewWards
from tests.fakes.wire_client import Pen, WireClient, over, until

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


async def test_cursors_may_be_said_by_the_name_that_the_welcome_gave_them(
    board: WireClient, next_board: WireClient
) -> None:
    log = board.log(LogKind.SHARED)
    await board.push(log, Pen(board.device).raise_card(log))
    welcome = (await next_board.hello()).json()
    said = {"of": welcome["vector"], "at": [0] * len(welcome["follow"])}

    answer = await next_board.post("pull", said)

    assert [page["log"] for page in answer.json()["pages"]] == [str(log)]


async def test_the_name_of_what_a_board_followed_on_another_timeline_leads_to_hello(
    board: WireClient, means: CentralMeans
) -> None:
    welcome = (await board.hello()).json()
    means.storage.begin_timeline("t2")

    answer = await board.post("pull", {"of": welcome["vector"], "at": [0] * len(welcome["follow"])})

    assert answer.status_code == httpx.codes.CONFLICT
    assert answer.json()["error"] == "timeline"


@pytest.mark.parametrize(
    ("name", "at", "error"), [("", [-1, 0], "malformed"), ("", [], "malformed"), ("x", [], "hello")]
)
async def test_a_name_that_says_nothing_is_refused(
    board: WireClient, name: str, at: list[int], error: str
) -> None:
    welcome = (await board.hello()).json()

    answer = await board.post("pull", {"of": name or welcome["vector"], "at": at})

    assert answer.json()["error"] == error


async def test_another_process_works_out_the_name_for_itself(
    board: WireClient, means: CentralMeans, directory: FewWards
) -> None:
    welcome = (await board.hello()).json()
    app = create_app(means, directory, furnish=lambda *_: ())
    async with over(app) as client:
        other = WireClient(client, token=board.token)
        said = {"of": welcome["vector"], "at": [0] * len(welcome["follow"])}
        answer = await other.post("pull", said)

    assert answer.status_code == httpx.codes.OK
