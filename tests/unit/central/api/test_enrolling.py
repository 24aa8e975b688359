"""How boards come in: codes that work once, fleets, waiting for IT, and a lost answer that is given again."""

from datetime import timedelta

import httpx
import pytest

from kiosk.central.api.crowds import Crowds
from kiosk.central.api.refusing import Refused
from kiosk.central.api.wire import Wire
from kiosk.central.devices.aliases import ALIASES_LIMIT, Aliases
from kiosk.central.devices.codes import SHOWN, hashed
from kiosk.central.devices.device import Devices, Standing
from kiosk.central.devices.enrolling import OFFER, Enrolment
from kiosk.central.devices.fleets import Fleet
from kiosk.central.means import CentralMeans
from kiosk.domain.changes import Log, LogKind
from tests.fakes.clock import FixedClock
from tests.fakes.directories import HOSPITAL, NEXT_WARD, WARD
from tests.fakes.wire_client import Pen, WireClient

pytestmark = pytest.mark.anyio
ALONE = "node:0190a000-0000-7000-8000-00000000a10e"


def enrolment(wire: Wire) -> Enrolment:
    """Return what the command line approves with."""
    means = wire.means
    return Enrolment(
        means.storage, wire.devices, wire.aliases, wire.directory, means.clock, means.ids
    )


async def test_a_code_lets_one_board_in_and_no_second(http: httpx.AsyncClient, wire: Wire) -> None:
    code = wire.codes.once(WARD)

    first = await WireClient(http).enrol(code)
    second = await WireClient(http).enrol(code)

    assert first.json()["node"] == WARD
    assert first.json()["node_name"] == "Ward 7"
    assert first.json()["timeline"] == wire.means.storage.timeline()
    assert second.status_code == httpx.codes.FORBIDDEN
    assert second.json()["error"] == "not_permitted"


async def test_a_code_may_be_typed_in_small_letters_without_dashes(
    http: httpx.AsyncClient, wire: Wire
) -> None:
    code = wire.codes.once(WARD)

    response = await WireClient(http).enrol(f" {code.lower().replace('-', ' ')} ")

    assert response.status_code == httpx.codes.OK


async def test_a_code_ends_after_ten_minutes(
    http: httpx.AsyncClient, wire: Wire, clock: FixedClock
) -> None:
    code = wire.codes.once(WARD)
    clock.advance(timedelta(minutes=10))

    response = await WireClient(http).enrol(code)

    assert response.status_code == httpx.codes.FORBIDDEN


async def test_a_board_whose_answer_was_lost_is_answered_alike(
    http: httpx.AsyncClient, wire: Wire
) -> None:
    board, code = WireClient(http), wire.codes.once(WARD)

    first = await board.enrol(code)
    again = await board.enrol(code)

    assert again.json() == first.json()
    assert len(wire.devices.all()) == 1


async def test_of_a_fleet_the_list_decides_the_unit(http: httpx.AsyncClient, wire: Wire) -> None:
    code = wire.codes.bulk(HOSPITAL, boards=10, days=30)
    Fleet(wire.means.storage).keep("PC-0417", NEXT_WARD, "")

    response = await WireClient(http, hostname="pc-0417.hospital.example").enrol(code)

    assert response.json()["node"] == NEXT_WARD


async def test_a_pc_that_is_not_listed_waits_and_goes_on_once_it_is_approved(
    http: httpx.AsyncClient, wire: Wire
) -> None:
    board = WireClient(http, hostname="PC-0417")
    code = wire.codes.bulk(HOSPITAL, boards=10, days=30)

    waiting = await board.enrol(code)
    refused = await board.trust()
    device = wire.devices.read(board.device)
    assert device is not None
    enrolment(wire).approve(device, WARD, "command line")
    approved = await board.enrol(code)

    assert waiting.json()["node"] is None
    assert waiting.json()["name"] == "PC-0417"
    assert refused.json()["message"] == "Waiting for IT: PC-0417"
    assert approved.json()["node"] == WARD
    assert approved.json()["device"] == waiting.json()["device"]


async def test_a_pc_that_waits_is_let_in_at_once_by_a_code_for_one_board(
    http: httpx.AsyncClient, wire: Wire
) -> None:
    board = WireClient(http, hostname="PC-0417")
    await board.enrol(wire.codes.bulk(HOSPITAL, boards=10, days=30))
    code = wire.codes.once(WARD)

    let_in = await board.enrol(code)
    again = await board.enrol(code)
    device = wire.devices.read(board.device)

    assert let_in.json()["node"] == again.json()["node"] == WARD
    assert (await board.trust()).status_code == httpx.codes.OK
    assert device is not None
    assert device.code == hashed(code)[:SHOWN]
    assert (await WireClient(http).enrol(code)).status_code == httpx.codes.FORBIDDEN


