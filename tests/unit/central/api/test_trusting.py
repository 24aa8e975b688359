"""Trust lasts fifteen minutes, and comes only to whoever has the board's own key."""

from datetime import timedelta

import httpx
import pytest

from kiosk.central.api.wire import Wire
from kiosk.central.app import create_app
from kiosk.central.means import CentralMeans
from tests.fakes.clock import FixedClock
from tests.fakes.directories import WARD, FewWards
from tests.fakes.wire_client import WireClient, over

pytestmark = pytest.mark.anyio


async def test_a_token_ends_after_fifteen_minutes(board: WireClient, clock: FixedClock) -> None:
    clock.advance(timedelta(minutes=15, seconds=1))

    assert (await board.pull()).status_code == httpx.codes.UNAUTHORIZED
    assert (await board.trust()).status_code == httpx.codes.OK
    assert (await board.pull()).status_code == httpx.codes.OK


async def test_a_nonce_is_good_once(board: WireClient) -> None:
    nonce = (await board.post("nonce", {"device": board.device})).json()["nonce"]

    first = await board.post("token", board.signed(nonce))
    second = await board.post("token", board.signed(nonce))

    assert first.status_code == httpx.codes.OK
    assert second.status_code == httpx.codes.UNAUTHORIZED


async def test_a_nonce_is_good_for_a_minute(board: WireClient, clock: FixedClock) -> None:
    nonce = (await board.post("nonce", {"device": board.device})).json()["nonce"]
    clock.advance(timedelta(seconds=61))

    assert (await board.post("token", board.signed(nonce))).status_code == httpx.codes.UNAUTHORIZED


async def test_a_token_is_short_because_every_request_carries_it(board: WireClient) -> None:
    assert len(board.token) < 64


async def test_another_key_gets_no_token(board: WireClient, http: httpx.AsyncClient) -> None:
    thief = WireClient(http, device=board.device)

    response = await thief.trust()

    assert response.status_code == httpx.codes.UNAUTHORIZED
    assert response.json()["error"] == "token"


async def test_a_nonce_of_another_device_is_not_taken(
    board: WireClient, next_board: WireClient
) -> None:
    nonce = (await board.post("nonce", {"device": next_board.device})).json()["nonce"]

    assert (await board.post("token", board.signed(nonce))).status_code == httpx.codes.UNAUTHORIZED


async def test_nonces_of_strangers_leave_nothing_in_the_storage(
    http: httpx.AsyncClient, means: CentralMeans
) -> None:
    response = await http.post("/v1/nonce", json={"device": "nobody"})

    assert response.status_code == httpx.codes.OK
    assert means.storage.listed("used_nonce") == []


async def test_another_process_of_the_same_storage_trusts_the_same_token(
    board: WireClient, means: CentralMeans, directory: FewWards
) -> None:
    async with over(create_app(means, directory, furnish=lambda *_: ())) as other:
        board.http = other

        assert (await board.pull()).status_code == httpx.codes.OK


@pytest.mark.parametrize("token", ["", "x", "x.y.z", "é"])
async def test_what_is_no_token_is_refused(http: httpx.AsyncClient, token: str) -> None:
    headers = {b"Authorization": f"Bearer {token}".encode()}

    response = await http.post("/v1/pull", json={}, headers=headers)

    assert response.status_code == httpx.codes.UNAUTHORIZED
    assert response.headers["www-authenticate"] == "Bearer"


async def test_one_device_asks_for_tokens_so_often_and_no_more(
    http: httpx.AsyncClient, wire: Wire
) -> None:
    board = WireClient(http)
    await board.enrol(wire.codes.once(WARD))

    answers = [(await board.post("nonce", {"device": board.device})) for _ in range(21)]

    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert int(answers[-1].headers["retry-after"]) == 60
