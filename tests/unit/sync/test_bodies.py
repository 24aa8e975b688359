"""What a board says on the wire follows from how its store stands."""

import json

import pytest

from kiosk.domain.changes import LOCAL_TIMELINE
from kiosk.sync.acts import SayHello, Standing
from kiosk.sync.bodies import written
from tests.fakes.clock import MONDAY_MORNING


@pytest.mark.parametrize(("timeline", "named"), [(LOCAL_TIMELINE, "node:x"), ("t1", None)])
def test_a_store_that_sequences_itself_says_by_which_name_its_changes_go(
    timeline: str, named: str | None
) -> None:
    standing = Standing(node="node:x", device="d", incarnation=1, timeline=timeline)

    sent = written(SayHello(standing, MONDAY_MORNING, "machine"), lambda *_: "")

    assert sent.body is not None
    assert json.loads(sent.body)["local_node"] == named
