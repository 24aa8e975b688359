"""Maps of figures, read with the diagnostics that layouts have, and the stratifier sets that they name."""

from pathlib import Path

from kiosk.host.resources import resource_folder
from kiosk.interchange.map_sets import names_sets, with_sets
from kiosk.interchange.mapping import FigureMap
from kiosk.layouts.check import FileProblemsError, Problem, problem_of, validated
from kiosk.layouts.files import read_text
from kiosk.layouts.findings import Finding
from kiosk.layouts.positions import key_lines
from kiosk.layouts.stratifier_sets import stratifier_sets


def read_map(path: Path) -> FigureMap:
    """Read a map; the stratifier sets that it names are looked up among those that travel with the program.

    Raises:
        FileProblemsError: it cannot be read, or says something that a map cannot; each with its line.
    """
    text = read_text(path)
    if isinstance(text, Problem):
        raise FileProblemsError([text])
    figure_map = validated(text, path.name, FigureMap)
    if not isinstance(figure_map, FigureMap):
        raise FileProblemsError(figure_map)
    if not names_sets(figure_map):
        return figure_map
    sets = stratifier_sets(resource_folder("assets") / "stratifiers")
    worded = with_sets(figure_map, sets)
    if isinstance(worded, FigureMap):
        return worded
    lines = key_lines(text)
    raise FileProblemsError(
        problem_of(Finding(one.path, one.words, one.found, one.allowed), lines, path.name)
        for one in worded
    )


def shipped_maps() -> dict[str, Path]:
    """Return the maps that travel with the program, by name."""
    return {path.stem: path for path in sorted((resource_folder("assets") / "maps").glob("*.toml"))}
