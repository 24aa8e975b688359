"""Reading a CSV file of any size, row by row: encoding, separator and limits are settled here."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from kiosk.interchange.refusals import FiguresRefusedError, nearest, shown

MOST_BYTES = 512 * 1024 * 1024
MOST_ROWS = 5_000_000
MOST_LINE = 64 * 1024
"""Characters in one line; longer ones are not figures."""
MOST_COLUMNS = 500
SEPARATORS = (",", ";", "\t")
LINES_BETWEEN_REPORTS = 2_000
FIRST_ROW = 2
"""The line below the names of the columns."""

_PIECE = 1024 * 1024
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .ods, and the older .xls, begin."""

Progress = Callable[[int, int], None]
"""Is told how many bytes of how many have been read."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line where it begins, and its values, one for each column."""

    line: int
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """An open file of figures.

    Attributes:
        file: its name.
        header: the names of its columns.
        notes: what a person should know about how it was read.
        rows: its rows, once; empty ones are left out. Raises `FiguresRefusedError`.
    """

    file: str
    header: tuple[str, ...]
    notes: tuple[str, ...]
    rows: Iterator[Row]

    def positions(self, wanted: Sequence[str]) -> dict[str, int]:
        """Return where each column stands.

        Raises:
            FiguresRefusedError: one is missing, or there twice.
        """
        problems = [self._missing(name) for name in wanted if name not in self.header]
        problems += [
            f"{self.file}:1: there are two columns {shown(name)}"
            for name in wanted
            if self.header.count(name) > 1
        ]
        if problems:
            raise FiguresRefusedError("\n".join(problems))
        return {name: self.header.index(name) for name in wanted}

    def _missing(self, name: str) -> str:
        there = ", ".join(shown(column) for column in self.header[:20])
        near = nearest(name, self.header)
        return f"{self.file}:1: there is no column {shown(name)}.{near} There are: {there}"


def _silent(_read: int, _size: int) -> None:
    """Tell nobody."""


@contextmanager
def open_table(path: Path, wanted: Sequence[str], progress: Progress = _silent) -> Iterator[Table]:
    """Open a file of figures; its rows are read as they are asked for.

    The separator is the comma, semicolon or tab under which most of the wanted columns are found.

    Args:
        path: the file.
        wanted: the columns that are looked for.
        progress: is told how far the reading has come.

    Raises:
        FiguresRefusedError: it cannot be read, is no text, or is larger than the limits.
    """
    try:
        if not path.is_file():
            missing = "this is a folder, not a file" if path.is_dir() else "there is no such file"
            raise FiguresRefusedError(f"{path.name}: {missing}")
        with path.open("rb") as file:
            size = path.stat().st_size
            encoding, notes = _encoding(file, path.name, size)
            file.seek(0)
            with io.TextIOWrapper(file, encoding=encoding, newline="") as text:
                told = _Told(path.name, notes, lambda: progress(file.tell(), size))
                yield _table(text, wanted, told)
    except OSError as error:
        raise FiguresRefusedError(f"{path.name}: it cannot be read: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class _Told:
    """What every step of the reading has to know."""

    file: str
    notes: tuple[str, ...]
    report: Callable[[], None]


def _encoding(file: BinaryIO, name: str, size: int) -> tuple[str, tuple[str, ...]]:
    """Return the encoding of a file, and a word about it if it is not the usual one."""
    if size > MOST_BYTES:
        limit = f"{MOST_BYTES // 1024 // 1024} MB"
        raise FiguresRefusedError(f"{name}: it is larger than {limit}: split it by year")
    start = file.read(4)
    if start.startswith(_WORKBOOKS):
        raise FiguresRefusedError(f"{name}: this is a workbook: save the sheet as CSV first")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", ()
    if _decodes(file, "utf-8"):
        return "utf-8-sig", ()
    if _decodes(file, "cp1252"):
        return "cp1252", (f"{name}: it is not saved as UTF-8; read as Windows-1252",)
    raise FiguresRefusedError(f"{name}: this is not text: save it as CSV in UTF-8")


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while piece := file.read(_PIECE):
            if b"\0" in piece:
                return False
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _table(text: TextIO, wanted: Sequence[str], told: _Told) -> Table:
    lines = _lines(text, told)
    first = next(lines, "")
    headers = [_split(first, separator) for separator in SEPARATORS]
    found = [(len(set(wanted) & set(header)), len(header)) for header in headers]
    best = found.index(max(found))
    header = headers[best]
    if not any(header):
        raise FiguresRefusedError(f"{told.file}:1: the names of the columns are missing")
    if len(header) > MOST_COLUMNS:
        raise FiguresRefusedError(f"{told.file}:1: there are more than {MOST_COLUMNS} columns")
    return Table(told.file, header, told.notes, _rows(lines, SEPARATORS[best], told))


def _split(line: str, separator: str) -> tuple[str, ...]:
    try:
        values = next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        values = []
    return tuple(value.strip() for value in values)


def _lines(text: TextIO, told: _Told) -> Iterator[str]:
    try:
        for number, line in enumerate(iter(lambda: text.readline(MOST_LINE + 1), ""), start=1):
            if len(line) > MOST_LINE:
                words = f"the line is longer than {MOST_LINE:,} characters"
                raise FiguresRefusedError(f"{told.file}:{number}: {words}")
            if number % LINES_BETWEEN_REPORTS == 0:
                told.report()
            yield line
    except UnicodeDecodeError as error:  # UTF-16: the other encodings were tried on the whole file
        raise FiguresRefusedError(f"{told.file}: it is damaged: {error.reason}") from error


def _rows(lines: Iterator[str], separator: str, told: _Told) -> Iterator[Row]:
    """Return the rows below the header, each with the line in which it begins."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    begins = FIRST_ROW
    count = 0
    try:
        for values in reader:
            if any(values):
                count += 1
                if count > MOST_ROWS:
                    raise FiguresRefusedError(f"{told.file}: it has more than {MOST_ROWS:,} rows")
                yield Row(begins, values)
            begins = reader.line_num + FIRST_ROW
    except csv.Error as error:
        words = "a quotation mark in this row opens and does not close, or closes too early"
        raise FiguresRefusedError(f"{told.file}:{begins}: {words}") from error
    told.report()
