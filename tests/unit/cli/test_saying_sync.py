"""What `huddle-kiosk sync` says right after a code was taken, before anything has run."""

from pathlib import Path

import pytest

from kiosk.app.means import Means
from kiosk.cli.saying_sync import as_json, enrolled_words, say_status
from kiosk.host.files import write_atomically
from kiosk.sync.enrolment import Enrolment, EnrolmentFile
from kiosk.sync.protocol import Enrolled
from kiosk.sync.status import NOT_ENROLLED
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

ANSWER = Enrolled(device="d", name="vm", node="node:7", node_name="Ward 7 East", timeline="t")
LET_IN = Enrolment("https://central.example", code="ABCD-EFGH").accepted(ANSWER)
MEANS = Means(FixedClock(), SeededIds(), "boot")


def test_who_connects_a_pc_is_told_which_unit_it_belongs_to() -> None:
    assert enrolled_words(LET_IN).startswith("This PC belongs to Ward 7 East now, as vm.")


def test_the_units_name_is_not_kept_because_it_may_move(tmp_path: Path) -> None:
    file = EnrolmentFile(tmp_path / "e.json", write_atomically)
    file.keep(LET_IN)

    assert "Ward 7" not in (tmp_path / "e.json").read_text("utf-8")
    assert file.read() == LET_IN


def test_a_board_that_was_enrolled_just_now_does_not_say_that_it_stands_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say_status(LET_IN, NOT_ENROLLED, {}, MEANS, is_open=False)
    said = capsys.readouterr().out

    assert "stands alone" not in said
    assert "It has not met central yet" in said
    assert as_json(LET_IN, NOT_ENROLLED, {}, is_open=False)["state"] == "starting"
    assert as_json(None, NOT_ENROLLED, {}, is_open=False)["state"] == "alone"
