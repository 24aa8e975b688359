"""Daily figures entered at the board: a figure of one metric on one day, once, corrected with both values kept."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

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

COUNT_LIMIT = 99_999
"""The largest count that the keypad takes."""

Answer = Literal["counted", "not_counted"]


class ObservationRecorded(Payload):
    """What was counted on a day; *none* is a counted zero, *not counted* is no figure at all."""

    metric: str
    day: date
    answer: Answer
    numerator: int | None = Field(default=None, ge=0, le=COUNT_LIMIT)
    denominator: int | None = Field(default=None, ge=0, le=COUNT_LIMIT)


class Observation(State):
    """The figure of one metric on one day; the history keeps what it said before."""

    metric: str
    day: date
    answer: Answer
    numerator: int | None
    denominator: int | None
    corrections: int = 0


@dataclass(frozen=True, slots=True)
class RecordObservation:
    """Record or correct a day's figure; `denominator` is None for a plain count."""

    metric: str
    day: date
    answer: Answer
    numerator: int | None = None
    denominator: int | None = None
    needs_denominator: bool = False
    proportion: bool = False


def observation_id(metric: str, day: date) -> str:
    """Return the entity id of a metric's figure of a day, the same on every board."""
    return "observation:" + natural_id(metric, "day", day.isoformat())


def decide(observation: Observation | None, command: RecordObservation, today: date) -> Decision:
    """Return the change that records a figure, or why it cannot be right.

    Args:
        observation: the figure as it stands, or None.
        command: the figure.
        today: the ward's day; no figure is taken for a day to come.
    """
    reason = _wrong(command, today)
    if reason:
        return Refusal(reason)
    counted = command.answer == "counted"
    said = (
        command.answer,
        command.numerator if counted else None,
        command.denominator if counted else None,
    )
    if observation is not None and said == (
        observation.answer,
        observation.numerator,
        observation.denominator,
    ):
        return ()
    payload = ObservationRecorded(
        metric=command.metric,
        day=command.day,
        answer=command.answer,
        numerator=said[1],
        denominator=said[2],
    )
    return (Act(observation_id(command.metric, command.day), "observation.recorded", payload),)


def _wrong(command: RecordObservation, today: date) -> str:
    if command.day > today:
        return "That day is still to come."
    if command.answer == "not_counted":
        return ""
    if command.numerator is None or (command.needs_denominator and command.denominator is None):
        return "Enter both figures, or say that it was not counted."
    if min(command.numerator, command.denominator or 0) < 0:
        return "A figure is not below zero."
    if max(command.numerator, command.denominator or 0) > COUNT_LIMIT:
        return f"The largest figure is {COUNT_LIMIT:,}."
    if command.needs_denominator and command.denominator == 0 and command.numerator > 0:
        return "Out of nothing there can be none."
    if command.proportion and command.numerator > (command.denominator or 0):
        return f"{command.numerator} out of {command.denominator} cannot be."
    return ""


def evolve(observation: Observation | None, happened: Happened) -> Outcome[Observation]:
    """Return the figure after a change; the last one said stands, the history keeps all."""
    payload = happened.payload
    if not isinstance(payload, ObservationRecorded):
        return Outcome(observation, "needs an update of this board")
    return Outcome(
        Observation(
            metric=payload.metric,
            day=payload.day,
            answer=payload.answer,
            numerator=payload.numerator,
            denominator=payload.denominator,
            corrections=0 if observation is None else observation.corrections + 1,
        )
    )


OBSERVATION = EntityKind(
    name="observation",
    log=LogKind.OWN,
    state=Observation,
    payloads={"observation.recorded": ObservationRecorded},
    evolve=evolve,
)
