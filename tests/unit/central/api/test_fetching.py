"""Bodies of releases go to boards that were told of them; boards' logs come to IT and go after thirty days."""

import hashlib
from datetime import timedelta

import httpx
import pytest

from kiosk.central.api.fetching import SUPPORT_LOG, SUPPORT_LOGS_KEPT
from kiosk.central.means import CentralMeans
from kiosk.domain.changes import Log, LogKind
from kiosk.sync.protocol import SUPPORT_LOG_LIMIT_BYTES
from tests.fakes.clock import FixedClock
from tests.fakes.directories import HOSPITAL, FewWards
from tests.fakes.wire_client import Pen, WireClient

pytestmark = pytest.mark.anyio
BODY = b'{"metric":{"key":"falls"}}'
NAME = hashlib.sha256(BODY).hexdigest()


async def fetch(board: WireClient, name: str = NAME) -> httpx.Response:
    """Ask for the body of a release."""
    headers = {"Authorization": f"Bearer {board.token}"}
    return await board.http.get(f"/v1/releases/{name}", headers=headers)


async def announce(board: WireClient, name: str = NAME) -> None:
    """Announce a release in the board's shared log."""
    log, pen = board.log(LogKind.SHARED), Pen(board.device, incarnation=1)
    payload = {"metric": "falls", "sha256": name}
    entry = pen.write(log, f"release:{pen.new_id()}", "release.published", payload)
    (await board.push(log, entry)).raise_for_status()


async def test_a_release_that_was_announced_is_given_word_for_word(
    board: WireClient, next_board: WireClient, means: CentralMeans, clock: FixedClock
) -> None:
    means.storage.put_blob("release", NAME, BODY, at=clock.now())
    await announce(board)

    assert (await fetch(board)).content == BODY
    assert (await fetch(next_board)).content == BODY


async def test_a_release_that_was_announced_elsewhere_is_not_given(
    board: WireClient, means: CentralMeans, clock: FixedClock
) -> None:
    means.storage.put_blob("release", NAME, BODY, at=clock.now())

    response = await fetch(board)

    assert response.status_code == httpx.codes.FORBIDDEN
    assert response.json()["error"] == "not_permitted"


async def test_a_release_that_is_announced_later_is_given_then(
    board: WireClient, means: CentralMeans, clock: FixedClock
) -> None:
    means.storage.put_blob("release", NAME, BODY, at=clock.now())
    before = await fetch(board)
    await announce(board)
    after = await fetch(board)

    assert (before.status_code, after.status_code) == (403, 200)


@pytest.mark.parametrize("name", ["x", "A" * 64, NAME[:-1]])
async def test_what_is_no_name_of_a_release_is_refused(board: WireClient, name: str) -> None:
    assert (await fetch(board, name)).status_code == httpx.codes.BAD_REQUEST


async def test_a_log_for_it_is_kept_for_thirty_days(
    board: WireClient, means: CentralMeans, clock: FixedClock
) -> None:
    response = await board.post("support_log", {"text": "07:30 WARNING disk\n"})
    ((name, _),) = means.storage.blob_names(SUPPORT_LOG, node=board.node)
    kept = means.storage.blob(SUPPORT_LOG, name)
    clock.advance(timedelta(days=30, seconds=1))
    means.storage.expire(clock.now())

    assert response.status_code == httpx.codes.NO_CONTENT
    assert kept == b"07:30 WARNING disk\n"
    assert means.storage.blob(SUPPORT_LOG, name) is None
    assert means.storage.audited()[0]["what"] == "support_log.sent"


async def test_of_many_logs_of_one_board_the_newest_are_kept(
    board: WireClient, means: CentralMeans, clock: FixedClock
) -> None:
    for number in range(SUPPORT_LOGS_KEPT + 3):
        clock.advance(timedelta(seconds=1))
        await board.post("support_log", {"text": str(number)})

    names = means.storage.blob_names(SUPPORT_LOG, node=board.node)

    assert len(names) == SUPPORT_LOGS_KEPT
    assert means.storage.blob(SUPPORT_LOG, names[0][0]) == b"3"


@pytest.mark.parametrize(("over", "status"), [(0, 204), (1, 400)])
async def test_a_log_for_it_has_two_mebibytes_at_most(
    board: WireClient, over: int, status: int
) -> None:
    text = "\n" * (SUPPORT_LOG_LIMIT_BYTES + over)

    response = await board.post("support_log", {"text": text})

    assert response.status_code == status


async def test_what_is_followed_no_more_is_told_by_hello(
    board: WireClient, directory: FewWards
) -> None:
    directory.hidden.add(Log(HOSPITAL, LogKind.CONFIG))

    response = await board.pull()

    assert response.status_code == httpx.codes.GONE
