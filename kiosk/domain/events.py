"""Safety events: a type, how bad, when; never a patient; one counts once it is confirmed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

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
from kiosk.domain.sentences import CHOICE_LIMIT, SHIFT_LIMIT, WORDS_ERASED, given, tidied


class EventType(StrEnum):
    """The types of DOMAIN.md section 5."""

    HARM = "harm"
    NEAR_MISS = "near_miss"
    GOOD_CATCH = "good_catch"
    STAFF_INJURY = "staff_injury"
    VIOLENCE = "violence"
    FAMILY_CONCERN = "family_concern"


class Harm(StrEnum):
    """How bad it was."""

    NONE = "none"
    MINOR = "minor"
    MODERATE = "moderate"
    SEVERE = "severe"
    DEATH = "death"


FOLLOW_UPS = ("told", "staff_supported", "team_talked", "learning_shared")
"""What is asked after harm: yes or not yet, no identifiers."""


class EventReported(Payload):
    """Something happened; an optional sentence is in the words field `sentence`."""

    type: EventType
    what: str = Field(max_length=CHOICE_LIMIT)
    harm: Harm = Harm.NONE
    day: date
    shift: str = Field(default="", max_length=SHIFT_LIMIT)


class EventConfirmed(Payload):
    """The charge nurse or a huddle says that it counts."""


class EventRedated(Payload):
    """It happened on another day; the reason is in the words field `reason`."""

    day: date
    shift: str = Field(default="", max_length=SHIFT_LIMIT)


class EventReclassified(Payload):
    """It was something else, or worse, or less bad; the reason is in the words field `reason`."""

    type: EventType
    what: str = Field(max_length=CHOICE_LIMIT)
    harm: Harm = Harm.NONE


class EventWithdrawn(Payload):
    """It does not count after all; the reason is in the words field `reason`."""


class EventFollowedUp(Payload):
    """One of the four questions after harm, answered."""

    question: str
    done: bool


class Standing(StrEnum):
    """How far an event has come."""

    TO_CONFIRM = "to_confirm"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class SafetyEvent(State):
    """A safety event of the ward."""

    type: EventType
    what: str
    harm: Harm
    day: date
    shift: str
    sentence: str | None
    standing: Standing = Standing.TO_CONFIRM
    withdrawn_because: str = ""
    followed_up: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it changes counters, charts and the safety cross."""
        return self.standing is Standing.CONFIRMED


@dataclass(frozen=True, slots=True)
class ReportEvent:
    """Report an event."""

    event_id: str
    type: EventType
    what: str
    harm: Harm
    day: date
    shift: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmEvent:
    """Let an event count."""

    event_id: str


@dataclass(frozen=True, slots=True)
class RedateEvent:
    """Move an event to another day, with a reason."""

    event_id: str
    day: date
    shift: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReclassifyEvent:
    """Say what it really was, with a reason."""

    event_id: str
    type: EventType
    what: str
    harm: Harm
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawEvent:
    """Take an event out of the counts, with a reason."""

    event_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class FollowUpEvent:
    """Answer one of the four questions after harm."""

    event_id: str
    question: str
    done: bool


EventCommand = (
    ReportEvent | ConfirmEvent | RedateEvent | ReclassifyEvent | WithdrawEvent | FollowUpEvent
)


@tidied
def decide(event: SafetyEvent | None, command: EventCommand, today: date) -> Decision:
    """Return the change that a command makes, or why it cannot."""
    if isinstance(command, ReportEvent):
        return _report(event, command, today)
    if event is None:
        return Refusal("That event is not here any more.")
    if event.standing is Standing.WITHDRAWN:
        return Refusal("That event was withdrawn.")
    if isinstance(command, RedateEvent | ReclassifyEvent | WithdrawEvent):
        return _correct(command, today)
    if isinstance(command, ConfirmEvent):
        if event.counts:
            return Refusal("That event is already confirmed.")
        return (Act(command.event_id, "event.confirmed", EventConfirmed()),)
    if command.question not in FOLLOW_UPS:
        return Refusal("That question is not asked.")
    answered = EventFollowedUp(question=command.question, done=command.done)
    return (Act(command.event_id, "event.followed_up", answered),)


def _correct(command: RedateEvent | ReclassifyEvent | WithdrawEvent, today: date) -> Decision:
    if not command.reason:
        return Refusal("Say why first.")
    words = given(reason=command.reason)
    match command:
        case RedateEvent():
            if command.day > today:
                return Refusal("That day is still to come.")
            moved = EventRedated(day=command.day, shift=command.shift)
            return (Act(command.event_id, "event.redated", moved, words),)
        case ReclassifyEvent():
            if not command.what:
                return Refusal("Say what it was.")
            other = EventReclassified(type=command.type, what=command.what, harm=command.harm)
            return (Act(command.event_id, "event.reclassified", other, words),)
        case WithdrawEvent():
            return (Act(command.event_id, "event.withdrawn", EventWithdrawn(), words),)
        case _:
            assert_never(command)


def _report(event: SafetyEvent | None, command: ReportEvent, today: date) -> Decision:
    if event is not None:
        return Refusal("That event is already recorded.")
    if command.day > today:
        return Refusal("That day is still to come.")
    if not command.what:
        return Refusal("Say what happened.")
    payload = EventReported(
        type=command.type,
        what=command.what,
        harm=command.harm,
        day=command.day,
        shift=command.shift,
    )
    words = given(sentence=command.sentence)
    return (Act(command.event_id, "event.reported", payload, words),)


def evolve(event: SafetyEvent | None, happened: Happened) -> Outcome[SafetyEvent]:
    """Return the event after a change."""
    payload = happened.payload
    if isinstance(payload, EventReported):
        if event is not None:
            return Outcome(event, "already recorded")
        return Outcome(
            SafetyEvent(
                type=payload.type,
                what=payload.what,
                harm=payload.harm,
                day=payload.day,
                shift=payload.shift,
                sentence=happened.words.get("sentence"),
            )
        )
    if event is None:
        return Outcome(None, "there is no such event")
    if event.standing is Standing.WITHDRAWN:
        return Outcome(event, "already withdrawn")
    match payload:
        case EventConfirmed():
            return Outcome(event.model_copy(update={"standing": Standing.CONFIRMED}))
        case EventRedated():
            return Outcome(event.model_copy(update={"day": payload.day, "shift": payload.shift}))
        case EventReclassified():
            update = {"type": payload.type, "what": payload.what, "harm": payload.harm}
            return Outcome(event.model_copy(update=update))
        case EventWithdrawn():
            reason = happened.words.get("reason", WORDS_ERASED)
            gone = {"standing": Standing.WITHDRAWN, "withdrawn_because": reason}
            return Outcome(event.model_copy(update=gone))
        case EventFollowedUp():
            return Outcome(_followed_up(event, payload))
        case _:
            return Outcome(event, "needs an update of this board")


def _followed_up(event: SafetyEvent, payload: EventFollowedUp) -> SafetyEvent:
    done = set(event.followed_up)
    if payload.done:
        done.add(payload.question)
    else:
        done.discard(payload.question)
    return event.model_copy(update={"followed_up": tuple(sorted(done))})


EVENT = EntityKind(
    name="event",
    log=LogKind.OWN,
    state=SafetyEvent,
    payloads={
        "event.reported": EventReported,
        "event.confirmed": EventConfirmed,
        "event.redated": EventRedated,
        "event.reclassified": EventReclassified,
        "event.withdrawn": EventWithdrawn,
        "event.followed_up": EventFollowedUp,
    },
    evolve=evolve,
)
