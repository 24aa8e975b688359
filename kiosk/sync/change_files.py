"""Change sets as files, for where there is no network at all: a header, pieces of logs, and a seal over all of it.

A file is UTF-8 text of lines of JSON. The first is a `Header`, each further one a `Piece`, the last a `Seal`.

1. A board writes what central has not confirmed, and where its logs stand (`from_board`).
2. Central takes it in as if it had been pushed, and writes what the board lacks, and what it will never take
   (`from_central`).
3. The board takes that in as if it had been pulled. Its changes are confirmed, or on the sheet with a reason.

A file that was taken in before changes nothing. One that is cut, edited, of a newer program, of another board, or that
comes before the one it follows is refused with words, and nothing of it is taken.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from pydantic import Field, ValidationError

from kiosk.domain.errors import KioskError
from kiosk.sync.protocol import PUSH_LIMIT, SHA256, Answer, Message, StreamHead

FORMAT: Final = "huddle-changes"
VERSION: Final = 1
FILE_LIMIT_BYTES: Final = 256 * 1024 * 1024
LINE_LIMIT_BYTES: Final = 16 * 1024 * 1024
PIECES_LIMIT: Final = 100_000
NOTHING_TAKEN: Final = "Nothing of it was taken, and nothing is lost."


class BadChangeFile(KioskError):  # noqa: N818 - said to a person, like every refusal
    """A change file cannot be taken; says why, and what to do."""


class Direction(StrEnum):
    """Which way a file travels."""

    FROM_BOARD = "from_board"
    FROM_CENTRAL = "from_central"


class Header(Message):
    """What a file is.

    Attributes:
        format, version: of the file.
        direction: which way it travels.
        device: the board's device.
        node: the board's node.
        timeline: that the sender follows.
        made_at: when it was written, by the sender's clock.
        cursors: of a board's file: where its logs stand.
        streams: of a board's file: where its own streams stand.
        follow: of central's file: the logs that the board follows.
        answers: of central's file: what it will never take of the board's file, with the reason.
    """

    format: str = FORMAT
    version: int = VERSION
    direction: Direction
    device: str = Field(max_length=64)
    node: str = Field(max_length=80)
    timeline: str
    made_at: str
    cursors: dict[str, int] = Field(default_factory=dict)
    streams: list[StreamHead] = Field(default_factory=list)
    follow: list[str] = Field(default_factory=list)
    answers: list[Answer] = Field(default_factory=list)


class Piece(Message):
    """A contiguous piece of a log, as it would be pushed or pulled; `head` is where central's log stood."""

    log: str
    entries: list[dict[str, Any]] = Field(min_length=1, max_length=PUSH_LIMIT)
    head: int = 0


class Seal(Message):
    """What holds a file together: how many lines stand before it, and their SHA-256, signed by the board's key."""

    lines: int
    sha256: str = Field(pattern=SHA256)
    signature: str = ""


@dataclass(frozen=True, slots=True)
class ChangeFile:
    """A file that is whole.

    Attributes:
        header: what it is.
        pieces: in the order in which they are to be taken.
        sha256: what is signed.
        signature: the board's, in hex, or empty.
    """

    header: Header
    pieces: tuple[Piece, ...]
    sha256: str
    signature: str


def schema() -> dict[str, Any]:
    """Return the JSON schemas of the three kinds of lines, by name."""
    return {model.__name__: model.model_json_schema() for model in (Header, Piece, Seal)}


def write_change_file(
    header: Header, pieces: Iterable[Piece], sign: Callable[[str], str] = lambda _: ""
) -> bytes:
    """Return a change file.

    Args:
        header: what it is.
        pieces: in the order in which they are to be taken.
        sign: signs the SHA-256, in hex; a board does.
    """
    lines = [_line(header), *map(_line, pieces)]
    body = b"".join(lines)
    digest = hashlib.sha256(body).hexdigest()
    return body + _line(Seal(lines=len(lines), sha256=digest, signature=sign(digest)))


def read_change_file(body: bytes) -> ChangeFile:
    """Read a change file.

    Raises:
        BadChangeFile: it is none, is cut or edited, or is of a newer program.
    """
    if len(body) > FILE_LIMIT_BYTES:
        limit = FILE_LIMIT_BYTES // 1024**2
        raise _bad(f"The file is larger than {limit} MiB.", "Ask for several smaller ones.")
    lines = body.splitlines(keepends=True)
    if not lines or len(lines) > PIECES_LIMIT or any(len(one) > LINE_LIMIT_BYTES for one in lines):
        raise _none()
    header = _header(lines[0])
    seal = _seal(lines)
    whole = b"".join(lines[:-1])
    digest = hashlib.sha256(whole).hexdigest()
    if digest != seal.sha256:
        raise _bad("The file was edited, or damaged on its way.", "Copy it once more.")
    try:
        pieces = tuple(Piece.model_validate_json(line) for line in lines[1:-1])
    except ValidationError as problem:
        raise _none() from problem
    return ChangeFile(header, pieces, digest, seal.signature)


def _header(line: bytes) -> Header:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise _none() from problem
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise _none()
    version = said.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise _bad("The file was written by a newer program.", "Update this one first.")
    try:
        return Header.model_validate(said)
    except ValidationError as problem:
        raise _none() from problem


def _seal(lines: list[bytes]) -> Seal:
    """Return the last line, if it is the seal of those before it."""
    try:
        seal = Seal.model_validate_json(lines[-1])
    except ValidationError:
        seal = None
    if seal is None or seal.lines != len(lines) - 1 or not lines[-1].endswith(b"\n"):
        raise _bad("The file ends in the middle.", "Copy it once more, to the end.")
    return seal


def _line(message: Message) -> bytes:
    return message.model_dump_json().encode() + b"\n"


def _none() -> BadChangeFile:
    return _bad("This is not a file of changes.", "Choose one that ends in .changes.")


def _bad(what: str, to_do: str) -> BadChangeFile:
    return BadChangeFile(what, NOTHING_TAKEN, to_do)
