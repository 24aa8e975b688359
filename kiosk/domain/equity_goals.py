"""Equity goals: how small the gap of a metric between groups is to become, by when, and who answers for it."""

from dataclasses import dataclass
from datetime import date
from math import isfinite

from pydantic import Field

from kiosk.domain.changes import LogKind
from kiosk.domain.entities import (
    Act,
    Decision,
    EntityKind,
    Happened,
    Outcome,
    Payload,
    Refusal,
    State,
)
from kiosk.domain.ids import natural_id
from kiosk.domain.nodes import plain_name
from kiosk.domain.sentences import NAME_LIMIT, tidied

GAP_LIMIT = 100_000.0
"""The largest gap, in the metric's unit."""


class EquityGoalSet(Payload):
    """The goal, whole; a later one replaces it. `owner` is a role, never a person's name."""

    metric: str = Field(max_length=NAME_LIMIT)
    stratifier: str = Field(max_length=NAME_LIMIT)
    gap: float = Field(ge=0, le=GAP_LIMIT, allow_inf_nan=False)
    by: date
    owner: str = Field(min_length=1, max_length=NAME_LIMIT)
    group: str = Field(default="", max_length=NAME_LIMIT)
    set_on: date


class EquityGoalDropped(Payload):
    """The goal is no longer followed; its history stays."""


class EquityGoal(State):
    """A goal for the gap between groups.

    Attributes:
        metric: the metric's key.
        stratifier: what the groups are by, spelt by `plain_name`.
        gap: the largest absolute gap to the reference that is meant to be left, in the metric's unit.
        by: the day by which it is meant to be reached.
        owner: the role that answers for it.
        group: the group it is about; empty for whichever group is furthest away.
        set_on: the ward's day on which it was set; progress is measured from there.
        active: whether it is followed.
    """

    metric: str
    stratifier: str
    gap: float
    by: date
    owner: str
    group: str = ""
    set_on: date
    active: bool = True


@dataclass(frozen=True, slots=True)
class SetEquityGoal:
    """Set a goal for the gap of a metric by a stratifier."""

    node: str
    metric: str
    stratifier: str
    gap: float
    by: date
    owner: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class DropEquityGoal:
    """Stop following a goal."""

    node: str
    metric: str
    stratifier: str


EquityGoalCommand = SetEquityGoal | DropEquityGoal


def equity_goal_id(node: str, metric: str, stratifier: str) -> str:
    """Return the entity id of the goal for a metric by a stratifier; there is one at a time."""
    return "equity_goal:" + natural_id(node, "equity_goal", metric, plain_name(stratifier))


@tidied
def decide(goal: EquityGoal | None, command: EquityGoalCommand, today: date) -> Decision:
    """Return the change that a command makes, or why it cannot.

    Args:
        goal: the goal as it stands, or None.
        command: what somebody asked for.
        today: the ward's day; a goal is for a day to come.
    """
    entity = equity_goal_id(command.node, command.metric, command.stratifier)
    if isinstance(command, DropEquityGoal):
        if goal is None or not goal.active:
            return Refusal("There is no such goal.")
        return (Act(entity, "equity_goal.dropped", EquityGoalDropped()),)
    reason = _wrong(command, today)
    if reason:
        return Refusal(reason)
    said = (command.gap, command.by, command.owner, command.group)
    if goal is not None and goal.active and said == (goal.gap, goal.by, goal.owner, goal.group):
        return ()
    payload = EquityGoalSet(
        metric=command.metric,
        stratifier=plain_name(command.stratifier),
        gap=command.gap,
        by=command.by,
        owner=command.owner,
        group=command.group,
        set_on=today,
    )
    return (Act(entity, "equity_goal.set", payload),)


def _wrong(command: SetEquityGoal, today: date) -> str:
    if not isfinite(command.gap) or not 0 <= command.gap <= GAP_LIMIT:
        return "A gap is a number from 0 up."
    if command.by <= today:
        return "Choose a day to come."
    if not command.owner:
        return "Say which role answers for it."
    return ""


def evolve(goal: EquityGoal | None, happened: Happened) -> Outcome[EquityGoal]:
    """Return the goal after a change."""
    payload = happened.payload
    if isinstance(payload, EquityGoalSet):
        return Outcome(EquityGoal(**payload.model_dump()))
    if isinstance(payload, EquityGoalDropped):
        if goal is None:
            return Outcome(None, "there is no such goal")
        return Outcome(goal.model_copy(update={"active": False}))
    return Outcome(goal, "needs an update of this board")


EQUITY_GOAL = EntityKind(
    name="equity_goal",
    log=LogKind.SHARED,
    state=EquityGoal,
    payloads={"equity_goal.set": EquityGoalSet, "equity_goal.dropped": EquityGoalDropped},
    evolve=evolve,
)
