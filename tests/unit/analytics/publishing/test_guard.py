"""What earlier releases said, and what that leaves room for."""

from datetime import date

import pytest

from kiosk.analytics.publishing.tables import (
    CellKey,
    Count,
    OrgNode,
    PublishingRefusedError,
    Split,
    Table,
)
from kiosk.domain.releases import Cell, CellStatus, Level, Release, Window, WindowKind
from tests.unit.analytics.publishing.worlds import PAIN, published

WARD = (OrgNode("w"),)
Row = dict[str, tuple[int, int]]


def by_month(*months: Row, node: str = "w", stratifier: str = "language") -> Table:
    """Return a table of consecutive months from January 2025."""
    counts: dict[CellKey, Count] = {
        (node, date(2025 + number // 12, number % 12 + 1, 1), group): Count(*pair)
        for number, row in enumerate(months)
        for group, pair in row.items()
    }
    return Table(PAIN, Split(stratifier, tuple(months[0]), total_given=False), counts)


def cells(window: Window) -> dict[str | None, Cell]:
    return {cell.group: cell for cell in (window.overall, *window.groups)}


def only(releases: tuple[Release, ...]) -> Release:
    (release,) = releases
    return release


JANUARY: Row = {"a": (5, 60), "b": (40, 100), "c": (80, 200)}
FEBRUARY: Row = {"a": (30, 60), "b": (50, 110), "c": (70, 190)}
LARGE: Row = {"a": (30, 60), "b": (40, 100), "c": (80, 200)}


def test_a_window_that_was_published_stays_as_it_was() -> None:
    before = only(published([by_month(JANUARY)], WARD).releases)
    after = only(published([by_month(JANUARY, FEBRUARY)], WARD, previous=[before]).releases)
    assert after.windows[0] == before.windows[0]
    assert len(after.windows) == 2
    assert after.provenance is not None
    assert after.provenance.version == 2


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


def test_another_split_of_published_people_keeps_their_totals_and_is_safe_beside_them() -> None:
    language = by_month(JANUARY)
    before = only(published([language], WARD).releases)
    sex = by_month({"f": (120, 340), "m": (5, 20)}, stratifier="sex")
    releases = published([language, sex], WARD, previous=[before]).releases
    first, second = (release.windows[0] for release in releases)
    assert first == before.windows[0]
    assert second.overall == first.overall
    assert [cell.status for cell in second.groups] == [CellStatus.HIDDEN, CellStatus.HIDDEN]


def test_a_quarter_waits_where_a_month_of_it_hides_something() -> None:
    months = (LARGE, JANUARY, LARGE, LARGE, LARGE, LARGE)
    before = only(published([by_month(*months)], WARD, today=date(2025, 7, 2)).releases)
    found = published(
        [by_month(*months)],
        WARD,
        today=date(2025, 7, 2),
        window=WindowKind.QUARTER,
        previous=[before],
    )
    assert [window.first for window in only(found.releases).windows] == [date(2025, 4, 1)]
    assert any("January 2025" in note for note in found.notes)


def test_months_wait_where_their_quarter_was_published() -> None:
    months = (LARGE, LARGE, LARGE)
    today = date(2025, 4, 2)
    before = only(
        published([by_month(*months)], WARD, today=today, window=WindowKind.QUARTER).releases
    )
    with pytest.raises(PublishingRefusedError, match="overlaps"):
        published([by_month(*months)], WARD, today=today, previous=[before])


def test_a_quarter_waits_where_it_would_tell_the_month_that_was_not_published() -> None:
    few: Row = {**LARGE, "a": (3, 60)}
    before = only(published([by_month(LARGE, LARGE)], WARD, today=date(2025, 3, 2)).releases)
    with pytest.raises(PublishingRefusedError, match="only some of its months"):
        published(
            [by_month(LARGE, LARGE, few)],
            WARD,
            today=date(2025, 4, 2),
            window=WindowKind.QUARTER,
            previous=[before],
        )


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


def test_a_total_that_was_hidden_stays_hidden_when_another_split_is_published() -> None:
    service = OrgNode("s", Level.SERVICE, title="Medicine")
    wards = (*(OrgNode(code, parent="s") for code in ("w1", "w2", "w3")), service)

    def split(by: str, rows: dict[str, Row]) -> Table:
        parts = [by_month(row, node=node, stratifier=by) for node, row in rows.items()]
        counts = {key: count for part in parts for key, count in part.counts.items()}
        return Table(PAIN, parts[0].split, counts)

    def totals_hidden(releases: tuple[Release, ...]) -> set[str]:
        return {
            release.node
            for release in releases
            if release.windows[0].overall.status is CellStatus.HIDDEN
        }

    few: Row = {"f": (3, 6), "m": (2, 4)}
    language = split(
        "language",
        {
            "w1": {"a": (5, 10), "b": (0, 0)},
            "w2": {"a": (40, 90), "b": (40, 90)},
            "w3": {"a": (5, 10), "b": (75, 170)},
        },
    )
    sex = split(
        "sex",
        {
            "w1": few,
            "w2": {"f": (5, 10), "m": (75, 170)},
            "w3": {"f": (40, 90), "m": (40, 90)},
        },
    )
    before = published([language], wards).releases
    after = published([sex], wards, previous=before).releases
    assert "w1" in totals_hidden(before)
    assert totals_hidden(after) == totals_hidden(before)


def test_a_split_with_a_new_name_waits_where_the_old_one_hid_something() -> None:
    before = only(published([by_month(JANUARY)], WARD).releases)
    fewer_groups: Row = {"a or b": (45, 160), "c": (80, 200)}
    table = by_month(fewer_groups, fewer_groups, stratifier="first language")
    found = published([table], WARD, previous=[before])
    assert [window.first.month for window in only(found.releases).windows] == [2]
    assert any("looks the same" in note for note in found.notes)


def test_months_that_a_file_does_not_hold_any_more_stay_as_they_were() -> None:
    both = by_month(LARGE, FEBRUARY)
    before = only(published([by_month(LARGE)], WARD).releases)
    newest = {key: count for key, count in both.counts.items() if key[1].month == 2}
    after = only(published([Table(PAIN, both.split, newest)], WARD, previous=[before]).releases)
    assert [window.first.month for window in after.windows] == [1, 2]
    assert after.windows[0] == before.windows[0]


def test_a_ward_that_was_merged_does_not_publish_the_months_of_its_predecessors_again() -> None:
    old = published([by_month(JANUARY, node="w1")], (OrgNode("w1"),), today=date(2025, 2, 2))
    merged = OrgNode("w12", predecessors=("w1", "w2"))
    counts = by_month(LARGE, LARGE, node="w12")
    found = published([counts], (merged,), today=date(2025, 3, 2), previous=old.releases)
    assert [window.first for window in only(found.releases).windows] == [date(2025, 2, 1)]


def test_a_ward_that_was_split_leaves_what_the_others_publish_as_it_was() -> None:
    service = OrgNode("s", Level.SERVICE, title="Medicine")
    wards = (OrgNode("w1", parent="s"), OrgNode("w2", parent="s"), service)
    rows = by_month(LARGE, node="w1"), by_month(LARGE, node="w2")
    table = Table(PAIN, rows[0].split, {**rows[0].counts, **rows[1].counts})
    before = published([table], wards, today=date(2025, 2, 2)).releases
    split = tuple(OrgNode(code, parent="s", predecessors=("w1",)) for code in ("w1a", "w1b"))
    now = [by_month(LARGE, LARGE, node=code) for code in ("w1a", "w1b", "w2")]
    counts = {key: count for one in now for key, count in one.counts.items()}
    after = published(
        [Table(PAIN, rows[0].split, counts)],
        (*split, wards[1], service),
        today=date(2025, 3, 2),
        previous=before,
    ).releases
    firsts = {release.node: [window.first.month for window in release.windows] for release in after}
    assert firsts == {"w1a": [2], "w1b": [2], "w2": [1, 2], "s": [1, 2]}
    kept = {release.node: release.windows[0] for release in before}
    assert all(
        release.windows[0] == kept[release.node] for release in after if release.node in {"w2", "s"}
    )
