"""A store that is damaged heals itself and says so; one that cannot be written can still be read."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.store.faults import StoreDamaged, StoreFull, StoreReadOnly
from kiosk.store.lock import lock_path
from kiosk.store.store import Store
from tests.fakes.clock import FixedClock
from tests.fakes.stores import SISTER, count, note_of, open_notes, write


def damage(path: Path) -> None:
    """Overwrite much of the file, as a dying disk does, and leave it marked as open."""
    overwrite(path, 4096, path.stat().st_size // 2)
    lock_path(path).write_bytes(b" open\n")


def overwrite(path: Path, start: int, end: int) -> None:
    body = bytearray(path.read_bytes())
    body[start:end] = b"\xa5" * (end - start)
    path.write_bytes(body)


def standing(store: Store) -> tuple[bool, str | None]:
    return store.writable, store.notice


def names(store: Store) -> list[str]:
    return sorted(store.entities("note"))


def test_a_damaged_store_is_put_aside_and_its_newest_copy_taken(tmp_path: Path) -> None:
    clock = FixedClock()
    store = open_notes(tmp_path, clock=clock)
    store.append([write("a")], actor=SISTER)
    store.backup()
    clock.advance(timedelta(hours=1))
    store.append([write("b")], actor=SISTER)
    store.backup()
    store.append([write("c")], actor=SISTER)
    store.close()
    damaged = tmp_path / "ward.sqlite"
    damage(damaged)
    remains = damaged.read_bytes()

    store = open_notes(tmp_path, seed="later", clock=clock)

    assert names(store) == ["note:a", "note:b"]
    assert store.notice is not None
    assert "damaged" in store.notice
    assert "23 November 2026, 08:30" in store.notice
    assert (tmp_path / "ward.sqlite.damaged-1").read_bytes() == remains
    assert store.verify() is None
    store.close()
    store = open_notes(tmp_path, seed="even later", clock=clock)
    assert store.notice is None
    store.close()


def test_after_a_copy_was_taken_the_board_writes_new_streams(tmp_path: Path) -> None:
    store = open_notes(tmp_path, device="device-1")
    store.append([write("a")], actor=SISTER)
    store.backup()
    lost = store.append([count("a")], actor=SISTER).records[0]
    store.close()
    damage(tmp_path / "ward.sqlite")

    store = open_notes(tmp_path, seed="later", device="device-1")
    record = store.append([count("a", 7)], actor=SISTER).records[0]

    assert record.entry.stream != lost.entry.stream
    assert (record.entry.incarnation, record.entry.counter) == (2, 1)
    assert store.verify() is None
    store.close()


def test_a_damaged_copy_is_passed_over_for_an_older_sound_one(tmp_path: Path) -> None:
    clock = FixedClock()
    store = open_notes(tmp_path, clock=clock)
    store.append([write("a")], actor=SISTER)
    store.backup()
    clock.advance(timedelta(hours=1))
    store.append([write("b")], actor=SISTER)
    damage(store.backup())
    store.close()
    damage(tmp_path / "ward.sqlite")

    store = open_notes(tmp_path, seed="later")

    assert names(store) == ["note:a"]
    store.close()


def test_the_copy_that_holds_most_is_taken_even_if_a_wrong_clock_dated_an_older_one_later(
    tmp_path: Path,
) -> None:
    clock = FixedClock()
    store = open_notes(tmp_path, clock=clock)
    store.append([write("a")], actor=SISTER)
    right = clock.now()
    clock.set(right + timedelta(days=4000))
    store.backup()
    clock.set(right)
    store.append([write("b")], actor=SISTER)
    store.backup()
    store.close()
    damage(tmp_path / "ward.sqlite")

    store = open_notes(tmp_path, seed="later", clock=clock)

    assert names(store) == ["note:a", "note:b"]
    store.close()


def test_a_damaged_store_without_a_copy_begins_empty_and_says_so(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.append([write("a")], actor=SISTER)
    store.close()
    for number in (1, 2):
        damage(tmp_path / "ward.sqlite")
        store = open_notes(tmp_path, seed=f"later {number}")
        assert names(store) == []
        assert store.notice is not None
        assert f"ward.sqlite.damaged-{number}" in store.notice
        store.close()


def test_a_store_that_is_no_database_any_more_is_put_aside(tmp_path: Path) -> None:
    open_notes(tmp_path).close()
    (tmp_path / "ward.sqlite").write_bytes(b"%PDF-1.7 not a store" * 400)

    store = open_notes(tmp_path, seed="later")

    assert store.notice is not None
    assert (tmp_path / "ward.sqlite.damaged-1").exists()
    store.close()


def test_a_store_that_was_emptied_comes_back_from_its_copy(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.append([write("a")], actor=SISTER)
    store.backup()
    store.close()
    (tmp_path / "ward.sqlite").write_bytes(b"")

    store = open_notes(tmp_path, seed="later")

    assert names(store) == ["note:a"]
    assert store.notice is not None
    store.close()


def test_damage_that_is_met_by_chance_is_healed_at_the_next_start(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.append([write(str(n), "x" * 300) for n in range(200)], actor=SISTER)
    store.backup()
    store.close()
    size = (tmp_path / "ward.sqlite").stat().st_size
    overwrite(tmp_path / "ward.sqlite", size // 2 // 4096 * 4096, size)

    store = open_notes(tmp_path, seed="later")
    assert store.notice is None
    with pytest.raises(StoreDamaged) as met:
        store.verify()
    assert "Start the board again" in met.value.to_do
    store.close()

    store = open_notes(tmp_path, seed="later")
    assert len(names(store)) == 200
    store.close()


class Disk:
    """A disk whose free pages and permission to write a test sets."""

    def __init__(self) -> None:
        self.pages: int | None = None
        self.open_connections: list[sqlite3.Connection] = []

    def connect(self, path: Path) -> sqlite3.Connection:
        """Return a connection to a file on this disk."""
        connection = sqlite3.connect(path, isolation_level=None)
        self.open_connections.append(connection)
        self.limit(self.pages)
        return connection

    def limit(self, pages: int | None) -> None:
        """Let files grow to so many pages, or without end."""
        self.pages = pages
        self.open_connections[-1].execute(
            f"PRAGMA max_page_count = {2**31 if pages is None else pages}"
        )


def test_a_full_disk_refuses_a_touch_with_words_keeps_nothing_of_it_and_recovers(
    tmp_path: Path,
) -> None:
    disk = Disk()
    store = open_notes(tmp_path, connecting=disk.connect)
    store.append([write("a")], actor=SISTER)
    before = (store.all_entities(), store.cursors(), store.streams())
    disk.limit(1)

    with pytest.raises(StoreFull) as refused:
        store.append([write(str(n), "x" * 400) for n in range(400)], actor=SISTER)

    assert refused.value.what == "Not saved: the disk of this computer is full."
    assert refused.value.still_works
    assert refused.value.to_do
    assert (store.all_entities(), store.cursors(), store.streams()) == before
    assert store.verify() is None
    disk.limit(None)
    store.append([count("a")], actor=SISTER)
    assert store.check_projections() == []
    store.close()


def test_words_erased_on_a_full_disk_are_gone_at_once_and_scrubbed_when_there_is_room(
    tmp_path: Path,
) -> None:
    disk = Disk()
    store = open_notes(tmp_path, connecting=disk.connect)
    written = store.append([write("a", "A name"), count("a")], actor=SISTER).records[0]
    disk.limit(1)
    with pytest.raises(StoreFull):
        store.append([write(str(n), "x" * 400) for n in range(400)], actor=SISTER)

    store.erase(written.change.id, actor=SISTER)

    assert note_of(store.entity("note:a")).text == "erased"
    disk.limit(None)
    store.close()
    open_notes(tmp_path, seed="later").close()
    assert b"A name" not in (tmp_path / "ward.sqlite").read_bytes()


def read_only(path: Path) -> sqlite3.Connection:
    """Connect to a file that may not be written."""
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)


def test_a_store_that_may_not_be_written_is_read_and_says_so_until_it_may(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.append([write("a")], actor=SISTER)
    store.close()
    allowed = False

    def connecting(path: Path) -> sqlite3.Connection:
        return sqlite3.connect(path, isolation_level=None) if allowed else read_only(path)

    store = open_notes(tmp_path, seed="later", connecting=connecting)
    assert names(store) == ["note:a"]
    assert standing(store)[0] is False
    assert store.notice is not None
    assert "does not let the board write" in store.notice
    with pytest.raises(StoreReadOnly):
        store.append([count("a")], actor=SISTER)
    assert names(store) == ["note:a"]

    allowed = True
    changed = store.append([count("a")], actor=SISTER).changed[0]

    assert note_of(changed).tally == 1
    assert standing(store) == (True, None)
    store.close()
