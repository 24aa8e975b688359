"""From what was read of a file to the tables, nodes and profile that publishing asks for; all of it is raw."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.analytics.publishing.profiles import (
    CMS,
    NHS_SUB_NATIONAL,
    PrivacyProfile,
    local_profile,
)
from kiosk.analytics.publishing.tables import CellKey, Count, OrgNode, Split, Table
from kiosk.interchange.figure_rows import NO_SPLIT, UNKNOWN_GROUP
from kiosk.interchange.map_groups import Groups
from kiosk.interchange.map_metrics import MappedMetric
from kiosk.interchange.map_nodes import Profile
from kiosk.interchange.mapping import FigureMap
from kiosk.interchange.reading import Figures
from kiosk.interchange.tallies import Month, MonthKey


@dataclass(frozen=True, slots=True)
class Family:
    """Nodes that are tied to each other, as parts or predecessors, and so are published together.

    Attributes:
        nodes: the nodes, in the order of the map, then of their codes.
        tables: the raw counts of these nodes: one table for each metric and split that has any.
    """

    nodes: tuple[OrgNode, ...]
    tables: tuple[Table, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The codes of its nodes."""
        return frozenset(node.code for node in self.nodes)

    def months(self) -> frozenset[date]:
        """Return the first days of the months that have counts."""
        return frozenset(month for table in self.tables for _, month, _ in table.counts)


def families(figures: Figures, figure_map: FigureMap) -> tuple[Family, ...]:
    """Return what a file holds, parted into families; nodes of different families have no figure in common."""
    nodes = _org_nodes(figures, figure_map)
    tables = [
        _table(figures, figure_map, metric, split)
        for metric in figure_map.metrics
        for split in (*figure_map.every_split,) or (None,)
    ]
    by_node = [_by_node(table) for table in tables]
    found = []
    for together in _related(nodes):
        parts = [
            _part_of(table, counts, together) for table, counts in zip(tables, by_node, strict=True)
        ]
        there = tuple(part for part in parts if part.counts)
        if there:
            found.append(Family(tuple(together), there))
    return tuple(found)


def privacy_profile(profile: Profile) -> PrivacyProfile:
    """Return the privacy profile that a map names."""
    match profile.name:
        case "CMS":
            return CMS
        case "NHS sub-national":
            return NHS_SUB_NATIONAL
        case "local":
            assert profile.hidden_up_to is not None  # noqa: S101 - the map demands it
            return local_profile(profile.hidden_up_to, profile.rounded_to, profile.narrowest)


def _org_nodes(figures: Figures, figure_map: FigureMap) -> list[OrgNode]:
    nodes = figure_map.nodes
    if nodes is None:
        return [OrgNode(figure_map.board or "", title=figure_map.scope)]
    codes = [*nodes.named, *(code for code in figures.tally.nodes() if code not in nodes.named)]
    found = []
    for code in codes:
        node = nodes.node(code)
        found.append(OrgNode(code, node.level, node.parent, node.title or code, node.predecessors))
    return found


def _related(nodes: Iterable[OrgNode]) -> list[list[OrgNode]]:
    """Return nodes parted into those that have to do with each other, in their order."""
    family_of: dict[str, list[OrgNode]] = {}
    everyone = list(nodes)
    for node in everyone:
        family_of[node.code] = [node]
    for node in everyone:
        for other in filter(None, (node.parent, *node.predecessors)):
            mine, theirs = family_of[node.code], family_of.get(other, family_of[node.code])
            if mine is not theirs:
                theirs += mine
                for one in mine:
                    family_of[one.code] = theirs
    order = {node.code: number for number, node in enumerate(everyone)}
    unique = {id(family): family for family in family_of.values()}
    return [sorted(family, key=lambda node: order[node.code]) for family in unique.values()]


def _table(
    figures: Figures, figure_map: FigureMap, metric: MappedMetric, split: Groups | None
) -> Table:
    stratifier = split.stratifier if split else NO_SPLIT
    months = figures.tally.months(metric.id, stratifier)
    board = figure_map.board or "" if figure_map.nodes is None else None
    scope = figure_map.scope if figure_map.nodes is None else ""
    facts = metric.facts()
    if split is None:
        return Table(facts, None, _counts(months, {None: None}, board), scope)
    there = {group for _, _, group in months}
    label_of: dict[str | None, str | None] = {None: None, UNKNOWN_GROUP: None}
    label_of |= {value: label for value, label in split.labels.items() if value in there}
    groups = tuple(dict.fromkeys(label for label in label_of.values() if label is not None))
    roles = {label: role for label, role in split.roles_by_label().items() if label in groups}
    by = Split(
        stratifier=stratifier,
        groups=groups,
        set_id=split.set or "",
        roles=roles,
        overlapping=not split.add_up,
        total_given=None in there,
        reference=split.reference,
        reference_reason=split.reference_reason,
    )
    return Table(facts, by, _counts(months, label_of, board), scope)


def _counts(
    months: Mapping[MonthKey, Month], label_of: Mapping[str | None, str | None], board: str | None
) -> dict[CellKey, Count]:
    """Return counts by the groups' labels; rows whose group is unknown put everyone of their month in doubt."""
    counts: dict[CellKey, Count] = {}
    for (node, first, group), month in months.items():
        key = (node if board is None else board, first, label_of[group])
        if group == UNKNOWN_GROUP and (node, first, None) in months:
            continue  # everyone is in the file, whatever group the row was of
        counts[key] = _added(counts.get(key), month)
    return counts


def _added(before: Count | None, month: Month) -> Count:
    if before is not None and before.doubt:
        return before
    if month.doubt:
        return Count(None, None, month.doubt)
    if before is None:
        return Count(month.numerator, month.denominator)
    numerator = (before.numerator or 0) + month.numerator
    return Count(numerator, (before.denominator or 0) + month.denominator)


def _by_node(table: Table) -> dict[str, dict[CellKey, Count]]:
    found: dict[str, dict[CellKey, Count]] = {}
    for key, count in table.counts.items():
        found.setdefault(key[0], {})[key] = count
    return found


def _part_of(
    table: Table, by_node: Mapping[str, Mapping[CellKey, Count]], nodes: Iterable[OrgNode]
) -> Table:
    counts = {key: count for node in nodes for key, count in by_node.get(node.code, {}).items()}
    return Table(table.metric, table.split, counts, table.scope)
