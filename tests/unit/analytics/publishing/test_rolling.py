"""Rolling twelve months: each is large, and their differences tell single months."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import linprog

from kiosk.analytics.publishing.tables import CellKey, Count, OrgNode, Split, Table
from kiosk.analytics.publishing.windows import month_after
from kiosk.domain.releases import CellStatus, Release, Window, WindowKind
from tests.unit.analytics.publishing.worlds import PAIN, published

WARD = (OrgNode("w"),)
FIRST = date(2024, 1, 1)


def rolling(
    counts: dict[str, list[tuple[int, int]]], months: int, previous: tuple[Release, ...] = ()
) -> Release:
    table: dict[CellKey, Count] = {
        ("w", month_after(FIRST, month), group): Count(*pair)
        for group, pairs in counts.items()
        for month, pair in enumerate(pairs[:months])
    }
    (release,) = published(
        [Table(PAIN, Split("language", tuple(counts), total_given=False), table)],
        WARD,
        today=month_after(FIRST, months),
        window=WindowKind.ROLLING_12,
        previous=previous,
    ).releases
    return release


def numerators_of(window: Window, group: str) -> int | None:
    """Return what a window says of a group, or of all hidden groups together where it is *hidden*."""
    cells = window.groups if group == "hidden" else [c for c in window.groups if c.group == group]
    there = [cell.numerator for cell in cells if cell.numerator is not None]
    if group != "hidden":
        return there[0] if there else None
    return None if window.overall.numerator is None else window.overall.numerator - sum(there)


def narrowest_month(release: Release, group: str, months: int) -> float:
    """Return how wide the best known month of a group is, to somebody who has every rolling window."""
    rows, values = [], []
    for window in release.windows:
        value = numerators_of(window, group)
        if value is None:
            continue
        row = np.zeros(months)
        start = (window.first.year - FIRST.year) * 12 + window.first.month - FIRST.month
        row[start : start + 12] = 1
        rows.append(row)
        values.append(value)
    if not rows:
        return float("inf")
    widths = []
    for month in range(months):
        goal = np.zeros(months)
        goal[month] = 1
        ends = [linprog(s * goal, A_eq=np.array(rows), b_eq=values) for s in (1, -1)]
        if all(end.status == 0 for end in ends):
            widths.append(-ends[1].fun - ends[0].fun)
    return min(widths, default=float("inf"))


STEADY = [(40, 90)] * 40
RARE = [((0, 2, 1, 3, 0, 1, 2)[month % 7], 30) for month in range(40)]


def test_large_groups_are_republished_every_month() -> None:
    release = rolling({"a": STEADY, "b": STEADY}, 30)
    assert len(release.windows) == 19
    assert all(cell.status is CellStatus.SHOWN for w in release.windows for cell in w.groups)


def test_a_chain_of_windows_would_tell_a_rare_group_so_it_is_hidden_in_all_of_them() -> None:
    release = rolling({"a": RARE, "b": STEADY, "c": STEADY}, 36)
    assert len(release.windows) == 25
    assert {cell.status for w in release.windows for cell in w.groups if cell.group == "a"} == {
        CellStatus.HIDDEN
    }


@pytest.mark.parametrize("months", [13, 24, 36])
def test_no_single_month_of_a_shown_group_can_be_worked_out(months: int) -> None:
    release = rolling({"a": RARE, "b": STEADY, "c": STEADY}, months)
    for group in "abc":
        assert narrowest_month(release, group, months) >= 10


@pytest.mark.parametrize("months", [25, 36])
def test_no_single_month_of_the_hidden_groups_together_can_be_worked_out(months: int) -> None:
    seldom = [((0, 0, 1, 0, 0, 0, 2)[month % 7], 30) for month in range(40)]
    now_and_then = [((6, 0, 0, 0, 0)[month % 5], 60) for month in range(40)]
    release = rolling({"a": seldom, "b": STEADY, "c": STEADY, "d": now_and_then}, months)
    assert len(release.windows) == months - 11
    assert narrowest_month(release, "hidden", months) >= 10


def test_where_even_everyone_is_few_only_windows_that_share_no_month_are_published() -> None:
    release = rolling({"a": RARE, "b": RARE}, 36)
    spans = [(window.first, window.last) for window in release.windows]
    assert len(spans) == 3
    assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_the_next_month_waits_where_it_would_tell_a_single_month() -> None:
    before = rolling({"a": RARE, "b": RARE}, 36)
    after = rolling({"a": RARE, "b": RARE}, 37, (before,))
    assert after.windows == before.windows


def test_the_next_month_joins_a_chain_that_has_room() -> None:
    before = rolling({"a": STEADY, "b": STEADY}, 24)
    after = rolling({"a": STEADY, "b": STEADY}, 25, (before,))
    assert after.windows[:-1] == before.windows
