"""Where an equity goal stands, beside the line from where it began."""

from datetime import date

import pytest

from kiosk.analytics.goal_progress import GoalProgress, GoalStatus, goal_progress
from kiosk.domain.equity_goals import EquityGoal
from kiosk.domain.releases import GroupRole, Release
from tests.unit.analytics.released_series import (
    FALLS,
    PAIN,
    Pair,
    line,
    release_of,
    without_end,
)

SET_ON = date(2026, 1, 15)
TODAY = date(2026, 7, 3)
BY = date(2026, 12, 31)


def goal(gap: float = 5.0, by: date = BY, group: str = "Spanish") -> EquityGoal:
    return EquityGoal(
        metric="pain_reassessed_1h",
        stratifier="language",
        gap=gap,
        by=by,
        owner="Charge nurse",
        group=group,
        set_on=SET_ON,
    )


def release(spanish: list[Pair | None], size: int = 5000) -> Release:
    return release_of({"English": line(0.8, 0.8, size, len(spanish)), "Spanish": spanish})


def progress(
    last: float, size: int = 5000, today: date = TODAY, wanted: EquityGoal | None = None
) -> GoalProgress:
    """Return progress towards 5 points from 20 points in the first quarter, in two quarters."""
    spanish = line(0.6, 0.6, size, 3) + line(last, last, size, 3)
    return goal_progress(wanted or goal(), release(spanish), today, 80.0)


@pytest.mark.parametrize(
    ("last", "status"),
    [
        (0.76, GoalStatus.REACHED),
        (0.70, GoalStatus.ON_TRACK),
        (0.61, GoalStatus.OFF_TRACK),
        (0.55, GoalStatus.OFF_TRACK),
    ],
)
def test_it_is_on_track_where_the_gap_is_no_larger_than_on_the_line(
    last: float, status: GoalStatus
) -> None:
    assert progress(last).status is status


def test_the_line_goes_from_the_gap_when_it_was_set_to_the_goal_on_its_day() -> None:
    found = progress(0.70)
    assert found.begun == pytest.approx(20)
    share = (date(2026, 6, 30) - date(2026, 3, 31)) / (BY - date(2026, 3, 31))
    assert found.expected == pytest.approx(20 - 15 * share)
    assert found.group == "Spanish"
    assert found.gap is not None
    assert found.gap.value == pytest.approx(10)
    assert found.gap.interval.lower < 10 < found.gap.interval.upper


def test_a_gap_that_chance_could_have_left_where_it_was_cannot_be_told() -> None:
    assert progress(0.62, size=60).status is GoalStatus.CANNOT_TELL


def test_after_its_day_a_goal_that_is_not_reached_is_overdue() -> None:
    assert progress(0.70, today=date(2027, 1, 1)).status is GoalStatus.OVERDUE
    assert progress(0.76, today=date(2027, 1, 1)).status is GoalStatus.REACHED


def test_a_group_that_is_better_off_has_no_gap_left() -> None:
    found = progress(0.9)
    assert found.status is GoalStatus.REACHED
    assert found.gap is not None
    assert found.gap.value == 0


def test_without_a_group_it_is_the_furthest_behind() -> None:
    found = progress(0.70, wanted=goal(group=""))
    assert found.group == "Spanish"


def test_without_figures_since_it_was_set_nobody_can_tell() -> None:
    one_quarter = release([(3000, 5000)] * 3)
    assert goal_progress(goal(), one_quarter, TODAY, 80.0).status is GoalStatus.CANNOT_TELL


def test_a_group_that_is_hidden_cannot_be_told() -> None:
    hidden = release(without_end([(3000, 5000)] * 6, 3))
    assert goal_progress(goal(), hidden, TODAY, 80.0) == GoalProgress(GoalStatus.CANNOT_TELL)


def test_under_eighty_per_cent_known_nobody_can_tell() -> None:
    groups = {
        "English": line(0.8, 0.8, 1000),
        "Spanish": line(0.6, 0.7, 1000),
        "Not known": line(0.7, 0.7, 1000),
    }
    unknown = release_of(groups, PAIN, roles={"Not known": GroupRole.NOT_KNOWN})
    assert goal_progress(goal(), unknown, TODAY, 80.0).status is GoalStatus.CANNOT_TELL


def test_where_less_is_better_the_gap_is_what_is_above() -> None:
    high, low = line(0.03, 0.03, 50_000, 3), line(0.014, 0.014, 50_000, 3)
    groups = {"A": line(0.01, 0.01, 50_000), "B": high + low}
    found = goal_progress(goal(gap=5.0, group="B"), release_of(groups, FALLS), TODAY, 10.0)
    assert found.status is GoalStatus.REACHED
    assert found.begun == pytest.approx(20)
    assert found.gap is not None
    assert found.gap.value == pytest.approx(4)
