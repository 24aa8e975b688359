"""Putting the labels and roles of a shipped stratifier set into a map that names it."""

from kiosk.domain.releases import GroupRole
from kiosk.domain.stratifiers import StratifierSet, relabelled
from kiosk.interchange.map_groups import Groups

NEEDS_A_TOTAL = "is of people who can be in several groups, which cannot be added up: name the row of everyone as total"
NO_SUCH_GROUP = "is not the words of a group of the set"


def with_set(split: Groups, stratifier_set: StratifierSet) -> Groups:
    """Return what a map says of groups, with every code and name of a set understood.

    A label of the map whose value the set knows changes that group's words; another one is a group
    of its own, after those of the set.

    Args:
        split: what the map says.
        stratifier_set: the set that it names.

    Raises:
        StratifierError: a label of the map is too long, or two groups would have the same.
    """
    own = {value: stratifier_set.find(value) for value in split.labels}
    changed = {group.code: split.labels[value] for value, group in own.items() if group}
    worded = tuple(
        zip(relabelled(stratifier_set, changed).groups, stratifier_set.groups, strict=True)
    )
    spelt = [
        *((group.code, group) for group, _ in worded),  # a code wins over a name
        *((name, group) for group, _ in worded for name in group.also),
        *((name, group) for group, old in worded for name in (group.label, old.label, old.short)),
    ]
    labels: dict[str, str] = {}
    for name, group in spelt:
        for spelling in (name, name.casefold()):
            labels.setdefault(spelling, group.label)
    for value, known in own.items():
        labels.setdefault(value, labels[known.code] if known else split.labels[value])
    roles = {
        group.code: group.role.value
        for group in stratifier_set.groups
        if group.role is not GroupRole.GROUP
    }
    changes = {
        "labels": labels,
        "roles": {**roles, **split.roles},
        "add_up": split.add_up and not stratifier_set.several_answers,
        "stratifier": split.stratifier or stratifier_set.stratifier.replace("_", " "),
    }
    return split.model_copy(update=changes)


def lacks_reference(split: Groups) -> bool:
    """Tell whether the group that others are to be compared with is none of the split's."""
    return bool(split.reference) and split.reference not in split.labels.values()


def lacks_total(split: Groups) -> bool:
    """Tell whether everyone of a split cannot be known: its groups overlap, and no row of everyone is named."""
    return not split.add_up and split.total is None
