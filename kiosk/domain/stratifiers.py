"""Stratifier sets: what groups a figure may be split by, as versioned sets of codes and labels."""

import difflib
from collections.abc import Collection, Iterable, Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from kiosk.domain.entities import State
from kiosk.domain.errors import KioskError
from kiosk.domain.releases import GroupRole

MOST_GROUPS = 60
MOST_LABEL = 40
MOST_SHORT = 18
"""Letters of a label that a wall has room for."""

CUT = "…"

Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Version = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.]*$", max_length=12)]
SetName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*@[a-z0-9][a-z0-9_.]*$")]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Label = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_LABEL)
]
ShortLabel = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_SHORT)
]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class StratifierError(KioskError):
    """A stratifier set cannot be used in the way that was asked for."""


class StratifierGroup(State):
    """One answer of a set.

    Attributes:
        code: as the set's source codes it.
        label: the words for a sheet.
        short: the words for a wall.
        role: a group of people, or a reason why the group is not known.
        also: other codes and names under which figures may bring it; "" is an empty field.
        weight: people in the standard population, for directly standardised rates; None where the
            set has none.
    """

    code: Code
    label: Label
    short: ShortLabel
    role: GroupRole = GroupRole.GROUP
    also: tuple[Annotated[str, StringConstraints(max_length=60)], ...] = ()
    weight: Annotated[float, Field(gt=0)] | None = None


class StratifierPreset(State):
    """A choice of groups for a view, in its order; all other groups of people are counted together.

    Attributes:
        id: its name.
        title: what it is, in words.
        codes: the chosen groups.
        rest: the group that takes all the others.
    """

    id: Word
    title: Label
    codes: Annotated[tuple[Code, ...], Field(min_length=1, max_length=MOST_GROUPS)]
    rest: Code


class CrosswalkTable(State):
    """How figures by one set become figures by another.

    Attributes:
        to: the other set.
        loses: what the figures no longer say afterwards.
        codes: the group of the other set that takes all of a group's people.
        refuses: groups that cannot be moved, each with the reason.
    """

    to: SetName
    loses: Sentence
    codes: Mapping[Code, Code] = Field(default_factory=dict)
    refuses: Mapping[Code, Sentence] = Field(default_factory=dict)


class StratifierSet(State):
    """What groups a figure may be split by.

    Attributes:
        id: its name without the version.
        version: of the codes, as their source counts or dates them.
        title: what it is, in words.
        stratifier: what a board's layout calls it ("language"); sets of one stratifier can replace
            each other.
        source: where codes and names come from.
        index: name and version of the index that the groups are parts of, for area deprivation; else
            empty. Figures by different indices are never compared.
        several_answers: whether people may stand in several groups, so that groups do not add up.
        ordered: whether the groups stand in order, the most disadvantaged first.
        sensitive: whether turning it on for a wall is asked for once more.
        groups: in their order of display; reasons come after the groups of people.
        presets: choices of groups for a view.
        crosswalks: how its figures become figures by other sets.
    """

    id: Word
    version: Version
    title: Label
    stratifier: Word
    source: Sentence
    index: Annotated[str, StringConstraints(max_length=80)] = ""
    several_answers: bool = False
    ordered: bool = False
    sensitive: bool = False
    groups: Annotated[tuple[StratifierGroup, ...], Field(min_length=2, max_length=MOST_GROUPS)]
    presets: tuple[StratifierPreset, ...] = ()
    crosswalks: tuple[CrosswalkTable, ...] = ()

    @property
    def name(self) -> str:
        """Id and version, as a release writes them: "omb_spd15@2024"."""
        return f"{self.id}@{self.version}"

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, in order."""
        return tuple(group.code for group in self.groups)

    @property
    def people(self) -> tuple[StratifierGroup, ...]:
        """The groups of people, without declined, not known and missing."""
        return tuple(group for group in self.groups if group.role is GroupRole.GROUP)

    def roles(self) -> dict[str, GroupRole]:
        """Return what stands under the labels that are no groups of people, as a release keeps it."""
        return {
            group.label: group.role for group in self.groups if group.role is not GroupRole.GROUP
        }

    def find(self, value: str) -> StratifierGroup | None:
        """Return the group that a value in a file of figures means: a code, a label, another name.

        A code wins over a name; capitals do not matter.
        """
        said = value.strip().casefold()
        for names in (lambda g: (g.code,), lambda g: g.also, lambda g: (g.label, g.short)):
            for group in self.groups:
                if said in (name.casefold() for name in names(group)):
                    return group
        return None

    def group(self, code: str) -> StratifierGroup:
        """Return the group of a code.

        Raises:
            StratifierError: there is none; the words name the nearest.
        """
        for group in self.groups:
            if group.code == code:
                return group
        raise StratifierError(unknown_code(self, code))

    def preset(self, preset_id: str) -> StratifierPreset:
        """Return a preset.

        Raises:
            StratifierError: there is none of that name; the words name the nearest.
        """
        for preset in self.presets:
            if preset.id == preset_id:
                return preset
        known = [preset.id for preset in self.presets]
        raise StratifierError(
            f'{self.name} has no preset "{preset_id}".{_nearest(preset_id, known)}'
        )


def unknown_code(stratifier_set: StratifierSet, code: str) -> str:
    """Return the words for a code that a set does not have."""
    return f'{stratifier_set.name} has no code "{code}".{_nearest(code, stratifier_set.codes)}'


def relabelled(stratifier_set: StratifierSet, labels: Mapping[str, str]) -> StratifierSet:
    """Return a set with a hospital's own words; codes, order and roles stay.

    The wall's words are the same if there is room for them, else their beginning.

    Args:
        stratifier_set: the set.
        labels: new words by code; the others keep theirs.

    Raises:
        StratifierError: a code is not in the set, words are empty or too long, or two groups
            would have the same.
    """
    for code, words in labels.items():
        stratifier_set.group(code)
        if not 0 < len(words.strip()) <= MOST_LABEL:
            raise StratifierError(f'"{words}" is not a label: 1 to {MOST_LABEL} characters.')
    groups = tuple(
        _with_label(group, labels[group.code].strip()) if group.code in labels else group
        for group in stratifier_set.groups
    )
    for called in ([group.label for group in groups], [group.short for group in groups]):
        twice = repeated(called)
        if twice:
            raise StratifierError(f'Two groups of {stratifier_set.name} would be called "{twice}".')
    return stratifier_set.model_copy(update={"groups": groups})


def _with_label(group: StratifierGroup, label: str) -> StratifierGroup:
    short = label if len(label) <= MOST_SHORT else label[: MOST_SHORT - 1].rstrip() + CUT
    return group.model_copy(update={"label": label, "short": short})


def repeated(words: Iterable[str]) -> str:
    """Return the first word that comes twice, capitals aside, or nothing."""
    seen: set[str] = set()
    for word in words:
        if word.casefold() in seen:
            return word
        seen.add(word.casefold())
    return ""


def _nearest(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f' Did you mean "{near[0]}"?'
    return f" There are: {', '.join(known)}." if known else ""
