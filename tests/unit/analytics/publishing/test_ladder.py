"""Which level a ward's board shows, and how its title says so."""

from datetime import date

from kiosk.analytics.publishing.ladder import ladder, scope_of
from kiosk.analytics.publishing.tables import CellKey, Count, OrgNode, Split, Table
from kiosk.domain.releases import Level
from tests.unit.analytics.publishing.worlds import JANUARY, PAIN, published

NODES = (
    OrgNode("w1", parent="s"),
    OrgNode("w2", parent="s"),
    OrgNode("s", Level.SERVICE, parent="h", title="Medicine"),
    OrgNode("h", Level.HOSPITAL, title="General Hospital"),
)


def of_wards(*sizes: tuple[int, int]) -> Table:
    counts: dict[CellKey, Count] = {
        (ward, JANUARY, group): Count(has, 2 * has)
        for ward, row in zip(("w1", "w2"), sizes, strict=True)
        for group, has in zip("ab", row, strict=True)
    }
    return Table(PAIN, Split("language", ("a", "b"), total_given=False), counts)


def shown_on(ward: str, table: Table) -> tuple[str, str]:
    publication = published([table], NODES, today=date(2026, 3, 1))
    (release,) = ladder(publication.releases, ward, NODES)
    return release.node, release.scope


def test_a_ward_with_enough_to_compare_shows_its_own() -> None:
    assert shown_on("w1", of_wards((60, 80), (70, 90))) == ("w1", "")


def test_a_ward_too_small_shows_its_service_and_says_so() -> None:
    table = of_wards((8, 80), (70, 90))
    assert shown_on("w1", table) == ("s", "Medicine service, not this ward alone")


def test_a_service_too_small_shows_the_hospital() -> None:
    scope = "General Hospital, not this ward alone"
    assert shown_on("w1", of_wards((4, 4), (3, 2))) == ("h", scope)


def test_a_long_title_is_cut_so_that_the_warning_stays() -> None:
    scope = scope_of(OrgNode("s", Level.SERVICE, title="Department of " + "very " * 20))
    assert len(scope) <= 60
    assert scope.endswith(", not this ward alone")
