"""Files are written whole or not at all."""

import os
import sys
from pathlib import Path

import pytest

from kiosk.host.files import files_in, move_into, read_up_to, write_atomically


def test_a_written_file_replaces_the_old_one_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.json"
    write_atomically(path, b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes among its files")
def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(pipe, b"new")
        assert os.read(reader, 10) == b"new"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_a_write_that_fails_leaves_the_old_file_and_no_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.json"
    write_atomically(path, b"old")

    def no_room(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OSError, match="No space") as refused:
        write_atomically(path, b"new")
    assert refused.value.filename == str(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_files_are_listed_by_name_and_ending(tmp_path: Path) -> None:
    for name in ("b.json", "a.json", "c.txt", ".d.json"):
        (tmp_path / name).touch()
    (tmp_path / "e.json").mkdir()
    assert [path.name for path in files_in(tmp_path, ".json")] == ["a.json", "b.json"]
    assert files_in(tmp_path / "missing", ".json") == []


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert read_up_to(path, 5) == b"12345"
    assert read_up_to(path, 4) is None


def test_a_moved_file_takes_the_place_of_its_namesake(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for body in (b"1", b"2"):
        path.write_bytes(body)
        moved = move_into(path, tmp_path / "aside")
    assert moved.read_bytes() == b"2"
    assert not path.exists()
