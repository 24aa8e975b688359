"""What a board says on the wire follows from how its store stands."""

import json
from typing import Any

import pytest

from kiosk.domain.changes import LOCAL_TIMELINE
from kiosk.sync.acts import AskPages, SayHello, Standing
from kiosk.sync.bodies import written
from tests.fakes.clock import MONDAY_MORNING


@pytest.mark.parametrize(
    ("timeline", "alone_as", "named"),
    [(LOCAL_TIMELINE, "", "node:x"), ("t1", "", None), ("t2", "node:before", "node:before")],
)
def test_a_store_says_by_which_name_its_changes_of_the_time_alone_go(
    timeline: str, alone_as: str, named: str | None
) -> None:
    standing = Standing("node:x", "d", 1, timeline, alone_as)

    sent = written(SayHello(standing, MONDAY_MORNING, "machine"), lambda *_: "")

    assert sent.body is not None
    assert json.loads(sent.body)["local_node"] == named


@pytest.mark.parametrize(
    ("vector", "named"),
    [
        ("", {"timeline": "t1", "cursors": {"ward-1/shared": 7, "ward-1/own": 0}}),
        ("f0e1", {"of": "f0e1", "at": [7, 0]}),
    ],
)
def test_a_board_says_its_cursors_by_the_name_that_central_gave_them(
    vector: str, named: dict[str, Any]
) -> None:
    cursors = (("ward-1/shared", 7), ("ward-1/own", 0))

    sent = written(AskPages("t1", cursors, 25.0, vector=vector), lambda *_: "")

    assert sent.body is not None
    assert json.loads(sent.body) == {**named, "wait_s": 25.0}
