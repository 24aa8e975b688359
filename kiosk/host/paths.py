"""Where this machine keeps the board's data."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

FOLDER = "huddle-kiosk"


def data_folder(
    override: Path | None = None,
    *,
    platform: str = sys.platform,
    environment: Mapping[str, str] | None = None,
    home: Path | None = None,
) -> Path:
    """Return the folder of the board's data; it may not exist yet.

    On Windows it is the machine's (`%PROGRAMDATA%`), so that any account of the PC opens the same
    board; elsewhere it is the account's, as the XDG Base Directory Specification says.

    Args:
        override: the folder that somebody chose, which is then the answer.
        platform: as `sys.platform` names it.
        environment: the process's environment unless told.
        home: the account's home unless told.
    """
    if override is not None:
        return override.expanduser().absolute()
    variables = os.environ if environment is None else environment
    account = home or Path.home()
    if platform == "win32":
        machine = variables.get("PROGRAMDATA", "")
        return (Path(machine) if machine else account / "AppData" / "Local") / FOLDER
    if platform == "darwin":
        return account / "Library" / "Application Support" / FOLDER
    chosen = Path(variables.get("XDG_DATA_HOME", ""))
    return (chosen if chosen.is_absolute() else account / ".local" / "share") / FOLDER
