"""The maps of the warehouse: what the columns and codes of its files mean, kept by name in the registry."""

import re
from typing import Final

from kiosk.central.storage.protocol import Registry
from kiosk.domain.clock import Clock, instant_text
from kiosk.domain.errors import KioskError
from kiosk.host.resources import resource_folder
from kiosk.interchange.map_sets import names_sets, with_sets
from kiosk.interchange.mapping import FigureMap
from kiosk.layouts.check import FileProblemsError, problem_of, validated
from kiosk.layouts.findings import Finding
from kiosk.layouts.positions import key_lines
from kiosk.layouts.stratifier_sets import stratifier_sets

KIND: Final = "warehouse-map"
MOST_MAPS: Final = 500
NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
RESERVED: Final = frozenset({"refused"})
"""A folder of this name beside the maps' folders holds what was refused."""


class NoSuchMapError(KioskError):
    """There is no map of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no map {name[:40]!r} on central.",
            to_do="Add it with: huddle-central warehouse add-map NAME MAP.toml",
        )


def parsed_map(text: str, file: str) -> FigureMap:
    """Return a map from the text of its file, with the words of the stratifier sets that it names.

    Raises:
        FileProblemsError: it says something that a map cannot; each problem with its line.
    """
    figure_map = validated(text, file, FigureMap)
    if not isinstance(figure_map, FigureMap):
        raise FileProblemsError(figure_map)
    if not names_sets(figure_map):
        return figure_map
    worded = with_sets(figure_map, stratifier_sets(resource_folder("assets") / "stratifiers"))
    if isinstance(worded, FigureMap):
        return worded
    lines = key_lines(text)
    raise FileProblemsError(
        problem_of(Finding(one.path, one.words, one.found, one.allowed), lines, file)
        for one in worded
    )


class Maps:
    """The maps by name."""

    def __init__(self, registry: Registry, clock: Clock) -> None:
        self._registry = registry
        self._clock = clock

    def add(self, name: str, text: str) -> FigureMap:
        """Keep a map, in place of one of the same name; return it.

        Args:
            name: small letters, digits, - and _.
            text: of its TOML file.

        Raises:
            FileProblemsError: it says something that a map cannot.
            KioskError: its name cannot be used, there are too many, or it does not say whose figures they are.
        """
        if NAME.fullmatch(name) is None or name in RESERVED:
            raise KioskError(
                f"{name[:40]!r} cannot be the name of a map.",
                to_do="Use at most 40 small letters, digits, - and _.",
            )
        figure_map = parsed_map(text, f"{name}.toml")
        if figure_map.nodes is None and figure_map.board is None:
            raise KioskError(
                f"{name}.toml: it does not say whose figures they are.",
                to_do='Add [nodes], or board = "CODE" where all of them are of one node.',
            )
        if self._registry.get(KIND, name) is None and len(self.names()) >= MOST_MAPS:
            raise KioskError(f"There are {MOST_MAPS} maps already.", to_do="Remove one first.")
        self._registry.put(KIND, name, {"text": text, "added_at": instant_text(self._clock.now())})
        return figure_map

    def text(self, name: str) -> str:
        """Return the text of a map's file.

        Raises:
            NoSuchMapError: there is none.
        """
        document = self._registry.get(KIND, name)
        if document is None:
            raise NoSuchMapError(name)
        return str(document.body["text"])

    def names(self) -> list[str]:
        """Return the names of all maps."""
        return [document.key for document in self._registry.listed(KIND, limit=MOST_MAPS)]

    def remove(self, name: str) -> None:
        """Forget a map; another may publish what it published from then on.

        Raises:
            NoSuchMapError: there is none.
        """
        if not self._registry.delete(KIND, name):
            raise NoSuchMapError(name)
