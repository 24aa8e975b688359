"""Recognition: a thank-you to a role group, by name only where the person agreed."""

from dataclasses import dataclass
from datetime import date, datetime

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
from kiosk.domain.sentences import NAME_LIMIT, SENTENCE_LIMIT, SHIFT_LIMIT, given, tidied


class RecognitionGiven(Payload):
    """Somebody is thanked; words fields: `sentence`, and `name` if the person agreed to be named."""

    group: str = Field(max_length=NAME_LIMIT)
    phrase: str | None = Field(default=None, max_length=SENTENCE_LIMIT)
    shift: str = Field(default="", max_length=SHIFT_LIMIT)
    day: date


class Recognition(State):
    """A thank-you."""

    group: str
    phrase: str | None
    sentence: str | None
    name: str | None
    shift: str
    day: date
    given_at: datetime


@dataclass(frozen=True, slots=True)
class GiveRecognition:
    """Thank somebody; a phrase or a sentence says for what."""

    recognition_id: str
    group: str
    phrase: str | None
    day: date
    sentence: str = ""
    name: str = ""
    shift: str = ""


@tidied
def decide(recognition: Recognition | None, command: GiveRecognition) -> Decision:
    """Return the change that a thank-you makes, or why it cannot."""
    if recognition is not None:
        return Refusal("That thank-you is already on the board.")
    if not command.phrase and not command.sentence:
        return Refusal("Pick a phrase, or write one short sentence.")
    payload = RecognitionGiven(
        group=command.group, phrase=command.phrase, shift=command.shift, day=command.day
    )
    words = given(sentence=command.sentence, name=command.name)
    return (Act(command.recognition_id, "recognition.given", payload, words),)


def evolve(recognition: Recognition | None, happened: Happened) -> Outcome[Recognition]:
    """Return the thank-you after a change."""
    payload = happened.payload
    if not isinstance(payload, RecognitionGiven):
        return Outcome(recognition, "needs an update of this board")
    if recognition is not None:
        return Outcome(recognition, "already given")
    return Outcome(
        Recognition(
            group=payload.group,
            phrase=payload.phrase,
            sentence=happened.words.get("sentence"),
            name=happened.words.get("name"),
            shift=payload.shift,
            day=payload.day,
            given_at=happened.at,
        )
    )


RECOGNITION = EntityKind(
    name="recognition",
    log=LogKind.OWN,
    state=Recognition,
    payloads={"recognition.given": RecognitionGiven},
    evolve=evolve,
)
