"""Metrics: what is measured, which way is better, how it is drawn, and its goal."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
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


class Direction(StrEnum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


class ValueKind(StrEnum):
    """What a figure is: a share in per cent, a rate per so many, a plain count."""

    PROPORTION = "proportion"
    RATE = "rate"
    COUNT = "count"


class ChartKind(StrEnum):
    """How a metric is drawn over time."""

    XMR = "xmr"
    RUN = "run"
    P = "p"
    P_PRIME = "p_prime"
    U = "u"
    U_PRIME = "u_prime"
    C = "c"
    G = "g"
    T = "t"


class Rules(StrEnum):
    """The rule set by which signals are found; its name stands on the chart."""

    MAKING_DATA_COUNT = "nhs_making_data_count"
    ANHOEJ = "anhoej"
    WESTERN_ELECTRIC = "western_electric"


class Entered(StrEnum):
    """How figures arrive: by hand at the board, weekly, or published in releases."""

    DAILY = "daily"
    WEEKLY = "weekly"
    RELEASE = "release"


class MetricFacts(State):
    """The definition of a metric; every tile that shows it can say all of this.

    Attributes:
        per: the multiplier of a rate (1,000 bed days); 100 for a proportion and 1 for a count.
        chart: how it is drawn over time.
        rules: by which rules signals are found.
        screen: whether moving ranges that are unusually large are left out of the limits, once.
        rebase: days on which a new phase begins; each is the first day of a period in the data.
        voluntary: whether people report it as they see fit: "reported, not occurred".
        we: what we did, as a clause before "less often for some patients" ("We reassessed pain in time").
    """

    key: str = Field(min_length=1, max_length=40, pattern=r"^[a-z0-9_]+$")
    title: str = Field(min_length=1, max_length=40)
    definition: str = Field(default="", max_length=300)
    unit: str = Field(default="%", max_length=30)
    value: ValueKind = ValueKind.PROPORTION
    per: int = Field(default=100, ge=1)
    numerator: str = Field(default="", max_length=80)
    denominator: str = Field(default="", max_length=80)
    direction: Direction = Direction.INCREASE
    source: str = Field(default="entered at the board", max_length=60)
    entered: Entered = Entered.DAILY
    point: str = Field(default="", max_length=20)
    goal: float | None = None
    chart: ChartKind = ChartKind.XMR
    rules: Rules = Rules.MAKING_DATA_COUNT
    screen: bool = True
    rebase: tuple[date, ...] = ()
    voluntary: bool = False
    we: str = Field(default="", max_length=60)


class MetricDefined(Payload):
    """The metric's definition, whole; a later one replaces it."""

    facts: MetricFacts


class GoalSet(Payload):
    """A goal in the metric's unit, and the day by which it is to be met."""

    goal: float | None
    by: date | None = None


class MetricRetired(Payload):
    """The metric is no longer followed; its figures stay."""


class Metric(State):
    """A metric that the node follows."""

    facts: MetricFacts
    goal: float | None
    goal_by: date | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class DefineMetric:
    """Follow a metric, or correct its definition."""

    metric_id: str
    facts: MetricFacts


@dataclass(frozen=True, slots=True)
class SetGoal:
    """Set a metric's goal."""

    metric_id: str
    goal: float | None
    by: date | None = None


@dataclass(frozen=True, slots=True)
class RetireMetric:
    """Stop following a metric."""

    metric_id: str


MetricCommand = DefineMetric | SetGoal | RetireMetric


def metric_id(node: str, key: str) -> str:
    """Return the entity id of a node's metric."""
    return "metric:" + natural_id(node, "metric", key)


def decide(metric: Metric | None, command: MetricCommand) -> Decision:
    """Return the change that a command makes, or why it cannot."""
    goal = command.facts.goal if isinstance(command, DefineMetric) else None
    if isinstance(command, SetGoal):
        goal = command.goal
    if goal is not None and not isfinite(goal):
        return Refusal("A goal is a number.")
    if isinstance(command, DefineMetric):
        return (Act(command.metric_id, "metric.defined", MetricDefined(facts=command.facts)),)
    if metric is None:
        return Refusal("That metric is not followed here.")
    if isinstance(command, SetGoal):
        return (
            Act(command.metric_id, "metric.goal_set", GoalSet(goal=command.goal, by=command.by)),
        )
    return (Act(command.metric_id, "metric.retired", MetricRetired()),)


def evolve(metric: Metric | None, happened: Happened) -> Outcome[Metric]:
    """Return the metric after a change."""
    payload = happened.payload
    if isinstance(payload, MetricDefined):
        if metric is None:
            return Outcome(Metric(facts=payload.facts, goal=payload.facts.goal))
        return Outcome(metric.model_copy(update={"facts": payload.facts, "active": True}))
    if metric is None:
        return Outcome(None, "there is no such metric")
    if isinstance(payload, GoalSet):
        return Outcome(metric.model_copy(update={"goal": payload.goal, "goal_by": payload.by}))
    if isinstance(payload, MetricRetired):
        return Outcome(metric.model_copy(update={"active": False}))
    return Outcome(metric, "needs an update of this board")


METRIC = EntityKind(
    name="metric",
    log=LogKind.CONFIG,
    state=Metric,
    payloads={
        "metric.defined": MetricDefined,
        "metric.goal_set": GoalSet,
        "metric.retired": MetricRetired,
    },
    evolve=evolve,
)
