"""Which metric and which group need us most: a small summary of each release, and the choice among them."""

from collections.abc import Iterable

from kiosk.analytics.gap_findings import (
    WORST_FIRST,
    Estimate,
    GapFindings,
    GroupFinding,
    findings_of,
)
from kiosk.analytics.quarters import in_quarters
from kiosk.domain.release_summaries import SUMMARY_RULES, GapVerdict, ReleaseSummary, Told
from kiosk.domain.releases import Release

__all__ = ["SUMMARY_RULES", "ReleaseSummary", "equity_focus", "summarised", "summary_of"]


def summary_of(release: Release, goal: float | None) -> ReleaseSummary:
    """Return the summary of a release, from its released values only.

    Args:
        release: a release, by group.
        goal: the metric's goal in its unit, or None.
    """
    newest = in_quarters(release).windows[-1:]
    return summarised(release, findings_of(release, goal, newest=newest[0] if newest else None))


def summarised(release: Release, found: GapFindings) -> ReleaseSummary:
    """Return the summary of a release of which it is known what was found."""
    facts = release.metric
    worst = found.worst
    gap = worst.gap if worst is not None else None
    return ReleaseSummary(
        metric=facts.key,
        title=facts.title,
        unit=facts.unit,
        value=facts.value,
        we=facts.we,
        direction=facts.direction,
        voluntary=facts.voluntary,
        stratifier=release.stratifier,
        scope=release.scope,
        level=release.level,
        group=worst.group if worst else "",
        verdict=worst.verdict if worst else _calm(found),
        reason=found.reason,
        before=_told(worst.before) if worst else None,
        after=_told(worst.after) if worst else None,
        now=_told(worst.now) if worst else None,
        overall_before=_told(found.overall_before),
        overall_after=_told(found.overall_after),
        gap=Told(value=gap.absolute, lower=gap.interval.lower, upper=gap.interval.upper)
        if gap
        else None,
        relative_gap=gap.relative if gap else None,
        reference=found.reference.kind.value if found.reference else "",
        reference_group=found.reference.group if found.reference else "",
        widening=_told(worst.widening) if worst else None,
        in_standard_errors=_in_errors(worst),
        reliable=worst is not None,
        certain=_certain(worst, found),
        first=found.first[0] if found.first else None,
        first_end=found.first[1] if found.first else None,
        last_begin=found.last[0] if found.last else None,
        last=release.windows[-1].last if release.windows else None,
        improved=found.improved,
        compared=found.compared,
        all_behind=found.all_behind,
        known=found.completeness.known.whole_per_cent() if found.completeness else None,
    )


def equity_focus(summaries: Iterable[ReleaseSummary]) -> ReleaseSummary | None:
    """Return the summary whose group needs us most, or None where no group does beyond chance.

    *Hidden decline* and *left behind* before *widened*, and these before a gap that is there now;
    among equals the one with the largest `certain`: the widening (or gap) that is left when chance
    has had its 95 %, as a share of everyone's figure, so that percentages and rates can be compared.
    Ties go to the newest figures, then by name.
    """
    in_need = [each for each in summaries if each.reliable and each.group]
    return min(in_need, key=most_in_need, default=None)


def most_in_need(summary: ReleaseSummary) -> tuple[int, float, int, str, str, str]:
    """Return what sorts summaries by need, the greatest first, as `equity_focus` describes it."""
    ranks = {verdict: position for position, verdict in enumerate(WORST_FIRST)}
    newest = summary.last.toordinal() if summary.last is not None else 0
    return (
        ranks.get(summary.verdict, len(WORST_FIRST)),
        -summary.certain,
        -newest,
        summary.metric,
        summary.stratifier,
        summary.group,
    )


def _calm(found: GapFindings) -> GapVerdict:
    """Return the verdict where no group is in need: narrowed if any did, else unchanged."""
    verdicts = {each.verdict for each in found.groups}
    calm = (GapVerdict.NARROWED, GapVerdict.UNCHANGED)
    return next((verdict for verdict in calm if verdict in verdicts), GapVerdict.CANNOT_TELL)


def _told(estimate: Estimate | None) -> Told | None:
    if estimate is None:
        return None
    interval = estimate.interval
    return Told(value=estimate.value, lower=interval.lower, upper=interval.upper)


def _in_errors(worst: GroupFinding | None) -> float | None:
    if worst is None or worst.widening is None or not worst.widening_error:
        return None
    return worst.widening.value / worst.widening_error


def _certain(worst: GroupFinding | None, found: GapFindings) -> float:
    """Return the least that the worst group fell behind, or is behind, as a share of everyone's figure."""
    if worst is None or found.overall_after is None or not found.overall_after.value:
        return 0.0
    if worst.verdict in WORST_FIRST:
        least = worst.widening.interval.lower if worst.widening else 0.0
    elif worst.gap is not None:
        ends = (worst.gap.interval.lower, worst.gap.interval.upper)
        least = min(abs(end) for end in ends)
    else:
        least = 0.0
    return max(0.0, least) / found.overall_after.value
