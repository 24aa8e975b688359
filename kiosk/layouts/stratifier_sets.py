"""The shipped stratifier sets in `assets/stratifiers`, and a hospital's own: read, checked, named by line."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from kiosk.domain.crosswalks import check_table
from kiosk.domain.releases import GroupRole
from kiosk.domain.stratifiers import StratifierSet, repeated
from kiosk.layouts.check import FileProblemsError, Problem, problem_of, validated
from kiosk.layouts.files import read_text
from kiosk.layouts.findings import RULES_BROKEN, Finding
from kiosk.layouts.positions import key_lines

REASONS = (GroupRole.DECLINED, GroupRole.NOT_KNOWN, GroupRole.MISSING)


class StratifierSetError(FileProblemsError):
    """A stratifier set cannot be used; `problems` says why, each with its line."""


class _StratifierFile(StratifierSet):
    """A file of one set: codes and names are told apart, the three reasons too, and come last."""

    @model_validator(mode="after")
    def _keeps_the_rules(self) -> Self:
        found = (*_repeats(self), *_reasons(self), *_presets(self))
        if found:
            words = " ".join(finding.words for finding in found)
            raise PydanticCustomError(RULES_BROKEN, "{words}", {"words": words, "findings": found})
        return self


def load_stratifier_set(path: Path) -> StratifierSet:
    """The set in a file; where its crosswalks lead is checked by `stratifier_sets`.

    Raises:
        StratifierSetError: with every problem, each with its line.
    """
    text = read_text(path)
    if isinstance(text, Problem):
        raise StratifierSetError([text])
    return _parsed(text, path.name)


def stratifier_sets(folder: Path) -> dict[str, StratifierSet]:
    """The sets of a folder, by name ("omb_spd15@2024"), in the order of the files.

    Raises:
        StratifierSetError: a file cannot be used, two have the same name, or a crosswalk leads
            nowhere.
    """
    files: dict[str, tuple[Path, str]] = {}
    sets: dict[str, StratifierSet] = {}
    for path in sorted(folder.glob("*.toml")):
        text = read_text(path)
        if isinstance(text, Problem):
            raise StratifierSetError([text])
        one = _parsed(text, path.name)
        if one.name in sets:
            known = files[one.name][0].name
            raise StratifierSetError(
                [_problem(Finding(("id",), f"stands in {known} too", one.name), text, path.name)]
            )
        sets[one.name], files[one.name] = one, (path, text)
    problems = [
        _problem(finding, text, path.name)
        for name, (path, text) in files.items()
        for finding in _crosswalks(sets[name], sets)
    ]
    if problems:
        raise StratifierSetError(problems)
    return sets


def _parsed(text: str, file: str) -> StratifierSet:
    found = validated(text, file, _StratifierFile)
    if isinstance(found, _StratifierFile):
        return StratifierSet.model_construct(**dict(found))
    raise StratifierSetError(found)


def _problem(finding: Finding, text: str, file: str) -> Problem:
    return problem_of(finding, key_lines(text), file)


def _repeats(one: StratifierSet) -> Iterator[Finding]:
    for key in ("code", "label", "short"):
        values = [str(getattr(group, key)) for group in one.groups]
        twice = repeated(values)
        if twice:
            last = max(place for place, value in enumerate(values) if _same(value, twice))
            yield Finding(("groups", last, key), "stands for two groups", values[last])
    taken = {group.code.casefold(): place for place, group in enumerate(one.groups)}
    for place, group in enumerate(one.groups):
        for name in group.also:
            if taken.setdefault(name.casefold(), place) != place:
                yield Finding(("groups", place, "also"), "means another group too", name)


def _same(left: str, right: str) -> bool:
    return left.casefold() == right.casefold()


def _reasons(one: StratifierSet) -> Iterator[Finding]:
    roles = [group.role for group in one.groups]
    for role in REASONS:
        if roles.count(role) != 1:
            words = f"needs exactly one group whose role is {role}: reasons are kept apart"
            yield Finding(("groups",), words)
    first_reason = min((roles.index(role) for role in REASONS if role in roles), default=len(roles))
    for place, role in enumerate(roles):
        if role is GroupRole.GROUP and place > first_reason:
            yield Finding(("groups", place, "code"), "comes after a reason", one.groups[place].code)


def _presets(one: StratifierSet) -> Iterator[Finding]:
    people = tuple(group.code for group in one.people)
    for place, preset in enumerate(one.presets):
        for code in (*preset.codes, preset.rest):
            if code not in people:
                key = "rest" if code == preset.rest else "codes"
                yield Finding(("presets", place, key), "is no group of people", code, people)
        if repeated((*preset.codes, preset.rest)):
            yield Finding(("presets", place, "codes"), "names a group twice", preset.id)


def _crosswalks(one: StratifierSet, sets: Mapping[str, StratifierSet]) -> Iterator[Finding]:
    for place, table in enumerate(one.crosswalks):
        target = sets.get(table.to)
        path = ("crosswalks", place, "to")
        if target is None:
            yield Finding(path, "is not known", table.to, tuple(sets))
            continue
        if target.index != one.index:
            yield Finding(path, "is by another index, and indices are never mixed", table.to)
        for words in check_table(one, table, target):
            yield Finding(path, words)
