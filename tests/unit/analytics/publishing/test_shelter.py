"""The audit tells of what is published, not of the ways of hiding that were tried and given up."""

from kiosk.analytics.publishing.profiles import CMS
from kiosk.analytics.publishing.tables import AuditReport
from kiosk.domain.releases import CellStatus, Release
from tests.unit.analytics.publishing.worlds import World, published

NEARLY = World(("w0", "w1"), ((((17, 24), (24, 0)), ((7, 17), (9, 0))),))
"""Two wards in which hiding as little as may be would give a hidden count away, so that more is hidden."""


def release_and_report() -> tuple[tuple[Release, ...], AuditReport]:
    found = published(NEARLY.raw(), NEARLY.nodes)
    assert found.audit is not None
    return found.releases, found.audit


def test_the_narrowest_range_is_one_of_what_is_published() -> None:
    _, report = release_and_report()
    assert report.narrowest is not None
    assert report.narrowest >= CMS.width


def test_numerator_and_complement_of_each_hidden_cell_are_counted_once() -> None:
    releases, report = release_and_report()
    hidden = [
        cell
        for release in releases
        for window in release.windows
        for cell in (window.overall, *window.groups)
        if cell.status is CellStatus.HIDDEN
    ]
    assert report.checked == 2 * len(hidden)
