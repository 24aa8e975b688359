"""The tables of one metric in a window, and the cells that come of them."""

from kiosk.analytics.publishing.tables import CellKey, Count, OrgNode, Split, Table
from kiosk.analytics.publishing.windows import month_after
from kiosk.domain.releases import CellStatus, Level
from tests.unit.analytics.publishing.worlds import JANUARY, PAIN, published

FEBRUARY = month_after(JANUARY, 1)
SERVICE = OrgNode("s", Level.SERVICE, title="Medicine")


def test_a_window_in_which_wards_count_more_than_their_service_is_left_out_with_a_note() -> None:
    counts: dict[CellKey, Count] = {
        ("w", JANUARY, None): Count(300, 500),
        ("s", JANUARY, None): Count(200, 400),
        ("w", FEBRUARY, None): Count(300, 500),
        ("s", FEBRUARY, None): Count(400, 700),
    }
    found = published([Table(PAIN, None, counts)], (OrgNode("w", parent="s"), SERVICE))
    assert {w.first for one in found.releases for w in one.windows} == {FEBRUARY}
    assert found.notes == (
        "Pain reassessed, January 2026: parts of the organisation count more than the whole. Left out.",
    )


def test_a_node_without_counts_of_its_own_has_those_of_its_parts() -> None:
    counts: dict[CellKey, Count] = {
        (ward, JANUARY, group): Count(40, 90) for ward in ("w1", "w2") for group in ("a", "b")
    }
    nodes = (OrgNode("w1", parent="s"), OrgNode("w2", parent="s"), SERVICE)
    table = Table(PAIN, Split("language", ("a", "b"), total_given=False), counts)
    service = next(one for one in published([table], nodes).releases if one.node == "s")
    (window,) = service.windows
    assert (window.overall.numerator, window.overall.denominator) == (160, 360)
    assert [(cell.group, cell.numerator) for cell in window.groups] == [("a", 80), ("b", 80)]


def test_a_group_is_in_the_windows_of_a_ward_only_if_the_ward_ever_counts_it() -> None:
    counts: dict[CellKey, Count] = {
        ("w", JANUARY, "a"): Count(40, 90),
        ("w", JANUARY, "b"): Count(50, 100),
        ("w", FEBRUARY, "a"): Count(45, 95),
        ("w", FEBRUARY, None): Count(95, 195),
        ("w", JANUARY, None): Count(90, 190),
    }
    table = Table(PAIN, Split("language", ("a", "b", "c")), counts)
    ((january, february),) = (one.windows for one in published([table], (OrgNode("w"),)).releases)
    assert [cell.group for cell in january.groups] == ["a", "b"]
    assert [(cell.group, cell.status) for cell in february.groups] == [
        ("a", CellStatus.SHOWN),
        ("b", CellStatus.NO_DATA),
    ]