async def test_a_pc_that_waits_uses_a_fleets_code_up_once(
    http: httpx.AsyncClient, wire: Wire
) -> None:
    board = WireClient(http, hostname="PC-0417")
    code = wire.codes.bulk(HOSPITAL, boards=10, days=30)

    answers = [(await board.enrol(code)).json()["node"] for _ in range(3)]
    left = [listed.bulk.left for listed in wire.codes.listed() if listed.bulk is not None]

    assert answers == [None] * 3
    assert left == [9]


async def test_a_listed_unit_outside_of_the_codes_reach_makes_a_pc_wait(
    http: httpx.AsyncClient, wire: Wire
) -> None:
    Fleet(wire.means.storage).keep("pc-0417", NEXT_WARD, "")

    response = await WireClient(http).enrol(wire.codes.bulk(WARD, boards=10, days=30))

    assert response.json()["node"] is None


async def test_a_fleet_code_ends_with_its_count(http: httpx.AsyncClient, wire: Wire) -> None:
    code = wire.codes.bulk(WARD, boards=2, days=30)

    answers = [
        (await WireClient(http, hostname=f"pc-{n}").enrol(code)).status_code for n in range(3)
    ]

    assert answers == [httpx.codes.OK, httpx.codes.OK, httpx.codes.FORBIDDEN]


@pytest.mark.parametrize(("network", "status"), [("127.0.0.0/8", 200), ("10.0.0.0/8", 403)])
async def test_a_fleet_code_lets_in_from_its_network_only(
    http: httpx.AsyncClient, wire: Wire, network: str, status: int
) -> None:
    code = wire.codes.bulk(WARD, boards=1, days=1, network=network)

    assert (await WireClient(http).enrol(code)).status_code == status


async def test_a_fleet_code_that_was_taken_back_lets_nobody_in(
    http: httpx.AsyncClient, wire: Wire
) -> None:
    code = wire.codes.bulk(WARD, boards=1, days=1)
    assert wire.codes.revoke(hashed(code)[:10])

    assert (await WireClient(http).enrol(code)).status_code == httpx.codes.FORBIDDEN


async def test_a_code_that_lets_boards_in_opens_nothing_else(
    http: httpx.AsyncClient, wire: Wire
) -> None:
    board = WireClient(http)
    board.token = wire.codes.bulk(WARD, boards=1, days=1)

    assert (await board.pull()).status_code == httpx.codes.UNAUTHORIZED


async def test_a_ward_that_ran_alone_is_known_by_its_old_id_and_its_neighbours_hear_of_it(
    board: WireClient, http: httpx.AsyncClient, wire: Wire, clock: FixedClock
) -> None:
    second = WireClient(http, hostname="pc-0500")
    await second.enrol(wire.codes.once(WARD), local_node=ALONE, offer={"layout": "ward_sqcdp"})
    await second.trust()
    clock.advance(timedelta(seconds=10))

    told = await board.pull()
    welcome = await board.hello()
    after = await board.pull()

    assert told.status_code == httpx.codes.GONE
    assert told.json()["error"] == "hello"
    assert welcome.json()["aliases"] == [ALONE]
    assert after.status_code == httpx.codes.OK
    (offer,) = wire.means.storage.listed(OFFER)
    assert offer.body["offer"] == {"layout": "ward_sqcdp"}


async def test_a_board_whose_store_began_after_it_was_let_in_says_its_name_at_hello(
    board: WireClient,
) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    alone = Log(ALONE, LogKind.SHARED)

    welcome = await board.hello(local_node=ALONE)
    pushed = await board.push(log, pen.write(alone, f"card:{pen.new_id()}", "card.raised", {}))

    assert welcome.json()["aliases"] == [ALONE]
    assert pushed.json()["answers"][0].get("seq") == 1


async def test_a_board_that_asks_again_with_a_name_is_known_by_it(
    http: httpx.AsyncClient, wire: Wire
) -> None:
    waiting = WireClient(http)
    code = wire.codes.once(WARD)
    await waiting.enrol(code)

    await waiting.enrol(code, local_node=ALONE)

    assert wire.aliases.of(WARD) == (ALONE,)


