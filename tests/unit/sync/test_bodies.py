"""What a board says on the wire follows from how its store stands."""

import json

import pytest

from kiosk.domain.changes import LOCAL_TIMELINE
from kiosk.sync.acts import SayHello, Standing
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
