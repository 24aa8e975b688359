"""What comes out of publishing, and what somebody who attacks it finds."""

import pytest
from hypothesis import given, settings

from kiosk.analytics.publishing.tables import (
    Count,
    OrgNode,
    PublishingRefusedError,
    Split,
    Table,
)
from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.domain.releases import CellStatus, Release
from tests.unit.analytics.publishing.attacks import Adversary, Place, too_narrow
from tests.unit.analytics.publishing.worlds import JANUARY, World, lone_ward, published, worlds

SHOWN, HIDDEN = CellStatus.SHOWN, CellStatus.HIDDEN
UNRELIABLE, NO_DATA = CellStatus.UNRELIABLE, CellStatus.NO_DATA
WARD = (OrgNode("w"),)


def truth(world: World) -> dict[Place, tuple[int, int]]:
    """Return what an attacker can read off the intervals of unreliable figures."""
    found: dict[Place, tuple[int, int]] = {}
    service = "service" if len(world.wards) > 1 else world.wards[0]
    for number, table in enumerate(world.tables):
        for ward, row in zip(world.wards, table, strict=True):
            for group, parts in enumerate(row):
                for place in {
                    (f"by {number}", ward, f"g{group}"),
                    (f"by {number}", service, f"g{group}"),
                    ("", ward, None),
                    ("", service, None),
                }:
                    if place[2] is None and number:
                        continue
                    has, has_not = found.get(place, (0, 0))
                    found[place] = has + parts[0], has_not + parts[1]
    return found


@pytest.mark.timeout(300)
@given(worlds())
@settings(max_examples=40, deadline=None)
def test_linear_programmes_find_no_hidden_count_to_within_ten(world: World) -> None:
    releases = published(world.raw(), world.nodes).releases
    adversary = Adversary(releases, world.nodes, truth(world))
    for place, quantity, bounds in adversary.findings():
        assert not too_narrow(bounds), (place, quantity, bounds)


def statuses(release: Release) -> list[CellStatus]:
    (window,) = release.windows
    return [cell.status for cell in window.groups]


def of_groups(*pairs: tuple[int, int], total: tuple[int, int] | None = None) -> Release:
    table = lone_ward({f"g{number}": pair for number, pair in enumerate(pairs)}, total)
    (release,) = published((table,), WARD).releases
    return release


@pytest.mark.parametrize(
    ("numerator", "denominator", "status"),
    [
        (1, 100, HIDDEN),
        (10, 100, HIDDEN),
        (11, 100, SHOWN),
        (0, 100, SHOWN),
        (90, 100, HIDDEN),
        (89, 100, SHOWN),
        (100, 100, SHOWN),
        (38, 40, HIDDEN),
        (0, 10, HIDDEN),
        (0, 11, SHOWN),
        (10, 10, HIDDEN),
        (11, 11, SHOWN),
    ],
)
def test_numerator_complement_and_denominator_from_one_to_ten_are_hidden(
    numerator: int, denominator: int, status: CellStatus
) -> None:
    assert statuses(of_groups((numerator, denominator), (300, 700), (300, 700)))[0] is status


def test_a_group_hidden_alone_takes_another_with_it() -> None:
    assert statuses(of_groups((5, 60), (40, 100), (80, 200))) == [HIDDEN, SHOWN, HIDDEN]


def test_a_hidden_cell_says_nothing_but_its_group() -> None:
    (window,) = of_groups((5, 60), (40, 100), (80, 200)).windows
    assert window.groups[0].model_dump(exclude_defaults=True) == {"group": "g0", "status": HIDDEN}


def test_people_in_no_listed_group_are_protected_like_a_group() -> None:
    few_left = of_groups((40, 100), (80, 200), total=(125, 320))
    assert statuses(few_left).count(HIDDEN) == 1
    many_left = of_groups((40, 100), (80, 200), total=(220, 500))
    assert statuses(many_left) == [SHOWN, SHOWN]


def test_groups_that_count_more_than_everyone_are_refused_in_words() -> None:
    with pytest.raises(PublishingRefusedError, match="add_up = false"):
        of_groups((40, 100), (80, 200), total=(100, 250))


def test_fractions_of_days_do_not_make_tables_disagree_about_everyone() -> None:
    falls = MetricFacts(key="falls", title="Falls", value=ValueKind.RATE, per=1000)
    days = {"language": (100.1, 200.2, 300.3), "sex": (300.3, 200.2, 100.1)}
    tables = [
        Table(
            falls,
            Split(by, ("a", "b", "c")),
            {
                ("w", JANUARY, None): Count(60, sum(times)),
                **{
                    ("w", JANUARY, group): Count(20, time)
                    for group, time in zip("abc", times, strict=True)
                },
            },
        )
        for by, times in days.items()
    ]
    assert sum(days["language"]) != sum(days["sex"])
    assert len(published(tables, WARD).releases) == 2
