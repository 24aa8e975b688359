"""The log: capped, in the data folder, and without anything that a person wrote."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.host.logs import FILE_LIMIT_BYTES, FILE_NAME, FILES_KEPT, keep_log


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger("kiosk")
    before, level = list(root.handlers), root.level
    yield
    for handler in [handler for handler in root.handlers if handler not in before]:
        handler.close()
        root.removeHandler(handler)
    root.setLevel(level)


def test_an_error_is_written_with_its_type_and_place_and_without_its_message(
    tmp_path: Path,
) -> None:
    keep_log(tmp_path)
    words = f"Mrs Example in bed {FILES_KEPT}"  # not on the line that fails
    try:
        raise ValueError(words)  # noqa: TRY301 - the error is the test
    except ValueError:
        logging.getLogger("kiosk.somewhere").exception("work at the desk failed")
    written = (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert "work at the desk failed" in written
    assert "ValueError" in written
    assert "test_logs.py" in written
    assert words not in written


def test_the_log_never_takes_more_than_its_share(tmp_path: Path) -> None:
    keep_log(tmp_path)
    keep_log(tmp_path)
    line = "x" * 10_000
    for _ in range(FILES_KEPT * FILE_LIMIT_BYTES // 10_000 + 200):
        logging.getLogger("kiosk.somewhere").warning(line)
    files = list(tmp_path.iterdir())
    assert len(files) <= FILES_KEPT
    assert sum(path.stat().st_size for path in files) <= FILES_KEPT * FILE_LIMIT_BYTES


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    keep_log(tmp_path / "missing")
    logging.getLogger("kiosk.somewhere").warning("still running")
