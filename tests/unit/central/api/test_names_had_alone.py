"""What a ward did under the name that it had alone comes along once; afterwards nobody acts under such a name."""

import httpx
import pytest

from kiosk.central.api.wire import Wire
from kiosk.domain.changes import Log, LogKind
from tests.fakes.directories import WARD
from tests.fakes.wire_client import Pen, WireClient

pytestmark = pytest.mark.anyio
ALONE = "node:0190a000-0000-7000-8000-00000000a10e"
LOG, AS_ALONE = Log(WARD, LogKind.SHARED), Log(ALONE, LogKind.SHARED)
FIGURES = {"metric": "falls", "stratifier": "", "release": "0" * 64}
CARD, RELEASE = (f"{kind}:0190a000-0000-7000-8000-00000000000c" for kind in ("card", "release"))


class AloneBefore:
    """A board that ran alone until now; entries of both names stand in one stream, as on a real one."""

    def __init__(self, client: WireClient) -> None:
        self.client = client
        self._pen = Pen(client.device)

    async def writes(self, log: Log, kind: str, entity: str = "", **payload: object) -> str:
        """Push one change that names a log; return why it is dead, or nothing."""
        pen = self._pen
        pen.places[log] = pen.places.get(LOG, pen.places.get(log, (0, "0" * 64)))
        name = entity or f"{kind.partition('.')[0]}:{pen.new_id()}"
        entry = pen.write(log, name, kind, payload)
        pen.places[LOG] = pen.places[log]
        [answer] = (await self.client.push(LOG, entry)).json()["answers"]
        return str(answer.get("detail", ""))


@pytest.fixture
async def ward(http: httpx.AsyncClient, wire: Wire) -> AloneBefore:
    """A board whose ward ran alone, just enrolled."""
    client = WireClient(http)
    (await client.enrol(wire.codes.once(WARD), local_node=ALONE)).raise_for_status()
    (await client.trust()).raise_for_status()
    (await client.hello(local_node=ALONE)).raise_for_status()
    return AloneBefore(client)


async def test_figures_of_a_wards_own_time_alone_come_along_and_none_later(
    ward: AloneBefore,
) -> None:
    before = await ward.writes(AS_ALONE, "release.published", **FIGURES)
    now = await ward.writes(LOG, "card.raised")
    later = await ward.writes(AS_ALONE, "release.published", **FIGURES)
    taken_back = await ward.writes(AS_ALONE, "change.withdrawn", RELEASE)
    late_card = await ward.writes(AS_ALONE, "card.raised")

    assert [before, now, late_card] == ["", "", ""]
    assert later == taken_back == "Figures are published by the hospital."


async def test_a_board_announces_nothing_under_a_name_that_another_board_had_alone(
    ward: AloneBefore, board: WireClient
) -> None:
    assert await ward.writes(AS_ALONE, "card.raised") == ""

    said = await AloneBefore(board).writes(AS_ALONE, "release.published", **FIGURES)

    assert said == "Figures are published by the hospital."


@pytest.mark.parametrize(
    ("node", "closed_by", "taken"),
    [
        (WARD, None, True),
        (ALONE, None, True),
        (ALONE, WARD, True),
        (ALONE, ALONE, True),
        ("node:never-placed", None, False),
        (WARD, "node:never-placed", False),
        (None, None, False),
        (WARD, 7, False),
    ],
)
async def test_a_card_is_closed_under_the_units_name_or_one_that_it_had_alone(
    ward: AloneBefore, node: object, closed_by: object, *, taken: bool
) -> None:
    said = await ward.writes(LOG, "card.closed", CARD, node=node, closed_by=closed_by)

    assert said == ("" if taken else "Only the unit that raised a card can close it.")
