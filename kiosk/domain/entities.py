"""How any entity is folded from its history: payloads by kind, `evolve`, withdrawals, marks on what cannot stand."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from kiosk.domain.changes import Actor, Change, LogKind, Record
from kiosk.domain.standing import (
    ERASED,
    WITHDRAWN,
    in_order,
    place_in_order,
    unseen_kinds,
    withdrawals,
)

StateT = TypeVar("StateT", bound="State")


class Payload(BaseModel):
    """What a kind of change says; unknown fields are kept in the change itself and ignored here.

    A payload can never be erased. It holds no free text about people and no names: those are the words of the act.
    What it may hold is picked from lists (phrases, categories, groups, shifts, the role that stands behind an
    answer) or configuration of the ward (titles, telephone numbers of an office, why a week is closed).
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="ignore")


class State(BaseModel):
    """What an entity is now; folded, never edited."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")


class ChangeWithdrawn(Payload):
    """Takes back one change of the same board (undo), or, with `change` None, the whole entity.

    The reason is in the words field `reason`.
    """

    change: str | None = None


class TextErased(Payload):
    """Asks every replica to delete the words and the key beside a change."""

    change: str


@dataclass(frozen=True, slots=True)
class Act:
    """What `decide` answers with: one change to be made, not yet stamped, chained or stored."""

    entity: str
    kind: str
    payload: Payload
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command cannot be carried out, in words for the person who touched."""

    reason: str


Decision = tuple[Act, ...] | Refusal


@dataclass(frozen=True, slots=True)
class Happened:
    """A change as `evolve` sees it.

    Attributes:
        change: the change.
        payload: its payload, parsed.
        at: when it happened, corrected to the server's clock where that is known.
        words: its words by field; a field is missing when there were none or they were erased.
        unseen: kinds of standing changes before it that its author had not seen (ARCHITECTURE.md, *Domain*).
    """

    change: Change
    payload: Payload
    at: datetime
    words: Mapping[str, str]
    unseen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[StateT]):
    """The state after a change, and why the change could not stand, if it could not."""

    state: StateT | None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class EntityKind(Generic[StateT]):
    """Everything the fold needs to know of one kind of entity."""

    name: str
    log: LogKind
    state: type[StateT]
    payloads: Mapping[str, type[Payload]]
    evolve: Callable[[StateT | None, Happened], Outcome[StateT]]


@dataclass(frozen=True, slots=True)
class Folded(Generic[StateT]):
    """An entity as it stands.

    Attributes:
        id: `<kind>:<UUID>`.
        state: what it is, or None when nothing of it stands.
        withdrawn: why the whole entity was withdrawn, or None.
        marks: change id → why that change does not stand.
        version: how many changes there are, for display.
        last_confirmed: id of the last confirmed change: what the next change is based on.
        node: the node in whose log it lives, or empty where that was not told.
    """

    id: str
    state: StateT | None
    withdrawn: str | None = None
    marks: dict[str, str] = field(default_factory=dict)
    version: int = 0
    last_confirmed: str | None = None
    node: str = ""

    @property
    def stands(self) -> bool:
        """Whether there is anything to show."""
        return self.state is not None and self.withdrawn is None


_OF_THE_MOMENT = frozenset({"words", "within_s", "seen_within_s"})
"""What is beside a change, and what is reckoned from the instant at which it is made."""


def says(record: Record, act: Act, actor: Actor) -> bool:
    """Tell whether a record is of this act; times, bases and keys of a repetition differ, its content does not."""
    change = record.change
    payload = {name: value for name, value in change.payload.items() if name not in _OF_THE_MOMENT}
    said = act.payload.model_dump(mode="json").items()
    return (
        (change.entity, change.kind, change.actor) == (act.entity, act.kind, actor)
        and payload == {name: value for name, value in said if name not in _OF_THE_MOMENT}
        and set(change.payload.get("words", {})) == set(act.words)
        and (record.words is None or words_of(record) == dict(act.words))
    )


def fold(
    kind: EntityKind[StateT], entity: str, history: Iterable[Record], node: str = ""
) -> Folded[StateT]:
    """Return an entity as a pure function of its records, in whatever order and however often they are given.

    Args:
        kind: the kind of entity.
        entity: its id.
        history: all its records; repetitions of a change count once.
        node: the node in whose log it lives, where that is to be told.

    Returns:
        The entity; changes that cannot stand are marked, never dropped.
    """
    ordered = in_order(_each_once(history))
    withdrawn = withdrawals(ordered)
    state: StateT | None = None
    reason: str | None = None
    marks: dict[str, str] = {}
    for record, unseen in zip(ordered, unseen_kinds(ordered, withdrawn), strict=True):
        change = record.change
        if change.id in withdrawn:
            marks[change.id] = "withdrawn"
        elif change.kind == WITHDRAWN:
            reason, mark = _withdraw(record, withdrawn, reason)
            _note(marks, change.id, mark)
        elif change.kind != ERASED:
            outcome = _apply(kind, state, record, unseen)
            state = outcome.state
            _note(marks, change.id, outcome.mark)
    confirmed = [record.change.id for record in ordered if record.seq is not None]
    return Folded(
        id=entity,
        state=state,
        withdrawn=reason,
        marks=marks,
        version=len(ordered),
        last_confirmed=confirmed[-1] if confirmed else None,
        node=node,
    )


def _each_once(history: Iterable[Record]) -> list[Record]:
    """Return each change once: its confirmed record before a pending one, and no words if any copy has none."""
    records = list(history)
    if len(records) < 2:  # noqa: PLR2004 - most entities have one change
        return records
    once: dict[str, Record] = {}
    for record in records:
        known = once.setdefault(record.change.id, record)
        if known is not record:
            better = min(known, record, key=place_in_order)
            erased = known.words is None or record.words is None
            once[record.change.id] = replace(better, words=None) if erased else better
    return list(once.values())


def _note(marks: dict[str, str], change_id: str, mark: str) -> None:
    if mark:
        marks[change_id] = mark


def _withdraw(
    record: Record, standing: Mapping[str, str], reason: str | None
) -> tuple[str | None, str]:
    target = record.change.payload.get("change")
    if target is None:
        return words_of(record).get("reason") or "withdrawn", ""
    by = standing.get(str(target))
    if by is not None:
        return reason, "" if by == record.change.id else "already taken back"
    return reason, "could not be undone: somebody else had built on it"


def words_of(record: Record) -> Mapping[str, str]:
    """Return the words beside a change by field; none when there were none or they were erased."""
    return record.words.fields if record.words is not None else {}


def _apply(
    kind: EntityKind[StateT], state: StateT | None, record: Record, unseen: tuple[str, ...]
) -> Outcome[StateT]:
    change = record.change
    model = kind.payloads.get(change.kind)
    if model is None or change.schema > 1:
        return Outcome(state, "needs an update of this board")
    try:
        payload = model.model_validate(change.payload)
    except ValidationError:
        return Outcome(state, "could not be read")
    return kind.evolve(
        state, Happened(change, payload, record.happened_at, words_of(record), unseen)
    )
