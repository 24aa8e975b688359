"""What is wrong with a file of figures, in words that name file, line, column and value."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from kiosk.domain.errors import KioskError

MOST_LISTED = 20
"""Bad rows that are listed; the rest is counted."""

MOST_SHOWN = 40
"""Characters of a wrong value."""


class FiguresRefusedError(KioskError):
    """A file of figures cannot be imported; nothing of it was kept."""


class BadValueError(Exception):
    """A row cannot be read, for the reason that it says in words."""


class NobodyCountedError(BadValueError):
    """A row says that nobody was counted, and the map does not say that this may be."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f'{where} is 0. If nobody was there, say zero_denominator = "no_data" in the map.'
        )


def shown(value: str) -> str:
    """Return a wrong value in quotes, short, on one line."""
    text = value if len(value) <= MOST_SHOWN else f"{value[:MOST_SHOWN]}…"
    return '"' + "".join(letter if letter.isprintable() else " " for letter in text) + '"'


def nearest(name: str, known: Iterable[str]) -> str:
    """Return " Did you mean …?" for the nearest known name, or nothing."""
    by_small_letters = {one.casefold(): one for one in known}
    near = difflib.get_close_matches(name.casefold(), by_small_letters, n=1)
    return f" Did you mean {shown(by_small_letters[near[0]])}?" if near else ""


@dataclass(slots=True)
class BadRows:
    """The rows of a file that cannot be read: the first ones in words, all of them counted."""

    file: str
    count: int = 0
    listed: list[str] = field(default_factory=list)

    def add(self, where: int | str, words: str) -> None:
        """Take note of one, by its line or by the name of its resource."""
        self.count += 1
        if len(self.listed) < MOST_LISTED:
            self.listed.append(f"{self.file}:{where}: {words}")

    def lines(self) -> list[str]:
        """Return one line for each that is listed, and one that counts the rest."""
        more = self.count - len(self.listed)
        return [*self.listed, f"+ {more:,} more"] if more else list(self.listed)
