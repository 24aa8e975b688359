"""What a release says about its groups: reference, gaps now, change over time, verdicts, and who is worst off."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import fmean

from kiosk.analytics.comparable import Measure
from kiosk.analytics.completeness import Completeness, completeness_of
from kiosk.analytics.counts import Counted, end_length, ends_of, pooled
from kiosk.analytics.gap_verdicts import (
    CannotTell,
    GapSeries,
    GapVerdict,
    GroupChange,
    gap_verdicts,
)
from kiosk.analytics.gaps import ChosenGroup, Gap, Reference
from kiosk.analytics.gaps_now import Estimate, GapsNow
from kiosk.analytics.intervals import Interval, rate_interval, wilson
from kiosk.analytics.released import (
    cell_of,
    counted_of,
    days_of,
    judged_groups,
    measure_of,
    middle_of,
    readable_window,
    stretches_of,
    windows_compared,
)
from kiosk.analytics.trends import LinearTrend, linear_trend
from kiosk.analytics.verdicts import Direction
from kiosk.domain.metrics import MetricFacts
from kiosk.domain.releases import Cell, CellStatus, Release, Window

__all__ = [
    "CannotTell",
    "Estimate",
    "GapFindings",
    "GapVerdict",
    "GroupFinding",
    "findings_of",
]

WORST_FIRST = (GapVerdict.HIDDEN_DECLINE, GapVerdict.LEFT_BEHIND, GapVerdict.WIDENED)
"""The verdicts that make a group the worst off, gravest first; then comes a gap now."""

NO_JUDGEMENT = (CannotTell.INCOMPLETE, CannotTell.NO_DIRECTION)
"""For these reasons a gap now makes no group the worst off either."""


@dataclass(frozen=True, slots=True)
class GroupFinding:
    """What is found about one group; everything in the metric's unit.

    Attributes:
        group: the group.
        verdict: what happened to its gap over time.
        reason: why there is no verdict, or None.
        before: its figure at the beginning, of up to three windows together.
        after: its figure at the end, likewise.
        change: its change along the straight line through all windows, from the first to the last.
        now: its figure in the newest window, if it is shown there.
        gap: its gap to the reference in the newest window, below or above by sign; None where the
            group is not shown there or is the reference.
        widening: by how much it fell behind over time, more is worse: behind everyone else, and for
            *widened*, *narrowed* and *unchanged* behind the reference.
        widening_error: the standard error of that.
    """

    group: str
    verdict: GapVerdict
    reason: CannotTell | None = None
    before: Estimate | None = None
    after: Estimate | None = None
    change: Estimate | None = None
    now: Estimate | None = None
    gap: Gap | None = None
    widening: Estimate | None = None
    widening_error: float | None = None


@dataclass(frozen=True, slots=True)
class GapFindings:
    """What a release says about its groups.

    Attributes:
        groups: one finding for each group of people, in the release's order; those that are hidden
            in the newest window too, whose names are not to be shown.
        overall_before: everyone at the beginning, as for a group.
        overall_after: everyone at the end.
        overall_change: the change of everyone along the line.
        worst: the group most in need, or None: gravest verdict first (`WORST_FIRST`), then the
            largest gap beyond chance on the bad side.
        reason: why no group has a verdict, or None where one has.
        first: first and last day of the beginning.
        last: first and last day of the end.
        reference: what gaps are measured against.
        improved: whether everyone together improved beyond chance.
        compared: how many groups have a reliable figure in the newest window.
        all_behind: whether each of these is on the bad side of the goal beyond chance.
        completeness: for how many the group is known in the newest window, where that is reported.
    """

    groups: tuple[GroupFinding, ...] = ()
    overall_before: Estimate | None = None
    overall_after: Estimate | None = None
    overall_change: Estimate | None = None
    worst: GroupFinding | None = None
    reason: CannotTell | None = None
    first: tuple[date, date] | None = None
    last: tuple[date, date] | None = None
    reference: Reference | None = None
    improved: bool = False
    compared: int = 0
    all_behind: bool = False
    completeness: Completeness | None = None

    def of(self, group: str) -> GroupFinding | None:
        """Return what is found about a group."""
        return next((each for each in self.groups if each.group == group), None)


def findings_of(
    release: Release,
    goal: float | None = None,
    chosen: ChosenGroup | None = None,
    newest: Window | None = None,
) -> GapFindings:
    """Return what a release says about its groups, from its released values only.

    Only groups of people are judged, and only from cells that are shown; the windows are those of
    `windows_compared`, short ones taken together by `stretches_of`. Rounded counts carry the
    variance of their rounding. Groups are of different sizes, so plain counts are held against
    themselves over time only.

    Args:
        release: a release, by group.
        goal: the metric's goal in its unit.
        chosen: a group to compare with, and why; the release's own unless told.
        newest: the window whose gaps are told, if it is not the newest of the release: a quarter of
            a release of months.
    """
    windows, names = windows_compared(release), judged_groups(release)
    if not windows or not names:
        return GapFindings(reason=CannotTell.TOO_FEW_WINDOWS)
    facts = release.metric
    improvement = Direction(facts.direction.value)
    if chosen is None and release.reference:
        chosen = ChosenGroup(release.reference, release.reference_reason)
    now = GapsNow.of(
        readable_window(newest or windows[-1], names), improvement, goal, chosen, measure_of(facts)
    ).told_of(facts.value)
    stretches = stretches_of(windows)
    series = _series(release, stretches, names, now)
    known = completeness_of(
        newest or windows[-1],
        release.roles,
        overlapping=release.overlapping,
        rounded_to=release.rounded_to,
    )
    changes = _told(known, _hidden_in(newest or windows[-1]), gap_verdicts(series))
    found = tuple(_finding(name, changes[name], now, series, facts.per) for name in names)
    reasons = [each.reason for each in found if each.reason is not None]
    before, after = _ends(series.overall, series.measure, facts.per)
    change = _line(linear_trend(series.observed(series.overall)), facts.per)
    length = end_length(len(stretches))
    return GapFindings(
        groups=found,
        overall_before=before,
        overall_after=after,
        overall_change=change,
        worst=_worst(found, after, improvement.sign),
        reason=reasons[0] if len(reasons) == len(found) else None,
        first=days_of([window for each in stretches[:length] for window in each]),
        last=days_of([window for each in stretches[-length:] for window in each]),
        reference=now.reference,
        improved=_improved(change, improvement),
        compared=now.compared,
        all_behind=now.all_behind,
        completeness=known,
    )


def _hidden_in(window: Window) -> frozenset[str]:
    hidden = (cell for cell in window.groups if cell.status is CellStatus.HIDDEN)
    return frozenset(cell.group for cell in hidden if cell.group)


def _told(
    known: Completeness | None, hidden: frozenset[str], changes: Mapping[str, GroupChange]
) -> Mapping[str, GroupChange]:
    """Return changes without verdicts where too little is known of everyone, and for hidden groups.

    A group that is hidden in the window that is told has no name there, so no verdict may name it.
    """
    enough = known is None or known.enough()
    reasons = {
        name: CannotTell.NOT_SHOWN_NOW if enough else CannotTell.INCOMPLETE
        for name in changes
        if name in hidden or not enough
    }
    return {
        name: replace(each, verdict=GapVerdict.CANNOT_TELL, reason=reasons[name])
        if name in reasons
        else each
        for name, each in changes.items()
    }


def _improved(change: Estimate | None, improvement: Direction) -> bool:
    if change is None:
        return False
    return change.interval.excludes_zero and improvement.sign * change.value > 0


def _series(
    release: Release, stretches: Sequence[Sequence[Window]], names: Sequence[str], now: GapsNow
) -> GapSeries:
    facts, each_is_of = release.metric, len(stretches[0])
    return GapSeries(
        overall=[_together([one.overall for one in each], facts) for each in stretches],
        groups={
            name: [_together([cell_of(one, name) for one in each], facts) for each in stretches]
            for name in names
        },
        improvement=Direction(facts.direction.value),
        measure=measure_of(facts),
        reference=now.against(facts.per),
        times=[fmean(middle_of(one) for one in each) for each in stretches],
        # the variance of a sum of rounded counts is the sum of theirs
        rounded_to=release.rounded_to * math.sqrt(each_is_of) if release.rounded_to > 1 else 1,
    )


def _together(cells: Sequence[Cell | None], facts: MetricFacts) -> Counted | None:
    """Return what was counted in cells together; None where one of them is not shown."""
    counts = [counted for cell in cells if (counted := counted_of(cell, facts)) is not None]
    if len(counts) < len(cells):
        return None
    return counts[0] if len(counts) == 1 else pooled(counts)


def _finding(
    name: str, change: GroupChange, now: GapsNow, series: GapSeries, per: int
) -> GroupFinding:
    before, after = _ends(series.groups[name], series.measure, per)
    fell_behind = _fell_behind(change, series.improvement)
    return GroupFinding(
        group=name,
        verdict=change.verdict,
        reason=change.reason,
        before=before,
        after=after,
        change=_line(change.own, per),
        now=now.figures.get(name),
        gap=now.gaps.get(name),
        widening=_line(fell_behind, per),
        widening_error=fell_behind.standard_error * per if fell_behind else None,
    )


def _fell_behind(change: GroupChange, improvement: Direction) -> LinearTrend | None:
    if change.verdict in (GapVerdict.HIDDEN_DECLINE, GapVerdict.LEFT_BEHIND):
        trend = change.against_rest or change.own
        return trend.reversed() if trend is not None and improvement.sign > 0 else trend
    return change.gap


def _line(trend: LinearTrend | None, per: int) -> Estimate | None:
    if trend is None:
        return None
    interval = trend.interval()
    return Estimate(trend.change * per, Interval(interval.lower * per, interval.upper * per))


def _ends(
    counts: Sequence[Counted | None], measure: Measure, per: int
) -> tuple[Estimate | None, Estimate | None]:
    ends = ends_of(counts)
    if ends is None:
        return None, None
    return _estimate(ends[0], measure, per), _estimate(ends[1], measure, per)


def _estimate(counted: Counted, measure: Measure, per: int) -> Estimate:
    """Return a figure with its interval: Wilson's for a proportion, else that of a rate."""
    if measure is Measure.PROPORTION:
        interval = wilson(counted.numerator, counted.denominator)
    else:
        interval = rate_interval(round(counted.numerator), counted.denominator)
    return Estimate(
        counted.numerator / counted.denominator * per,
        Interval(interval.lower * per, interval.upper * per),
    )


