"""Whatever anybody wrote about anything can be erased, and is in no file afterwards."""

from pathlib import Path

import pytest

from kiosk.domain.kinds import KINDS
from kiosk.services.board import BoardService
from kiosk.store.store import open_store
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.unit.services.commands import RAISE, SAMPLES, Sample, texts_of
from tests.unit.services.ward import NODE, TUESDAY, define

WRITTEN = [sample for sample in SAMPLES if sample.words]


def files_with(folder: Path, words: str) -> list[str]:
    """Return the names of all files in which words can be found, in the encodings SQLite uses."""
    found = [words.encode(), words.encode("utf-16-le")]
    return sorted(
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(needle in path.read_bytes() for needle in found)
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: type(one.command).__name__)
def test_every_text_of_a_command_can_be_erased_or_is_picked_from_a_list(sample: Sample) -> None:
    assert {*sample.words, *sample.listed} >= texts_of(sample.command)


@pytest.mark.parametrize("sample", WRITTEN, ids=lambda one: type(one.command).__name__)
def test_what_somebody_wrote_is_in_no_file_once_it_is_erased(
    sample: Sample, tmp_path: Path
) -> None:
    clock = FixedClock(TUESDAY)
    store = open_store(
        tmp_path / "ward.sqlite",
        kinds=KINDS,
        node=NODE,
        ids=SeededIds(),
        clock=clock,
        boot_id="boot",
    )
    service = BoardService(store, clock, SeededIds("service"), NODE)
    define(service)
    secrets = {name: f"Featherstonehaugh {name}" for name in sample.words}
    if sample.before:
        service.perform_all(sample.before, "before")
    [entity] = service.perform(sample.saying(secrets), "touch").changed
    assert files_with(tmp_path, "Featherstonehaugh")
    assert [words for words in secrets.values() if not files_with(tmp_path, words)] == []

    service.erase_words(entity)

    assert files_with(tmp_path, "Featherstonehaugh") == []
    assert "Featherstonehaugh" not in str(service.ward())
    assert store.verify() is None
    store.close()
    assert files_with(tmp_path, "Featherstonehaugh") == []


def test_why_something_was_taken_off_the_board_is_in_no_file_once_it_is_erased(
    tmp_path: Path,
) -> None:
    clock = FixedClock(TUESDAY)
    store = open_store(
        tmp_path / "ward.sqlite",
        kinds=KINDS,
        node=NODE,
        ids=SeededIds(),
        clock=clock,
        boot_id="boot",
    )
    service = BoardService(store, clock, SeededIds("service"), NODE)
    service.perform(RAISE, "raise")
    service.withdraw(RAISE.card_id, "Featherstonehaugh was not ours")
    assert files_with(tmp_path, "Featherstonehaugh")

    service.erase_words(RAISE.card_id)

    assert files_with(tmp_path, "Featherstonehaugh") == []
    store.close()
    assert files_with(tmp_path, "Featherstonehaugh") == []
