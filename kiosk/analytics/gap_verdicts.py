"""What happened to each group while everyone together changed: narrowed, widened, left behind, hidden decline."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kiosk.analytics.comparable import Measure
from kiosk.analytics.counts import Counted, end_length, ends_of, rest_of
from kiosk.analytics.multiplicity import FAMILY_ERROR, family_wise
from kiosk.analytics.trends import (
    LinearTrend,
    Observation,
    differences_of,
    is_lasting,
    linear_trend,
    observations_of,
    sharing_dispersion,
)
from kiosk.analytics.verdicts import Direction
from kiosk.domain.release_summaries import CannotTell, GapVerdict

__all__ = ["Against", "CannotTell", "GapSeries", "GapVerdict", "GroupChange", "gap_verdicts"]

OVERALL_ERROR = 0.025
"""Everyone together improved if chance alone does as much in fewer series than this (one-sided)."""


@dataclass(frozen=True, slots=True)
class Against:
    """What the change of a gap is measured against.

    Attributes:
        goal: a fixed value, numerator over denominator.
        group: a group, when there is no goal; empty to compare with everyone else.
        chosen_among: among how many groups that one was found to be the best. The best of many
            looks better than it is, so its gaps need so much more evidence.
    """

    goal: float | None = None
    group: str = ""
    chosen_among: int = 1


@dataclass(frozen=True, slots=True)
class GapSeries:
    """Counts of every window, in order of time; None where a figure is not shown.

    Attributes:
        overall: of everyone.
        groups: by group, each as long as `overall`.
        improvement: which way is better.
        measure: what numerator and denominator are to each other.
        reference: what the gap is measured against.
        times: when each window is, in any unit; the windows' positions when empty.
        rounded_to: the multiple that counts were rounded to; 1 for exact counts.
    """

    overall: Sequence[Counted | None]
    groups: Mapping[str, Sequence[Counted | None]]
    improvement: Direction
    measure: Measure = Measure.PROPORTION
    reference: Against = Against()
    times: Sequence[float] = ()
    rounded_to: float = 1

    def when(self) -> Sequence[float]:
        """Return when each window is."""
        return self.times or range(len(self.overall))

    def observed(self, counts: Sequence[Counted | None]) -> tuple[Observation | None, ...]:
        """Return values with the variance that chance gives them."""
        return observations_of(counts, self.when(), self.measure, self.rounded_to)


@dataclass(frozen=True, slots=True)
class GroupChange:
    """How a group changed, and the verdict.

    Attributes:
        verdict: the verdict.
        reason: why there is none.
        own: the group's own change.
        overall: the change of everyone over the same windows.
        against_rest: the group's change minus that of everyone else; it is below 0 when the
            group's change is below the overall one, since everyone is the group and the rest.
        gap: the change of the group's distance from the reference, positive away from it on the
            bad side; None for the reference itself.
    """

    verdict: GapVerdict
    reason: CannotTell | None = None
    own: LinearTrend | None = None
    overall: LinearTrend | None = None
    against_rest: LinearTrend | None = None
    gap: LinearTrend | None = None


def gap_verdicts(series: GapSeries) -> dict[str, GroupChange]:
    """Return the verdict on every group.

    Every change is the slope of a straight line through all windows (`linear_trend`), so it uses
    all points of time in one test. *Hidden decline*: everyone improves (one-sided p of at most
    `OVERALL_ERROR`) and the group gets worse (family-wise p of at most `FAMILY_ERROR` over the
    groups, one-sided). *Left behind*: everyone improves and the group's change is below that of
    everyone else (half of `FAMILY_ERROR`). *Widened* and *narrowed*: the distance from the
    reference grew or shrank (half of `FAMILY_ERROR` each). The first of these that holds is the
    verdict, and the figures of the beginning and of the end must say the same as the line; a
    hidden decline must not be the work of the first or the newest window alone.

    Months that stray together and seasons are not modelled: over less than a year a season can
    look like a change of everyone, but hardly like a change of one group against the rest.
    """
    if series.improvement is Direction.NEUTRAL:
        return dict.fromkeys(
            series.groups, GroupChange(GapVerdict.CANNOT_TELL, CannotTell.NO_DIRECTION)
        )
    changes = {name: _change(name, series) for name in series.groups}
    changes |= _sharing({name: each for name, each in changes.items() if each.reason is None})
    evidence = _Evidence.of(changes, series)
    return {
        name: change
        if change.reason is not None
        else replace(change, verdict=_verdict(name, change, evidence, series))
        for name, change in changes.items()
    }


def _change(name: str, series: GapSeries) -> GroupChange:
    """Return the changes of one group, before the verdict."""
    counts = series.groups[name]
    own = linear_trend(series.observed(counts))
    alike = [
        everyone if part is not None else None
        for everyone, part in zip(series.overall, counts, strict=True)
    ]
    overall = linear_trend(series.observed(alike))
    if own is None or overall is None:
        return GroupChange(GapVerdict.CANNOT_TELL, CannotTell.TOO_FEW_WINDOWS)
    newest = counts[-end_length(len(counts)) :]
    if all(count is None for count in newest):
        return GroupChange(GapVerdict.CANNOT_TELL, CannotTell.NOT_SHOWN_NOW)
    rest = rest_of(series.overall, counts, series.measure)
    contrast = differences_of(series.observed(counts), series.observed(rest))
    return GroupChange(
        verdict=GapVerdict.UNCHANGED,
        own=own,
        overall=overall,
        against_rest=linear_trend(contrast),
        gap=_gap_trend(name, series, contrast),
    )


def _gap_trend(
    name: str, series: GapSeries, contrast: Sequence[Observation | None]
) -> LinearTrend | None:
    """Return the change of the distance from the reference, positive towards the bad side."""
    reference = series.reference
    if reference.goal is not None:
        from_reference: Sequence[Observation | None] = series.observed(series.groups[name])
    elif not reference.group:
        from_reference = contrast
    elif reference.group == name or reference.group not in series.groups:
        return None
    else:
        from_reference = differences_of(
            series.observed(series.groups[name]), series.observed(series.groups[reference.group])
        )
    trend = linear_trend(from_reference)
    if trend is None:
        return None
    return trend.reversed() if series.improvement.sign > 0 else trend


def _sharing(changes: Mapping[str, GroupChange]) -> dict[str, GroupChange]:
    """Return the changes with dispersions that allow for what the other groups' say."""
    own = sharing_dispersion({name: each.own for name, each in changes.items() if each.own}, min)
    rest = sharing_dispersion(
        {name: each.against_rest for name, each in changes.items() if each.against_rest}
    )
    gaps = sharing_dispersion({name: each.gap for name, each in changes.items() if each.gap})
    return {
        name: replace(each, own=own.get(name), against_rest=rest.get(name), gap=gaps.get(name))
        for name, each in changes.items()
    }


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Which groups changed beyond chance, over all groups together."""

    fell: frozenset[str]
    behind: frozenset[str]
    wider: frozenset[str]
    narrower: frozenset[str]

    @classmethod
    def of(cls, changes: Mapping[str, GroupChange], series: GapSeries) -> "_Evidence":
        sign = series.improvement.sign
        own = {name: each.own for name, each in changes.items() if each.own}
        rest = {name: each.against_rest for name, each in changes.items() if each.against_rest}
        gaps = {name: each.gap for name, each in changes.items() if each.gap}
        half = FAMILY_ERROR / 2
        each_side = half / max(1, series.reference.chosen_among)
        return cls(
            fell=_beyond({name: _worse(each, sign) for name, each in own.items()}, FAMILY_ERROR),
            behind=_beyond({name: _worse(each, sign) for name, each in rest.items()}, half),
            wider=_beyond({name: t.chance_of_so_high for name, t in gaps.items()}, each_side),
            narrower=_beyond({name: t.chance_of_so_low for name, t in gaps.items()}, each_side),
        )


def _worse(trend: LinearTrend, sign: int) -> float:
    """Return the chance of a change as bad as this when there is none."""
    return trend.chance_of_so_low if sign > 0 else trend.chance_of_so_high


def _beyond(chances: Mapping[str, float], error: float) -> frozenset[str]:
    return frozenset(name for name, chance in family_wise(chances).items() if chance <= error)


def _verdict(name: str, change: GroupChange, evidence: _Evidence, series: GapSeries) -> GapVerdict:
    """Return the first verdict that holds."""
    ends = _Ends.of(name, series)
    improved = _improved(change.overall, series) and ends.overall > 0
    holds = {
        GapVerdict.HIDDEN_DECLINE: improved
        and name in evidence.fell
        and ends.own < 0
        and is_lasting(series.observed(series.groups[name])),
        GapVerdict.LEFT_BEHIND: improved and name in evidence.behind and ends.own < ends.overall,
        GapVerdict.WIDENED: name in evidence.wider and ends.gap_after > max(0.0, ends.gap_before),
        GapVerdict.NARROWED: name in evidence.narrower
        and ends.gap_before > max(0.0, ends.gap_after),
    }
    return next((verdict for verdict, held in holds.items() if held), GapVerdict.UNCHANGED)


def _improved(trend: LinearTrend | None, series: GapSeries) -> bool:
    return trend is not None and _worse(trend, -series.improvement.sign) <= OVERALL_ERROR


@dataclass(frozen=True, slots=True)
class _Ends:
    """Beginning and end, in the sense of improvement: changes above 0 are better, gaps worse."""

    own: float
    overall: float
    gap_before: float
    gap_after: float

    @classmethod
    def of(cls, name: str, series: GapSeries) -> "_Ends":
        sign, counts = series.improvement.sign, series.groups[name]
        shown = [count is not None for count in counts]
        first, last = _values(counts)
        all_first, all_last = _values(_where(shown, series.overall))
        reference = series.reference
        if reference.goal is not None:
            before = after = reference.goal
        elif reference.group in series.groups:
            before, after = _values(_where(shown, series.groups[reference.group]))
        else:
            before, after = all_first, all_last
        return cls(
            own=sign * (last - first),
            overall=sign * (all_last - all_first),
            gap_before=sign * (before - first),
            gap_after=sign * (after - last),
        )


def _where(shown: Sequence[bool], counts: Sequence[Counted | None]) -> list[Counted | None]:
    return [count if there else None for there, count in zip(shown, counts, strict=True)]


def _values(counts: Sequence[Counted | None]) -> tuple[float, float]:
    """Return the values of beginning and end; not a number, which nothing exceeds, without them."""
    ends = ends_of(counts)
    if ends is None:
        return math.nan, math.nan
    first, last = ends
    return first.numerator / first.denominator, last.numerator / last.denominator
