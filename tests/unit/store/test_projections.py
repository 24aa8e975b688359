"""What entities are is kept beside their history, and made anew when it was made by another program."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.domain.entities import EntityKind, Happened, Outcome
from kiosk.domain.kinds import KINDS
from tests.fakes.stores import NOTE, NOTES, SISTER, Note, NoteCounted, count, open_notes, write


def test_projections_that_were_altered_are_noticed_and_can_be_made_anew(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.append([write("a"), count("a", 2), write("b")], actor=SISTER)
    before = store.all_entities()
    store.close()
    with closing(sqlite3.connect(tmp_path / "ward.sqlite", isolation_level=None)) as file:
        file.execute("UPDATE entity SET version = 9 WHERE id = 'note:a'")
        file.execute("DELETE FROM entity WHERE id = 'note:b'")

    store = open_notes(tmp_path, seed="later")
    assert store.check_projections() == ["note:a", "note:b"]
    store.rebuild_projections()

    assert store.check_projections() == []
    assert store.all_entities() == before
    store.close()


class NoteWithTotal(Note):
    """A note as a later program knows it."""

    doubled: int = 0


def evolve(note: NoteWithTotal | None, happened: Happened) -> Outcome[NoteWithTotal]:
    """Fold as a later program does."""
    if note is not None and isinstance(happened.payload, NoteCounted):
        return Outcome(note.model_copy(update={"doubled": note.doubled + 2 * happened.payload.by}))
    return Outcome(NoteWithTotal(text="new", weight=1.0))


LATER: Mapping[str, EntityKind[Any]] = {
    "note": EntityKind("note", NOTE.log, NoteWithTotal, NOTE.payloads, evolve)
}


def test_a_newer_program_folds_everything_anew_when_it_opens_the_store(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.append([write("a"), count("a", 2)], actor=SISTER)
    store.close()

    store = open_notes(tmp_path, kinds=LATER)

    assert store.entities("note")["note:a"].state == NoteWithTotal(
        text="new", weight=1.0, doubled=4
    )
    store.close()


def test_a_kind_that_is_learnt_later_shows_what_came_before(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.append([write("a")], actor=SISTER)
    store.close()
    open_notes(tmp_path, kinds={"other": replace(NOTE, name="other")}).close()

    store = open_notes(tmp_path, kinds=NOTES)

    assert store.entities("note")["note:a"].state == Note(text="Bed 4 needs a hoist", weight=1.0)
    store.close()


def test_the_store_takes_every_kind_that_the_board_knows(tmp_path: Path) -> None:
    store = open_notes(tmp_path, kinds=KINDS)
    assert [store.entities(kind) for kind in KINDS] == [{}] * len(KINDS)
    store.close()
