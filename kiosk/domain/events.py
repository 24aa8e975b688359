"""Safety events: a type, how bad, when; never a patient; one counts once it is confirmed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from pydantic import Field

from kiosk.domain.changes import LogKind
from kiosk.domain.entities import (
    SENTENCE_LIMIT,
    Act,
    Decision,
    EntityKind,
    Happened,
    Outcome,
    Payload,
    Refusal,
    State,
)


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
    what: str = Field(max_length=60)
    harm: Harm = Harm.NONE
    day: date
    shift: str = Field(default="", max_length=30)


class EventConfirmed(Payload):
    """The charge nurse or a huddle says that it counts."""


class EventRedated(Payload):
    """It happened on another day."""

    day: date
    shift: str = Field(default="", max_length=30)
    reason: str = Field(default="", max_length=SENTENCE_LIMIT)


class EventReclassified(Payload):
    """It was something else, or worse, or less bad."""

    type: EventType
    what: str = Field(max_length=60)
    harm: Harm = Harm.NONE
    reason: str = Field(default="", max_length=SENTENCE_LIMIT)


class EventWithdrawn(Payload):
    """It does not count after all, with the reason."""

    reason: str = Field(min_length=1, max_length=SENTENCE_LIMIT)


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
    """Move an event to another day."""

    event_id: str
    day: date
    shift: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReclassifyEvent:
    """Say what it really was."""

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


def decide(event: SafetyEvent | None, command: EventCommand, today: date) -> Decision:
    """Return the change that a command makes, or why it cannot."""
    if isinstance(command, ReportEvent):
        return _report(event, command, today)
    if event is None:
        return Refusal("That event is not here any more.")
    if event.standing is Standing.WITHDRAWN:
        return Refusal("That event was withdrawn.")
    match command:
        case ConfirmEvent():
            if event.counts:
                return Refusal("That event is already confirmed.")
            return (Act(command.event_id, "event.confirmed", EventConfirmed()),)
        case RedateEvent():
            if command.day > today:
                return Refusal("That day is still to come.")
            moved = EventRedated(day=command.day, shift=command.shift, reason=command.reason)
            return (Act(command.event_id, "event.redated", moved),)
        case ReclassifyEvent():
            other = EventReclassified(
                type=command.type, what=command.what, harm=command.harm, reason=command.reason
            )
            return (Act(command.event_id, "event.reclassified", other),)
        case WithdrawEvent():
            if not command.reason.strip():
                return Refusal("Say why it is withdrawn.")
            gone = EventWithdrawn(reason=command.reason.strip())
            return (Act(command.event_id, "event.withdrawn", gone),)
        case FollowUpEvent():
            if command.question not in FOLLOW_UPS:
                return Refusal("That question is not asked.")
            answered = EventFollowedUp(question=command.question, done=command.done)
            return (Act(command.event_id, "event.followed_up", answered),)
        case _:
            assert_never(command)


def _report(event: SafetyEvent | None, command: ReportEvent, today: date) -> Decision:
    if event is not None:
        return Refusal("That event is already recorded.")
    if command.day > today:
        return Refusal("That day is still to come.")
    sentence = command.sentence.strip()
    if len(sentence) > SENTENCE_LIMIT:
        return Refusal(f"Keep it to {SENTENCE_LIMIT} characters.")
    payload = EventReported(
        type=command.type,
        what=command.what,
        harm=command.harm,
        day=command.day,
        shift=command.shift,
    )
    words = {"sentence": sentence} if sentence else {}
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
            gone = {"standing": Standing.WITHDRAWN, "withdrawn_because": payload.reason}
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
