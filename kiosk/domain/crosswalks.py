"""Moving counts between stratifier sets, and into the groups of a preset; what cannot be moved is refused."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.releases import GroupRole
from kiosk.domain.stratifiers import (
    CrosswalkTable,
    StratifierError,
    StratifierSet,
    unknown_code,
)

Counts = Mapping[str, float | None]
"""People, events or time at risk by code; None where it was not counted."""


@dataclass(frozen=True, slots=True)
class Crossed:
    """Counts by another set.

    Attributes:
        counts: by code of the other set; only groups that something was moved to.
        loses: what they no longer say.
    """

    counts: dict[str, float | None]
    loses: str


def crosswalk(source: StratifierSet, target: StratifierSet, counts: Counts) -> Crossed:
    """Return counts by one set as counts by another.

    Whole groups move; nothing is split by a guess. A group that the table refuses is moved only
    while nobody is in it. Where people may give several answers, two groups are never
    added up, because people in both would count twice.

    Args:
        source: the set that the counts are by.
        target: the set wanted.
        counts: by code of `source`.

    Raises:
        StratifierError: the sets are parts of different indices, there is no crosswalk, a code is
            not known, or a group with somebody in it cannot be moved.
    """
    table = _table(source, target)
    for code in counts:
        source.group(code)
    moved: dict[str, list[float | None]] = {}
    for code, count in counts.items():
        if code in table.refuses:
            if count != 0:
                raise StratifierError(f"{source.group(code).label}: {table.refuses[code]}")
            continue
        moved.setdefault(target.group(table.codes[code]).code, []).append(count)
    if source.several_answers:
        _refuse_sums(target, moved)
    return Crossed({code: _sum(parts) for code, parts in moved.items()}, table.loses)


def in_preset(stratifier_set: StratifierSet, preset_id: str, counts: Counts) -> Crossed:
    """Return counts in the groups of a preset: the chosen ones, the rest together, reasons apart.

    Args:
        stratifier_set: the set that the counts are by.
        preset_id: the preset.
        counts: by code.

    Raises:
        StratifierError: the preset or a code is not known, or groups overlap and would be added up.
    """
    preset = stratifier_set.preset(preset_id)
    moved: dict[str, list[float | None]] = {}
    for code in (*preset.codes, preset.rest):
        moved[code] = []
    for code, count in counts.items():
        group = stratifier_set.group(code)
        kept = code in preset.codes or group.role is not GroupRole.GROUP
        moved.setdefault(code if kept else preset.rest, []).append(count)
    if stratifier_set.several_answers:
        _refuse_sums(stratifier_set, moved)
    counted = {code: _sum(parts) for code, parts in moved.items() if parts}
    label = stratifier_set.group(preset.rest).label
    return Crossed(counted, f"Groups that were not chosen stand under {label}.")


def in_preset_words(
    stratifier_set: StratifierSet, preset_id: str, words: Mapping[str, str]
) -> dict[str, str]:
    """Return by code the words of the group in which a preset shows it.

    Args:
        stratifier_set: the set.
        preset_id: the preset.
        words: the words of each of the set's groups, by code.

    Raises:
        StratifierError: the preset is not known.
    """
    preset = stratifier_set.preset(preset_id)
    return {
        group.code: words[
            group.code
            if group.code in preset.codes or group.role is not GroupRole.GROUP
            else preset.rest
        ]
        for group in stratifier_set.groups
    }


def crosswalk_words(source: StratifierSet, target: StratifierSet) -> dict[str, str]:
    """Return by code of one set the words of another set's group that takes it whole.

    A group that the crosswalk refuses to move is left out.

    Raises:
        StratifierError: the sets are parts of different indices, or there is no crosswalk.
    """
    table = _table(source, target)
    return {code: target.group(to).label for code, to in table.codes.items()}


def everyone(
    stratifier_set: StratifierSet, counts: Counts, stated: float | None = None
) -> float | None:
    """Return how many there are in all.

    Args:
        stratifier_set: the set that the counts are by.
        counts: by code.
        stated: the count of everyone, if the figures bring it.

    Returns:
        The stated count; else the sum; None where groups overlap or one was not counted, because
        then the sum is not everyone.
    """
    if stated is not None or stratifier_set.several_answers:
        return stated
    return _sum(list(counts.values()))


def _table(source: StratifierSet, target: StratifierSet) -> CrosswalkTable:
    if source.index != target.index and (source.index or target.index):
        raise StratifierError(
            f"{source.index or source.title} and {target.index or target.title} are different indices: "
            "figures by one are never shown by the other."
        )
    for table in source.crosswalks:
        if table.to == target.name:
            return table
    ways = ", ".join(table.to for table in source.crosswalks) or "none"
    raise StratifierError(
        f"There is no way from {source.name} to {target.name}. From there one can go to: {ways}."
    )


def _refuse_sums(target: StratifierSet, moved: Mapping[str, list[float | None]]) -> None:
    for code, parts in moved.items():
        if sum(part != 0 for part in parts) > 1:
            label = target.group(code).label
            raise StratifierError(
                f"{label} would add up groups that overlap: people in both would count twice."
            )


def _sum(parts: list[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def check_table(source: StratifierSet, table: CrosswalkTable, target: StratifierSet) -> list[str]:
    """Return what is wrong with a crosswalk, in words; nothing if every code has one place to go."""
    wrong = [
        unknown_code(source, code)
        for code in (*table.codes, *table.refuses)
        if code not in source.codes
    ]
    wrong += [
        unknown_code(target, code) for code in table.codes.values() if code not in target.codes
    ]
    wrong += [
        f'"{code}" goes nowhere and is not refused'
        for code in source.codes
        if (code in table.codes) == (code in table.refuses)
    ]
    for code, to in table.codes.items():
        if code in source.codes and to in target.codes:
            role, new_role = source.group(code).role, target.group(to).role
            if role is not new_role:
                wrong.append(f'"{code}" ({role}) would become "{to}" ({new_role})')
    return wrong
