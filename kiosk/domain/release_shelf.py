"""The releases that are on the board: known by what was announced of them, each parsed when it is first asked for."""

from collections.abc import Callable, Iterator, Mapping

from pydantic import ValidationError
from typing_extensions import override

from kiosk.domain.releases import Published, Release

Key = tuple[str, str]
"""A metric's key, and what its figures are by; empty for figures that are not by group."""

MOST_PARSED = 64
"""Releases that are held parsed; a board shows seven tiles, and a sheet some more."""


class ParsedReleases:
    """What was parsed lately, by the SHA-256 of the body; shared by every shelf of a board."""

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self._read = read
        self._parsed: dict[str, Release | None] = {}

    def get(self, sha256: str) -> Release | None:
        """Return a release, or None when its body has not come yet or a newer program wrote it.

        A body that has not come is asked for again.
        """
        if sha256 in self._parsed:
            self._parsed[sha256] = self._parsed.pop(sha256)  # asked for last, goes last
            return self._parsed[sha256]
        body = self._read(sha256)
        if body is None:
            return None
        while len(self._parsed) >= MOST_PARSED:
            self._parsed.pop(next(iter(self._parsed)))
        self._parsed[sha256] = _parsed(body)
        return self._parsed[sha256]


class ReleaseShelf(Mapping[Key, Release]):
    """Releases by metric and stratifier, as they stand at one moment.

    Looking for one parses that one; looking through all of them parses all. Use the announcements
    (`Ward.published`) to choose before looking.
    """

    def __init__(self, published: Mapping[Key, Published], parsed: ParsedReleases) -> None:
        self._published = published
        self._parsed = parsed

    @override
    def __getitem__(self, key: Key) -> Release:
        release = self._parsed.get(self._published[key].sha256)
        if release is None:
            raise KeyError(key)
        return release

    @override
    def __iter__(self) -> Iterator[Key]:
        return (key for key in self._published if self.get(key) is not None)

    @override
    def __len__(self) -> int:
        return sum(1 for _ in self)


def _parsed(body: bytes) -> Release | None:
    """Read a release; one of a newer program is kept, and not shown."""
    try:
        return Release.model_validate_json(body)
    except ValidationError:
        return None
