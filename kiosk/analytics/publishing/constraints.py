"""The cells of one metric in one window and the sums that tie them: groups to totals, wards to services."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeAlias

from kiosk.analytics.publishing.organisation import Tree
from kiosk.analytics.publishing.primary import (
    DECIMALS,
    NOBODY,
    Amount,
    NoFigure,
    Quantities,
    checked,
    quantities,
)
from kiosk.analytics.publishing.tables import Count, OrgNode, PublishingRefusedError, Split, Table
from kiosk.analytics.publishing.windows import Span, added_up, together
from kiosk.domain.metrics import MetricFacts, ValueKind

Outcome: TypeAlias = Amount | NoFigure

NO_TOTAL = "no figure of everyone"


@dataclass(frozen=True, slots=True)
class Organisation:
    """The published nodes by number, each after its parent, then the *rest* of each node that has parts.

    The rest of a service is what its own counts have beyond its wards; it is published nowhere.
    """

    nodes: tuple[OrgNode, ...]
    tree: Tree

    @property
    def published(self) -> range:
        """The numbers of the published nodes."""
        return range(len(self.nodes))

    def children(self, number: int) -> list[int]:
        """Return the published parts of a node."""
        return [child for child in self.published if self.tree.parents[child] == number]


def organisation(nodes: Sequence[OrgNode]) -> Organisation:
    """Return the organisation of the nodes.

    Raises:
        PublishingRefusedError: a code stands twice, or nodes are parts of each other in a circle.
    """
    by_code = {node.code: node for node in nodes}
    if len(by_code) < len(nodes):
        raise PublishingRefusedError("A node stands twice in the organisation.")
    ordered: dict[str, OrgNode] = {}
    while len(ordered) < len(nodes):
        ready = [
            node
            for node in nodes
            if node.code not in ordered and (node.parent not in by_code or node.parent in ordered)
        ]
        if not ready:
            raise PublishingRefusedError("The organisation has a circle.")
        ordered.update((node.code, node) for node in ready)
    numbers = {code: number for number, code in enumerate(ordered)}
    parents = [
        numbers.get(node.parent or "", -1) if node.parent in numbers else -1
        for node in ordered.values()
    ]
    rests = sorted({parent for parent in parents if parent >= 0})
    return Organisation(tuple(ordered.values()), Tree((*parents, *rests)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one table in one window, or of everyone: node × width + group.

    Attributes:
        split: by what; None for everyone.
        width: how many groups; one more where groups add up: those who are in none of them.
        outcomes: of the published cells by (node, group).
        amounts: what every cell holds, the unpublished ones too; None where there is nothing to tell.
        linked: whether the total of a node is known and ties its groups.
        silent: cells without a figure that still hold what is known of their parts, as bits.
    """

    split: Split | None
    width: int
    outcomes: Mapping[tuple[int, int], Outcome]
    amounts: tuple[Quantities | None, ...]
    linked: bool = True
    silent: int = 0

    @property
    def additive(self) -> bool:
        """Whether groups add up to the total."""
        return self.split is not None and not self.split.overlapping and self.linked

    @property
    def empty(self) -> int:
        """The cells in which there is nobody, as bits."""
        return sum(
            1 << cell
            for cell, parts in enumerate(self.amounts)
            if parts is not None and not any(parts)
        )

    def published(self, nodes: int) -> int:
        """Return the published cells, as bits."""
        groups = 1 if self.split is None else len(self.split.groups)
        row = (1 << groups) - 1
        return sum(row << node * self.width for node in range(nodes)) & ~self.silent


class PartsExceedWholeError(Exception):
    """In one window, parts count more than the whole that they are parts of."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Everything of one metric in one window.

    Attributes:
        span: the window.
        totals: everyone.
        sheets: by table of the metric, in order; None for a table without groups.
    """

    span: Span
    totals: Sheet
    sheets: tuple[Sheet | None, ...]


def grid_of(metric: MetricFacts, tables: Sequence[Table], org: Organisation, span: Span) -> Grid:
    """Return the cells of a metric in a window.

    Raises:
        PublishingRefusedError: groups that add up count more than everyone, or tables disagree
            about everyone.
        PartsExceedWholeError: the parts of a node count more than the node.
    """
    kind = metric.value
    everyone = _everyone(metric, tables, org, span)
    outcomes = {(node, 0): checked(everyone.get(node), kind) for node in org.published}
    amounts = {place: _amounts(outcome, kind) for place, outcome in outcomes.items()}
    totals = Sheet(None, 1, outcomes, _with_rests(amounts, 1, org))
    sheets = [
        None if table.split is None else _split_sheet(metric, table, org, span, totals)
        for table in tables
    ]
    return Grid(span, totals, tuple(sheets))


def _everyone(
    metric: MetricFacts, tables: Sequence[Table], org: Organisation, span: Span
) -> dict[int, Count | None]:
    """Return the count of everyone by node: as given, else the groups of the fullest table, else the parts."""
    found: dict[int, Count | None] = {}
    for node in reversed(org.published):
        code = org.nodes[node].code
        given = [count for table in tables if (count := added_up(table.counts, code, span, None))]
        if not given:
            given = _fullest([_groups_together(table, code, span) for table in tables])
        certain = {
            (one.numerator, one.denominator and round(one.denominator, DECIMALS))
            for one in given
            if not one.doubt
        }
        if len(certain) > 1:
            raise PublishingRefusedError(
                f"The tables of {metric.key} do not agree about everyone of "
                f"{code or 'the file'} in {span.first:%B %Y}."
            )
        parts = [count for child in org.children(node) if (count := found[child]) is not None]
        if given:
            found[node] = min(given, key=lambda one: bool(one.doubt))
        else:
            found[node] = together(parts) if parts else None
    return found


