"""Every setting: its default, its unit, and where it may come from (flag > environment > file > default)."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from kiosk.domain.errors import KioskError
from kiosk.host.paths import data_folder

FILE_NAME = "settings.toml"
PREFIX = "HUDDLE_"
THEMES = ("light", "dark", "contrast")
PAPERS = ("a4", "letter")

CHOICES = {"theme": THEMES, "paper": PAPERS}
"""Settings that are one of a few words."""


class SettingError(KioskError):
    """A setting has a value that cannot be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set, under the names of the file; in the environment `HUDDLE_` and capitals.

    Attributes:
        data: folder of the store, its backups and this file.
        layout: name of a shipped layout, or the path of a layout file; empty shows the ward's own.
        theme: light, dark or contrast; empty shows the layout's, else light.
        left_reach: the primary action stands at the left.
        motion: sheets rise; off shows them at once.
        paper: size of the pages that are made: a4 or letter.
        plan_words: path of a file with the hospital's own words for the equity action plan.
        idle_return_s: seconds without a touch until an open sheet gives way to the board.
        staff_face_s: seconds without a touch until the staff face gives way to the public face.
        undo_s: seconds for which Undo is offered.
        central: address of the hospital's central system; empty for a board that stands alone.
        enrol_code: code that lets this board in there, used once.
        central_ca: path of the authority's certificate that signed central's; empty trusts what the machine does.
    """

    data: Path = Path()
    layout: str = ""
    theme: str = ""
    left_reach: bool = False
    motion: bool = True
    paper: str = "a4"
    plan_words: str = ""
    idle_return_s: float = 60.0
    staff_face_s: float = 60.0
    undo_s: float = 10.0
    central: str = ""
    enrol_code: str = ""
    central_ca: str = ""


def read_settings(
    flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """Return the settings from all their places.

    Args:
        flags: what the command line says; a None is not said.
        environment: the environment; the process's own by default.

    Raises:
        SettingError: a value cannot be; says which, where and what is allowed.
    """
    said = {name: value for name, value in (flags or {}).items() if value is not None}
    around = os.environ if environment is None else environment
    folder = Path(said.get("data") or around.get(PREFIX + "DATA") or data_folder()).expanduser()
    values: dict[str, Any] = {}
    for name, value in _from_file(folder / FILE_NAME).items():
        values[name] = _value(name, value, f"{folder / FILE_NAME}")
    for field in fields(Settings):
        text = around.get(PREFIX + field.name.upper())
        if text is not None:
            values[field.name] = _value(field.name, text, f"{PREFIX}{field.name.upper()}")
    for name, value in said.items():
        values[name] = _value(name, value, f"--{name.replace('_', '-')}")
    return Settings(**{**values, "data": folder})


def _from_file(path: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise SettingError(
            f"{path} cannot be read: {problem}.", to_do="Mend it, or take it away."
        ) from problem
    known = {field.name for field in fields(Settings)} - {"data"}
    unknown = sorted(set(found) - known)
    if unknown:
        raise SettingError(
            f"{path}: {unknown[0]} is not a setting.", to_do=f"Known: {', '.join(sorted(known))}."
        )
    return found


def _value(name: str, value: Any, where: str) -> Any:
    default = getattr(Settings(), name)
    if isinstance(default, bool):
        return _switch(name, value, where)
    if isinstance(default, float):
        return _seconds(name, value, where)
    if not isinstance(value, str | Path):
        raise SettingError(f"{where}: {name} is {value!r}. Allowed: words in quotation marks.")
    text = str(value)
    allowed = CHOICES.get(name, ())
    if allowed and text not in {default, *allowed}:
        raise SettingError(f"{where}: {name} {text!r} is not known. Allowed: {', '.join(allowed)}.")
    return Path(text).expanduser() if isinstance(default, Path) else text


def _switch(name: str, value: Any, where: str) -> bool:
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    found = words.get(str(value).lower())
    if found is None:
        raise SettingError(f"{where}: {name} is {value!r}. Allowed: true, false.")
    return found


def _seconds(name: str, value: Any, where: str) -> float:
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        seconds = -1.0
    if not 1 <= seconds <= 3600:  # noqa: PLR2004 - from a second to an hour
        raise SettingError(f"{where}: {name} is {value!r}. Allowed: 1 to 3600 seconds.")
    return seconds
