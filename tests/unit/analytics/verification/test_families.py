"""Every recorded case of every family, recomputed and compared."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from kiosk.analytics.verification.cases import Case
from kiosk.analytics.verification.differences import verify
from kiosk.analytics.verification.families import FAMILIES
from tests.unit.analytics.verification.recorded import COPIED, recorded


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_we_agree_with_the_reference_on_every_recorded_case(family: str) -> None:
    cases = recorded(family)
    assert cases
    found = [difference for case in cases for difference in verify(case, FAMILIES[family])]
    assert found == []


def test_every_file_of_recorded_cases_is_of_a_family_that_we_recompute() -> None:
    assert {path.stem for path in COPIED.glob("*.json")} <= set(FAMILIES)
    assert len(list(COPIED.glob("*.json"))) >= len(FAMILIES) - 1


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Give the path of every single value in an expected result."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from places(inner, (*path, at))
    else:
        yield path


def is_informative(case: Case, path: tuple[str | int, ...]) -> bool:
    names = [step for step in path if isinstance(step, str)]
    return any(".".join(names[: at + 1]) in case.informative for at in range(len(names)))


def changed(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return {True: False, False: True, None: 1.5}.get(value, "other")  # type: ignore[call-overload]
    return value + 1 + abs(value)


def with_a_change(case: Case, path: tuple[str | int, ...]) -> Case:
    """Return a case that expects something else at one place."""
    expected = deepcopy(case.expected)
    inside: Any = expected
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = changed(inside[path[-1]])
    return replace(case, expected=expected)


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_changed_value_at_any_place_of_a_case_is_noticed(family: str) -> None:
    computed = [case for case in recorded(family) if case.expected.get("error") is not True]
    case = min(computed, key=lambda each: (len(each.informative), len(str(each.expected))))
    unnoticed = [
        path
        for path in places(case.expected)
        if not is_informative(case, path)
        and not verify(with_a_change(case, path), FAMILIES[family])
    ]
    assert unnoticed == []


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_key_that_is_expected_and_not_computed_is_noticed(family: str) -> None:
    case = next(each for each in recorded(family) if each.expected.get("error") is not True)
    more = replace(case, expected={**case.expected, "of_theirs": 1}, informative=frozenset())
    assert "of_theirs" in {each.key for each in verify(more, FAMILIES[family])}
