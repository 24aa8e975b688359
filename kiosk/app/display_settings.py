"""Writing down how the board is shown, in IT's own settings file: their comments and their other lines stay."""

from collections.abc import Mapping
from dataclasses import replace

from kiosk.config import FILE_NAME, THEMES, Settings
from kiosk.domain.errors import KioskError
from kiosk.host.files import write_atomically
from kiosk.services.refused import Refused

SWITCHES = {"true": True, "false": False}
ALLOWED: Mapping[str, Mapping[str, str | bool]] = {
    "theme": {theme: theme for theme in THEMES},
    "left_reach": SWITCHES,
    "motion": SWITCHES,
}
"""What can be chosen at the board: setting → word of the choice → value in the file."""


class SettingsNotKept(KioskError):  # noqa: N818 - said to a person, like every refusal
    """The settings file could not be written."""


def keep_display(settings: Settings, choices: Mapping[str, str]) -> Settings:
    """Write choices into `settings.toml`; when it returns, they are on disk.

    Args:
        settings: how the board is set now.
        choices: setting → word, as `ALLOWED` lists them.

    Returns:
        The settings as they are from now on.

    Raises:
        Refused: there is no such choice.
        SettingsNotKept: the file cannot be read or written; it stands as it was.
    """
    import tomlkit  # noqa: PLC0415 - slow, and only for a choice
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    values = {name: _value(name, word) for name, word in choices.items()}
    path = settings.data / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        document = tomlkit.parse(text)
        document.update(values)
        write_atomically(path, tomlkit.dumps(document).encode())
    except (OSError, UnicodeDecodeError, TOMLKitError) as problem:
        raise SettingsNotKept(
            "The choice could not be written down.",
            "The board looks as before.",
            f"Tell IT: {FILE_NAME} in the data folder.",
        ) from problem
    return _with(settings, values)


def _value(name: str, word: str) -> str | bool:
    value = ALLOWED.get(name, {}).get(word)
    if value is None:
        raise Refused("That cannot be chosen here.")
    return value


def _with(settings: Settings, values: Mapping[str, str | bool]) -> Settings:
    return replace(
        settings,
        theme=str(values.get("theme", settings.theme)),
        left_reach=bool(values.get("left_reach", settings.left_reach)),
        motion=bool(values.get("motion", settings.motion)),
    )
