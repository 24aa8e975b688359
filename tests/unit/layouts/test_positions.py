"""The line of every key is found, however a TOML file is written."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given

from kiosk.layouts.positions import key_lines, line_of
from tests.unit.layouts.documents import Document, Path, documents


def paths_in(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths_in(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths_in(inner, (*path, index))


@given(documents())
def test_every_key_of_any_document_is_found_on_its_line(document: Document) -> None:
    lines = key_lines(document.text)
    assert lines == document.lines
    assert set(lines) == set(paths_in(tomllib.loads(document.text)))


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("a = 1", ("a",), 1),
        ("\n\n# a = 0\na = 1\n", ("a",), 4),
        ("[t]\n[t.u]\nv.w = 1\n", ("t", "u", "v", "w"), 3),
        ("[a.b.c]\nd = 1", ("a", "b"), 1),
        ('x = """\na = 1\n"""\na = 2', ("a",), 4),
        ("x = [\n 1, # ]\n 2,\n]\n", ("x", 1), 3),
        ("x = [[1],\n[2,\n3]]", ("x", 1, 1), 3),
        ("x = [{a=1},\n{a={b=2}}]", ("x", 1, "a", "b"), 2),
        ("[[t]]\n[[t.u]]\n[[t]]\n[[t.u]]\n[[t.u]]\nv=1", ("t", 1, "u", 1, "v"), 6),
        ('["a]" . \'b"\']\nc=1', ("a]", 'b"', "c"), 2),
        ("a = 1\r\n\r\nb = 2\r\n", ("b",), 3),
        ('a = "\\\\"\nb = "\\""\nc = 1', ("c",), 3),
    ],
)
def test_a_key_is_found_on_its_line(text: str, path: Path, line: int) -> None:
    tomllib.loads(text)
    assert key_lines(text)[path] == line


def test_a_missing_key_is_placed_where_its_table_begins() -> None:
    lines = key_lines("a = 1\n[[tiles]]\nid = 'x'\n")
    assert line_of(lines, ("tiles", 0, "type")) == 2
    assert line_of(lines, ("title",)) is None


def test_an_empty_text_has_no_keys() -> None:
    assert key_lines("") == {}
    assert key_lines("# only words") == {}
