"""Roster people: a role, and a name that is kept erasable."""

from dataclasses import dataclass
from enum import StrEnum

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
from kiosk.domain.sentences import NAME_LIMIT, given, tidied

NAME_ERASED = "name erased"
"""What stands in the place of a name that was erased."""


class Role(StrEnum):
    """What a person may do at the board."""

    STAFF = "staff"
    CHARGE_NURSE = "charge_nurse"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"


class PersonAdded(Payload):
    """Somebody joins the roster; the name is in the words field `name`."""

    role: Role
    group: str = "nursing"


class PersonChanged(Payload):
    """Another role or group; a new name is in the words field `name`."""

    role: Role
    group: str = "nursing"


class PersonLeft(Payload):
    """Somebody leaves the roster."""


class Person(State):
    """Somebody on the ward's roster."""

    name: str
    role: Role
    group: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class AddPerson:
    """Put somebody on the roster."""

    person_id: str
    name: str
    role: Role
    group: str = "nursing"


@dataclass(frozen=True, slots=True)
class ChangePerson:
    """Correct a name, a role or a group."""

    person_id: str
    name: str
    role: Role
    group: str = "nursing"


@dataclass(frozen=True, slots=True)
class RemovePerson:
    """Take somebody off the roster."""

    person_id: str


PersonCommand = AddPerson | ChangePerson | RemovePerson


@tidied
def decide(person: Person | None, command: PersonCommand) -> Decision:
    """Return the change that a command makes, or why it cannot."""
    if isinstance(command, RemovePerson):
        if person is None or not person.active:
            return Refusal("That person is not on the roster.")
        return (Act(command.person_id, "person.left", PersonLeft()),)
    if not command.name:
        return Refusal(f"A name has 1 to {NAME_LIMIT} characters.")
    if isinstance(command, AddPerson):
        if person is not None:
            return Refusal("That person is already on the roster.")
        added = PersonAdded(role=command.role, group=command.group)
        return (Act(command.person_id, "person.added", added, given(name=command.name)),)
    if person is None:
        return Refusal("That person is not on the roster.")
    changed = PersonChanged(role=command.role, group=command.group)
    return (Act(command.person_id, "person.changed", changed, given(name=command.name)),)


def evolve(person: Person | None, happened: Happened) -> Outcome[Person]:
    """Return the person after a change."""
    payload = happened.payload
    name = happened.words.get("name", NAME_ERASED)
    if isinstance(payload, PersonAdded):
        if person is not None:
            return Outcome(person, "already on the roster")
        return Outcome(Person(name=name, role=payload.role, group=payload.group))
    if person is None:
        return Outcome(None, "there is no such person")
    if isinstance(payload, PersonChanged):
        return Outcome(Person(name=name, role=payload.role, group=payload.group))
    if isinstance(payload, PersonLeft):
        return Outcome(person.model_copy(update={"active": False}))
    return Outcome(person, "needs an update of this board")


PERSON = EntityKind(
    name="person",
    log=LogKind.CONFIG,
    state=Person,
    payloads={
        "person.added": PersonAdded,
        "person.changed": PersonChanged,
        "person.left": PersonLeft,
    },
    evolve=evolve,
)
