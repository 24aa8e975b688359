"""Counts that changed since they were published."""

from datetime import date

import pytest

from kiosk.analytics.publishing.corrections import may_be_corrected, remainder_may_be_corrected
from kiosk.analytics.publishing.profiles import CMS
from kiosk.analytics.publishing.tables import (
    CellKey,
    Count,
    Split,
    Table,
)
from kiosk.domain.metrics import ValueKind
from kiosk.domain.releases import Cell, CellStatus
from tests.unit.analytics.publishing.months import (
    FEBRUARY,
    JANUARY,
    LARGE,
    WARD,
    Row,
    by_month,
    cells,
    only,
)
from tests.unit.analytics.publishing.worlds import PAIN, published


def test_a_late_record_does_not_show_itself_as_the_difference_of_two_releases() -> None:
    before = only(published([by_month(LARGE)], WARD).releases)
    late = {**LARGE, "b": (41, 101)}
    found = published([by_month(late, FEBRUARY)], WARD, previous=[before])
    assert only(found.releases).windows[0] == before.windows[0]
    assert any("corrected" in note for note in found.notes)


def test_a_large_correction_where_nothing_was_hidden_is_published() -> None:
    before = only(published([by_month(LARGE)], WARD).releases)
    late = {**LARGE, "b": (80, 200)}
    after = only(published([by_month(late)], WARD, previous=[before]).releases)
    assert cells(after.windows[0])["b"].numerator == 80


def test_what_was_hidden_stays_hidden_when_counts_are_corrected() -> None:
    before = only(published([by_month(JANUARY)], WARD).releases)
    late = {**JANUARY, "a": (50, 160)}
    after = only(published([by_month(late)], WARD, previous=[before]).releases)
    assert after.windows[0] == before.windows[0]


def test_two_large_corrections_do_not_add_up_to_a_small_one() -> None:
    first = only(published([by_month(LARGE)], WARD).releases)
    more: Row = {**LARGE, "a": (60, 140)}
    second = only(published([by_month(more)], WARD, previous=[first]).releases)
    nearly_as_first: Row = {**LARGE, "a": (33, 64)}
    third = published([by_month(nearly_as_first)], WARD, previous=[first, second]).releases
    assert cells(second.windows[0])["a"].numerator == 60
    assert only(third).windows == second.windows


def test_corrections_of_groups_and_everyone_do_not_tell_those_who_are_in_no_group() -> None:
    def with_everyone(row: Row, everyone: tuple[int, int]) -> Table:
        table = by_month(row)
        counts: dict[CellKey, Count] = {
            **table.counts,
            ("w", date(2025, 1, 1), None): Count(*everyone),
        }
        return Table(PAIN, Split("language", tuple(row)), counts)

    before = only(published([with_everyone(LARGE, (200, 500))], WARD).releases)
    late: Row = {**LARGE, "a": (50, 100)}
    now = with_everyone(late, (223, 543))
    assert only(published([now], WARD, previous=[before]).releases).windows == before.windows


def shown(numerator: int, denominator: int) -> Cell:
    return Cell(
        group="a",
        status=CellStatus.SHOWN,
        value=100 * numerator / denominator,
        lower=0,
        upper=100,
        numerator=numerator,
        denominator=denominator,
    )


BEFORE = shown(100, 200)
HIDDEN_BEFORE = Cell(group="a", status=CellStatus.HIDDEN)
EMPTY_BEFORE = Cell(group="a", status=CellStatus.NO_DATA, reason="no figures")


@pytest.mark.parametrize(
    ("after", "may"),
    [
        (shown(100, 200), True),
        (shown(111, 222), True),
        (shown(89, 178), True),
        (shown(110, 220), False),
        (shown(90, 180), False),
        (shown(100, 210), False),
        (shown(100, 211), True),
        (shown(111, 211), True),
        (shown(111, 221), False),
    ],
)
def test_a_figure_is_corrected_if_no_numerator_complement_or_denominator_changes_by_one_to_ten(
    after: Cell, *, may: bool
) -> None:
    assert may_be_corrected(BEFORE, after, ValueKind.PROPORTION, CMS) is may


def test_what_is_hidden_before_or_after_is_not_corrected() -> None:
    assert not may_be_corrected(HIDDEN_BEFORE, BEFORE, ValueKind.PROPORTION, CMS)
    assert not may_be_corrected(BEFORE, HIDDEN_BEFORE, ValueKind.PROPORTION, CMS)


def test_a_figure_may_come_where_there_was_none() -> None:
    assert may_be_corrected(EMPTY_BEFORE, BEFORE, ValueKind.PROPORTION, CMS)


@pytest.mark.parametrize(("more", "may"), [(30, True), (35, False), (40, False), (41, True)])
def test_a_whole_is_corrected_if_what_is_left_beside_its_parts_changes_by_none_or_many(
    more: int, *, may: bool
) -> None:
    whole = BEFORE, shown(100, 200 + more)
    parts = [(BEFORE, shown(100, 215)), (BEFORE, shown(100, 215))]
    assert remainder_may_be_corrected(whole, parts, ValueKind.PROPORTION, CMS) is may
