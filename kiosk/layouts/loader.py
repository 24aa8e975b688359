"""Reading board layouts, so that a bad file is explained and never leaves a black screen."""

import json
import logging
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from kiosk.layouts.check import FileProblemsError, Problem, brief, problem_of, validated
from kiosk.layouts.files import read_text
from kiosk.layouts.findings import Finding
from kiosk.layouts.positions import key_lines
from kiosk.layouts.schema import Layout, layout_schema
from kiosk.layouts.tiles import DaysSinceTile, GroupsTile, MetricTile, Tile

_log = logging.getLogger(__name__)


class LayoutError(FileProblemsError):
    """A layout cannot be shown; `problems` says why, each with its line."""


@dataclass(frozen=True, slots=True)
class Known:
    """Names that a layout may point at; an empty collection leaves them unchecked.

    Attributes:
        metrics: ids of metrics.
        stratifiers: ids of stratifiers.
    """

    metrics: Collection[str] = ()
    stratifiers: Collection[str] = ()


class OpenedLayout(NamedTuple):
    """A layout to show, and what was wrong with the one that was asked for (None: nothing)."""

    layout: Layout
    problem: str | None


def load_layout(source: Path | str, known: Known | None = None, *, name: str = "layout") -> Layout:
    """The layout in a file (a Path) or in a text (a str, called `name` in problems).

    Raises:
        LayoutError: with every problem, each with its line.
    """
    file = source.name if isinstance(source, Path) else name
    return _layout_of(_text_of(source), file, known or Known())


def open_layout(path: Path, last_good: Path, default: Path) -> OpenedLayout:
    """The layout to show now: the file's, else its last good copy, else the default. Never raises.

    A layout that loads is copied to `last_good`, in one step.
    """
    try:
        text = _text_of(path)
        layout = _layout_of(text, path.name, Known())
    except LayoutError as error:
        return _fallen_back(error, last_good, default)
    _keep(text, last_good)
    return OpenedLayout(layout, None)


def available_layouts(folder: Path) -> dict[str, Layout]:
    """The sound layouts of a folder, by file name without ".toml"; others are left out."""
    found: dict[str, Layout] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            found[path.stem] = load_layout(path)
        except LayoutError as error:
            _log.warning("Layout left out: %s", error)
    return found


def check_layout(path: Path, known: Known | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with a layout file; empty when it can be shown."""
    try:
        load_layout(path, known)
    except LayoutError as error:
        return error.problems
    return ()


def write_schema(path: Path) -> None:
    """Write the JSON schema of layouts, for editors that complete and check TOML."""
    text = json.dumps(layout_schema(), indent=2, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _text_of(source: Path | str) -> str:
    if isinstance(source, str):
        return source
    text = read_text(source)
    if isinstance(text, Problem):
        raise LayoutError([text])
    return text


def _layout_of(text: str, file: str, known: Known) -> Layout:
    layout = validated(text, file, Layout)
    if not isinstance(layout, Layout):
        raise LayoutError(layout)
    unknown = tuple(_unknown_names(layout, known))
    if unknown:
        lines = key_lines(text)
        raise LayoutError(problem_of(finding, lines, file) for finding in unknown)
    return layout


def _unknown_names(layout: Layout, known: Known) -> Iterator[Finding]:
    names: Mapping[str, Collection[str]] = {
        "metric": known.metrics,
        "stratifier": known.stratifiers,
    }
    for index, tile in enumerate(layout.tiles):
        if not isinstance(tile, (DaysSinceTile, GroupsTile, MetricTile)):
            continue
        for key, allowed in names.items():
            name = getattr(tile, key, None)
            if name and allowed and name not in allowed:
                yield Finding(("tiles", index, key), "is not known", name, tuple(sorted(allowed)))
        yield from _unknown_sides(index, tile, known)


def _unknown_sides(index: int, tile: Tile, known: Known) -> Iterator[Finding]:
    """What a metric tile is to be shown by and nobody publishes."""
    sides = tile.by if isinstance(tile, MetricTile) and tile.by else ()
    for place, name in enumerate(sides):
        if known.stratifiers and name not in known.stratifiers:
            words, allowed = "is not known", tuple(sorted(known.stratifiers))
            yield Finding(("tiles", index, "by", place), words, name, allowed)


def _fallen_back(error: LayoutError, last_good: Path, default: Path) -> OpenedLayout:
    wrong = brief(error.problems)
    for path, words in (
        (last_good, "Showing the last good layout."),
        (default, "Showing the usual layout."),
    ):
        try:
            return OpenedLayout(load_layout(path), f"{wrong} {words}")
        except LayoutError as worse:
            _log.info("Nothing to fall back on: %s", worse)
    return OpenedLayout(PLAIN_LAYOUT, f"{wrong} Showing a plain layout.")


def _keep(text: str, last_good: Path) -> None:
    """Replace the last good copy in one step; a full disk costs the copy, not the board."""
    data = text.encode()
    fresh = last_good.with_name(f"{last_good.name}.new")
    try:
        if last_good.is_file() and last_good.read_bytes() == data:
            return
        last_good.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(last_good)
    except OSError as error:
        _log.warning("The last good layout is not kept: %s", error)


PLAIN_LAYOUT: Final = Layout.model_validate(
    {
        "title": "Plain board",
        "tier": 1,
        "preset": "sqcdp",
        "tiles": [
            {"id": "agenda", "type": "agenda"},
            {"id": "cards", "type": "lanes"},
        ],
        "landscape": {
            "columns": [1, 3],
            "rows": [1],
            "places": {
                "agenda": {"column": 1, "row": 1},
                "cards": {"column": 2, "row": 1},
            },
        },
        "portrait": {
            "columns": [1],
            "rows": [1, 1],
            "places": {
                "agenda": {"column": 1, "row": 1},
                "cards": {"column": 1, "row": 2},
            },
        },
    }
)
