"""What a recorded case is, and how it is read out of parsed JSON; nothing here opens a file."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

SCHEMA_VERSION = 1
"""The schema of case files that is read."""


class MalformedCaseError(ValueError):
    """A file of cases, a case or one of its inputs is not what the schema says; the words say where."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How closely a number must agree: by no more than `absolute + relative * |expected|`.

    Attributes:
        relative: for all numbers.
        absolute: for all numbers.
        relative_of_interval: for lower, upper and se in place of `relative`.
        relative_simulated: for keys that end in "_simulated".
        absolute_simulated: for keys that end in "_simulated".
    """

    relative: float = 0.0
    absolute: float = 0.0
    relative_of_interval: float = 0.0
    relative_simulated: float = 0.0
    absolute_simulated: float = 0.0

    def for_key(self, key: str) -> tuple[float, float]:
        """Return the relative and the absolute tolerance of a key."""
        if key.endswith("_simulated"):
            return self.relative_simulated, self.absolute_simulated
        if key in {"lower", "upper", "se"}:
            return self.relative_of_interval, self.absolute
        return self.relative, self.absolute


@dataclass(frozen=True, slots=True)
class Case:
    """One recorded computation.

    Attributes:
        name: its id, unique within the family.
        family: what is computed.
        inputs: what goes in.
        expected: what came out; `{"error": true}` where the input was refused.
        tolerance: how closely a number must agree.
        informative: key paths of `expected` that are not asserted; "*" is all of them.
        tags: words to choose cases by.
    """

    name: str
    family: str
    inputs: Mapping[str, object]
    expected: Mapping[str, object]
    tolerance: Tolerance
    informative: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of one file, and what of it is no case.

    Attributes:
        family: what all of its cases compute.
        cases: those that can be recomputed, in order.
        malformed: name (or position) of each that cannot, with the reason.
    """

    family: str
    cases: tuple[Case, ...]
    malformed: tuple[tuple[str, str], ...] = ()


def read_cases(recorded: object) -> CaseFile:
    """Read the content of a file of cases.

    Args:
        recorded: the parsed JSON.

    Returns:
        Its cases; a malformed one does not hide the others.

    Raises:
        MalformedCaseError: it is no file of cases, or one of another schema version.
    """
    family, cases = _family_and_cases(recorded)
    read: list[Case] = []
    malformed: list[tuple[str, str]] = []
    for position, each in enumerate(cases):
        try:
            read.append(_case(each, family))
        except MalformedCaseError as error:
            name = each.get("case") if is_object(each) else None
            malformed.append((str(name or f"cases[{position}]"), str(error)))
    return CaseFile(family, tuple(read), tuple(malformed))


def _family_and_cases(recorded: object) -> tuple[str, list[object]]:
    if not is_object(recorded):
        raise MalformedCaseError("It holds no object at its top; a file of cases begins with {.")
    if "schema_version" not in recorded or "cases" not in recorded:
        hint = "It has no schema_version and cases"
        if "files" in recorded:
            hint = "It lists files of cases and holds none itself: name the files that it lists"
        raise MalformedCaseError(f"{hint}; the schema is version {SCHEMA_VERSION}.")
    version = recorded["schema_version"]
    if version != SCHEMA_VERSION or isinstance(version, bool):
        raise MalformedCaseError(
            f"It is of schema_version {version!r}; only {SCHEMA_VERSION} is read here."
        )
    family, cases = recorded.get("family"), recorded["cases"]
    if not isinstance(family, str) or not family:
        raise MalformedCaseError("It names no family; family is a word such as xmr_mdc.")
    if not isinstance(cases, list):
        raise MalformedCaseError("Its cases are not a list.")
    return family, cases


def _case(recorded: object, family: str) -> Case:
    if not is_object(recorded):
        raise MalformedCaseError("It is no object with case, inputs and expected.")
    name = recorded.get("case")
    if not isinstance(name, str) or not name:
        raise MalformedCaseError("It has no name; case is a word of its own.")
    inputs, expected = recorded.get("inputs"), recorded.get("expected")
    if not is_object(inputs):
        raise MalformedCaseError("Its inputs are missing or no object.")
    if not is_object(expected) or not expected:
        raise MalformedCaseError("Its expected is missing, empty or no object.")
    return Case(
        name=name,
        family=family,
        inputs=inputs,
        expected=expected,
        tolerance=_tolerance(recorded.get("tolerance")),
        informative=_words(recorded.get("informative"), "informative"),
        tags=_words(recorded.get("tags"), "tags"),
    )


def _tolerance(recorded: object) -> Tolerance:
    if recorded is None:
        return Tolerance()
    if not is_object(recorded):
        raise MalformedCaseError("Its tolerance is no object with rel and abs.")
    read: dict[str, float] = {}
    for key, value in recorded.items():
        if not is_number(value) or not math.isfinite(value) or value < 0:
            raise MalformedCaseError(f"Its tolerance.{key} is {value!r}, not a number from 0.")
        read[key] = float(value)
    relative, absolute = read.get("rel", 0.0), read.get("abs", 0.0)
    return Tolerance(
        relative=relative,
        absolute=absolute,
        relative_of_interval=read.get("rel_ci", relative),
        relative_simulated=read.get("rel_simulated", relative),
        absolute_simulated=read.get("abs_simulated", absolute),
    )


def _words(recorded: object, key: str) -> frozenset[str]:
    if recorded is None:
        return frozenset()
    if not isinstance(recorded, list) or not all(isinstance(each, str) for each in recorded):
        raise MalformedCaseError(f"Its {key} is no list of words.")
    return frozenset(recorded)


def is_number(value: object) -> TypeGuard[int | float]:
    """Return whether JSON gave a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_object(value: object) -> TypeGuard[Mapping[str, object]]:
    """Return whether JSON gave an object."""
    return isinstance(value, Mapping)


def is_list(value: object) -> TypeGuard[Sequence[object]]:
    """Return whether it is a list, as JSON gives it or as we compute it."""
    return isinstance(value, list | tuple)
