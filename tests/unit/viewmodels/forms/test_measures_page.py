"""The page of measures: what an analyst would compute from the table, and nothing of hidden groups."""

import pytest

from kiosk.analytics.quarters import in_quarters
from kiosk.domain.releases import Cell, CellStatus, Release
from kiosk.viewmodels.forms.groups.measures import NOT_DEFINED, TITLES
from kiosk.viewmodels.forms.groups.subject import subject_argument
from kiosk.viewmodels.forms.table import FORMS
from kiosk.viewmodels.sheets import SheetView, Table
from tests.unit.viewmodels.forms.fingers import Finger
from tests.unit.viewmodels.forms.hand import context_of, text
from tests.unit.viewmodels.monthly_release import BY, KEY, monthly_release, ward_by_language

NO_FIGURE = {"Mandarin", "Tagalog"}


def page(release: Release) -> SheetView:
    context = context_of(ward_by_language(release), staff=True)
    hand = Finger(FORMS["groups"], context, subject_argument(KEY, BY))
    return hand.touch("page=unequal").sheet


def measures(release: Release) -> dict[str, tuple[str, str]]:
    table = next(block for block in page(release).blocks if isinstance(block, Table))
    return {title: (value, interval) for title, value, interval in table.rows}


def of_three_groups() -> Release:
    """Return two years in which every group of people has a figure each month."""
    release = monthly_release()
    windows = tuple(
        window.model_copy(
            update={"groups": tuple(c for c in window.groups if c.group not in NO_FIGURE)}
        )
        for window in release.windows
    )
    return release.model_copy(update={"windows": windows})


def test_every_measure_is_computed_from_the_figures_that_the_table_shows() -> None:
    release = of_three_groups()
    found = measures(release)
    values = {c.group: c.value or 0 for c in in_quarters(release).windows[-1].groups}
    english, spanish, portuguese = (values[g] for g in ("English", "Spanish", "Portuguese"))

    assert list(found) == list(TITLES.values())
    assert found["Difference, highest and lowest"][0] == f"{english - spanish:.2f} points"
    assert found["Ratio, highest to lowest"][0] == f"{english / spanish:.2f}"
    best = (2 * english - spanish - portuguese) / 3
    assert found["Mean distance from the best group"] == (f"{best:.2f} points", "")
    low, high = found["Difference, highest and lowest"][1].split("–")
    assert float(low) < english - spanish < float(high)


def test_hidden_groups_leave_the_two_that_are_shown_and_the_reason_for_no_more() -> None:
    release = monthly_release()
    assert list(measures(release)) == [
        "Difference, highest and lowest",
        "Ratio, highest to lowest",
    ]
    assert f"{NOT_DEFINED} no figure for 2 of 5 groups." in text(page(release))


def test_groups_that_overlap_are_not_measured_as_shares_of_a_whole() -> None:
    overlapping = of_three_groups().model_copy(update={"overlapping": True})
    assert len(measures(overlapping)) == 2
    assert "groups overlap" in text(page(overlapping))


def test_a_window_without_any_figure_says_only_why() -> None:
    release = of_three_groups()
    nothing = tuple(
        Cell(group=c.group, status=CellStatus.NO_DATA) for c in release.windows[-1].groups
    )
    newest = release.windows[-1].model_copy(update={"groups": nothing})
    empty = release.model_copy(update={"windows": (*release.windows[:-1], newest)})
    assert not [block for block in page(empty).blocks if isinstance(block, Table)]
    assert "too few groups are shown" in text(page(empty))


@pytest.mark.parametrize("release", [monthly_release(), of_three_groups()], ids=["some", "all"])
def test_the_page_names_no_group(release: Release) -> None:
    words = text(page(release))
    assert not [name for name in release.groups if name in words]
