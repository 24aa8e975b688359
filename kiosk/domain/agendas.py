"""A node's huddle agenda: items with their minutes, as data."""

from dataclasses import dataclass

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

ITEMS_LIMIT = 15


class AgendaItem(State):
    """One item: what it is called, how long it may take, what the facilitator says."""

    key: str = Field(min_length=1, max_length=30)
    title: str = Field(min_length=1, max_length=40)
    seconds: int = Field(ge=5, le=1800)
    script: str = Field(default="", max_length=200)


class AgendaSet(Payload):
    """The agenda, whole."""

    items: tuple[AgendaItem, ...] = Field(min_length=1, max_length=ITEMS_LIMIT)


class Agenda(State):
    """What the huddle goes through, in order."""

    items: tuple[AgendaItem, ...]

    @property
    def seconds(self) -> int:
        """The budget of the whole huddle."""
        return sum(item.seconds for item in self.items)


@dataclass(frozen=True, slots=True)
class SetAgenda:
    """Replace a node's agenda."""

    node: str
    items: tuple[AgendaItem, ...]


def agenda_id(node: str) -> str:
    """Return the entity id of a node's agenda."""
    return "agenda:" + natural_id(node, "agenda")


def decide(agenda: Agenda | None, command: SetAgenda) -> Decision:
    """Return the change that sets an agenda, or why it cannot."""
    if not 1 <= len(command.items) <= ITEMS_LIMIT:
        return Refusal(f"An agenda has 1 to {ITEMS_LIMIT} items.")
    if agenda is not None and agenda.items == command.items:
        return ()
    return (Act(agenda_id(command.node), "agenda.set", AgendaSet(items=command.items)),)


def evolve(agenda: Agenda | None, happened: Happened) -> Outcome[Agenda]:
    """Return the agenda after a change."""
    if isinstance(happened.payload, AgendaSet):
        return Outcome(Agenda(items=happened.payload.items))
    return Outcome(agenda, "needs an update of this board")


AGENDA = EntityKind(
    name="agenda",
    log=LogKind.CONFIG,
    state=Agenda,
    payloads={"agenda.set": AgendaSet},
    evolve=evolve,
)
