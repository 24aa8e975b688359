"""Maps of figures, read with the diagnostics that layouts have; the two meet here because they are siblings."""

from pathlib import Path

from kiosk.host.resources import resource_folder
from kiosk.interchange.mapping import FigureMap
from kiosk.layouts.check import FileProblemsError, Problem, validated
from kiosk.layouts.files import read_text


def read_map(path: Path) -> FigureMap:
    """Read a map.

    Raises:
        FileProblemsError: it cannot be read, or says something that a map cannot; each with its line.
    """
    text = read_text(path)
    if isinstance(text, Problem):
        raise FileProblemsError([text])
    figure_map = validated(text, path.name, FigureMap)
    if isinstance(figure_map, FigureMap):
        return figure_map
    raise FileProblemsError(figure_map)


def shipped_maps() -> dict[str, Path]:
    """Return the maps that travel with the program, by name."""
    return {path.stem: path for path in sorted((resource_folder("assets") / "maps").glob("*.toml"))}
