"""Published figures, named by their content."""

import hashlib
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.store import releases
from kiosk.store.faults import TooLarge
from tests.fakes.clock import FixedClock
from tests.fakes.stores import open_notes


def test_a_release_is_named_by_its_content_and_kept_once(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    first, second = store.put_release(b"falls"), store.put_release(b"ulcers")

    assert first == hashlib.sha256(b"falls").hexdigest()
    assert store.put_release(b"falls") == first
    assert store.releases() == [first, second]
    assert store.release(first) == b"falls"
    assert store.release("0" * 64) is None
    store.close()


def test_a_release_has_a_largest_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases, "RELEASE_LIMIT_BYTES", 10)
    store = open_notes(tmp_path)
    store.put_release(b"x" * 10)

    with pytest.raises(TooLarge):
        store.put_release(b"x" * 11)

    assert len(store.releases()) == 1
    store.close()


def test_a_release_that_takes_much_room_is_kept_compressed_and_read_as_it_came(
    tmp_path: Path,
) -> None:
    store = open_notes(tmp_path)
    body = b"falls " * 100_000
    name = store.put_release(body)

    assert store.release(name) == body
    assert store.verify() is None
    store.close()
    assert (tmp_path / "ward.sqlite").stat().st_size < len(body) / 2


def test_a_release_whose_body_cannot_be_read_any_more_is_not_there_and_is_named(
    tmp_path: Path,
) -> None:
    store = open_notes(tmp_path)
    name = store.put_release(b"falls")
    store.close()
    with closing(sqlite3.connect(tmp_path / "ward.sqlite", isolation_level=None)) as file:
        file.execute("UPDATE release SET body = substr(body, 1, 4)")

    store = open_notes(tmp_path, seed="later")

    assert store.release(name) is None
    assert (found := store.verify()) is not None
    assert found.where == name
    store.close()


def test_what_was_worked_out_stands_beside_its_release_until_it_is_worked_out_anew(
    tmp_path: Path,
) -> None:
    store = open_notes(tmp_path)
    name = store.put_release(b"falls")
    store.put_release_summary(name, "rules 1", "steady")
    store.put_release_summary(name, "rules 2", "falling")

    assert store.release_summaries() == {name: ("rules 2", "falling")}
    store.close()


def test_a_replaced_release_is_let_go_after_24_months_and_one_on_the_board_never(
    tmp_path: Path,
) -> None:
    clock = FixedClock()
    store = open_notes(tmp_path, clock=clock)
    replaced, current = store.put_release(b"old"), store.put_release(b"new")
    store.put_release_summary(replaced, "rules 1", "steady")

    clock.advance(timedelta(days=730))
    assert store.expire_releases(frozenset({current})) == 0
    clock.advance(timedelta(days=2))
    assert store.expire_releases(frozenset({current})) == 1

    assert store.releases() == [current]
    assert store.release_summaries() == {}
    store.close()
