"""A change that cannot be is dead with a reason, keeps its place, and stops nothing behind it."""

from collections.abc import Callable
from typing import Any

import httpx
import orjson
import pytest

from kiosk.central.api.entries_in import CORRECTION_LIMIT_MS, read_entry
from kiosk.domain.changes import Actor, Change, Log, LogKind
from kiosk.domain.clock import instant_from
from kiosk.sync.protocol import BODY_LIMIT_BYTES, PATHS, PUSH_LIMIT
from tests.fakes.directories import HOSPITAL, NEXT_WARD, WARD
from tests.fakes.wire_client import Pen, Wire, WireClient

pytestmark = pytest.mark.anyio

Spoil = Callable[[Wire], object]


def put(*path: str, value: Any) -> Spoil:
    """Return what puts a value somewhere into an entry."""

    def spoil(entry: Wire) -> None:
        inside: Any = entry
        for name in path[:-1]:
            inside = inside[name]
        inside[path[-1]] = value

    return spoil


def take(*path: str) -> Spoil:
    """Return what takes something out of an entry."""

    def spoil(entry: Wire) -> None:
        inside: Any = entry
        for name in path[:-1]:
            inside = inside[name]
        del inside[path[-1]]

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(put("change", value=None), id="no change"),
        pytest.param(put("change", value=[1]), id="a list"),
        pytest.param(take("change", "actor"), id="nobody"),
        pytest.param(put("change", "actor", value={"kind": 1}), id="an actor of numbers"),
        pytest.param(put("change", "actor", "person", value=7), id="a person of numbers"),
        pytest.param(take("change", "entity"), id="about nothing"),
        pytest.param(put("change", "entity", value="card:7"), id="an entity that is no id"),
        pytest.param(put("change", "kind", value="raise"), id="a kind that is none"),
        pytest.param(put("change", "id", value="x" * 500), id="a long id"),
        pytest.param(put("change", "based_on", value="yesterday"), id="a base that is none"),
        pytest.param(take("change", "payload"), id="no payload"),
        pytest.param(put("change", "payload", value="text"), id="a payload of text"),
        pytest.param(put("change", "occurred_at", value="noon"), id="a time that is none"),
        pytest.param(put("change", "occurred_at", value="2026-11-23T07:30:00"), id="no zone"),
        pytest.param(put("change", "schema", value=0), id="schema 0"),
        pytest.param(put("change", "schema", value=True), id="schema true"),
        pytest.param(put("change", "boot_id", value="x" * 65), id="a long boot id"),
        pytest.param(put("change", "log", value=f"{WARD}/own"), id="another kind of log"),
        pytest.param(put("change", "log", value="nowhere"), id="no log"),
        pytest.param(put("change", "payload", "n", value=2**63), id="a number without a form"),
        pytest.param(put("words", value={"key": "00", "fields": {"sentence": "x"}}), id="a key"),
        pytest.param(put("words", "fields", value={"sentence": "Other words"}), id="other words"),
        pytest.param(put("words", "fields", value={"sentence": 7}), id="words of numbers"),
        pytest.param(put("words", value=[]), id="words in a list"),
    ],
)
async def test_a_change_that_cannot_be_is_dead_and_what_is_behind_it_goes_on(
    board: WireClient, spoil: Spoil
) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    bad, good_entity = pen.raise_card(log), f"card:{pen.new_id()}"
    spoil(bad)
    # A board chains what it sends: the next entry names the hash of the bad one as it was sent.
    pen.places[log] = 1, read_entry(bad, log, board.device).entry_hash
    good = pen.write(log, good_entity, "card.raised", {"category": "x"})

    first, second = (await board.push(log, bad, good)).json()["answers"]
    await board.pull()

    assert first["dead"] == "malformed"
    assert first["detail"].endswith(".")
    assert second["seq"] == 1
    assert [entry["change"]["id"] for entry in board.entries[str(log)]] == [good["change"]["id"]]


async def test_a_dead_change_is_answered_the_same_again(board: WireClient) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    bad = pen.raise_card(log)
    bad["change"]["kind"] = "raise"

    first = await board.push(log, bad)
    again = await board.push(log, bad)

    assert again.json()["answers"] == first.json()["answers"]
    assert first.json()["answers"][0]["id"] == bad["change"]["id"]


async def test_half_of_a_character_makes_one_change_dead_and_not_the_push(
    board: WireClient,
) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    bad = pen.raise_card(log)
    text = orjson.dumps({"timeline": board.timeline, "log": str(log), "entries": [bad]}).replace(
        b'"category":"equipment"', b'"category":"\\ud800"'
    )

    response = await board.http.post(
        PATHS["push"], content=text, headers={"Authorization": f"Bearer {board.token}"}
    )

    assert response.json()["answers"][0]["dead"] == "malformed"


@pytest.mark.parametrize("node", [HOSPITAL, NEXT_WARD])
async def test_what_a_board_may_not_write_is_dead(board: WireClient, node: str) -> None:
    log, pen = Log(node, LogKind.SHARED), Pen(board.device)

    (answer,) = (await board.push(log, pen.raise_card(log))).json()["answers"]

    assert answer["dead"] == "not_permitted"


