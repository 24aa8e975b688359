"""Whatever is altered in the file behind the program's back is found."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes.stores import SISTER, count, open_notes, write


@pytest.mark.parametrize(
    ("tampering", "what"),
    [
        (
            "UPDATE change SET body = replace(body, '\"by\":2', '\"by\":9') WHERE row = 2",
            "the change is not the one that was written",
        ),
        (
            "UPDATE change SET body = replace(body, '\"by\":2', '\"by\":9'), hash = 'x' WHERE row = 2",
            "the change is not the one that was written",
        ),
        ("UPDATE entry SET clock_correction_ms = 5 WHERE change = 2", "the entry is not the one"),
        ("UPDATE entry SET previous = hash WHERE change = 2", "does not follow the entry before"),
        ("UPDATE entry SET counter = 9 WHERE change = 3", "an entry before it is missing"),
        ("DELETE FROM entry WHERE change = 2", "an entry before it is missing"),
        ('UPDATE erasable SET words = \'{"text": "Other"}\'', "the words are not the ones"),
        ("UPDATE erasable SET key = x'00'", "the words are not the ones"),
        ("DELETE FROM sequence WHERE change = 2", "its sequence has a hole"),
        ("DELETE FROM sequence WHERE change = 3", "its sequence has a hole"),
        ("UPDATE release SET body = x'00'", "the release is not the one"),
    ],
)
def test_what_was_tampered_with_is_found(tmp_path: Path, tampering: str, what: str) -> None:
    store = open_notes(tmp_path)
    store.append([write("a"), count("a", 2), count("a")], actor=SISTER)
    store.put_release(b"falls")
    assert store.verify() is None
    store.close()
    with closing(sqlite3.connect(tmp_path / "ward.sqlite", isolation_level=None)) as file:
        assert file.execute(tampering).rowcount == 1

    store = open_notes(tmp_path, seed="later")
    found = store.verify()

    assert found is not None
    assert what in found.what
    store.close()
