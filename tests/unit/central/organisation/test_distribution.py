"""What an administrator declares reaches a board: its real store takes the pages, and the board shows it."""

from datetime import time
from pathlib import Path

import pytest

from kiosk.central.organisation.document import node_of
from kiosk.domain.changes import Log, Record
from kiosk.domain.kinds import KINDS
from kiosk.domain.metrics import SetGoal, metric_id
from kiosk.host.resources import resource_folder
from kiosk.services.board import BoardService
from kiosk.services.refused import Refused
from kiosk.store.store import open_store
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.unit.central.organisation.central import SMALL, Central
from tests.unit.domain.trees import AT

WARD_7 = node_of("ward-7")
CHANGED = (
    SMALL.replace("Ward 7", "Ward 7 East")
    + """
calendar = "early"
agenda = "short"
clocks = "strict"
layout = "ward_value_compass"
metrics = ["hand_hygiene"]
locks = ["goals"]
people = [{ key = "a", name = "Ada Quill", role = "staff" }]

[calendars.early]
shifts = [{ name = "Early", starts = 06:00:00 }, { name = "Late", starts = 18:00:00 }]
huddles = [{ name = "Early huddle", starts = 06:15:00 }]

[agendas.short]
items = [{ key = "cards", title = "Cards", seconds = 120 }]

[clocks.strict]
shortest_minutes = 60
"""
)


class Board:
    """A board of the ward that has just enrolled, with a file of its own."""

    def __init__(self, folder: Path) -> None:
        clock, ids = FixedClock(AT), SeededIds("board")
        self.store = open_store(
            folder / "ward.sqlite",
            kinds=KINDS,
            node="node:alone",
            device="new",
            ids=ids,
            clock=clock,
            boot_id="boot",
        )
        self.store.enrol(WARD_7, "central-1", "device-7")
        self.service = BoardService(self.store, clock, ids, WARD_7)

    def pull(self, central: Central) -> None:
        """Take what is new of every log that the ward follows."""
        central.administration.tree.forget()
        for log in central.administration.tree.follows(WARD_7):
            after = self.store.cursors().get(log, 0)
            page = [record for record in records(central, log) if (record.seq or 0) > after]
            if page:
                self.service.take_in(self.store.receive(log, page).changed)


def records(central: Central, log: Log) -> list[Record]:
    """Return everything of a log, in order."""
    storage = central.storage
    found = [r for one in storage.touched(log) for r in storage.history(log, one.entity)]
    return sorted(found, key=lambda record: record.seq or 0)


def test_a_layout_of_the_hospitals_own_reaches_the_board(tmp_path: Path) -> None:
    central, board = Central(folder=tmp_path), Board(tmp_path)
    text = (resource_folder("board_layouts") / "ward_sqcdp.toml").read_text()
    (tmp_path / "icu.toml").write_text(text)
    central.apply('layouts = ["icu.toml"]\n' + SMALL)
    board.pull(central)
    assert board.service.ward().layouts == {"icu": text}
    central.apply(SMALL, prune=True)
    board.pull(central)
    assert board.service.ward().layouts == {}
    board.store.close()


def test_a_new_board_is_complete_with_what_the_file_did_not_even_say(tmp_path: Path) -> None:
    central, board = Central(), Board(tmp_path)
    central.apply(SMALL)
    board.pull(central)
    ward = board.service.ward()
    assert ward.node is not None
    assert ward.agenda is not None
    assert (ward.node.facts.name, ward.node.layout) == ("Ward 7", "ward_sqcdp")
    assert ward.shift is not None
    assert {metric.facts.key for metric in ward.metrics.values()} == {
        "falls_with_harm",
        "skin_checked_6h",
        "pain_reassessed_1h",
    }
    assert ward.units[node_of("medicine")] == "Medicine"
    board.store.close()


def test_a_page_from_central_changes_the_boards_calendar_agenda_metrics_and_roster(
    tmp_path: Path,
) -> None:
    central, board = Central(), Board(tmp_path)
    central.apply(SMALL)
    board.pull(central)
    central.apply(CHANGED, prune=True)
    board.pull(central)
    ward = board.service.ward()
    assert ward.node is not None
    assert ward.agenda is not None
    assert (ward.node.facts.name, ward.node.layout) == ("Ward 7 East", "ward_value_compass")
    assert [slot.starts for slot in ward.node.calendar.huddles] == [time(6, 15)]
    assert ward.node.clocks.shortest_minutes == 60
    assert [item.key for item in ward.agenda.items] == ["cards"]
    assert [m.facts.key for m in ward.metrics.values() if m.active] == ["hand_hygiene"]
    assert [person.name for person in ward.people.values()] == ["Ada Quill"]
    assert ward.layouts == {}
    goal = SetGoal(metric_id(WARD_7, "hand_hygiene"), 90.0)
    with pytest.raises(Refused, match="The hospital sets goals for this unit"):
        board.service.perform(goal, "a touch")
    board.store.close()
