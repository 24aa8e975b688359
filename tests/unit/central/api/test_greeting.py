"""Hello finds skew, forks, rewinds and version gaps in one round trip."""

from datetime import timedelta

import httpx
import pytest

from kiosk.central.api.wire import Wire
from kiosk.domain.changes import LogKind
from tests.fakes.clock import MONDAY_MORNING, FixedClock
from tests.fakes.directories import HOSPITAL, NEXT_WARD, WARD
from tests.fakes.wire_client import Pen, WireClient

pytestmark = pytest.mark.anyio


def head(log: object, counter: int, digest: str, incarnation: int = 1) -> dict[str, object]:
    """Return where a stream has come to, as the wire says it."""
    return {"log": str(log), "incarnation": incarnation, "counter": counter, "hash": digest}


async def test_hello_says_the_time_the_timeline_and_what_to_follow(
    board: WireClient, wire: Wire
) -> None:
    welcome = (await board.hello()).json()

    assert welcome["now"] == "2026-11-23T07:30:00.000Z"
    assert welcome["timeline"] == wire.means.storage.timeline()
    assert welcome["node"] == WARD
    assert set(welcome["follow"]) == {
        f"{WARD}/own",
        f"{WARD}/shared",
        f"{WARD}/config",
        f"{HOSPITAL}/config",
        f"{NEXT_WARD}/shared",
    }
    assert welcome["needs_update"] is False


async def test_the_same_stream_on_both_sides_is_no_fork(board: WireClient) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    await board.push(log, pen.raise_card(log), pen.raise_card(log))

    welcome = (await board.hello(streams=[head(log, *pen.places[log])])).json()

    assert welcome["streams"] == [head(log, *pen.places[log])]
    assert welcome["forked"] == []
    assert welcome["newest_incarnation"] == 1


async def test_a_board_that_was_put_back_sees_that_central_has_more_of_its_stream(
    board: WireClient,
) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    first = pen.raise_card(log)
    before = pen.places[log]
    await board.push(log, first, pen.raise_card(log))

    welcome = (await board.hello(streams=[head(log, *before)])).json()

    assert welcome["streams"] == [head(log, *pen.places[log])]
    assert welcome["forked"] == []


@pytest.mark.parametrize("counter", [1, 2])
async def test_another_entry_at_the_same_place_is_a_fork(board: WireClient, counter: int) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    await board.push(log, pen.raise_card(log), pen.raise_card(log))
    other = head(log, counter, "f" * 64)

    assert (await board.hello(streams=[other])).json()["forked"] == [other]


async def test_a_board_that_has_more_of_a_log_than_there_is_is_told_and_it_is_noted_once(
    board: WireClient, wire: Wire
) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    await board.push(log, pen.raise_card(log))
    await board.pull()
    before = (await board.hello()).json()
    board.cursors[str(log)] += 1

    after = [(await board.hello()).json() for _ in range(2)]

    assert before["behind"] is False
    assert [welcome["behind"] for welcome in after] == [True, True]
    noted = [one for one in wire.means.storage.audited() if one["what"] == "central.behind"]
    assert len(noted) == 1


async def test_after_a_failover_nobody_is_told_that_central_is_behind(
    board: WireClient, wire: Wire
) -> None:
    log = board.log(LogKind.SHARED)
    board.cursors[str(log)] = 7
    wire.means.storage.begin_timeline("another")

    assert (await board.hello()).json()["behind"] is False


async def test_a_board_that_is_ahead_has_not_forked(board: WireClient) -> None:
    log = board.log(LogKind.SHARED)

    welcome = (await board.hello(streams=[head(log, 7, "f" * 64)])).json()

    assert welcome["forked"] == []
    assert welcome["streams"] == []


async def test_skew_and_health_are_kept_for_it(
    board: WireClient, wire: Wire, clock: FixedClock
) -> None:
    health = {"app": "0.2.0", "pending": 3, "dead": 1, "trouble": "The disk is nearly full."}

    await board.hello(now=clock.now() - timedelta(minutes=7), health=health)

    seen = wire.devices.seen(board.device)
    device = wire.devices.read(board.device)
    assert seen.skew_ms == -7 * 60_000
    assert seen.health is not None
    assert seen.health["pending"] == 3
    assert seen.health["trouble"] == "The disk is nearly full."
    assert device is not None
    assert device.app == "0.2.0"


async def test_another_machine_under_the_same_identity_is_noted_for_it(
    board: WireClient, wire: Wire
) -> None:
    board.fingerprint = "another machine"

    await board.hello()

    assert wire.devices.seen(board.device).fingerprint_changed_at
    assert wire.means.storage.audited()[0]["what"] == "device.machine_changed"


async def test_an_older_program_is_told_that_it_needs_an_update(board: WireClient) -> None:
    welcome = (await board.hello(schema_newest=0)).json()
    pulled = await board.pull()

    assert welcome["needs_update"] is True
    assert pulled.status_code == httpx.codes.UPGRADE_REQUIRED


async def test_an_older_program_may_always_push(board: WireClient) -> None:
    log = board.log(LogKind.SHARED)
    await board.hello(schema_newest=0)

    assert (await board.push(log, Pen(board.device).raise_card(log))).status_code == httpx.codes.OK


@pytest.mark.parametrize(
    "said",
    [
        {"schema_newest": 2**70},
        {"schema_newest": -1},
        {"health": {"pending": 2**70}},
        {"streams": [{"log": "x/own", "incarnation": 2**70, "counter": 1, "hash": "0" * 64}]},
        {"streams": [{"log": "x/own", "incarnation": 1, "counter": 2**70, "hash": "0" * 64}]},
    ],
    ids=str,
)
async def test_a_number_that_no_database_keeps_is_refused(
    board: WireClient, said: dict[str, object]
) -> None:
    response = await board.post("hello", {"now": "2026-11-23T07:30:00Z", "timeline": None, **said})

    assert response.status_code == httpx.codes.BAD_REQUEST


async def test_a_crowd_after_an_outage_is_spread(wire: Wire) -> None:
    waits = [wire.crowds.wait_after_hello_s() for _ in range(2_000)]

    assert waits[:100] == [0.0] * 100
    assert max(waits) == pytest.approx(1_900 / 40, abs=0.1)
    assert waits == sorted(waits)


async def test_a_time_that_cannot_be_read_is_refused(board: WireClient) -> None:
    response = await board.post("hello", {"now": "noon", "timeline": None})

    assert response.status_code == httpx.codes.BAD_REQUEST
    assert MONDAY_MORNING.isoformat() not in response.text


async def test_what_a_board_says_of_itself_moves_no_cursor_where_it_is_listed(
    board: WireClient, wire: Wire
) -> None:
    await board.hello(health={"app": "1.2\x1b[2J", "trouble": "full\r\ndisk\0"})

    device, seen = wire.devices.read(board.device), wire.devices.seen(board.device)
    assert device is not None
    assert device.app == "1.2 [2J"
    assert seen.health is not None
    assert seen.health["trouble"] == "full  disk "
