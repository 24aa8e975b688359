"""Where an equity goal stands: the gap now, beside the straight line from the gap when it was set to the goal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.analytics.gap_findings import CannotTell, Estimate, findings_of
from kiosk.analytics.gaps import Gap
from kiosk.analytics.intervals import Interval
from kiosk.analytics.quarters import in_quarters
from kiosk.analytics.verdicts import Direction
from kiosk.domain.equity_goals import EquityGoal
from kiosk.domain.releases import Release, Window


class GoalStatus(StrEnum):
    """Where an equity goal stands."""

    REACHED = "reached"  # the gap is no larger than was meant
    ON_TRACK = "on_track"  # no further from it than the line, or only by chance
    OFF_TRACK = "off_track"  # further from it than the line, beyond chance
    OVERDUE = "overdue"  # its day has passed
    CANNOT_TELL = (
        "cannot_tell"  # nothing shown, nothing new, or too few to tell the line from no change
    )


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """How far an equity goal is.

    Attributes:
        status: where it stands.
        group: the group whose gap it is, or empty.
        gap: its gap on the bad side in the newest window, at least 0 where it is not worse.
        begun: the gap when the goal was set.
        expected: the gap on the line at the end of the newest window.
    """

    status: GoalStatus
    group: str = ""
    gap: Estimate | None = None
    begun: float | None = None
    expected: float | None = None


def goal_progress(
    goal: EquityGoal, release: Release, today: date, metric_goal: float | None = None
) -> GoalProgress:
    """Return where an equity goal stands, from released values only.

    Gaps are those of quarters where the release is of months. The line goes from the gap in the last
    window that had ended when the goal was set (or the first one that is shown) to the goal on its day;
    the newest window is held against the line at its own last day. Off track asks for evidence: the
    95 % interval of the gap lies wholly above the line. Where it holds both the line and the gap at
    the beginning, too few are counted to tell.

    Args:
        goal: the equity goal.
        release: the release of its metric and stratifier, as published.
        today: the ward's day.
        metric_goal: the metric's own goal, which is the reference where there is one.
    """
    windows = in_quarters(release).windows
    gaps = [_gap_in(window, goal, release, metric_goal) for window in windows[-1:]]
    gap = gaps[0] if gaps else None
    if gap is None:
        late = today > goal.by
        return GoalProgress(GoalStatus.OVERDUE if late else GoalStatus.CANNOT_TELL)
    now = _on_the_bad_side(gap, release)
    begun = _begun(windows, goal, release, metric_goal)
    newest = windows[-1].last
    expected = _on_line(begun, goal, newest)
    return GoalProgress(
        status=_status(goal, now, begun, expected, today),
        group=gap.group,
        gap=now,
        begun=begun[1] if begun else None,
        expected=expected,
    )


def _gap_in(
    window: Window, goal: EquityGoal, release: Release, metric_goal: float | None
) -> Gap | None:
    """Return the gap that the goal is about in a window: its group's, else the furthest behind."""
    alone = release.model_copy(update={"windows": (window,)})
    found = findings_of(alone, metric_goal)
    if found.reason in (CannotTell.INCOMPLETE, CannotTell.NO_DIRECTION):
        return None
    gaps = [each.gap for each in found.groups if each.gap is not None]
    if goal.group:
        return next((gap for gap in gaps if gap.group == goal.group), None)
    return max(gaps, key=lambda gap: abs(gap.absolute) if gap.worse else 0.0, default=None)


def _on_the_bad_side(gap: Gap, release: Release) -> Estimate:
    """Return a gap with its interval, positive on the bad side, nothing below 0."""
    sign = Direction(release.metric.direction.value).sign
    ends = sorted((-sign * gap.interval.lower, -sign * gap.interval.upper))
    lower, upper = (max(0.0, end) for end in ends)
    return Estimate(max(0.0, -sign * gap.absolute), Interval(lower, upper))


def _begun(
    windows: Sequence[Window], goal: EquityGoal, release: Release, metric_goal: float | None
) -> tuple[date, float] | None:
    """Return the last day of the window on which the goal was set, and the gap then."""
    before = [window for window in windows if window.last <= goal.set_on][-1:]
    after = [window for window in windows if window.last > goal.set_on]
    for window in (*before, *after):
        gap = _gap_in(window, goal, release, metric_goal)
        if gap is not None:
            return window.last, _on_the_bad_side(gap, release).value
    return None


def _on_line(begun: tuple[date, float] | None, goal: EquityGoal, newest: date) -> float | None:
    """Return the gap on the line on a day; None where nothing is newer than its beginning."""
    if begun is None or newest <= begun[0] or goal.by <= begun[0]:
        return None
    share = min(1.0, (newest - begun[0]) / (goal.by - begun[0]))
    return begun[1] + (goal.gap - begun[1]) * share


def _status(
    goal: EquityGoal,
    now: Estimate,
    begun: tuple[date, float] | None,
    expected: float | None,
    today: date,
) -> GoalStatus:
    if now.value <= goal.gap:
        return GoalStatus.REACHED
    if today > goal.by:
        return GoalStatus.OVERDUE
    if expected is None or begun is None:
        return GoalStatus.CANNOT_TELL
    return _on_the_way(now, begun[1], expected)


def _on_the_way(now: Estimate, begun: float, expected: float) -> GoalStatus:
    if now.value <= expected:
        return GoalStatus.ON_TRACK
    if now.interval.lower > expected:
        return GoalStatus.OFF_TRACK
    cannot_be_told_apart = expected < begun <= now.interval.upper
    return GoalStatus.CANNOT_TELL if cannot_be_told_apart else GoalStatus.ON_TRACK