async def test_a_change_that_names_another_unit_than_its_log_is_dead(board: WireClient) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    change = Change(
        id=pen.new_id(),
        log=Log(NEXT_WARD, LogKind.SHARED),
        entity=f"card:{pen.new_id()}",
        kind="card.raised",
        payload={},
        actor=Actor(),
        based_on=None,
        occurred_at=instant_from("2026-11-23T07:30:00Z"),
        boot_id="boot",
    )
    entry = pen.raise_card(log)
    entry["change"]["log"] = str(change.log)

    (answer,) = (await board.push(log, entry)).json()["answers"]

    assert answer["dead"] == "not_permitted"


async def test_a_kind_that_central_does_not_know_is_kept_and_passed_on(
    board: WireClient, next_board: WireClient
) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    entry = pen.write(log, f"hologram:{pen.new_id()}", "hologram.shown", {"n": 1}, schema=9)

    await board.push(log, entry)
    await next_board.pull()

    assert next_board.entries[str(log)][0]["change"] == entry["change"]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(put("device", value="somebody else"), id="another device"),
        pytest.param(put("incarnation", value=0), id="incarnation 0"),
        pytest.param(put("counter", value="1"), id="a counter of text"),
        pytest.param(put("counter", value=True), id="a counter true"),
        pytest.param(put("previous", value="x"), id="no hash"),
        pytest.param(put("clock_correction_ms", value=0.5), id="half a millisecond"),
        pytest.param(
            put("clock_correction_ms", value=CORRECTION_LIMIT_MS + 1), id="a hundred years"
        ),
        pytest.param(put("lineage", value=[[1]]), id="a lineage of one"),
        pytest.param(put("lineage", value=[[1, 1]] * 65), id="a long lineage"),
    ],
)
async def test_an_entry_without_a_place_is_refused_with_its_push(
    board: WireClient, spoil: Spoil
) -> None:
    log = board.log(LogKind.SHARED)
    entry = Pen(board.device).raise_card(log)
    spoil(entry)

    response = await board.push(log, entry)

    assert response.status_code == httpx.codes.BAD_REQUEST
    assert response.json()["error"] == "malformed"


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"not json", b'{"timeline":"t","log":"x","entries":[]}', b"\xff"]
)
async def test_what_is_no_push_is_refused(board: WireClient, body: bytes) -> None:
    response = await board.http.post(
        PATHS["push"], content=body, headers={"Authorization": f"Bearer {board.token}"}
    )

    assert response.status_code == httpx.codes.BAD_REQUEST


async def test_five_hundred_changes_are_taken_at_once_and_not_one_more(board: WireClient) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    entries = [pen.write(log, f"card:{pen.new_id()}", "card.acknowledged", {}) for _ in range(501)]

    too_many = await board.push(log, *entries)
    enough = await board.push(log, *entries[:PUSH_LIMIT])

    assert too_many.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE
    assert enough.json()["answers"][-1]["seq"] == PUSH_LIMIT


async def test_a_fork_a_gap_and_a_timeline_say_where(board: WireClient) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    first, second, third = (pen.raise_card(log) for _ in range(3))
    await board.push(log, first)
    copied = Pen(board.device, seed="a copy of the disk").raise_card(log)

    gap = await board.push(log, third)
    fork = await board.push(log, copied)
    after = await board.push(log, second, third)
    board.timeline = "yesterday's"
    timeline = await board.push(log, second)

    assert [response.status_code for response in (gap, fork, timeline)] == [409] * 3
    assert gap.json()["error"] == "gap"
    assert (gap.json()["incarnation"], gap.json()["counter"]) == (1, 2)
    assert fork.json()["error"] == "fork"
    assert (fork.json()["log"], fork.json()["counter"]) == (str(log), 1)
    assert after.status_code == httpx.codes.OK
    assert timeline.json()["error"] == "timeline"
    assert timeline.json()["timeline"]


async def test_a_future_time_is_taken_and_counts_as_received(board: WireClient) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    future = pen.write(
        log,
        f"card:{pen.new_id()}",
        "card.raised",
        {},
        occurred_at=instant_from("2099-01-01T00:00:00Z"),
    )

    (answer,) = (await board.push(log, future)).json()["answers"]

    assert answer["seq"] == 1


async def test_a_refusal_quotes_nothing_of_what_was_sent(board: WireClient) -> None:
    response = await board.post("pull", {"timeline": "Mrs Brown", "cursors": {"Mrs Brown": "x"}})

    assert response.status_code == httpx.codes.BAD_REQUEST
    assert "Brown" not in response.text


async def test_a_body_over_a_mebibyte_is_refused_however_it_is_sent(board: WireClient) -> None:
    async def in_pieces() -> Any:
        for _ in range(17):
            yield b" " * 65_536

    headers = {"Authorization": f"Bearer {board.token}"}
    whole = await board.http.post(
        PATHS["push"], content=b" " * (BODY_LIMIT_BYTES + 1), headers=headers
    )
    pieces = await board.http.post(PATHS["push"], content=in_pieces(), headers=headers)

    assert whole.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE
    assert pieces.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE
    assert pieces.json()["error"] == "too_large"


@pytest.mark.parametrize("name", ["\0", "x" * 65, "Bücher", ""], ids=ascii)
async def test_a_dead_change_is_never_known_by_a_name_that_cannot_be_kept(
    board: WireClient, name: str
) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    bad = pen.raise_card(log)
    put("change", "id", value=name)(bad)

    answer = (await board.push(log, bad)).json()["answers"][0]

    assert (answer["id"], answer["dead"]) == ("1.1", "malformed")