def _worst(
    found: Sequence[GroupFinding], overall: Estimate | None, sign: int
) -> GroupFinding | None:
    """Return the group most in need: of one verdict, one that is not better off than everyone first."""
    ranked = [(_rank(each, overall, sign), position) for position, each in enumerate(found)]
    in_need = [entry for entry in ranked if entry[0][0] <= len(WORST_FIRST)]
    return found[min(in_need)[1]] if in_need else None


def _rank(each: GroupFinding, overall: Estimate | None, sign: int) -> tuple[int, bool, float]:
    """Return how much in need a group is, the most first; past `WORST_FIRST` there is no need.

    A group that was left behind from far ahead, and is still better off than everyone and not behind
    the reference, is not in need.
    """
    better_off = (
        each.after is not None
        and overall is not None
        and sign * (each.after.value - overall.value) > 0
    )
    behind = each.gap is not None and each.gap.worse and each.gap.beyond_chance
    ahead = each.verdict is GapVerdict.LEFT_BEHIND and better_off and not behind
    if each.verdict in WORST_FIRST and not ahead:
        size = each.widening.value if each.widening is not None else 0.0
        return WORST_FIRST.index(each.verdict), better_off, -size
    if behind and each.gap is not None and each.reason not in NO_JUDGEMENT:
        return len(WORST_FIRST), better_off, -abs(each.gap.absolute)
    return len(WORST_FIRST) + 1, better_off, 0.0
