"""Reads recorded numbers of the reference programs, and compares ours with them.

A case says what went in, what the reference gave, how closely a number must agree, and which of the
outputs are `informative`: what the reference does where it is degenerate, which is not asserted.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).parents[3]
COPIED = CHECKOUT / "tests" / "data" / "oracles"
SHARED = CHECKOUT.parent / "shared" / "oracles"


@dataclass(frozen=True)
class Case:
    """One recorded computation."""

    name: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    relative: float
    absolute: float
    informative: frozenset[str]
    tags: frozenset[str]

    @property
    def refused(self) -> bool:
        """Whether the reference refuses the input, and so must we."""
        return self.expected.get("error") is True and "*" not in self.informative

    def disagreements(self, got: Mapping[str, Any]) -> list[str]:
        """Return one line for every output in `got` that differs from the reference."""
        if "*" in self.informative:
            return []
        found: list[str] = []
        for key, value in got.items():
            if key not in self.informative:
                found += self._differences(key, value, self.expected[key])
        return found

    def _differences(self, path: str, got: object, expected: object) -> list[str]:
        if isinstance(expected, list):
            if not isinstance(got, list | tuple) or len(got) != len(expected):
                return [f"{self.name}: {path}: {got!r} has not the length of {expected!r}"]
            return [
                line
                for position, (ours, theirs) in enumerate(zip(got, expected, strict=True))
                for line in self._differences(f"{path}[{position}]", ours, theirs)
            ]
        if self._agree(got, expected):
            return []
        return [f"{self.name}: {path}: {got!r}, the reference {expected!r}"]

    def _agree(self, got: object, expected: object) -> bool:
        if isinstance(expected, bool | str) or expected is None:
            return got == expected and isinstance(got, bool) == isinstance(expected, bool)
        if not isinstance(got, int | float) or isinstance(got, bool):
            return False
        assert isinstance(expected, int | float)
        return abs(got - expected) <= self.absolute + self.relative * abs(expected)


@cache
def load(family: str) -> tuple[Case, ...]:
    """Return the cases of a family: from the copies in the tests, else from the shared folder.

    Skips the calling test where neither has the file.
    """
    for folder in (COPIED, SHARED):
        path = folder / f"{family}.json"
        if path.is_file():
            recorded = json.loads(path.read_text(encoding="utf-8"))
            assert recorded["schema_version"] == 1
            return tuple(_case(each) for each in recorded["cases"])
    pytest.skip(f"the recorded numbers {family}.json are not beside this checkout")


def _case(recorded: Mapping[str, Any]) -> Case:
    return Case(
        name=recorded["case"],
        inputs=recorded["inputs"],
        expected=recorded["expected"],
        relative=recorded["tolerance"]["rel"],
        absolute=recorded["tolerance"]["abs"],
        informative=frozenset(recorded["informative"]),
        tags=frozenset(recorded["tags"]),
    )
