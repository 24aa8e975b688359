"""How the programs of this project are started from where somebody stands, for commands that are to be copied."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path


def way_to(
    program: str,
    *,
    python: Path | None = None,
    here: Path | None = None,
    found: Callable[[str], str | None] = shutil.which,
) -> str:
    """Return what a person types to start a program: its name where that is found, else its path beside this Python.

    Args:
        program: `huddle-kiosk` or `huddle-central`.
        python: the interpreter beside which it was installed; the one that runs unless told.
        here: the folder in which the person stands; the process's own unless told.
        found: looks a name up on the search path.
    """
    if found(program) is not None:
        return program
    beside = (python or Path(sys.executable)).parent
    for path in (beside / program, beside / f"{program}.exe"):
        if path.is_file():
            return _shown(path, here or Path.cwd())
    return program


def _shown(path: Path, here: Path) -> str:
    shown = str(path.relative_to(here) if path.is_relative_to(here) else path)
    return f'"{shown}"' if " " in shown else shown
