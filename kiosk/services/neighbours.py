"""Which other nodes a board shows: whom it is, whom it took over from, who stands below it and who beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.organisation import Organisation, Relation, organisation_of
from kiosk.domain.placed_nodes import Placement

ANSWERS_FOR = frozenset({Relation.ABOVE, Relation.SUPPORT, Relation.OUT_OF_HOURS})
"""What a node is to the units whose cards it acts on."""
TOOK_OVER = frozenset({Relation.SUCCESSOR})
"""What a node is to those whose cards are its own."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nodes that concern a board on a day.

    Attributes:
        own: the node itself, last; before it the names under which it ran alone and whom it took over from.
        below: nodes on whose cards it acts.
        passed: those of `own` whose cards another one took over: it acts on them, and does not close them.
        beside: nodes whose cards it may read.
        units: node → what it is called, of every node that is known.
    """

    own: tuple[str, ...]
    below: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    units: Mapping[str, str] = field(default_factory=dict)


def neighbours(
    node: str,
    aliases: Iterable[str],
    placements: Mapping[str, Placement],
    seen: Iterable[str],
    on: date,
) -> Neighbours:
    """Return the nodes that concern a board on a day.

    Args:
        node: whose board it is.
        aliases: the nodes as which it ran alone.
        placements: every placement that is known, by its entity id.
        seen: the nodes of which there is anything here.
        on: the board's day.
    """
    organisation = organisation_of("", placements.values())
    known = [other for other in seen if other not in {node, *aliases}]
    relations = {other: organisation.relation(node, other, on) for other in known}
    below = {other for other, relation in relations.items() if relation in ANSWERS_FOR}
    beside = {
        other
        for other in set(known) - below
        if _beside(organisation, node, other, relations[other], on)
    }
    before = [other for other, relation in relations.items() if relation in TOOK_OVER]
    return Neighbours(
        own=(*dict.fromkeys((*before, *aliases)), node),
        below=frozenset(below),
        passed=frozenset(other for other in before if organisation.heir(other, on) != node),
        beside=frozenset(beside),
        units={placed.node: placed.name for placed in placements.values()},
    )


def _beside(
    organisation: Organisation, node: str, other: str, relation: Relation, on: date
) -> bool:
    """Tell whether a node stands beside another, or what did has gone to one that does."""
    if relation is Relation.SIBLING:
        return True
    heir = organisation.heir(other, on)
    return heir is not None and organisation.relation(node, heir, on) is Relation.SIBLING
