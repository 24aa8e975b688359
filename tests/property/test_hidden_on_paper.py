"""Whatever is in hidden cells, paper is the same to the byte: raw counts that differ only there print alike."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.analytics.publishing.tables import OrgNode
from kiosk.domain.releases import CellStatus, Release
from kiosk.layouts.plan_words import PlanWords
from kiosk.ui.paper.action_plan import print_action_plan
from kiosk.ui.paper.one_page import print_one_page
from kiosk.ui.paper.pdf import Paper
from kiosk.viewmodels.paper.action_plan import action_plan
from kiosk.viewmodels.paper.one_page import one_page
from kiosk.viewmodels.paper.plan_rows import plan_csv
from tests.fakes.pages import read
from tests.unit.analytics.publishing.worlds import lone_ward, published
from tests.unit.viewmodels.sample_wards import empty_ward, node, scene

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]

MOVED_NUMERATORS = st.integers(-2, 2)
MOVED_DENOMINATORS = st.integers(-1, 1)


def released(numerators: int = 0, denominators: int = 0) -> Release:
    """Publish a ward with two small groups, between which so many were moved."""
    table = lone_ward(
        {
            "English": (300, 400),
            "Spanish": (180, 300),
            "Tagalog": (3 + numerators, 8 + denominators),
            "Hindi": (5 - numerators, 10 - denominators),
        }
    )
    publication = published((table,), (OrgNode("w"),))
    (release,) = publication.releases
    return release


def papers(release: Release) -> tuple[bytes, ...]:
    ward = replace(
        empty_ward(),
        node=node().model_copy(update={"wall_stratifiers": ("language",)}),
        releases={(release.metric.key, release.stratifier): release},
    )
    page = one_page(release.metric.key, scene(ward))
    assert page is not None
    plan = action_plan(scene(ward), PlanWords())
    return print_one_page(page, Paper.A4), print_action_plan(plan, Paper.A4), plan_csv(plan)


@given(MOVED_NUMERATORS, MOVED_DENOMINATORS)
@settings(max_examples=10)
def test_paper_is_the_same_whatever_hidden_cells_hold(numerators: int, denominators: int) -> None:
    assert papers(released(numerators, denominators)) == papers(released())


def test_the_cells_that_differ_are_hidden_and_stand_nowhere_on_paper() -> None:
    release = released()
    hidden = {c.group for c in release.windows[0].groups if c.status is CellStatus.HIDDEN}
    assert {"Tagalog", "Hindi"} <= hidden
    page, plan, rows = papers(release)
    for words in (read(page).words, read(plan).words, rows.decode("utf-8-sig")):
        assert not any(name in words for name in ("Tagalog", "Hindi"))
