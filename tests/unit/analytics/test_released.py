"""Released windows as they are judged: which, whose, and what was counted."""

from datetime import date, timedelta

import pytest

from kiosk.analytics.counts import Counted
from kiosk.analytics.gap_findings import GapVerdict, findings_of
from kiosk.analytics.released import (
    cell_of,
    counted_of,
    judged_groups,
    readable_window,
    stretches_of,
    windows_compared,
)
from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.domain.releases import Cell, CellStatus, GroupRole, Release, Window
from tests.unit.analytics.released_series import (
    FALLS,
    PAIN,
    line,
    not_shown,
    release_of,
    shown,
)

MONDAY = date(2024, 11, 25)


def test_two_years_of_months_are_compared() -> None:
    release = release_of({"a": line(0.5, 0.5, 100, 60)})
    compared = windows_compared(release)
    assert len(compared) == 24
    assert compared[-1] == release.windows[-1]


def test_of_rolling_years_only_those_that_share_no_day_are_compared() -> None:
    months = release_of({"a": line(0.5, 0.5, 100, 30)}).windows
    years = tuple(
        Window(first=months[at].first, last=months[at + 11].last, overall=months[at].overall)
        for at in range(19)
    )
    compared = windows_compared(Release(metric=PAIN, windows=years))
    assert compared == (years[6], years[18])


def test_windows_of_another_length_are_not_compared() -> None:
    months = release_of({"a": line(0.5, 0.5, 100, 4)}).windows
    week = months[0].model_copy(update={"last": months[0].first + timedelta(days=6)})
    assert windows_compared(Release(metric=PAIN, windows=(week, *months[1:]))) == months[1:]


def test_a_window_long_ago_is_compared_if_there_is_no_other() -> None:
    months = release_of({"a": line(0.5, 0.5, 100, 60)}).windows
    two = (months[0], months[-1])
    assert windows_compared(Release(metric=PAIN, windows=two)) == two
    assert windows_compared(Release(metric=PAIN)) == ()


def test_who_declined_or_is_not_known_is_no_group() -> None:
    roles = {"Declined": GroupRole.DECLINED, "Not known": GroupRole.NOT_KNOWN}
    names = ("English", "Declined", "Spanish", "Not known")
    named = Release(metric=PAIN, groups=names, roles=roles)
    assert judged_groups(named) == ("English", "Spanish")


def test_groups_are_those_of_the_windows_where_the_release_lists_none() -> None:
    release = release_of({"a": line(0.5, 0.5, 100), "b": line(0.5, 0.5, 100)})
    assert judged_groups(release.model_copy(update={"groups": ()})) == ("a", "b")
    assert judged_groups(release) == ("a", "b")


@pytest.mark.parametrize("status", [s for s in CellStatus if s is not CellStatus.SHOWN])
def test_a_cell_that_is_not_shown_was_not_counted(status: CellStatus) -> None:
    assert counted_of(not_shown("a", status), PAIN) is None
    assert counted_of(None, PAIN) is None


def test_a_shown_cell_has_its_counts() -> None:
    assert counted_of(shown("a", (30, 40)), PAIN) == Counted(30, 40)


def test_a_plain_count_is_of_one_window() -> None:
    count = MetricFacts(key="falls", title="Falls", value=ValueKind.COUNT, per=1)
    cell = Cell(group="a", status=CellStatus.SHOWN, value=7, numerator=7)
    assert counted_of(cell, count) == Counted(7, 1)


@pytest.mark.parametrize("facts", [PAIN, FALLS], ids=["proportion", "rate"])
def test_a_figure_without_its_counts_counts_as_much_as_its_interval_is_narrow(
    facts: MetricFacts,
) -> None:
    cell = shown("a", (300, 1000), facts).model_copy(
        update={"numerator": None, "denominator": None}
    )
    counted = counted_of(cell, facts)
    assert counted is not None
    assert counted.denominator == pytest.approx(1000, rel=0.04)
    assert counted.numerator / counted.denominator == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("value", "lower", "upper"), [(50.0, None, None), (50.0, 50.0, 50.0), (0.0, 0.0, 9.0)]
)
def test_a_figure_without_counts_and_without_a_width_cannot_be_used(
    value: float, lower: float | None, upper: float | None
) -> None:
    cell = Cell(group="a", status=CellStatus.SHOWN, value=value, lower=lower, upper=upper)
    assert counted_of(cell, PAIN) is None


def test_only_shown_cells_of_the_groups_asked_for_can_be_read() -> None:
    window = Window(
        first=date(2026, 1, 1),
        last=date(2026, 1, 31),
        overall=shown(None, (60, 100)),
        groups=(shown("a", (30, 40)), not_shown("b"), shown("Declined", (9, 10))),
    )
    read = readable_window(window, ("a", "b"))
    assert [cell.group for cell in read.groups] == ["a"]
    assert read.overall is not None
    assert read.overall.value == 60


def test_a_cell_is_found_by_its_group() -> None:
    (window,) = release_of({"a": line(0.5, 0.5, 100, 1)}).windows
    assert cell_of(window, "a") == window.groups[0]
    assert cell_of(window, "b") is None


def weekly(windows: int) -> Release:
    """Return a release of weeks, of which everyone improves and the last group does not."""
    months = release_of({"a": line(0.5, 0.7, 400, windows), "b": line(0.5, 0.4, 400, windows)})
    weeks = tuple(
        month.model_copy(
            update={
                "first": MONDAY + timedelta(weeks=at),
                "last": MONDAY + timedelta(weeks=at, days=6),
            }
        )
        for at, month in enumerate(months.windows)
    )
    return months.model_copy(update={"windows": weeks})


def test_months_of_two_years_stand_alone_and_weeks_are_taken_four_by_four_from_the_newest() -> None:
    months = release_of({"a": line(0.5, 0.5, 100, 24)}).windows
    weeks = weekly(105).windows

    assert stretches_of(months) == tuple((month,) for month in months)
    assert len(stretches_of(weeks)) == 26
    assert {len(each) for each in stretches_of(weeks)} == {4}
    assert stretches_of(weeks)[-1] == weeks[-4:]
    assert stretches_of(()) == ()


def test_a_decline_is_found_in_weeks_too_and_its_ends_are_told_by_their_days() -> None:
    release = weekly(104)

    found = findings_of(release)

    assert found.worst is not None
    assert (found.worst.group, found.worst.verdict) == ("b", GapVerdict.HIDDEN_DECLINE)
    assert found.last == (release.windows[-12].first, release.windows[-1].last)
    assert found.first == (release.windows[0].first, release.windows[11].last)
