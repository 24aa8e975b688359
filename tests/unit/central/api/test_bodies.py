"""Packed bodies are unpacked up to a limit, and answers are packed above one."""

import gzip

import httpx
import orjson
import pytest

from kiosk.domain.changes import LogKind
from kiosk.sync.packing import CODING, pack, unpack
from kiosk.sync.protocol import PATHS
from tests.fakes.wire_client import Pen, WireClient

pytestmark = pytest.mark.anyio


async def send(board: WireClient, body: bytes, packing: str = "gzip") -> httpx.Response:
    """Push a body as it is."""
    headers = {"Authorization": f"Bearer {board.token}", "Content-Encoding": packing}
    return await board.http.post(PATHS["push"], content=body, headers=headers)


async def test_a_packed_push_is_taken(board: WireClient) -> None:
    log = board.log(LogKind.SHARED)
    entry = Pen(board.device).raise_card(log)
    body = {"timeline": board.timeline, "log": str(log), "entries": [entry]}

    response = await send(board, gzip.compress(orjson.dumps(body)))

    assert response.json()["answers"][0]["seq"] == 1


async def test_a_push_that_is_packed_with_the_dictionary_is_taken(board: WireClient) -> None:
    log = board.log(LogKind.SHARED)
    entry = Pen(board.device).raise_card(log)
    body = {"timeline": board.timeline, "log": str(log), "entries": [entry]}

    response = await send(board, pack(orjson.dumps(body)), CODING)

    assert response.json()["answers"][0]["seq"] == 1


async def test_a_board_that_knows_the_dictionary_is_answered_in_it(board: WireClient) -> None:
    log = board.log(LogKind.SHARED)
    await board.push(log, Pen(board.device).raise_card(log))
    said = {"timeline": board.timeline, "cursors": board.cursors}
    headers = {"Authorization": f"Bearer {board.token}", "Accept-Encoding": f"{CODING}, gzip"}

    answer = await board.http.post(PATHS["pull"], json=said, headers=headers)

    assert answer.headers["content-encoding"] == CODING
    (page,) = orjson.loads(unpack(answer.content, 10_000))["pages"]
    assert page["entries"][0]["seq"] == 1


@pytest.mark.parametrize(
    ("bomb", "packing"),
    [
        pytest.param(gzip.compress(bytes(50 * 1024 * 1024)), "gzip", id="gzip"),
        pytest.param(pack(bytes(50 * 1024 * 1024)), CODING, id="with the dictionary"),
    ],
)
async def test_a_small_body_that_unpacks_to_gigabytes_is_refused(
    board: WireClient, bomb: bytes, packing: str
) -> None:
    assert len(bomb) < 100_000

    assert (await send(board, bomb, packing)).status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"plain", id="not packed"),
        pytest.param(gzip.compress(b"{}")[:-4], id="cut"),
        pytest.param(gzip.compress(b"{}") + b"more", id="something behind"),
    ],
)
async def test_what_cannot_be_unpacked_is_refused(board: WireClient, body: bytes) -> None:
    assert (await send(board, body)).status_code == httpx.codes.BAD_REQUEST
    assert (await send(board, body, CODING)).status_code == httpx.codes.BAD_REQUEST


async def test_another_packing_is_refused(board: WireClient) -> None:
    assert (await send(board, b"", "br")).status_code == httpx.codes.BAD_REQUEST


@pytest.mark.parametrize(("count", "packing"), [(1, None), (20, "gzip")])
async def test_answers_above_a_kibibyte_are_packed(
    board: WireClient, count: int, packing: str | None
) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    await board.push(
        log, *(pen.write(log, f"card:{pen.new_id()}", "card.reopened", {}) for _ in range(count))
    )

    response = await board.pull()

    assert response.headers.get("content-encoding") == packing
    assert len(board.entries[str(log)]) == count
