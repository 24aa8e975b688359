"""A backup as a stream of bytes: gzip over lines of JSON, one line a row, a header first and a hash last.

It is the same whatever the storage, so what was SQLite's can be put into PostgreSQL. Erased words, and the storage's
secret, are not in it.
"""

import base64
import binascii
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from kiosk.central.storage import rows
from kiosk.central.storage.protocol import StorageTrouble

FORMAT = 1
"""The newest form of a backup that this program writes and reads."""
LINE_LIMIT_BYTES = 96 * 1024 * 1024
"""Of one row as JSON: the largest body in Base64, and some."""
PIECE_BYTES = 256 * 1024
GZIP = b"\x1f\x8b"
"""What every gzip file begins with."""

TABLES: dict[str, type[Any]] = {
    "log": rows.LogRow,
    "stream": rows.StreamRow,
    "change": rows.ChangeRow,
    "words": rows.WordsRow,
    "spent": rows.SpentRow,
    "erased": rows.ErasedRow,
    "document": rows.DocumentRow,
    "blob": rows.BlobRow,
    "audit": rows.AuditRow,
}
"""Table → what its rows are, in the order in which they are written and put back."""

BYTES = {"words": 3, "blob": 5}
"""Table → the column that is bytes; Base64 in a backup."""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """What a backup says of itself first.

    Attributes:
        taken_at: when, as `instant_text` writes it.
        timeline: the storage's.
        incarnation: of central's device.
    """

    taken_at: str
    timeline: str
    incarnation: int


def write(header: Header, rows_of: Iterable[tuple[str, Row]]) -> Iterator[bytes]:
    """Yield a backup, piece by piece.

    Args:
        header: what it says of itself.
        rows_of: table and row, of all tables in the order of `TABLES`.
    """
    squeezing = zlib.compressobj(6, zlib.DEFLATED, 31)  # 31: with gzip's header and trailer
    hashing = hashlib.sha256()
    count, piece = 0, bytearray()
    for line in _lines(header, rows_of):
        hashing.update(line)
        count += 1
        piece += squeezing.compress(line)
        if len(piece) >= PIECE_BYTES:
            yield bytes(piece)
            piece.clear()
    seal = {"rows": count - 1, "sha256": hashing.hexdigest()}
    yield bytes(piece) + squeezing.compress(orjson.dumps(seal) + b"\n") + squeezing.flush()


def read(pieces: Iterable[bytes]) -> tuple[Header, Iterator[tuple[str, Row]]]:
    """Read what `write` wrote; the whole is only known to be good when the last row has been taken.

    Raises:
        StorageTrouble: it is no backup, cut short, edited, or of a newer program; here, or while rows are taken.
    """
    lines = _read_lines(pieces)
    first = next(lines, b"")
    header = _header(first)
    return header, _rows(first, lines)


def _lines(header: Header, rows_of: Iterable[tuple[str, Row]]) -> Iterator[bytes]:
    about = {
        "huddle_central_backup": FORMAT,
        "taken_at": header.taken_at,
        "timeline": header.timeline,
        "incarnation": header.incarnation,
    }
    yield orjson.dumps(about) + b"\n"
    for table, row in rows_of:
        column = BYTES.get(table)
        values = list(row)
        if column is not None:
            values[column] = base64.b64encode(values[column]).decode()
        yield orjson.dumps([table, *values]) + b"\n"


def _read_lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    opening = zlib.decompressobj(31)
    rest = begun = b""
    try:
        for piece in pieces:
            begun = begun or piece[: len(GZIP)]
            waiting = piece
            while waiting:
                *lines, rest = (rest + opening.decompress(waiting, PIECE_BYTES)).split(b"\n")
                waiting = opening.unconsumed_tail
                yield from lines
                if len(rest) > LINE_LIMIT_BYTES:
                    raise _damaged("one of its lines is far too long")
    except zlib.error:
        raise (_damaged("it was damaged or edited") if begun == GZIP else _no_backup()) from None
    if not opening.eof or rest or opening.unused_data:
        raise _damaged("it is cut short")


def _header(line: bytes) -> Header:
    try:
        about = orjson.loads(line)
        version = int(about["huddle_central_backup"])
        if version > FORMAT:
            raise StorageTrouble(
                "This backup was written by a newer version of the central system.",
                to_do="Install that version, then restore.",
            )
        return Header(str(about["taken_at"]), str(about["timeline"]), int(about["incarnation"]))
    except (ValueError, KeyError, TypeError):
        raise _no_backup() from None


def _rows(first: bytes, lines: Iterator[bytes]) -> Iterator[tuple[str, Row]]:
    hashing = hashlib.sha256(first + b"\n")
    for count, line in enumerate(lines):
        value = _value(line)
        if isinstance(value, dict):
            if value != {"rows": count, "sha256": hashing.hexdigest()}:
                raise _damaged("it was edited")
            if next(lines, None) is not None:
                raise _damaged("something was added to it")
            return
        hashing.update(line + b"\n")
        yield _row(value)
    raise _damaged("it is cut short")


def _value(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except ValueError:
        raise _damaged("it was edited") from None


def _row(value: Any) -> tuple[str, Row]:
    try:
        table, *values = value
        row_type = TABLES[table]
        column = BYTES.get(table)
        if column is not None:
            values[column] = base64.b64decode(values[column], validate=True)
        return table, row_type(*values)
    except (ValueError, KeyError, TypeError, IndexError, binascii.Error):
        raise _damaged("it was edited") from None


def _no_backup() -> StorageTrouble:
    return StorageTrouble(
        "This file is not a backup of the central system.",
        to_do="Choose a file that `huddle-central backup` wrote.",
    )


def _damaged(how: str) -> StorageTrouble:
    return StorageTrouble(
        f"This backup cannot be used: {how}.",
        "Nothing was put into the storage.",
        "Use another backup.",
    )
