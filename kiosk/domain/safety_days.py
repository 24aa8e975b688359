"""Days of the safety cross: silence is not safety, so a day without an event is closed by somebody who says so."""

from dataclasses import dataclass
from datetime import date

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


class NoneReported(Payload):
    """Somebody said: none reported on this day."""

    day: date


class DayReopened(Payload):
    """Somebody said that the day is not closed after all."""

    day: date


class SafetyDay(State):
    """A day of the ward; `closed` once somebody said *none reported*."""

    day: date
    closed: bool


@dataclass(frozen=True, slots=True)
class CloseDay:
    """Say that none was reported on a day."""

    node: str
    day: date


@dataclass(frozen=True, slots=True)
class ReopenDay:
    """Take *none reported* back."""

    node: str
    day: date


def safety_day_id(node: str, day: date) -> str:
    """Return the entity id of a ward's day, the same on every board."""
    return "safety_day:" + natural_id(node, "safety_day", day.isoformat())


def decide(state: SafetyDay | None, command: CloseDay | ReopenDay, today: date) -> Decision:
    """Return the change that a command makes, or why it cannot."""
    entity = safety_day_id(command.node, command.day)
    if command.day > today:
        return Refusal("That day is still to come.")
    if isinstance(command, ReopenDay):
        if state is None or not state.closed:
            return Refusal("That day is not closed.")
        return (Act(entity, "safety_day.reopened", DayReopened(day=command.day)),)
    if state is not None and state.closed:
        return ()
    return (Act(entity, "safety_day.none_reported", NoneReported(day=command.day)),)


def evolve(state: SafetyDay | None, happened: Happened) -> Outcome[SafetyDay]:
    """Return the day after a change."""
    payload = happened.payload
    if isinstance(payload, NoneReported):
        return Outcome(SafetyDay(day=payload.day, closed=True))
    if isinstance(payload, DayReopened):
        return Outcome(SafetyDay(day=payload.day, closed=False))
    return Outcome(state, "needs an update of this board")


SAFETY_DAY = EntityKind(
    name="safety_day",
    log=LogKind.OWN,
    state=SafetyDay,
    payloads={"safety_day.none_reported": NoneReported, "safety_day.reopened": DayReopened},
    evolve=evolve,
)
