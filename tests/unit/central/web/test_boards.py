"""Boards are counted the same whether nodes are asked about one by one or all at once, and remembered for a while."""

from datetime import UTC, datetime, timedelta

from kiosk.central.devices.device import DEVICE, DEVICE_SEEN
from kiosk.central.web.boards import FEW_NODES, KNOWN_FOR_S, RegisteredBoards
from kiosk.central.web.reach import BoardsOfNode
from tests.fakes.leaders_hospital import WARD_7, WARD_8, Hospital

OTHERS = [f"node:{number}" for number in range(FEW_NODES)]
HEARD = datetime(2026, 11, 23, 7, 10, tzinfo=UTC)


def enrol(
    hospital: Hospital, name: str, node: str, standing: str = "approved", at: str = ""
) -> None:
    device = {"id": name, "name": name, "public_key": "00", "node": node, "standing": standing}
    hospital.storage.put(DEVICE, name, device, node=node)
    hospital.storage.put(DEVICE_SEEN, name, {"at": at}, node=node)


def test_few_nodes_and_many_are_told_the_same(hospital: Hospital) -> None:
    enrol(hospital, "pc-1", WARD_7, at="2026-11-23T07:10:00.000Z")
    enrol(hospital, "pc-2", WARD_7, at="2026-11-23T06:10:00.000Z")
    enrol(hospital, "pc-3", WARD_7, "revoked", at="2026-11-23T07:25:00.000Z")
    enrol(hospital, "pc-4", WARD_8)
    expected = {WARD_7: BoardsOfNode(2, HEARD), WARD_8: BoardsOfNode(1, None)}

    for nodes in ([WARD_7, WARD_8], [WARD_7, WARD_8, *OTHERS]):
        told = RegisteredBoards(hospital.storage, hospital.clock).of(nodes)
        assert {node: told[node] for node in expected} == expected
        assert len(told) == len(nodes)


def test_what_was_read_is_remembered_for_a_while(hospital: Hospital) -> None:
    boards = RegisteredBoards(hospital.storage, hospital.clock)
    assert boards.of([WARD_7])[WARD_7].count == 0
    enrol(hospital, "pc-1", WARD_7)
    assert boards.of([WARD_7])[WARD_7].count == 0
    hospital.clock.advance(timedelta(seconds=KNOWN_FOR_S))
    assert boards.of([WARD_7])[WARD_7].count == 1