def _groups_together(table: Table, code: str, span: Span) -> Count | None:
    if table.split is None or table.split.overlapping or table.split.total_given:
        return None
    there = [added_up(table.counts, code, span, group) for group in table.split.groups]
    counts = [count for count in there if count is not None]
    return together(counts) if counts else None


def _fullest(counts: Iterable[Count | None]) -> list[Count]:
    there = [count for count in counts if count is not None]
    fullest = max(
        there,
        key=lambda one: (not one.doubt, one.denominator or 0, one.numerator or 0),
        default=None,
    )
    return [] if fullest is None else [fullest]


def _split_sheet(
    metric: MetricFacts, table: Table, org: Organisation, span: Span, totals: Sheet
) -> Sheet:
    split = table.split
    assert split is not None  # noqa: S101 - the caller asked
    kind = metric.value
    known = {node for node in org.published if totals.amounts[node] is not None}
    linked = len(org.nodes) > 1 or bool(known)
    outcomes: dict[tuple[int, int], Outcome] = {}
    for group, name in enumerate(split.groups):
        for node, count in _by_node(table, name, org, span).items():
            outcome = checked(count, kind)
            if linked and node not in known and isinstance(outcome, Amount):
                outcome = NoFigure(NO_TOTAL)
            outcomes[node, group] = outcome
    amounts = {place: _amounts(outcome, kind) for place, outcome in outcomes.items()}
    doubted = _filled_from_parts(amounts, known, org)
    width = len(split.groups)
    if not split.overlapping:
        for node in known:
            groups = [amounts[node, group] for group in range(width)]
            others = _less(totals.amounts[node], groups)
            if others is not None and min(others) < 0:
                raise PublishingRefusedError(
                    f"In {span.first:%B %Y} the groups of {metric.key} by {split.stratifier} add up to more "
                    "than everyone. If people can be in several groups, say add_up = false in the map."
                )
            amounts[node, width] = others
        width += 1
    silent = sum(1 << node * width + group for node, group in doubted)
    return Sheet(split, width, outcomes, _with_rests(amounts, width, org), linked, silent)


def _filled_from_parts(
    amounts: dict[tuple[int, int], Quantities | None], known: AbstractSet[int], org: Organisation
) -> list[tuple[int, int]]:
    """Give cells in doubt what is known of their parts, so that sums hold, and return them; they stay unpublished."""
    filled = []
    for node, group in sorted(amounts, reverse=True):
        parts = [amounts[child, group] for child in org.children(node)]
        there = [part for part in parts if part is not None]
        if amounts[node, group] is None and node in known and there:
            amounts[node, group] = tuple(
                round(sum(each), DECIMALS) for each in zip(*there, strict=True)
            )
            filled.append((node, group))
    return filled


def _by_node(table: Table, group: str, org: Organisation, span: Span) -> dict[int, Count | None]:
    """Return the counts of a group by node: its own, else its parts'; a part in doubt puts the whole in doubt."""
    own_codes = {code for code, _, _ in table.counts}
    found: dict[int, Count | None] = {}
    for node in reversed(org.published):
        code = org.nodes[node].code
        parts = [count for child in org.children(node) if (count := found[child]) is not None]
        if code not in own_codes:
            found[node] = together(parts) if parts else None
            continue
        own = added_up(table.counts, code, span, group)
        doubt = next((part.doubt for part in parts if part.doubt), "")
        if own is not None and doubt:
            own = Count(own.numerator, own.denominator, own.doubt or doubt)
        found[node] = own
    return found


def _amounts(outcome: Outcome, kind: ValueKind) -> Quantities | None:
    if isinstance(outcome, Amount):
        return quantities(outcome, kind)
    if outcome.reason == NOBODY:
        return (0.0,) * (1 if kind is ValueKind.COUNT else 2)
    return None


def _less(whole: Quantities | None, parts: Iterable[Quantities | None]) -> Quantities | None:
    """Return what is left of a whole beside its parts; a part that is not known takes nothing away."""
    if whole is None:
        return None
    known = [part for part in parts if part is not None]
    return tuple(
        round(each - sum(part[number] for part in known), DECIMALS)
        for number, each in enumerate(whole)
    )


def _with_rests(
    amounts: Mapping[tuple[int, int], Quantities | None], width: int, org: Organisation
) -> tuple[Quantities | None, ...]:
    """Return what every cell holds, by number, with the rests of the nodes that have parts."""
    complete = dict(amounts)
    for rest in range(len(org.nodes), len(org.tree.parents)):
        whole = org.tree.parents[rest]
        for group in range(width):
            parts = [amounts.get((child, group)) for child in org.children(whole)]
            left = _less(amounts.get((whole, group)), parts)
            if left is not None and min(left) < 0:
                raise PartsExceedWholeError
            complete[rest, group] = left
    return tuple(
        complete.get((node, group))
        for node in range(len(org.tree.parents))
        for group in range(width)
    )
