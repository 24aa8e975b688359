"""A snapshot is whole entities: what is open or was touched in 90 days, however it is cut and whoever is asked."""

from datetime import timedelta
from functools import partial

import httpx
import pytest

from kiosk.central.api import routes
from kiosk.central.api.pulling import Pulls
from kiosk.central.api.snapshots import Chosen
from kiosk.central.app import create_app
from kiosk.central.means import CentralMeans
from kiosk.domain.changes import Log, LogKind
from tests.fakes.clock import FixedClock
from tests.fakes.directories import FewWards
from tests.fakes.wire_client import Pen, Wire, WireClient, over

pytestmark = pytest.mark.anyio


async def pieces(board: WireClient, log: Log) -> tuple[int, list[Wire], int]:
    """Return a snapshot: the number at which it was taken, its entries, and how many pieces they came in."""
    asked = {"timeline": board.timeline, "log": str(log)}
    response = await board.post("snapshot", asked)
    piece = response.json()
    entries, count = piece["entries"], 1
    while piece["more"]:
        more = {**asked, "at": piece["at"], "after_seq": entries[-1]["seq"]}
        piece = (await board.post("snapshot", more)).json()
        entries, count = entries + piece["entries"], count + 1
    return piece["at"], entries, count


async def trust_again(board: WireClient) -> None:
    """Get a new token; much time has passed."""
    (await board.trust()).raise_for_status()


async def test_a_closed_card_of_long_ago_is_left_out_and_an_open_one_is_whole(
    board: WireClient, clock: FixedClock
) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    still_open, closed = pen.raise_card(log), pen.raise_card(log)
    close = pen.write(log, closed["change"]["entity"], "card.closed", {"node": board.node})
    await board.push(log, still_open, closed, close)
    clock.advance(timedelta(days=91))
    await trust_again(board)
    await board.push(log, pen.raise_card(log))

    at, entries, _ = await pieces(board, log)

    assert at == 4
    assert [entry["seq"] for entry in entries] == [1, 4]
    assert entries[0]["change"] == still_open["change"]
    assert entries[0]["words"] == still_open["words"]


async def test_an_old_card_that_was_touched_lately_is_whole(
    board: WireClient, clock: FixedClock
) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    card = pen.raise_card(log)
    close = pen.write(log, card["change"]["entity"], "card.closed", {"node": board.node})
    await board.push(log, card)
    clock.advance(timedelta(days=200))
    await trust_again(board)
    await board.push(log, close)
    clock.advance(timedelta(days=89))
    await trust_again(board)

    _, entries, _ = await pieces(board, log)

    assert [entry["seq"] for entry in entries] == [1, 2]


async def test_what_comes_between_two_pieces_changes_nothing_of_the_snapshot(
    board: WireClient, means: CentralMeans, clock: FixedClock
) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    card = pen.raise_card(log)
    close = pen.write(log, card["change"]["entity"], "card.closed", {"node": board.node})
    await board.push(log, card, close)
    clock.advance(timedelta(days=100))
    await trust_again(board)
    await board.push(log, pen.raise_card(log))
    before = Chosen(means.storage).entities(log, 3)

    reopened = pen.write(log, card["change"]["entity"], "card.reopened", {})
    await board.push(log, reopened)

    assert Chosen(means.storage).entities(log, 3) == before
    assert set(Chosen(means.storage).entities(log, 4)) == {*before, card["change"]["entity"]}


async def test_configuration_and_unknown_kinds_are_whole_however_old(
    board: WireClient, clock: FixedClock
) -> None:
    own, config, pen = board.log(LogKind.OWN), board.log(LogKind.CONFIG), Pen(board.device)
    await board.push(own, pen.write(own, f"hologram:{pen.new_id()}", "hologram.shown", {}))
    await board.push(config, pen.write(config, f"agenda:{pen.new_id()}", "agenda.set", {}))
    clock.advance(timedelta(days=1_000))
    await trust_again(board)
    await board.push(own, pen.write(own, f"voice:{pen.new_id()}", "voice.recorded", {}))

    assert [entry["seq"] for entry in (await pieces(board, own))[1]] == [1, 2]
    assert [entry["seq"] for entry in (await pieces(board, config))[1]] == [1]


async def test_a_long_snapshot_comes_in_pieces_that_are_whole_together(
    board: WireClient, means: CentralMeans, directory: FewWards
) -> None:
    log, pen = board.log(LogKind.OWN), Pen(board.device)
    for _ in range(3):
        batch = [pen.write(log, f"ticket:{pen.new_id()}", "ticket.raised", {}) for _ in range(400)]
        (await board.push(log, *batch)).raise_for_status()

    at, entries, count = await pieces(board, log)
    async with over(create_app(means, directory, furnish=lambda *_: ())) as other:
        board.http = other
        elsewhere = await pieces(board, log)

    assert (at, count) == (1_200, 3)
    assert [entry["seq"] for entry in entries] == list(range(1, 1_201))
    assert elsewhere == (at, entries, count)


async def test_an_empty_log_has_an_empty_snapshot(board: WireClient) -> None:
    assert await pieces(board, board.log(LogKind.OWN)) == (0, [], 1)


async def test_a_log_that_the_board_does_not_follow_has_none_for_it(
    board: WireClient, next_board: WireClient
) -> None:
    asked = {"timeline": board.timeline, "log": str(next_board.log(LogKind.OWN))}

    response = await board.post("snapshot", asked)

    assert response.status_code == httpx.codes.FORBIDDEN
    assert response.json()["error"] == "not_permitted"


@pytest.mark.parametrize(("at", "after"), [(99, 0), (-1, 0), (0, -1), (2**70, 0), (0, 2**70)])
async def test_a_number_that_the_log_has_not_is_refused(
    board: WireClient, at: int, after: int
) -> None:
    asked = {"timeline": board.timeline, "log": str(board.log(LogKind.OWN))}

    response = await board.post("snapshot", {**asked, "at": at, "after_seq": after})

    assert response.status_code == httpx.codes.BAD_REQUEST


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch) -> int:
    """By how many changes a board is far behind here; asked for before the application."""
    count = 1_000
    monkeypatch.setattr(routes, "Pulls", partial(Pulls, snapshot_behind=count))
    return count


async def test_a_board_that_is_far_behind_is_sent_to_the_snapshot(
    behind: int, board: WireClient
) -> None:
    log, pen = board.log(LogKind.OWN), Pen(board.device)
    for _ in range(behind // 500):
        batch = [pen.write(log, f"ticket:{pen.new_id()}", "ticket.done", {}) for _ in range(500)]
        (await board.push(log, *batch)).raise_for_status()

    at_the_limit = (await board.pull()).json()
    board.cursors[str(log)] = 0
    await board.push(log, pen.write(log, f"ticket:{pen.new_id()}", "ticket.done", {}))
    beyond = (await board.pull()).json()

    assert at_the_limit["snapshot"] == []
    assert len(at_the_limit["pages"][0]["entries"]) == 500
    assert beyond["snapshot"] == [str(log)]
    assert beyond["pages"] == []
