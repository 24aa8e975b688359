"""What was published of a window stays, whatever is published beside it."""

from kiosk.analytics.publishing.tables import (
    OrgNode,
    Table,
)
from kiosk.domain.releases import CellStatus, Level, Release
from tests.unit.analytics.publishing.months import (
    FEBRUARY,
    JANUARY,
    LARGE,
    WARD,
    Row,
    by_month,
    only,
)
from tests.unit.analytics.publishing.worlds import PAIN, published


def test_a_window_that_was_published_stays_as_it_was() -> None:
    before = only(published([by_month(JANUARY)], WARD).releases)
    after = only(published([by_month(JANUARY, FEBRUARY)], WARD, previous=[before]).releases)
    assert after.windows[0] == before.windows[0]
    assert len(after.windows) == 2
    assert after.provenance is not None
    assert after.provenance.version == 2


def test_another_split_of_published_people_keeps_their_totals_and_is_safe_beside_them() -> None:
    language = by_month(JANUARY)
    before = only(published([language], WARD).releases)
    sex = by_month({"f": (120, 340), "m": (5, 20)}, stratifier="sex")
    releases = published([language, sex], WARD, previous=[before]).releases
    first, second = (release.windows[0] for release in releases)
    assert first == before.windows[0]
    assert second.overall == first.overall
    assert [cell.status for cell in second.groups] == [CellStatus.HIDDEN, CellStatus.HIDDEN]


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
