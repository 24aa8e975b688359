"""Maps of figures, read with the diagnostics that layouts have, and the stratifier sets that they name."""

from collections.abc import Mapping
from pathlib import Path

from kiosk.domain.stratifiers import StratifierError, StratifierSet
from kiosk.host.resources import resource_folder
from kiosk.interchange.map_groups import Groups
from kiosk.interchange.map_sets import (
    NEEDS_A_TOTAL,
    NO_SUCH_GROUP,
    lacks_reference,
    lacks_total,
    with_set,
)
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
    if all(split.set is None for split in figure_map.every_split):
        return figure_map
    sets = stratifier_sets(resource_folder("assets") / "stratifiers")
    found = [
        _with_set(split, ("groups",) if figure_map.groups else ("splits", number), sets)
        for number, split in enumerate(figure_map.every_split)
    ]
    lines = key_lines(text)
    problems = [problem_of(one, lines, path.name) for one in found if isinstance(one, Finding)]
    if problems:
        raise FileProblemsError(problems)
    return figure_map.with_splits(tuple(one for one in found if isinstance(one, Groups)))


def shipped_maps() -> dict[str, Path]:
    """Return the maps that travel with the program, by name."""
    return {path.stem: path for path in sorted((resource_folder("assets") / "maps").glob("*.toml"))}


def _with_set(
    split: Groups, key: tuple[str | int, ...], sets: Mapping[str, StratifierSet]
) -> Groups | Finding:
    if split.set is None:
        return split
    for name in ("set", "publish_as"):
        named = getattr(split, name)
        if named is not None and named not in sets:
            return Finding((*key, name), "is not a stratifier set", named, tuple(sets))
    publish_as = sets[split.publish_as] if split.publish_as else None
    try:
        return _checked(with_set(split, sets[split.set], publish_as), key)
    except StratifierError as problem:
        return Finding((*key, "labels"), str(problem))


def _checked(split: Groups, key: tuple[str | int, ...]) -> Groups | Finding:
    """Return a split with the words of its set, or what is wrong now that they are known."""
    if lacks_reference(split):
        return Finding((*key, "reference"), NO_SUCH_GROUP, split.reference)
    return Finding((*key, "set"), NEEDS_A_TOTAL, split.set) if lacks_total(split) else split
