"""The inbox: release files that an importer dropped beside a running board, taken over or refused with a reason."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from kiosk.domain.releases import Release, release_body, release_sha256
from kiosk.host.files import files_in, move_into, read_up_to, write_atomically
from kiosk.services.board import BoardService
from kiosk.services.refused import Refused

FILE_LIMIT_BYTES: Final = 20 * 1024 * 1024
FILES_AT_ONCE: Final = 50
SUFFIX: Final = ".json"
REFUSED_FOLDER: Final = "refused"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one file.

    Attributes:
        name: its name.
        release: the release that the board shows now, or None when the file was refused.
        problem: why it was refused, or empty.
    """

    name: str
    release: Release | None = None
    problem: str = ""


def drop(inbox: Path, release: Release) -> Path:
    """Write a release where a running board finds it; return the file.

    Raises:
        OSError: it could not be written.
    """
    body = release_body(release)
    path = inbox / (release_sha256(body) + SUFFIX)
    write_atomically(path, body)
    return path


def take_over(inbox: Path, service: BoardService) -> list[Taken]:
    """Take over what lies in the inbox, by name.

    A file leaves the inbox only once its figures are on disk; one that cannot be right is moved into
    `refused`, with its reason beside it.

    Args:
        inbox: the folder; it may be missing.
        service: the board's.

    Raises:
        StoreError: the figures could not be kept; the file waits.
        OSError: a file could not be read or moved; it waits.
    """
    return [_take(path, inbox, service) for path in files_in(inbox, SUFFIX)[:FILES_AT_ONCE]]


def _take(path: Path, inbox: Path, service: BoardService) -> Taken:
    try:
        release = _read(path)
        service.import_release(release)
    except Refused as refusal:
        _set_aside(path, inbox / REFUSED_FOLDER, refusal.what)
        return Taken(path.name, problem=refusal.what)
    path.unlink()
    return Taken(path.name, release)


def _read(path: Path) -> Release:
    body = read_up_to(path, FILE_LIMIT_BYTES)
    if body is None:
        raise Refused(f"The file is larger than {FILE_LIMIT_BYTES // 1024 // 1024} MB.")
    if path.stem != release_sha256(body):
        raise Refused("The file's name is not the SHA-256 of what it holds: it is not whole.")
    try:
        release = Release.model_validate_json(body)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "the file"
        raise Refused(f"The file is not a release that this board can read ({where}).") from error
    if release_body(release) != body:
        raise Refused("The file was not written by this program's importer.")
    return release


def _set_aside(path: Path, folder: Path, reason: str) -> None:
    write_atomically(folder / (path.name + ".txt"), f"{reason}\n".encode())
    move_into(path, folder)
