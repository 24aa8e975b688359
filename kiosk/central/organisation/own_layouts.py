"""A hospital's own layouts that `org.toml` names: read from beside it, checked, and given to every board."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.central.organisation.configured import Configured
from kiosk.central.organisation.deciding import ConfigCommand
from kiosk.central.organisation.wording import Line, Mark
from kiosk.domain.board_layouts import NAME, DropLayout, KeepLayout, LayoutFile
from kiosk.layouts.check import Problem
from kiosk.layouts.files import read_text
from kiosk.layouts.findings import Finding
from kiosk.layouts.loader import LayoutError, load_layout
from kiosk.layouts.schema import Preset

SUBJECT = "Layouts of our own"


@dataclass(slots=True)
class OwnLayouts:
    """What was found of the layouts that a file names.

    Attributes:
        texts: of the sound ones, by name.
        presets: of those, by name.
        findings: what is wrong in `org.toml`.
        problems: what is wrong in the layouts' own files.
    """

    texts: dict[str, str] = field(default_factory=dict)
    presets: dict[str, Preset] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_own_layouts(paths: tuple[str, ...], folder: Path) -> OwnLayouts:
    """Return the layouts that a file names.

    Args:
        paths: as they stand in the file.
        folder: where the file lies.
    """
    found = OwnLayouts()
    for place, said in enumerate(paths):
        path, where = folder / said, ("layouts", place)
        if path.suffix != ".toml" or re.fullmatch(NAME, path.stem) is None:
            words = "is not the name of a layout: small letters, digits, - and _, then .toml"
            found.findings.append(Finding(where, words, said))
        elif path.stem in found.texts:
            found.findings.append(Finding(where, "has the name of another one", said))
        else:
            _read(path, found)
    return found


def _read(path: Path, found: OwnLayouts) -> None:
    text = read_text(path)
    if isinstance(text, Problem):
        found.problems.append(text)
        return
    try:
        layout = load_layout(text, name=path.name)
    except LayoutError as error:
        found.problems += error.problems
        return
    found.texts[path.stem] = text
    found.presets[path.stem] = layout.preset


def plan_layouts(
    texts: Mapping[str, str], now: Configured, *, prune: bool
) -> tuple[list[ConfigCommand], list[Line], list[Line]]:
    """Return what gives layouts to every board: commands, their lines, and what stays though no file is named."""
    commands: list[ConfigCommand] = []
    lines: list[Line] = []
    left: list[Line] = []
    there = {layout.name: layout for layout in now.layouts if layout.active}
    for name, text in texts.items():
        known = there.get(name)
        if known is None or known.text != text:
            commands.append(KeepLayout(now.node_id, LayoutFile(name, text)))
            mark = Mark.NEW if known is None else Mark.CHANGED
            lines.append(Line(SUBJECT, mark, name))
    for name in there:
        if name not in texts and prune:
            commands.append(DropLayout(now.node_id, LayoutFile(name, "")))
            lines.append(Line(SUBJECT, Mark.CLOSED, f"{name} is taken back"))
        elif name not in texts:
            left.append(Line(SUBJECT, Mark.LEFT, f"{name} is not in the file; it stays"))
    return commands, lines, left
