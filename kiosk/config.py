"""Every setting: its default, its unit, and where it may come from (flag > environment > file > default)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kiosk.host.paths import data_folder
from kiosk.host.settings import Rules, SettingError, read_places

FILE_NAME: Final = "settings.toml"
THEMES: Final = ("light", "dark", "contrast")
PAPERS: Final = ("a4", "letter")


def _one_of(name: str, allowed: tuple[str, ...]) -> Callable[[str, str], None]:
    def check(text: str, where: str) -> None:
        if text not in allowed:
            words = ", ".join(allowed)
            raise SettingError(f"{where}: {name} {text!r} is not known. Allowed: {words}.")

    return check


SECONDS: Final = (1, 3600)
RULES: Final = Rules(
    FILE_NAME,
    "HUDDLE_",
    {"idle_return_s": SECONDS, "staff_face_s": SECONDS, "undo_s": SECONDS},
    {"theme": _one_of("theme", THEMES), "paper": _one_of("paper", PAPERS)},
)


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
    return read_places(Settings(), RULES, data_folder, flags, environment)
