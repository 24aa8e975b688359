"""Groups that overlap: people may name several, so nothing can be subtracted from the total, but bounds remain."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.analytics.publishing.tables import CellKey, Count, OrgNode, Split, Table
from kiosk.domain.releases import CellStatus, GroupRole, Level
from tests.unit.analytics.publishing.attacks import Adversary, Place, too_narrow
from tests.unit.analytics.publishing.worlds import JANUARY, PAIN, SIZES, Parts, published


@st.composite
def several_answers(draw: st.DrawFn) -> dict[tuple[str, str | None], Parts]:
    """Draw what each group and everyone holds in each ward; everyone stands in a group."""
    groups = [f"g{number}" for number in range(draw(st.integers(2, 4)))]
    found: dict[tuple[str, str | None], Parts] = {}
    for ward in [f"w{number}" for number in range(draw(st.integers(1, 2)))]:
        rows = [(draw(SIZES), draw(SIZES)) for _ in groups]
        has, has_not = (
            draw(st.integers(max(row[q] for row in rows), sum(row[q] for row in rows)))
            for q in (0, 1)
        )
        found[ward, None] = has, has_not
        found.update({(ward, group): row for group, row in zip(groups, rows, strict=True)})
    return found


def table_of(counts: dict[tuple[str, str | None], Parts]) -> Table:
    raw: dict[CellKey, Count] = {
        (ward, JANUARY, group): Count(has, has + has_not)
        for (ward, group), (has, has_not) in counts.items()
    }
    groups = tuple(dict.fromkeys(group for _, group in counts if group is not None))
    return Table(PAIN, Split("race", groups, overlapping=True), raw)


def nodes_of(counts: dict[tuple[str, str | None], Parts]) -> tuple[OrgNode, ...]:
    wards = sorted({ward for ward, _ in counts})
    if len(wards) == 1:
        return (OrgNode(wards[0]),)
    return (*(OrgNode(ward, parent="s") for ward in wards), OrgNode("s", Level.SERVICE))


@pytest.mark.timeout(300)
@given(several_answers())
@settings(max_examples=60, deadline=None)
def test_bounds_leave_every_hidden_group_in_doubt(
    counts: dict[tuple[str, str | None], Parts],
) -> None:
    nodes = nodes_of(counts)
    truth: dict[Place, Parts] = {}
    for (ward, group), parts in counts.items():
        for node in {ward, nodes[-1].code}:
            place = ("race" if group else "", node, group)
            before = truth.get(place, (0, 0))
            truth[place] = before[0] + parts[0], before[1] + parts[1]
    adversary = Adversary(published([table_of(counts)], nodes).releases, nodes, truth)
    for place, quantity, bounds in adversary.findings():
        assert not too_narrow(bounds), (place, quantity, bounds)


def test_a_small_group_needs_no_other_hidden_since_nothing_can_be_subtracted() -> None:
    counts: dict[tuple[str, str | None], Parts] = {
        ("w", None): (150, 150),
        ("w", "a"): (5, 30),
        ("w", "b"): (100, 100),
        ("w", "c"): (80, 90),
    }
    ((window,),) = (one.windows for one in published([table_of(counts)], nodes_of(counts)).releases)
    assert [cell.status for cell in window.groups] == [
        CellStatus.HIDDEN,
        CellStatus.SHOWN,
        CellStatus.SHOWN,
    ]


def test_few_whose_groups_are_known_are_not_told_by_how_many_are_not() -> None:
    """Nobody is both in a group and missing, so everyone less the missing is those whose groups are known."""
    counts: dict[tuple[str, str | None], Parts] = {
        ("w", None): (60, 80),
        ("w", "a"): (6, 4),
        ("w", "b"): (5, 4),
        ("w", "missing"): (52, 75),
    }
    table = table_of(counts)
    assert table.split is not None
    split = replace(table.split, roles={"missing": GroupRole.MISSING})
    ((window,),) = (
        one.windows for one in published([replace(table, split=split)], nodes_of(counts)).releases
    )
    assert [cell.status for cell in window.groups] == [CellStatus.HIDDEN] * 3
