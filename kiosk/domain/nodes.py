"""An organisation node: a unit, a service or a hospital, with its tier, calendar, phones and layout."""

from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from kiosk.domain.calendars import Calendar
from kiosk.domain.card_clocks import Clocks
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
from kiosk.domain.sentences import CHOICE_LIMIT, tidied

MOST_STRATIFIERS = 40
"""What one wall may be split by."""


class NodeFacts(State):
    """What a node is called and where it stands.

    All of it is configuration and cannot be erased: titles of units and services, the name and the telephone number
    of an office, roles. `co_leads` are roles from a fixed list; none of it is about a person.
    """

    name: str = Field(min_length=1, max_length=40)
    service: str = Field(default="", max_length=60)
    tier: int = Field(default=1, ge=1, le=6)
    parent: str | None = None
    time_zone: str = "Europe/London"
    language: str = "en"
    co_leads: tuple[str, ...] = ()
    out_of_hours_name: str = Field(default="", max_length=60)
    out_of_hours_phone: str = Field(default="", max_length=20)
    incident_system: str = Field(default="the incident system", max_length=40)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, OSError, ValueError) as problem:
            message = f"{zone!r} is not a known time zone"
            raise ValueError(message) from problem
        return zone


class NodeDefined(Payload):
    """The node's facts, whole; a later one replaces them."""

    facts: NodeFacts


class CalendarSet(Payload):
    """The node's calendar, whole."""

    calendar: Calendar


class ClocksSet(Payload):
    """How long the node's cards may wait, whole."""

    clocks: Clocks


class LayoutChosen(Payload):
    """The layout that the node's board shows, by the name of its file without the ending."""

    layout: str = Field(min_length=1, max_length=CHOICE_LIMIT)


class WallStratifiersSet(Payload):
    """What the figures on this node's wall may be split by, whole; nothing until somebody turns it on."""

    stratifiers: tuple[Annotated[str, Field(min_length=1, max_length=40)], ...] = Field(
        max_length=MOST_STRATIFIERS
    )


class Node(State):
    """A node of the organisation with its configuration.

    `wall_stratifiers` are the stratifiers by which its wall may show figures, spelt by `plain_name`.
    """

    facts: NodeFacts
    calendar: Calendar = Calendar()
    clocks: Clocks = Clocks()
    layout: str = "ward_sqcdp"
    wall_stratifiers: tuple[str, ...] = ()

    def shows_by(self, stratifier: str) -> bool:
        """Return whether the wall may show figures by a stratifier, however its name is spelt."""
        return plain_name(stratifier) in self.wall_stratifiers


def plain_name(stratifier: str) -> str:
    """Return a stratifier's name in one spelling: "Department type" and "department_type" are the same."""
    text = stratifier.encode("utf-8", "ignore").decode()  # no halves of characters
    return text.strip().casefold().replace(" ", "_").replace("-", "_")


@dataclass(frozen=True, slots=True)
class DefineNode:
    """Say what a node is."""

    node_id: str
    facts: NodeFacts


@dataclass(frozen=True, slots=True)
class SetCalendar:
    """Replace a node's calendar."""

    node_id: str
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class SetClocks:
    """Say how long a node's cards may wait."""

    node_id: str
    clocks: Clocks


@dataclass(frozen=True, slots=True)
class ChooseLayout:
    """Choose the layout of a node's board."""

    node_id: str
    layout: str


@dataclass(frozen=True, slots=True)
class SetWallStratifiers:
    """Say what the figures on this node's wall may be split by."""

    node_id: str
    stratifiers: tuple[str, ...]


NodeCommand = DefineNode | SetCalendar | SetClocks | ChooseLayout | SetWallStratifiers


@tidied
def decide(node: Node | None, command: NodeCommand) -> Decision:
    """Return the change that a command makes, or why it cannot."""
    if isinstance(command, DefineNode):
        return (Act(command.node_id, "node.defined", NodeDefined(facts=command.facts)),)
    if node is None:
        return Refusal("Set up this ward first.")
    if isinstance(command, SetCalendar):
        return (Act(command.node_id, "node.calendar_set", CalendarSet(calendar=command.calendar)),)
    if isinstance(command, SetClocks):
        return (Act(command.node_id, "node.clocks_set", ClocksSet(clocks=command.clocks)),)
    if isinstance(command, SetWallStratifiers):
        names = tuple(dict.fromkeys(plain_name(name) for name in command.stratifiers))
        if names == node.wall_stratifiers:
            return ()
        payload = WallStratifiersSet(stratifiers=names)
        return (Act(command.node_id, "node.wall_stratifiers_set", payload),)
    if not command.layout:
        return Refusal("Choose a layout first.")
    return (Act(command.node_id, "node.layout_chosen", LayoutChosen(layout=command.layout)),)


def evolve(node: Node | None, happened: Happened) -> Outcome[Node]:
    """Return the node after a change."""
    payload = happened.payload
    if isinstance(payload, NodeDefined):
        if node is None:
            return Outcome(Node(facts=payload.facts))
        return Outcome(node.model_copy(update={"facts": payload.facts}))
    if node is None:
        return Outcome(None, "there is no such node")
    if isinstance(payload, CalendarSet):
        return Outcome(node.model_copy(update={"calendar": payload.calendar}))
    if isinstance(payload, ClocksSet):
        return Outcome(node.model_copy(update={"clocks": payload.clocks}))
    if isinstance(payload, LayoutChosen):
        return Outcome(node.model_copy(update={"layout": payload.layout}))
    if isinstance(payload, WallStratifiersSet):
        return Outcome(node.model_copy(update={"wall_stratifiers": payload.stratifiers}))
    return Outcome(node, "needs an update of this board")


NODE = EntityKind(
    name="node",
    log=LogKind.CONFIG,
    state=Node,
    payloads={
        "node.defined": NodeDefined,
        "node.calendar_set": CalendarSet,
        "node.clocks_set": ClocksSet,
        "node.layout_chosen": LayoutChosen,
        "node.wall_stratifiers_set": WallStratifiersSet,
    },
    evolve=evolve,
)
