"""The hospital's own layouts, beside the shipped ones: kept as files, so that a wrong one is explained by line."""

import logging
from collections.abc import Mapping
from pathlib import Path

from kiosk.host.files import write_atomically
from kiosk.layouts.check import FileProblemsError
from kiosk.layouts.loader import load_layout

log = logging.getLogger(__name__)


class GivenLayouts:
    """The layouts that central gave, by name.

    Attributes:
        titles: what the sound ones among them are called.
    """

    def __init__(self, folder: Path) -> None:
        self.titles: dict[str, str] = {}
        self._folder = folder
        self._given: dict[str, str] = {}

    def take(self, given: Mapping[str, str]) -> bool:
        """Write what is new into files; tell whether anything is other than it was.

        Args:
            given: texts by name; the domain lets no name through that could be another folder.
        """
        if given == self._given:
            return False
        self._given = {
            name: text
            for name, text in given.items()
            if self._given.get(name) == text or self._written(name, text)
        }
        self.titles = {
            name: title
            for name, text in self._given.items()
            if (title := _title(name, text)) is not None
        }
        return True

    def path(self, name: str) -> Path | None:
        """Return the file of a layout, or None when central gave none of that name."""
        return self._folder / f"{name}.toml" if name in self._given else None

    def _written(self, name: str, text: str) -> bool:
        try:
            write_atomically(self._folder / f"{name}.toml", text.encode())
        except OSError as problem:  # asked again whenever the board is shown
            log.warning("A layout from central was not kept: %s", problem.strerror)
            return False
        return True


def _title(name: str, text: str) -> str | None:
    try:
        return load_layout(text, name=name).title
    except FileProblemsError:
        log.warning("A layout from central cannot be shown: %s", name)
        return None
