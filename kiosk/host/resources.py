"""Where the folders that travel with the program are: `assets` and `board_layouts`."""

import sys
from pathlib import Path
from typing import Literal, TypeAlias

Folder: TypeAlias = Literal["assets", "board_layouts"]

PACKAGE = Path(__file__).resolve().parents[1]


def resource_folder(folder: Folder) -> Path:
    """Return the folder as it lies beside this program.

    A frozen program keeps it in the bundle that PyInstaller unpacks, an installed wheel inside
    the package, and a checkout at its top.

    Args:
        folder: The name of the folder.

    Returns:
        The path of a folder that exists.

    Raises:
        FileNotFoundError: The program was put together without it. The message names every place
            that was searched.
    """
    places = [PACKAGE / "_data" / folder, PACKAGE.parent / folder]
    bundle: str | None = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        places.insert(0, Path(bundle) / folder)
    for place in places:
        if place.is_dir():
            return place
    searched = ", ".join(str(place) for place in places)
    raise FileNotFoundError(f"The folder {folder} is missing. It was looked for at {searched}.")
