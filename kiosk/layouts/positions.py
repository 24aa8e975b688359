"""Where each key of a TOML text stands: a map from the path of a key to its line.

`tomllib` parses without positions, and the one library that adds them (tomlkit-extras) brings five
others along, so this walks the text itself. It reads only text that `tomllib` accepted, which is
why it need not report errors.
"""

import tomllib
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

Path = tuple[str | int, ...]

_BLANKS: Final = frozenset(" \t\r\n")
_SCALAR_ENDS: Final = frozenset(",]}#\n")
_KEY_ENDS: Final = frozenset(" \t.=]")
_LONG_QUOTES: Final = ('"""', "'''")


def key_lines(text: str) -> dict[Path, int]:
    """The line (from 1) where each key, table and array element of a valid text first stands."""
    walk = _Walk(text)
    walk.document()
    return walk.lines


def line_of(lines: Mapping[Path, int], path: Path) -> int | None:
    """The line of a path, or of the nearest thing around it that stands in the file."""
    for length in range(len(path), 0, -1):
        line = lines.get(path[:length])
        if line is not None:
            return line
    return None


@dataclass(slots=True)
class _Walk:
    """One pass over a text, left to right."""

    text: str
    at: int = 0
    lines: dict[Path, int] = field(default_factory=dict)
    table_counts: dict[Path, int] = field(default_factory=dict)
    line_ends: list[int] = field(default_factory=list)

    def document(self) -> None:
        self.line_ends = [at for at, character in enumerate(self.text) if character == "\n"]
        table: Path = ()
        self.skip_blanks()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip_blanks()

    def header(self) -> Path:
        start = self.at
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        keys = self.dotted_key()
        self.at += brackets
        path = self.inside_last(keys[:-1], start)
        last = (*path, keys[-1])
        self.note(last, start)
        if brackets == 1:
            return last
        index = self.table_counts.get(last, 0)
        self.table_counts[last] = index + 1
        self.note((*last, index), start)
        return (*last, index)

    def inside_last(self, keys: list[str], start: int) -> Path:
        """The path of a header's outer keys: in an array of tables, its newest element is meant."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            self.note(path, start)
            if path in self.table_counts:
                path = (*path, self.table_counts[path] - 1)
        return path

    def pair(self, table: Path) -> None:
        start = self.at
        path = table
        for key in self.dotted_key():
            path = (*path, key)
            self.note(path, start)
        self.at += 1  # the equals sign
        self.skip_blanks()
        self.value(path)

    def dotted_key(self) -> list[str]:
        keys: list[str] = []
        while True:
            self.skip_blanks()
            keys.append(self.simple_key())
            self.skip_blanks()
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def simple_key(self) -> str:
        start = self.at
        if self.text[start] in "\"'":
            self.string()
            return _unquoted(self.text[start : self.at])
        while self.text[self.at] not in _KEY_ENDS:
            self.at += 1
        return self.text[start : self.at]

    def value(self, path: Path) -> None:
        match self.text[self.at]:
            case "[":
                self.array(path)
            case "{":
                self.inline_table(path)
            case '"' | "'":
                self.string()
            case _:
                while self.at < len(self.text) and self.text[self.at] not in _SCALAR_ENDS:
                    self.at += 1

    def array(self, path: Path) -> None:
        self.at += 1
        self.skip_blanks()
        index = 0
        while self.text[self.at] != "]":
            self.note((*path, index), self.at)
            self.value((*path, index))
            index += 1
            self.skip_comma()
        self.at += 1

    def inline_table(self, path: Path) -> None:
        self.at += 1
        self.skip_blanks()
        while self.text[self.at] != "}":
            self.pair(path)
            self.skip_comma()
        self.at += 1

    def string(self) -> None:
        quote = self.text[self.at]
        if self.text.startswith(_LONG_QUOTES, self.at):
            self.at += 3
            self.skip_to(quote * 3)
            # Up to two quotes may stand directly before the closing three.
            while self.text.startswith(quote, self.at):
                self.at += 1
        else:
            self.at += 1
            self.skip_to(quote)

    def skip_to(self, closing: str) -> None:
        escapes = closing[0] == '"'
        while not self.text.startswith(closing, self.at):
            self.at += 2 if escapes and self.text[self.at] == "\\" else 1
        self.at += len(closing)

    def skip_comma(self) -> None:
        self.skip_blanks()
        if self.text[self.at] == ",":
            self.at += 1
            self.skip_blanks()

    def skip_blanks(self) -> None:
        while self.at < len(self.text):
            if self.text[self.at] == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif self.text[self.at] in _BLANKS:
                self.at += 1
            else:
                return

    def note(self, path: Path, at: int) -> None:
        self.lines.setdefault(path, bisect_left(self.line_ends, at) + 1)


def _unquoted(key: str) -> str:
    return str(tomllib.loads(f"key = {key}")["key"])
