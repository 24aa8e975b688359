"""From commands to acts: which entity a command is about, which rule decides, and one after the other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
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
from kiosk.domain.changes import Actor, Change, Log
from kiosk.domain.entities import Act, Decision, Happened, Refusal, State
from kiosk.domain.ids import entity_kind
from kiosk.domain.kinds import KINDS
from kiosk.domain.placed_nodes import placement_id
from kiosk.services.refused import Refused
from kiosk.services.ward_store import AnyFolded

Command = (
    nodes.NodeCommand
    | people.PersonCommand
    | metrics.MetricCommand
    | agendas.SetAgenda
    | observations.RecordObservation
    | events.EventCommand
    | safety_days.CloseDay
    | safety_days.ReopenDay
    | cards.CardCommand
    | recognitions.GiveRecognition
    | tickets.TicketCommand
    | announcements.AnnouncementCommand
    | voices.RecordVoice
    | releases.PublishRelease
    | equity_goals.EquityGoalCommand
    | placements.PlacementCommand
    | board_layouts.LayoutCommand
)
"""Everything that can be asked of a ward."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a kind of command is decided.

    Attributes:
        entity: the entity that it is about.
        decide: the domain's rule, given the entity's state, the command and the ward's day.
    """

    entity: Callable[[Any], str]
    decide: Callable[[Any, Any, date], Decision]


def _undated(decide: Callable[[Any, Any], Decision]) -> Callable[[Any, Any, date], Decision]:
    return lambda state, command, _today: decide(state, command)


def _all(rule: Rule, *commands: type) -> dict[type, Rule]:
    return dict.fromkeys(commands, rule)


RULES: Mapping[type, Rule] = {
    **_all(
        Rule(lambda c: c.node_id, _undated(nodes.decide)),
        nodes.DefineNode,
        nodes.SetCalendar,
        nodes.SetClocks,
        nodes.ChooseLayout,
        nodes.SetWallStratifiers,
    ),
    **_all(
        Rule(lambda c: c.person_id, _undated(people.decide)),
        people.AddPerson,
        people.ChangePerson,
        people.RemovePerson,
    ),
    **_all(
        Rule(lambda c: c.metric_id, _undated(metrics.decide)),
        metrics.DefineMetric,
        metrics.SetGoal,
        metrics.RetireMetric,
    ),
    agendas.SetAgenda: Rule(lambda c: agendas.agenda_id(c.node), _undated(agendas.decide)),
    observations.RecordObservation: Rule(
        lambda c: observations.observation_id(c.metric, c.day), observations.decide
    ),
    **_all(
        Rule(lambda c: c.event_id, events.decide),
        events.ReportEvent,
        events.ConfirmEvent,
        events.RedateEvent,
        events.ReclassifyEvent,
        events.WithdrawEvent,
        events.FollowUpEvent,
    ),
    **_all(
        Rule(lambda c: safety_days.safety_day_id(c.node, c.day), safety_days.decide),
        safety_days.CloseDay,
        safety_days.ReopenDay,
    ),
    **_all(
        Rule(lambda c: c.card_id, _undated(cards.decide)),
        cards.RaiseCard,
        cards.AcknowledgeCard,
        cards.OwnCard,
        cards.AnswerCard,
        cards.CloseCard,
        cards.ReopenCard,
        cards.ReturnCard,
        cards.AskOnCard,
        cards.ReplyOnCard,
        cards.EditCard,
    ),
    recognitions.GiveRecognition: Rule(lambda c: c.recognition_id, _undated(recognitions.decide)),
    **_all(
        Rule(lambda c: c.ticket_id, _undated(tickets.decide)),
        tickets.RaiseTicket,
        tickets.MakeQuickHit,
        tickets.MakeBigIssue,
        tickets.FinishTicket,
    ),
    **_all(
        Rule(lambda c: c.announcement_id, announcements.decide),
        announcements.PostAnnouncement,
        announcements.TakeDownAnnouncement,
    ),
    voices.RecordVoice: Rule(lambda c: c.voice_id, _undated(voices.decide)),
    releases.PublishRelease: Rule(
        lambda c: releases.published_id(c.node, c.release.metric.key, c.release.stratifier),
        _undated(releases.decide),
    ),
    **_all(
        Rule(
            lambda c: equity_goals.equity_goal_id(c.node, c.metric, c.stratifier),
            equity_goals.decide,
        ),
        equity_goals.SetEquityGoal,
        equity_goals.DropEquityGoal,
    ),
    **_all(
        Rule(
            lambda c: board_layouts.layout_id(c.node, c.file.name), _undated(board_layouts.decide)
        ),
        board_layouts.KeepLayout,
        board_layouts.DropLayout,
    ),
    **_all(
        Rule(lambda c: placement_id(c.node_id), _undated(placements.decide)),
        placements.PlaceNode,
        placements.RenameNode,
        placements.DescribeNode,
        placements.MoveNode,
        placements.CloseNode,
        placements.OpenNodeAgain,
        placements.LockNode,
    ),
}

Read = Callable[[str], AnyFolded | None]
"""Gives an entity as it stands, or None."""


class Deciding:
    """Decides commands one after the other, each on what the ones before it made of the ward.

    Nothing is kept here: the acts are to be appended in one transaction.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._states: dict[str, State | None] = {}

    def decide(self, command: Command, today: date, at: datetime) -> tuple[Act, ...]:
        """Return the acts of a command.

        Args:
            command: what somebody asked for.
            today: the ward's day.
            at: the instant at which it is asked.

        Raises:
            Refused: it cannot be carried out, with the reason.
        """
        rule = RULES[type(command)]
        decision = rule.decide(self._state(rule.entity(command)), command, today)
        if isinstance(decision, Refusal):
            raise Refused(decision.reason)
        for act in decision:
            self._foresee(act, at)
        return decision

    def _state(self, entity: str) -> State | None:
        if entity not in self._states:
            folded = self._read(entity)
            if folded is not None and folded.withdrawn is not None:
                raise Refused("That was taken off the board.")
            self._states[entity] = None if folded is None else folded.state
        return self._states[entity]

    def _foresee(self, act: Act, at: datetime) -> None:
        kind = KINDS[entity_kind(act.entity)]
        change = Change(
            id="",
            log=Log("", kind.log),
            entity=act.entity,
            kind=act.kind,
            payload={},
            actor=Actor(),
            based_on=None,
            occurred_at=at,
            boot_id="",
        )
        happened = Happened(change, act.payload, at, act.words, ())
        self._states[act.entity] = kind.evolve(self._state(act.entity), happened).state
