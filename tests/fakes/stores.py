"""A store with one small kind of entity, notes, that has every trait the store must not care about."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.domain.changes import Actor, LogKind
from kiosk.domain.clock import Clock
from kiosk.domain.entities import Act, EntityKind, Folded, Happened, Outcome, Payload, State
from kiosk.store.connection import Connect, connect
from kiosk.store.store import Store, open_store
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

WARD = "0190a000-0000-7000-8000-000000000001"
SISTER = Actor("person", "person:0190a000-0000-7000-8000-0000000000aa", "co-lead")


class NoteWritten(Payload):
    """A note appears; its text is in the words field `text`."""

    weight: float = 1.0


class NoteCounted(Payload):
    """Something was counted on it."""

    by: int


class NoteClosed(Payload):
    """Nobody counts on it any more."""


class Note(State):
    """A note with a tally."""

    text: str
    weight: float
    tally: int = 0
    closed_at: datetime | None = None


def evolve(note: Note | None, happened: Happened) -> Outcome[Note]:  # noqa: PLR0911 - one for each outcome
    """Return the note after a change; a closure that had not seen a count does not stand."""
    match happened.payload:
        case NoteWritten(weight=weight) if note is None:
            return Outcome(Note(text=happened.words.get("text", "erased"), weight=weight))
        case NoteCounted(by=by) if note is not None:
            if note.closed_at is not None and "note.closed" not in happened.unseen:
                return Outcome(note, "already closed")
            return Outcome(note.model_copy(update={"tally": note.tally + by}))
        case NoteClosed() if note is not None:
            if "note.counted" in happened.unseen:
                return Outcome(note, "closed without seeing a count")
            return Outcome(note.model_copy(update={"closed_at": happened.change.occurred_at}))
        case _:
            return Outcome(note, "makes no sense here")


NOTE = EntityKind(
    name="note",
    log=LogKind.SHARED,
    state=Note,
    payloads={
        "note.written": NoteWritten,
        "note.counted": NoteCounted,
        "note.closed": NoteClosed,
    },
    evolve=evolve,
)
NOTES: Mapping[str, EntityKind[Any]] = {"note": NOTE}


def note_of(folded: Folded[Any] | None) -> Note:
    """Return the note that an entity is."""
    assert folded is not None
    assert isinstance(folded.state, Note)
    return folded.state


def write(name: str, text: str = "Bed 4 needs a hoist", weight: float = 1.0) -> Act:
    """Return the act of writing a note."""
    return Act(f"note:{name}", "note.written", NoteWritten(weight=weight), {"text": text})


def count(name: str, by: int = 1) -> Act:
    """Return the act of counting on a note."""
    return Act(f"note:{name}", "note.counted", NoteCounted(by=by))


def close(name: str) -> Act:
    """Return the act of closing a note."""
    return Act(f"note:{name}", "note.closed", NoteClosed())


def open_notes(  # noqa: PLR0913 - a store's whole world, each by its name
    folder: Path,
    *,
    seed: str = "ward",
    clock: Clock | None = None,
    device: str | None = None,
    kinds: Mapping[str, EntityKind[Any]] = NOTES,
    connecting: Connect = connect,
    node: str | None = WARD,
) -> Store:
    """Open the store of notes in a folder; each seed makes ids of its own."""
    return open_store(
        folder / "ward.sqlite",
        kinds=kinds,
        node=node,
        device=device,
        ids=SeededIds(seed),
        clock=clock or FixedClock(),
        boot_id="boot-1",
        connecting=connecting,
    )