async def test_a_name_that_another_process_learnt_just_now_is_not_taken_for_a_stranger(
    board: WireClient, wire: Wire
) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    assert wire.aliases.of(WARD) == ()
    Aliases(wire.means.storage, wire.means.clock).add(ALONE, WARD)

    alone = Log(ALONE, LogKind.SHARED)
    pushed = await board.push(log, pen.write(alone, f"card:{pen.new_id()}", "card.raised", {}))

    assert pushed.json()["answers"][0].get("seq") == 1


async def test_a_board_that_another_process_moved_just_now_may_write_for_its_new_unit(
    board: WireClient, wire: Wire
) -> None:
    log, pen = Log(NEXT_WARD, LogKind.SHARED), Pen(board.device)
    assert wire.devices.remembered(board.device) is not None
    Devices(wire.means.storage, wire.means.clock).change(board.device, node=NEXT_WARD)

    pushed = await board.push(log, pen.raise_card(log))

    assert pushed.json()["answers"][0].get("seq") == 1


async def test_a_unit_has_only_so_many_other_names(wire: Wire) -> None:
    added = [wire.aliases.add(f"{ALONE}:{name}", WARD) for name in range(ALIASES_LIMIT + 1)]

    assert added == [True] * ALIASES_LIMIT + [False]


async def test_a_real_unit_never_becomes_another_name_of_a_unit(
    http: httpx.AsyncClient, wire: Wire
) -> None:
    await WireClient(http).enrol(wire.codes.once(WARD), local_node=NEXT_WARD)

    assert wire.aliases.of(WARD) == ()


async def test_a_pc_without_a_name_is_given_one(http: httpx.AsyncClient, wire: Wire) -> None:
    response = await WireClient(http, hostname="").enrol(wire.codes.once(WARD))

    assert response.json()["name"] == "PC-0001"


async def test_a_board_that_was_taken_out_is_told_so_everywhere(
    board: WireClient, wire: Wire, clock: FixedClock
) -> None:
    device = wire.devices.read(board.device)
    assert device is not None
    enrolment(wire).revoke(device, "command line")
    clock.advance(timedelta(seconds=6))

    answers = [
        await board.pull(),
        await board.hello(),
        await board.trust(),
        await board.enrol("X" * 9),
    ]

    assert [answer.json()["error"] for answer in answers] == ["revoked"] * 4
    device = wire.devices.read(board.device)
    assert device is not None
    assert device.standing is Standing.REVOKED


async def test_guessing_codes_is_slowed_down(means: CentralMeans) -> None:
    crowds = Crowds(means.clock, enrol_per_minute=3)
    for _ in range(3):
        crowds.enrolling("192.0.2.1")

    with pytest.raises(Refused) as refused:
        crowds.enrolling("192.0.2.1")
    crowds.enrolling("192.0.2.2")

    assert refused.value.code == "slow_down"
    assert refused.value.more["retry_after_s"] == 60.0


async def test_a_board_that_was_taken_out_comes_back_with_a_new_code_as_the_same_device(
    board: WireClient, wire: Wire, clock: FixedClock
) -> None:
    before = board.device
    device = wire.devices.read(before)
    assert device is not None
    enrolment(wire).revoke(device, "command line")
    clock.advance(timedelta(seconds=6))

    response = await board.enrol(wire.codes.once(NEXT_WARD))

    assert (response.status_code, board.device, board.node) == (httpx.codes.OK, before, NEXT_WARD)
    assert (await board.trust()).status_code == httpx.codes.OK
    assert (await board.hello()).json()["node"] == NEXT_WARD


async def test_a_board_that_a_restored_central_has_forgotten_is_the_same_device_again(
    board: WireClient, wire: Wire
) -> None:
    before = board.device
    wire.means.storage.delete("device", before)
    wire.devices.read(before)

    await board.enrol(wire.codes.once(WARD))

    assert board.device == before


@pytest.mark.parametrize(
    "said",
    [
        {"hostname": "pc\0"},
        {"hostname": "pc\x1b[31m"},
        {"fingerprint": "\n"},
        {"app": "\x9b"},
        {"local_node": "node:\0"},
        {"local_node": "A ward"},
        {"local_node": "x" * 81},
    ],
    ids=ascii,
)
async def test_a_name_that_cannot_be_listed_lets_nobody_in_and_leaves_the_code(
    http: httpx.AsyncClient, wire: Wire, said: dict[str, str]
) -> None:
    code = wire.codes.once(WARD)

    refused = await WireClient(http).enrol(code, **said)
    let_in = await WireClient(http).enrol(code)

    assert refused.status_code == httpx.codes.BAD_REQUEST
    assert let_in.status_code == httpx.codes.OK
