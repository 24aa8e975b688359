"""How many cells are hidden beside those that are small, against the fewest possible."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.releases import CellStatus, Release, release_body
from tests.unit.analytics.publishing.doubles import double_of
from tests.unit.analytics.publishing.exhaustive import Hospital, fewest_hidden
from tests.unit.analytics.publishing.worlds import Parts, World, published, worlds

MOST_ABOVE_THE_FEWEST = 0.10


def hidden_in(releases: tuple[Release, ...]) -> int:
    """Return how many different cells are hidden; everyone stands in every table and counts once."""
    places = set()
    for release in releases:
        (window,) = release.windows
        for cell in (window.overall, *window.groups):
            if cell.status is CellStatus.HIDDEN:
                places.add((release.stratifier if cell.group else "", release.node, cell.group))
    return len(places)


class Compared:
    """Adds up what was hidden over many hospitals, and what had to be."""

    def __init__(self) -> None:
        self.ours = self.fewest = 0

    def add(self, world: World) -> tuple[int, int]:
        """Publish a hospital and count."""
        ours = hidden_in(published(world.raw(), world.nodes).releases)
        fewest = fewest_hidden(Hospital(world), ours, knows_rules=True) if ours else 0
        self.ours += ours
        self.fewest += fewest
        return ours, fewest


@given(worlds(most_wards=1, most_groups=5, most_tables=1))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_one_table_of_one_ward_hides_as_few_cells_as_can_be(world: World) -> None:
    ours, fewest = Compared().add(world)
    assert ours == fewest


@pytest.mark.timeout(300)
def test_wards_of_a_service_hide_at_most_a_tenth_more_than_can_be() -> None:
    compared = Compared()

    @given(worlds(most_wards=2, most_groups=3, most_tables=1))
    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    def publish_some(world: World) -> None:
        compared.add(world)

    publish_some()
    assert compared.ours > 0
    assert compared.ours <= compared.fewest * (1 + MOST_ABOVE_THE_FEWEST)


def test_groups_that_are_few_in_every_ward_are_shown_where_a_service_has_many() -> None:
    """In some wards no cell has enough failures to give shelter; their service does not go with them."""
    rows: tuple[tuple[Parts, ...], ...] = (
        ((40, 13), (22, 2), (18, 2)),
        ((60, 30), (20, 7), (9, 5)),
        ((50, 40), (30, 9), (8, 6)),
        ((70, 30), (25, 8), (9, 7)),
    )
    world = World(("w0", "w1", "w2", "w3"), (rows,))
    releases = published(world.raw(), world.nodes).releases
    service = next(release for release in releases if release.node == "service")
    assert {cell.status for cell in service.windows[0].groups} == {CellStatus.SHOWN}
    assert all(release.windows[0].overall.status is CellStatus.SHOWN for release in releases)


def test_a_ward_whose_own_total_is_small_does_not_take_its_service_with_it() -> None:
    rows: tuple[tuple[Parts, ...], ...] = (
        ((20, 2), (12, 1), (10, 1)),
        ((60, 30), (20, 7), (9, 5)),
        ((50, 40), (30, 9), (8, 6)),
        ((70, 30), (25, 8), (9, 7)),
    )
    world = World(("w0", "w1", "w2", "w3"), (rows,))
    releases = published(world.raw(), world.nodes).releases
    everyone = {release.node: release.windows[0].overall.status for release in releases}
    assert everyone.pop("w0") is CellStatus.HIDDEN
    assert list(everyone.values()).count(CellStatus.HIDDEN) == 1
    service = next(release for release in releases if release.node == "service")
    assert {cell.status for cell in service.windows[0].groups} == {CellStatus.SHOWN}


@given(worlds(), st.integers(0, 2**30))
@settings(max_examples=100, deadline=None)
def test_hospitals_that_differ_in_hidden_cells_only_give_the_same_bytes(
    world: World, seed: int
) -> None:
    releases = published(world.raw(), world.nodes).releases
    double = double_of(world, releases, seed)
    again = published(double.raw(), double.nodes).releases
    assert [release_body(one) for one in releases] == [release_body(one) for one in again]
