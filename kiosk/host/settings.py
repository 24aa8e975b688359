"""Settings of a program from all their places: flag > environment > file > default, each checked where it stands."""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, ClassVar, Final, Protocol, TypeVar

from kiosk.domain.errors import KioskError

SWITCHES: Final = {
    "true": True,
    "1": True,
    "yes": True,
    "on": True,
    "false": False,
    "0": False,
    "no": False,
    "off": False,
}


class SettingError(KioskError):
    """A setting has a value that cannot be."""


class HasData(Protocol):
    """Settings, a frozen dataclass with a default for each.

    Attributes:
        data: the folder of the program's data, where its settings file lies too.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def data(self) -> Path:
        """The folder."""
        ...


Kind = TypeVar("Kind", bound=HasData)


@dataclass(frozen=True, slots=True)
class Rules:
    """Where settings come from and what they may be.

    Attributes:
        file_name: the settings file in the data folder.
        prefix: what stands before a setting's name, in capitals, in the environment.
        numbers: the least and the most that a number may be.
        texts: what a text has to be, where not any will do: called with it and where it stands, raises SettingError.
    """

    file_name: str
    prefix: str
    numbers: Mapping[str, tuple[int, int]]
    texts: Mapping[str, Callable[[str, str], None]] = field(default_factory=dict)


def read_places(
    defaults: Kind,
    rules: Rules,
    folder: Callable[[], Path],
    flags: Mapping[str, Any] | None,
    environment: Mapping[str, str] | None,
) -> Kind:
    """Return settings from all their places.

    Args:
        defaults: every setting as it is where nobody sets it; its class is the answer's.
        rules: where they come from and what they may be.
        folder: finds the data folder where nobody chose one.
        flags: what the command line says; a None is not said, and what is no setting is passed over.
        environment: the environment; the process's own by default.

    Raises:
        SettingError: a value cannot be; says which, where and what is allowed.
    """
    names = {each.name for each in fields(defaults)}
    said = {
        name: value for name, value in (flags or {}).items() if name in names and value is not None
    }
    around = os.environ if environment is None else environment
    chosen = said.get("data") or around.get(rules.prefix + "DATA") or folder()
    file = Path(chosen).expanduser() / rules.file_name
    if file.parent.exists() and not file.parent.is_dir():
        raise SettingError(
            f"{file.parent} is a file, and data lies in a folder.", to_do="Name a folder by --data."
        )
    found: dict[str, tuple[Any, str]] = {
        name: (value, str(file)) for name, value in _from_file(file, names - {"data"}).items()
    }
    for name in names:
        variable = rules.prefix + name.upper()
        if variable in around:
            found[name] = (around[variable], variable)
    found |= {name: (value, f"--{name.replace('_', '-')}") for name, value in said.items()}
    values = {
        name: _checked(rules, name, getattr(defaults, name), value, where)
        for name, (value, where) in sorted(found.items())
    }
    kind: Callable[..., Kind] = type(defaults)
    return kind(**{**values, "data": file.parent.absolute()})


def _from_file(path: Path, known: set[str]) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise SettingError(
            f"{path} cannot be read: {problem}.", to_do="Mend it, or take it away."
        ) from problem
    unknown = sorted(set(found) - known)
    if unknown:
        raise SettingError(
            f"{path}: {unknown[0]} is not a setting.", to_do=f"Known: {', '.join(sorted(known))}."
        )
    return found


def _checked(rules: Rules, name: str, default: Any, value: Any, where: str) -> Any:
    if isinstance(default, bool):
        return _switch(name, value, where)
    if isinstance(default, int | float):
        whole = isinstance(default, int)
        return type(default)(_number(name, value, where, (*rules.numbers[name], whole)))
    if not isinstance(value, str | Path):
        raise SettingError(f"{where}: {name} is {value!r}. Allowed: words in quotation marks.")
    if isinstance(default, Path):
        return Path(value).expanduser()
    text = str(value).strip()
    if text != default and name in rules.texts:
        rules.texts[name](text, where)
    return text


def _switch(name: str, value: Any, where: str) -> bool:
    found = SWITCHES.get(str(value).lower())
    if found is None:
        raise SettingError(f"{where}: {name} is {value!r}. Allowed: true, false.")
    return found


def _number(name: str, value: Any, where: str, allowed: tuple[int, int, bool]) -> float:
    least, most, whole = allowed
    try:
        number = float("no" if isinstance(value, bool) else value)
    except (TypeError, ValueError):
        number = least - 1.0
    if not least <= number <= most or (whole and not number.is_integer()):
        unit = " seconds" if name.endswith("_s") else ""
        raise SettingError(f"{where}: {name} is {value!r}. Allowed: {least} to {most}{unit}.")
    return number
