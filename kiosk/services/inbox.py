"""The inbox: release files that an importer dropped beside a running board, taken over or refused with a reason."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.domain.releases import Release, release_body, release_sha256
from kiosk.host.files import files_in, move_into, read_up_to, write_atomically
from kiosk.interchange.release_files import (
    FILE_LIMIT_BYTES,
    SUFFIX,
    TOO_LARGE,
    ReleaseFileRefusedError,
    read_release_file,
    release_file,
)
from kiosk.services.board import BoardService
from kiosk.services.refused import Refused

FILES_AT_ONCE: Final = 50
REFUSED_FOLDER: Final = "refused"

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


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
    """Write the file of a release where a running board finds it, named by the release; return the file.

    Raises:
        OSError: it could not be written.
    """
    path = inbox / (release_sha256(release_body(release)) + SUFFIX)
    write_atomically(path, release_file(release))
    return path


def take_over(inbox: Path, service: BoardService) -> list[Taken]:
    """Take over the release files that lie in the inbox, by name.

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
        raise Refused(TOO_LARGE)
    try:
        release = read_release_file(body)
    except ReleaseFileRefusedError as refusal:
        raise Refused(str(refusal)) from refusal
    # A person may name a file as they like; what looks like a release's name has to be its own.
    if _SHA256.fullmatch(path.stem) and path.stem != release_sha256(release_body(release)):
        raise Refused("The file's name is not the SHA-256 of the release that it holds.")
    return release


def _set_aside(path: Path, folder: Path, reason: str) -> None:
    write_atomically(folder / (path.name + ".txt"), f"{reason}\n".encode())
    move_into(path, folder)
