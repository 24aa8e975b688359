"""A running board takes over figures that an importer dropped, and nothing else."""

import hashlib
import json
from pathlib import Path

import pytest

from kiosk.domain.errors import KioskError
from kiosk.domain.releases import release_body
from kiosk.services.board import BoardService
from kiosk.services.inbox import FILE_LIMIT_BYTES, drop, take_over
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.memory_store import MemoryStore
from tests.unit.services.ward import NODE, TUESDAY, a_release, define

KEY = ("pain_reassessed_1h", "language")


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(NODE, SeededIds(), FixedClock(TUESDAY))


@pytest.fixture
def service(store: MemoryStore) -> BoardService:
    service = BoardService(store, FixedClock(TUESDAY), SeededIds("service"), NODE)
    define(service)
    return service


def put(inbox: Path, body: bytes) -> Path:
    """Drop a body under the name that it should have."""
    inbox.mkdir(exist_ok=True)
    path = inbox / f"{hashlib.sha256(body).hexdigest()}.json"
    path.write_bytes(body)
    return path


def test_a_dropped_release_is_shown_and_leaves_the_inbox(
    service: BoardService, tmp_path: Path
) -> None:
    path = drop(tmp_path / "inbox", a_release())

    [taken] = take_over(tmp_path / "inbox", service)

    assert taken.release == a_release()
    assert taken.problem == ""
    assert service.ward().releases[KEY] == a_release()
    assert not path.exists()


def test_an_inbox_that_is_not_there_holds_nothing(service: BoardService, tmp_path: Path) -> None:
    assert take_over(tmp_path / "inbox", service) == []


def test_a_file_of_another_name_is_refused_with_its_reason(
    service: BoardService, tmp_path: Path
) -> None:
    path = tmp_path / f"{'0' * 64}.json"
    path.write_bytes(release_body(a_release()))

    [taken] = take_over(tmp_path, service)

    assert "not whole" in taken.problem
    assert not path.exists()
    refused = tmp_path / "refused" / path.name
    assert refused.read_bytes() == release_body(a_release())
    assert "not whole" in refused.with_name(path.name + ".txt").read_text()
    assert service.ward().releases == {}


def broken() -> dict[str, bytes]:
    whole = json.loads(release_body(a_release()))
    return {
        "is not JSON": b"metric,period",
        "is empty": b"",
        "is a list": b"[]",
        "has a field of a newer board": json.dumps({**whole, "colour": "red"}).encode(),
        "is written in another way": json.dumps(whole, indent=1).encode(),
        "has no windows": release_body(a_release().model_copy(update={"windows": ()})),
    }


@pytest.mark.parametrize("case", list(broken()))
def test_a_file_that(case: str, service: BoardService, tmp_path: Path) -> None:
    path = put(tmp_path, broken()[case])

    [taken] = take_over(tmp_path, service)

    assert taken.release is None
    assert taken.problem
    assert (tmp_path / "refused" / path.name).exists()


def test_a_file_over_the_limit_is_refused(service: BoardService, tmp_path: Path) -> None:
    put(tmp_path, b"x" * (FILE_LIMIT_BYTES + 1))
    [taken] = take_over(tmp_path, service)
    assert taken.problem == "The file is larger than 20 MB."


def test_other_files_and_half_written_ones_are_left_alone(
    service: BoardService, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / ".abc.json").write_text("{")
    (tmp_path / "folder.json").mkdir()

    assert take_over(tmp_path, service) == []
    assert len(list(tmp_path.iterdir())) == 3


def test_one_bad_file_does_not_hold_up_the_others(service: BoardService, tmp_path: Path) -> None:
    put(tmp_path, b"[]")
    drop(tmp_path, a_release())

    taken = take_over(tmp_path, service)

    assert sorted(bool(one.problem) for one in taken) == [False, True]
    assert KEY in service.ward().releases


def test_a_full_disk_leaves_the_file_for_later(
    service: BoardService, store: MemoryStore, tmp_path: Path
) -> None:
    path = drop(tmp_path, a_release())
    store.fault = KioskError("Not saved: the disk is full.")

    with pytest.raises(KioskError):
        take_over(tmp_path, service)
    assert path.exists()
    assert take_over(tmp_path, service)[0].release == a_release()


def test_figures_that_are_shown_already_are_taken_without_a_word(
    service: BoardService, tmp_path: Path
) -> None:
    service.import_release(a_release())
    drop(tmp_path, a_release())

    assert take_over(tmp_path, service)[0].problem == ""
    assert list(tmp_path.glob("*.json")) == []
