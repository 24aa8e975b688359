"""Every command that can be given at a board, with its texts left to fill in: for tests of what texts do."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from typing import Any

from kiosk.domain import (
    agendas,
    announcements,
    board_layouts,
    cards,
    equity_goals,
    events,
    metrics,
    nodes,
    observations,
    people,
    placements,
    recognitions,
    releases,
    safety_days,
    tickets,
    voices,
)
from kiosk.domain.calendars import Calendar
from kiosk.domain.card_clocks import Clocks
from kiosk.domain.placed_nodes import NodeKind
from kiosk.services.deciding import Command
from tests.unit.services.ward import NODE, TUESDAY, a_release, raising

DAY = TUESDAY.date()
WHO = "service lead"
FALL = (events.EventType.HARM, "fall", events.Harm.MINOR)
REPORT = events.ReportEvent("event:1", *FALL, DAY, "Day shift", "It was wet")
RAISE = raising("card:1", "No hoist")
SEEN = cards.AcknowledgeCard("card:1", WHO)
ANSWER = cards.AnswerCard("card:1", WHO, "Spare comes at noon")
ASK = cards.AskOnCard("card:1", WHO, "Since when?")
IDEA = tickets.RaiseTicket("ticket:1", "kit", None, "Move the trolley")
NEWS = announcements.PostAnnouncement("announcement:1", "Fire drill", DAY, "Estates")
JOIN = people.AddPerson("person:1", "Ada Quill", people.Role.STAFF)
SKIN = metrics.DefineMetric("metric:1", metrics.MetricFacts(key="skin", title="Skin checked"))
FAIR = equity_goals.SetEquityGoal(
    NODE, "skin", "language", 5.0, DAY + timedelta(days=90), "charge nurse", "Spanish"
)
UNIT = nodes.DefineNode(NODE, nodes.NodeFacts(name="Ward 7 East"))
KEEP = board_layouts.KeepLayout(NODE, board_layouts.LayoutFile("icu", "title = 'ICU'"))
PLACE = placements.PlaceNode(NODE, "Ward 7 East", NodeKind.UNIT, 1, "node:service", DAY)


@dataclass(frozen=True)
class Sample:
    """A command that can be carried out.

    Attributes:
        command: the command.
        before: what has to have been done first.
        words: its fields that somebody writes or that name somebody: they can be erased.
        listed: its fields that are picked from a list: they cannot.
    """

    command: Command
    before: tuple[Command, ...] = ()
    words: tuple[str, ...] = ()
    listed: tuple[str, ...] = field(default=())

    def saying(self, texts: Mapping[str, str]) -> Any:
        """Return the command with other texts."""
        command: Any = self.command
        return replace(command, **texts)


def texts_of(command: Command) -> set[str]:
    """Return the fields of a command that hold plain text, without those that hold the name of an entity."""
    return {
        one.name
        for one in fields(command)
        if one.type in {str, str | None}
        and not one.name.endswith("_id")
        and one.name not in {"node", "metric", "in_place_of"}
    }


SAMPLES = (
    Sample(UNIT),
    Sample(nodes.SetCalendar(NODE, Calendar()), (UNIT,)),
    Sample(nodes.SetClocks(NODE, Clocks(shortest_minutes=60)), (UNIT,)),
    Sample(nodes.ChooseLayout(NODE, "ward_sqcdp"), (UNIT,), listed=("layout",)),
    Sample(JOIN, words=("name",), listed=("group",)),
    Sample(
        people.ChangePerson("person:1", "Ada Q", people.Role.STAFF), (JOIN,), ("name",), ("group",)
    ),
    Sample(people.RemovePerson("person:1"), (JOIN,)),
    Sample(SKIN),
    Sample(metrics.SetGoal("metric:1", 90.0, DAY), (SKIN,)),
    Sample(metrics.RetireMetric("metric:1"), (SKIN,)),
    Sample(agendas.SetAgenda(NODE, (agendas.AgendaItem(key="a", title="Cards", seconds=60),))),
    Sample(observations.RecordObservation("metric:1", DAY, "counted", 3)),
    Sample(REPORT, words=("sentence",), listed=("what", "shift")),
    Sample(events.ConfirmEvent("event:1"), (REPORT,)),
    Sample(
        events.RedateEvent("event:1", DAY - timedelta(days=1), "Late shift", "Wrong day"),
        (REPORT,),
        ("reason",),
        ("shift",),
    ),
    Sample(
        events.ReclassifyEvent("event:1", *FALL, "It was worse"), (REPORT,), ("reason",), ("what",)
    ),
    Sample(events.WithdrawEvent("event:1", "It is there twice"), (REPORT,), ("reason",)),
    Sample(events.FollowUpEvent("event:1", "told", done=True), (REPORT,), listed=("question",)),
    Sample(safety_days.CloseDay(NODE, DAY)),
    Sample(safety_days.ReopenDay(NODE, DAY), (safety_days.CloseDay(NODE, DAY),)),
    Sample(RAISE, words=("sentence",), listed=("category", "phrase")),
    Sample(SEEN, (RAISE,), listed=("by",)),
    Sample(cards.OwnCard("card:1", WHO), (RAISE,), listed=("by",)),
    Sample(ANSWER, (RAISE,), ("answer",), ("by",)),
    Sample(cards.CloseCard("card:1", NODE), (RAISE, ANSWER)),
    Sample(cards.ReopenCard("card:1", "Still none"), (RAISE, ANSWER), ("reason",)),
    Sample(cards.ReturnCard("card:1", WHO, "Yours to decide", 2), (RAISE,), ("reason",), ("by",)),
    Sample(ASK, (RAISE,), ("question",), ("by",)),
    Sample(cards.ReplyOnCard("card:1", "Since Monday"), (RAISE, ASK), ("reply",)),
    Sample(
        cards.EditCard("card:1", "kit", None, "No hoist", cards.Need.ACTION, RAISE.criterion),
        (RAISE,),
        ("sentence",),
        ("category", "phrase"),
    ),
    Sample(
        recognitions.GiveRecognition("recognition:1", "nursing", None, DAY, "Thank you", "Ada"),
        words=("sentence", "name"),
        listed=("group", "phrase", "shift"),
    ),
    Sample(IDEA, words=("sentence",), listed=("theme", "phrase")),
    Sample(tickets.MakeQuickHit("ticket:1", DAY), (IDEA,)),
    Sample(tickets.MakeBigIssue("ticket:1", DAY), (IDEA,)),
    Sample(tickets.FinishTicket("ticket:1"), (IDEA,)),
    Sample(NEWS, words=("sentence", "by")),
    Sample(announcements.TakeDownAnnouncement("announcement:1"), (NEWS,)),
    Sample(
        voices.RecordVoice("voice:1", DAY, "Waiting", "We waited", "We call now"),
        words=("you_said", "we_did"),
        listed=("theme",),
    ),
    Sample(releases.PublishRelease(NODE, a_release())),
    Sample(nodes.SetWallStratifiers(NODE, ("language",)), (UNIT,)),
    Sample(FAIR, listed=("stratifier", "owner", "group")),
    Sample(equity_goals.DropEquityGoal(NODE, "skin", "language"), (FAIR,), listed=("stratifier",)),
    Sample(KEEP),
    Sample(board_layouts.DropLayout(NODE, KEEP.file), (KEEP,)),
    Sample(PLACE, listed=("name", "time_zone")),
    Sample(placements.RenameNode(NODE, "Ward 7"), (PLACE,), listed=("name",)),
    Sample(
        placements.DescribeNode(NODE, NodeKind.SERVICE, 2, "UTC"), (PLACE,), listed=("time_zone",)
    ),
    Sample(placements.MoveNode(NODE, "node:other", DAY), (PLACE,)),
    Sample(placements.CloseNode(NODE, DAY + timedelta(days=1), ("node:other",)), (PLACE,)),
    Sample(
        placements.OpenNodeAgain(NODE),
        (PLACE, placements.CloseNode(NODE, DAY + timedelta(days=1))),
    ),
    Sample(placements.LockNode(NODE, ("agenda",)), (PLACE,)),
)
"""One of each command."""
