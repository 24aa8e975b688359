"""The patient voice: a weekly theme, and one *you said, we did*."""

from dataclasses import dataclass
from datetime import date

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
from kiosk.domain.sentences import NAME_LIMIT, WORDS_ERASED, given, tidied


class VoiceRecorded(Payload):
    """What patients said in a week; words fields: `you_said` and `we_did`."""

    week: date
    theme: str = Field(max_length=NAME_LIMIT)


class Voice(State):
    """What patients said in a week, and what the ward did; `week` is its Monday."""

    week: date
    theme: str
    you_said: str
    we_did: str


@dataclass(frozen=True, slots=True)
class RecordVoice:
    """Record a week's patient voice."""

    voice_id: str
    week: date
    theme: str
    you_said: str
    we_did: str = ""


@tidied
def decide(voice: Voice | None, command: RecordVoice) -> Decision:
    """Return the change that records a week's voice, or why it cannot."""
    if voice is not None:
        return Refusal("That is already on the board.")
    if not command.you_said:
        return Refusal("Write what patients said.")
    payload = VoiceRecorded(week=command.week, theme=command.theme)
    words = given(you_said=command.you_said, we_did=command.we_did)
    return (Act(command.voice_id, "voice.recorded", payload, words),)


def evolve(voice: Voice | None, happened: Happened) -> Outcome[Voice]:
    """Return the voice after a change."""
    payload = happened.payload
    if not isinstance(payload, VoiceRecorded):
        return Outcome(voice, "needs an update of this board")
    if voice is not None:
        return Outcome(voice, "already recorded")
    return Outcome(
        Voice(
            week=payload.week,
            theme=payload.theme,
            you_said=happened.words.get("you_said", WORDS_ERASED),
            we_did=happened.words.get("we_did", ""),
        )
    )


VOICE = EntityKind(
    name="voice",
    log=LogKind.OWN,
    state=Voice,
    payloads={"voice.recorded": VoiceRecorded},
    evolve=evolve,
)
