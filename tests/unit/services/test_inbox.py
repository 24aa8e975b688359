"""A running board takes over figures that an importer dropped, and nothing else."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.errors import KioskError
from kiosk.domain.releases import release_body, release_sha256
from kiosk.interchange.release_files import FILE_LIMIT_BYTES, file_name, release_file
from kiosk.services.board import BoardService
from kiosk.services.inbox import drop, take_over
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
    """Drop a file as a person would name it."""
    inbox.mkdir(exist_ok=True)
    path = inbox / "from the analyst.json"
    path.write_bytes(body)
    return path


def test_a_dropped_release_is_shown_and_leaves_the_inbox(
    service: BoardService, tmp_path: Path
) -> None:
    path = drop(tmp_path / "inbox", a_release())
    assert path.stem == release_sha256(release_body(a_release()))

    [taken] = take_over(tmp_path / "inbox", service)

    assert taken.release == a_release()
    assert taken.problem == ""
    assert service.ward().releases[KEY] == a_release()
    assert not path.exists()


def test_an_inbox_that_is_not_there_holds_nothing(service: BoardService, tmp_path: Path) -> None:
    assert take_over(tmp_path / "inbox", service) == []


def test_a_release_file_is_taken_under_any_name_that_a_person_gives_it(
    service: BoardService, tmp_path: Path
) -> None:
    path = tmp_path / file_name(a_release())
    path.write_bytes(release_file(a_release()))

    [taken] = take_over(tmp_path, service)

    assert (taken.name, taken.release) == (path.name, a_release())


def test_a_file_under_the_name_of_another_release_is_refused_with_its_reason(
    service: BoardService, tmp_path: Path
) -> None:
    path = tmp_path / f"{'0' * 64}.json"
    path.write_bytes(release_file(a_release()))

    [taken] = take_over(tmp_path, service)

    words = "The file's name is not the SHA-256 of the release that it holds."
    assert taken.problem == words
    assert not path.exists()
    refused = tmp_path / "refused" / path.name
    assert refused.read_bytes() == release_file(a_release())
    assert refused.with_name(path.name + ".txt").read_text() == words + "\n"
    assert service.ward().releases == {}


def test_an_older_release_is_refused_and_the_newer_one_stays(
    service: BoardService, tmp_path: Path
) -> None:
    newer = a_release()
    (window,) = newer.windows
    months_ago = window.model_copy(
        update={"first": window.first - timedelta(92), "last": window.last - timedelta(92)}
    )
    drop(tmp_path, newer)
    take_over(tmp_path, service)
    drop(tmp_path, newer.model_copy(update={"windows": (months_ago,)}))

    [taken] = take_over(tmp_path, service)

    assert taken.problem == "These figures are older than those on the board, which stay."
    assert service.ward().releases[KEY] == newer


def broken() -> dict[str, bytes]:
    whole = release_file(a_release())
    return {
        "is not JSON": b"metric,period",
        "is empty": b"",
        "is a list": b"[]",
        "is cut short": whole[:200],
        "was changed by hand": whole.replace(b"82.0", b"92.0"),
        "is of a newer format": whole.replace(b'"schema_version":2', b'"schema_version":9'),
        "is a release without its envelope": release_body(a_release()),
        "has no windows": release_file(a_release().model_copy(update={"windows": ()})),
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
