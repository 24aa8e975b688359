"""How any entity is folded from its history: payloads by kind, `evolve`, withdrawals, marks on what cannot stand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.domain.changes import Change, LogKind, Record

SENTENCE_LIMIT = 140
"""Characters in one short sentence, everywhere on the board."""

WITHDRAWN = "change.withdrawn"
ERASED = "text.erased"

StateT = TypeVar("StateT", bound="State")


class Payload(BaseModel):
    """What a kind of change says; unknown fields are kept in the change itself and ignored here."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="ignore")


class State(BaseModel):
    """What an entity is now; folded, never edited."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")


class ChangeWithdrawn(Payload):
    """Takes back one change of the same board (undo), or, with `change` None, the whole entity with a reason."""

    change: str | None = None
    reason: str = Field(default="", max_length=SENTENCE_LIMIT)


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
        words: its words by field; a field is missing when there were none or they were erased.
        unseen: kinds of earlier changes that its author had not seen (ARCHITECTURE.md, *Domain*).
    """

    change: Change
    payload: Payload
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


class Folded(BaseModel, Generic[StateT]):
    """An entity as it stands.

    Attributes:
        id: `<kind>:<UUID>`.
        state: what it is, or None when nothing of it stands.
        withdrawn: why the whole entity was withdrawn, or None.
        marks: change id → why that change does not stand.
        version: how many changes there are, for display.
        last_confirmed: id of the last confirmed change: what the next change is based on.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    state: StateT | None
    withdrawn: str | None = None
    marks: dict[str, str] = Field(default_factory=dict)
    version: int = 0
    last_confirmed: str | None = None

    @property
    def stands(self) -> bool:
        """Whether there is anything to show."""
        return self.state is not None and self.withdrawn is None


def in_order(history: Iterable[Record]) -> list[Record]:
    """Return records as they are folded: confirmed by sequence number, then one's own pending by counter."""
    return sorted(
        history,
        key=lambda r: (r.seq is None, r.seq or 0, r.entry.incarnation, r.entry.counter),
    )


def unseen_by(record: Record, earlier: Sequence[Record]) -> list[Record]:
    """Return those of the earlier records that the author of a record had not seen.

    x was not seen iff it precedes, follows `based_on`, and is not of the author's own stream.
    """
    start = 0
    for position, other in enumerate(earlier):
        if other.change.id == record.change.based_on:
            start = position + 1
    return [other for other in earlier[start:] if other.entry.stream != record.entry.stream]


def withdrawals(ordered: Sequence[Record]) -> dict[str, str]:
    """Return withdrawn change id → withdrawing change id, for the withdrawals that stand.

    A withdrawal of one change stands only if the same device made it and no other device's change stands on it.
    """
    standing: dict[str, str] = {}
    positions = {record.change.id: position for position, record in enumerate(ordered)}
    for position, record in enumerate(ordered):
        target = record.change.payload.get("change") if record.change.kind == WITHDRAWN else None
        made = positions.get(target, position) if isinstance(target, str) else position
        if made >= position:
            continue
        between = ordered[made:position]
        if all(other.entry.device == record.entry.device for other in between):
            standing[ordered[made].change.id] = record.change.id
    return standing


def fold(kind: EntityKind[StateT], entity: str, history: Iterable[Record]) -> Folded[StateT]:
    """Return an entity as a pure function of its records, in whatever order and however often they are given.

    Args:
        kind: the kind of entity.
        entity: its id.
        history: all its records; repetitions of a change count once.

    Returns:
        The entity; changes that cannot stand are marked, never dropped.
    """
    ordered = in_order(_each_once(history))
    withdrawn = withdrawals(ordered)
    state: StateT | None = None
    reason: str | None = None
    marks: dict[str, str] = {}
    for position, record in enumerate(ordered):
        change = record.change
        if change.id in withdrawn:
            marks[change.id] = "withdrawn"
        elif change.kind == WITHDRAWN:
            reason, mark = _withdraw(change, withdrawn, reason)
            _note(marks, change.id, mark)
        elif change.kind != ERASED:
            outcome = _apply(kind, state, record, ordered[:position])
            state = outcome.state
            _note(marks, change.id, outcome.mark)
    confirmed = [record.change.id for record in ordered if record.seq is not None]
    return Folded[StateT](
        id=entity,
        state=state,
        withdrawn=reason,
        marks=marks,
        version=len(ordered),
        last_confirmed=confirmed[-1] if confirmed else None,
    )


def _each_once(history: Iterable[Record]) -> list[Record]:
    once: dict[str, Record] = {}
    for record in history:
        known = once.get(record.change.id)
        if known is None or known.seq is None:
            once[record.change.id] = record
    return list(once.values())


def _note(marks: dict[str, str], change_id: str, mark: str) -> None:
    if mark:
        marks[change_id] = mark


def _withdraw(
    change: Change, standing: Mapping[str, str], reason: str | None
) -> tuple[str | None, str]:
    target = change.payload.get("change")
    if target is None:
        return str(change.payload.get("reason") or "withdrawn"), ""
    if standing.get(str(target)) == change.id:
        return reason, ""
    return reason, "could not be undone: somebody else had built on it"


def _apply(
    kind: EntityKind[StateT], state: StateT | None, record: Record, earlier: Sequence[Record]
) -> Outcome[StateT]:
    change = record.change
    model = kind.payloads.get(change.kind)
    if model is None or change.schema > 1:
        return Outcome(state, "needs an update of this board")
    try:
        payload = model.model_validate(change.payload)
    except ValidationError:
        return Outcome(state, "could not be read")
    words = record.words.fields if record.words is not None else {}
    unseen = tuple(other.change.kind for other in unseen_by(record, earlier))
    return kind.evolve(state, Happened(change, payload, words, unseen))
