"""Putting the labels and roles of a shipped stratifier set into a map that names it."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.crosswalks import crosswalk_words, in_preset_words
from kiosk.domain.releases import GroupRole
from kiosk.domain.stratifiers import StratifierError, StratifierSet, relabelled
from kiosk.interchange.map_groups import Groups
from kiosk.interchange.mapping import FigureMap

NEEDS_A_TOTAL = "is of people who can be in several groups, which cannot be added up: name the row of everyone as total"
OVERLAPPING = "people can be in several of its groups, which cannot be added up into one"
NO_SUCH_GROUP = "is not the words of a group of the set"


@dataclass(frozen=True, slots=True)
class SetProblem:
    """What is wrong with a set that a map names.

    Attributes:
        path: keys and indexes from the top of the map.
        words: what is wrong, in words that may follow the value.
        found: the value as written, None when there is none to show.
        allowed: what may stand there instead.
    """

    path: tuple[str | int, ...]
    words: str
    found: str | None = None
    allowed: tuple[str, ...] = ()


def names_sets(figure_map: FigureMap) -> bool:
    """Tell whether a map names any set."""
    return any(split.set is not None for split in figure_map.every_split)


def with_sets(
    figure_map: FigureMap, sets: Mapping[str, StratifierSet]
) -> FigureMap | tuple[SetProblem, ...]:
    """Return a map with the words of every set that it names, or all that is wrong with that.

    Args:
        figure_map: the map.
        sets: those that there are, by id and version.
    """
    found = [
        _with_set(split, ("groups",) if figure_map.groups else ("splits", number), sets)
        for number, split in enumerate(figure_map.every_split)
    ]
    problems = tuple(one for one in found if isinstance(one, SetProblem))
    return problems or figure_map.with_splits(
        tuple(one for one in found if isinstance(one, Groups))
    )


def with_set(
    split: Groups, stratifier_set: StratifierSet, publish_as: StratifierSet | None = None
) -> Groups:
    """Return what a map says of groups, with every code and name of a set understood.

    A label of the map whose value the set knows changes that group's words; another one is a group
    of its own, after those of the set. A preset and a crosswalk put whole groups together.

    Args:
        split: what the map says.
        stratifier_set: the set that it names.
        publish_as: the set by which figures are to be published, if it is another.

    Raises:
        StratifierError: a label of the map is too long, two groups would have the same, there is no
            such preset or crosswalk, or groups that overlap would be added up.
    """
    own = {value: stratifier_set.find(value) for value in split.labels}
    changed = {group.code: split.labels[value] for value, group in own.items() if group}
    worded = tuple(
        zip(relabelled(stratifier_set, changed).groups, stratifier_set.groups, strict=True)
    )
    words = _published_words(
        split, stratifier_set, publish_as, {g.code: g.label for g, _ in worded}
    )
    spelt = [
        *((group.code, group.code) for group, _ in worded),  # a code wins over a name
        *((name, group.code) for group, _ in worded for name in group.also),
        *(
            (name, group.code)
            for group, old in worded
            for name in (group.label, old.label, old.short)
        ),
    ]
    labels: dict[str, str] = {}
    for name, code in spelt:
        for spelling in (name, name.casefold()):
            if code in words:
                labels.setdefault(spelling, words[code])
    for value, known in own.items():
        if known is None or known.code in words:
            labels.setdefault(value, words[known.code] if known else split.labels[value])
    roles = {
        group.code: group.role.value
        for group in stratifier_set.groups
        if group.role is not GroupRole.GROUP and group.code in words
    }
    changes = {
        "labels": labels,
        "roles": {**roles, **split.roles},
        "add_up": split.add_up and not stratifier_set.several_answers,
        "stratifier": split.stratifier or stratifier_set.stratifier.replace("_", " "),
        "set": split.publish_as or split.set,
    }
    return split.model_copy(update=changes)


def _published_words(
    split: Groups,
    stratifier_set: StratifierSet,
    publish_as: StratifierSet | None,
    words: dict[str, str],
) -> dict[str, str]:
    """Return by code the words under which each group is published; a group that cannot be moved has none."""
    if split.preset is not None:
        published = in_preset_words(stratifier_set, split.preset, words)
    elif publish_as is not None:
        published = crosswalk_words(stratifier_set, publish_as)
    else:
        return words
    people = [g.code for g in stratifier_set.groups if g.role is GroupRole.GROUP]
    together = [published[code] for code in people if code in published]
    if stratifier_set.several_answers and len(set(together)) < len(together):
        raise StratifierError(OVERLAPPING)
    return published


def lacks_reference(split: Groups) -> bool:
    """Tell whether the group that others are to be compared with is none of the split's."""
    return bool(split.reference) and split.reference not in split.labels.values()


def lacks_total(split: Groups) -> bool:
    """Tell whether everyone of a split cannot be known: its groups overlap, and no row of everyone is named."""
    return not split.add_up and split.total is None


def _with_set(
    split: Groups, key: tuple[str | int, ...], sets: Mapping[str, StratifierSet]
) -> Groups | SetProblem:
    if split.set is None:
        return split
    for name in ("set", "publish_as"):
        named = getattr(split, name)
        if named is not None and named not in sets:
            return SetProblem((*key, name), "is not a stratifier set", named, tuple(sets))
    publish_as = sets[split.publish_as] if split.publish_as else None
    try:
        return _checked(with_set(split, sets[split.set], publish_as), key)
    except StratifierError as problem:
        return SetProblem((*key, "labels"), str(problem))


def _checked(split: Groups, key: tuple[str | int, ...]) -> Groups | SetProblem:
    """Return a split with the words of its set, or what is wrong now that they are known."""
    if lacks_reference(split):
        return SetProblem((*key, "reference"), NO_SUCH_GROUP, split.reference)
    return SetProblem((*key, "set"), NEEDS_A_TOTAL, split.set) if lacks_total(split) else split
