"""Words that were erased are nowhere any more, and the chain still holds."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.changes import words_match
from tests.fakes.clock import FixedClock
from tests.fakes.stores import SISTER, count, note_of, open_notes, write

NAME = "Mr Featherstonehaugh in bed 4"


def files_with(folder: Path, words: str) -> list[str]:
    """Return the names of all files in which words can be found, in the encodings SQLite uses."""
    found = [words.encode(), words.encode("utf-16-le")]
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(needle in path.read_bytes() for needle in found)
    )


def test_erased_words_are_in_no_file_while_the_store_is_open(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    record = store.append([write("a", NAME), count("a")], actor=SISTER).records[0]
    assert files_with(tmp_path, NAME) != []

    store.erase(record.change.id, actor=SISTER)

    assert files_with(tmp_path, NAME) == []
    assert store.verify() is None
    store.close()
    assert files_with(tmp_path, NAME) == []


def test_erased_words_leave_no_trace_among_thousands_of_others(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    now = FixedClock().now()
    store.append_many(
        [([write(f"{n}", f"Note {n} " + "x" * (n % 400))], SISTER, now) for n in range(900)]
    )
    records = [
        store.append([write(f"name-{n}", f"{NAME} number {n}")], actor=SISTER).records[0]
        for n in range(40)
    ]
    store.append_many([([write(f"late-{n}", f"Late {n}")], SISTER, now) for n in range(400)])

    for record in records[1:]:
        store.erase(record.change.id, actor=SISTER)

    assert files_with(tmp_path, f"{NAME} number 0") != []
    assert [n for n in range(1, 40) if files_with(tmp_path, f"{NAME} number {n}")] == []
    assert store.verify() is None
    assert store.check_projections() == []
    store.close()


def test_an_erased_change_stays_in_the_history_without_its_words(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    record = store.append([write("a", NAME)], actor=SISTER).records[0]

    changed = store.erase(record.change.id, actor=SISTER).changed[0]

    assert note_of(changed).text == "erased"
    first, erasure = store.history("note:a")
    assert first.change == record.change
    assert first.words is None
    assert erasure.change.kind == "text.erased"
    store.close()


def test_words_before_erasure_are_those_the_change_promises(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    record = store.append([write("a", NAME)], actor=SISTER).records[0]

    assert record.words is not None
    assert words_match(record.change, record.words)
    assert NAME not in str(record.change)
    store.close()


def test_words_in_an_older_backup_are_gone_with_it_after_thirty_days(tmp_path: Path) -> None:
    clock = FixedClock()
    store = open_notes(tmp_path, clock=clock)
    record = store.append([write("a", NAME)], actor=SISTER).records[0]
    backup = store.backup()
    store.erase(record.change.id, actor=SISTER)
    assert files_with(tmp_path, NAME) == [f"backups/{backup.name}"]

    clock.advance(timedelta(days=30, seconds=1))
    assert store.expire_backups() == [backup]

    assert files_with(tmp_path, NAME) == []
    store.close()


def test_what_is_not_here_cannot_be_erased(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    with pytest.raises(LookupError):
        store.erase("nothing", actor=SISTER)
    store.close()
