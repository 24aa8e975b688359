"""The layout that the board shows: which file it is, read again when it is saved, the last good one on a bad file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.app.given_layouts import GivenLayouts
from kiosk.app.places import Places
from kiosk.config import Settings
from kiosk.domain.wards import Ward
from kiosk.host.resources import resource_folder
from kiosk.layouts.loader import available_layouts, open_layout
from kiosk.layouts.schema import Layout

DEFAULT_LAYOUT: Final = "ward_sqcdp"


@dataclass(frozen=True, slots=True)
class Seen:
    """A layout file as it was when it was last read."""

    path: Path
    stamp: tuple[int, int] | None


class ShownLayout:
    """Finds and reads the layout of a ward.

    Attributes:
        problem: what is wrong with its file, in words; empty where nothing is.
    """

    def __init__(self, settings: Callable[[], Settings], places: Places) -> None:
        self.problem = ""
        self._settings = settings
        self._last_good = places.last_good_layout
        self._shipped = available_layouts(resource_folder("board_layouts"))
        self._given = GivenLayouts(places.given_layouts)
        self._seen = Seen(Path(), None)
        self._layout: Layout | None = None

    @property
    def titles(self) -> dict[str, str]:
        """What the layouts that can be chosen are called, by name."""
        shipped = {name: known.title for name, known in self._shipped.items()}
        return {**shipped, **self._given.titles}

    def of(self, ward: Ward) -> Layout:
        """Return the layout of a ward as it stands in its file."""
        if self._given.take(ward.layouts):
            self.forget()
        path = self._path(ward)
        if self._layout is None or self._seen.path != path:
            self._seen = Seen(path, _stamp(path))
            default = resource_folder("board_layouts") / f"{DEFAULT_LAYOUT}.toml"
            self._layout, problem = open_layout(path, self._last_good, default)
            self.problem = problem or ""
        return self._layout

    def was_saved(self) -> bool:
        """Tell whether the file is another than when it was read; it is read again then."""
        if _stamp(self._seen.path) == self._seen.stamp:
            return False
        self.forget()
        return True

    def forget(self) -> None:
        """Read the file again when the board is shown next."""
        self._layout = None

    def _path(self, ward: Ward) -> Path:
        named = self._settings().layout or (ward.node.layout if ward.node else DEFAULT_LAYOUT)
        if named.endswith(".toml") or "/" in named or "\\" in named:
            return Path(named)
        return self._given.path(named) or resource_folder("board_layouts") / f"{named}.toml"


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):  # a name that no file can have is a ValueError
        return None
    return found.st_mtime_ns, found.st_size
