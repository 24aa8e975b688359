"""The comparison of what was expected with what we compute, key by key."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from typing_extensions import override

from kiosk.analytics.verification.cases import Case, is_list, is_number, is_object
from kiosk.analytics.verification.inputs import Inputs

Compute = Callable[[Inputs], Mapping[str, object]]
"""Recomputes a case: all keys that the family may expect; raises ValueError for what it refuses."""


@dataclass(frozen=True, slots=True)
class NotComputed:
    """Stands in place of a value: it was not computed, and why."""

    why: str

    @override
    def __str__(self) -> str:
        return self.why


ABSENT = NotComputed("nothing of that name")


@dataclass(frozen=True, slots=True)
class Difference:
    """One value on which the two programs do not agree.

    Attributes:
        case: the name of the case.
        key: the path of the value in `expected`: "runs[0].n_useful", "ucl[3]".
        expected: the recorded value.
        got: ours, or a `NotComputed`.
    """

    case: str
    key: str
    expected: object
    got: object


def verify(case: Case, compute: Compute) -> tuple[Difference, ...]:
    """Recompute a case and return every difference; none where all asserted values agree.

    Args:
        case: what went in, and what came out elsewhere.
        compute: how we compute its family.
    """
    if "*" in case.informative or all(key in case.informative for key in case.expected):
        return ()
    must_refuse = case.expected.get("error") is True
    try:
        got = {"error": False, **compute(Inputs(case.inputs))}
    except (ValueError, ArithmeticError) as error:
        got = {"error": True}
        ours = NotComputed(f"refused: {error}")
    else:
        ours = NotComputed("a result")
    if got["error"] is not must_refuse:
        return (Difference(case.name, "error", must_refuse, ours),)
    return () if must_refuse else tuple(_Comparison(case).of_objects("", "", case.expected, got))


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Walks through expected and got; `path` has positions, `place` has none (for `informative`)."""

    case: Case

    def of_objects(
        self, path: str, place: str, expected: Mapping[str, object], got: Mapping[str, object]
    ) -> Iterator[Difference]:
        """Compare every key that is expected; one that we do not compute is a difference."""
        for key, value in expected.items():
            inner = f"{place}.{key}" if place else key
            if inner in self.case.informative:
                continue
            where = f"{path}.{key}" if path else key
            if key not in got:
                yield Difference(self.case.name, where, value, ABSENT)
            else:
                yield from self._of(where, inner, value, got[key])

    def _of(self, path: str, place: str, expected: object, got: object) -> Iterator[Difference]:
        if is_object(expected) and is_object(got):
            yield from self.of_objects(path, place, expected, got)
        elif is_list(expected) and is_list(got) and len(expected) == len(got):
            for position, (theirs, ours) in enumerate(zip(expected, got, strict=True)):
                yield from self._of(f"{path}[{position}]", place, theirs, ours)
        elif not self._agree(place, expected, got):
            yield Difference(self.case.name, path, expected, got)

    def _agree(self, place: str, expected: object, got: object) -> bool:
        if is_number(expected) and is_number(got):
            return self._close(place, expected, got)
        if isinstance(expected, str):
            return isinstance(got, str) and got == expected
        return type(expected) is type(got) and expected == got

    def _close(self, place: str, expected: float, got: float) -> bool:
        if isinstance(expected, int) and isinstance(got, int):
            return expected == got
        if abs(expected) > sys.float_info.max:
            return False
        relative, absolute = self.case.tolerance.for_key(place.rpartition(".")[2])
        return abs(got - expected) <= absolute + relative * abs(expected)
