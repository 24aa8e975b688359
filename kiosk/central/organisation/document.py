"""What may stand in `org.toml`: the whole organisation, declared; each key with its type and its limit."""

from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kiosk.domain.agendas import ITEMS_LIMIT, AgendaItem
from kiosk.domain.calendars import Calendar
from kiosk.domain.card_clocks import Clocks
from kiosk.domain.equity_goals import GAP_LIMIT
from kiosk.domain.ids import natural_id
from kiosk.domain.nodes import MOST_STRATIFIERS
from kiosk.domain.people import Role
from kiosk.domain.placed_nodes import HIGHEST_TIER, LOCKS, SUCCESSORS_LIMIT, NodeKind
from kiosk.domain.sentences import NAME_LIMIT
from kiosk.domain.tree_rules import NODES_LIMIT

FILE_LIMIT_BYTES: Final = 8 * 1024 * 1024
PEOPLE_LIMIT: Final = 500
"""People on one node's roster."""
METRICS_LIMIT: Final = 40
"""Metrics that one node follows."""
GOALS_LIMIT: Final = 40
"""Equity goals of one node."""

LAYOUTS_LIMIT: Final = 50
"""Layouts of a hospital's own."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=NAME_LIMIT)]
Words = Annotated[str, StringConstraints(max_length=60)]
Tier = Annotated[int, Field(ge=1, le=HIGHEST_TIER)]
Lock = Literal[
    "agenda",
    "calendar",
    "clocks",
    "equity_goals",
    "goals",
    "groups",
    "layout",
    "people",
    "unit",
]


class Part(BaseModel):
    """A part of the file; a key that it does not know is refused."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")


class AgendaPart(Part):
    """A named agenda."""

    items: Annotated[tuple[AgendaItem, ...], Field(min_length=1, max_length=ITEMS_LIMIT)]


class GoalPart(Part):
    """A metric's goal on one node."""

    goal: float | None
    by: date | None = None


class PersonPart(Part):
    """Somebody on a node's roster; the key stays when the name changes."""

    key: Key
    name: Name
    role: Role
    group: Name = "nursing"


class EquityGoalPart(Part):
    """How small a gap is to become, by when, and which role answers for it."""

    metric: Name
    stratifier: Name
    gap: Annotated[float, Field(ge=0, le=GAP_LIMIT)]
    by: date
    owner: Name
    group: Annotated[str, StringConstraints(max_length=NAME_LIMIT)] = ""


class NodePart(Part):
    """A node; what it does not say stays as it is, and a new one gets the defaults.

    Attributes:
        key: names the node for ever; everything else may change.
        parent: the key of the node above; the top has none.
        starts: the first day; today for a new node that does not say.
        since: the day from which the node stands below this parent, where it moves; today without.
        ends: the first day on which the node does not stand any more.
        successors: keys of those who take over then; the first takes the open cards.
        out_of_hours: key of the node that answers at night.
        calendar, agenda, clocks: names of those tables of the file.
        groups: what the wall is split by.
        locks: what the node may not set for itself.
    """

    key: Key
    name: Name
    kind: NodeKind
    tier: Tier
    parent: Key | None = None
    time_zone: Annotated[str, StringConstraints(max_length=NAME_LIMIT)] | None = None
    starts: date | None = None
    since: date | None = None
    ends: date | None = None
    successors: Annotated[tuple[Key, ...], Field(max_length=SUCCESSORS_LIMIT)] = ()
    out_of_hours: Key | None = None
    service: Words | None = None
    language: Annotated[str, StringConstraints(min_length=2, max_length=12)] | None = None
    co_leads: Annotated[tuple[Name, ...], Field(max_length=6)] | None = None
    out_of_hours_name: Words | None = None
    out_of_hours_phone: Annotated[str, StringConstraints(max_length=20)] | None = None
    incident_system: Name | None = None
    layout: Key | None = None
    calendar: Key | None = None
    agenda: Key | None = None
    clocks: Key | None = None
    metrics: Annotated[tuple[Name, ...], Field(max_length=METRICS_LIMIT)] | None = None
    groups: Annotated[tuple[Name, ...], Field(max_length=MOST_STRATIFIERS)] | None = None
    locks: Annotated[tuple[Lock, ...], Field(max_length=len(LOCKS))] | None = None
    goals: dict[str, GoalPart] = Field(default={}, max_length=METRICS_LIMIT)
    people: Annotated[tuple[PersonPart, ...], Field(max_length=PEOPLE_LIMIT)] | None = None
    equity_goals: Annotated[tuple[EquityGoalPart, ...], Field(max_length=GOALS_LIMIT)] | None = None

    @property
    def node(self) -> str:
        """The node's id."""
        return node_of(self.key)


class Document(Part):
    """The whole file.

    Attributes:
        version: of this format.
        time_zone: of every node that does not say its own.
        nodes: the tree, in any order.
        layouts: files of layouts of the hospital's own, beside this one; their names without ".toml" are layouts too.
        calendars, agendas, clocks: by the names that nodes use.
        metrics: definitions by key, with the fields of `MetricFacts`: a hospital's own, or what it says otherwise of
            a shipped one.
    """

    version: Literal[1] = 1
    time_zone: Annotated[str, StringConstraints(max_length=NAME_LIMIT)] = "Europe/London"
    nodes: Annotated[tuple[NodePart, ...], Field(min_length=1, max_length=NODES_LIMIT)]
    layouts: Annotated[tuple[str, ...], Field(max_length=LAYOUTS_LIMIT)] = ()
    calendars: dict[str, Calendar] = {}
    agendas: dict[str, AgendaPart] = {}
    clocks: dict[str, Clocks] = {}
    metrics: dict[str, dict[str, Any]] = {}


def node_of(key: str) -> str:
    """Return the id of the node that a key names, the same whenever and wherever the file is applied."""
    return "node:" + natural_id("organisation", key)


def person_of(node: str, key: str) -> str:
    """Return the entity id of the person whom a key names on a node's roster."""
    return "person:" + natural_id(node, "person", key)
