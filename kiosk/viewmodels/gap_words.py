"""What is found about groups, in words whose subject is our care and never the group."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.analytics.gaps import ReferenceKind
from kiosk.domain.metrics import Direction, MetricFacts, ValueKind
from kiosk.domain.release_summaries import CannotTell, GapVerdict, ReleaseSummary, Told
from kiosk.viewmodels.group_phrases import group_phrase
from kiosk.viewmodels.words import (
    RANGE,
    figure,
    figure_and_unit,
    listed,
    number,
    points,
    sentence,
    span_of_days,
)

NOT_FOR_EVERYONE: Final = "Better overall, not for everyone."
LESS_FOR_SOME: Final = "Better overall, less so for some."
GAP_WIDER: Final = "The gap has widened."
GAP_NARROWER: Final = "The gap has narrowed."
NOT_THE_SAME: Final = "Not the same for everyone."
BELOW_FOR_ALL: Final = "Goal not met in any group."
NO_CLEAR_GAP: Final = "No clear gap between groups."
BETTER_OVERALL: Final = "Better overall, no clear gap."
TOO_FEW: Final = "Too few to compare groups."
ONLY_COUNTS: Final = "No verdict: counts do not say out of how many."
NO_WAY_BETTER: Final = "No verdict: neither more nor less is better."
REPORTED: Final = "Reported, not occurred."
IMPROVED: Final = "Overall we improved."

BADGES: Final = {
    GapVerdict.HIDDEN_DECLINE: "Better overall, not for everyone",
    GapVerdict.LEFT_BEHIND: "Better overall, less so for some",
    GapVerdict.WIDENED: "Gap wider",
    GapVerdict.NARROWED: "Gap narrower",
    GapVerdict.UNCHANGED: "No clear change in the gap",
    GapVerdict.CANNOT_TELL: "Cannot tell yet",
}
"""The words of each verdict, on a badge; none names a group."""

FEWEST_COMPARED: Final = 2
SMALL_MULTIPLE: Final = 3
"""Under this a multiple has a decimal: 2.5 is neither 2 nor 3."""


@dataclass(frozen=True, slots=True)
class GapWords:
    """What is found, in words.

    Attributes:
        verdict: the one thing to know, without any group's name.
        sentence: for whom, short; names a group.
        told: the same in full.
        badge: the verdict over time in a few words, without any group's name.
    """

    verdict: str
    sentence: str
    told: str
    badge: str


def gap_words(summary: ReleaseSummary, today: date) -> GapWords:
    """Return what a release says about the group most in need, or that none is."""
    badge = BADGES[summary.verdict]
    verdict = _without_group(summary)
    if verdict or not summary.group:
        return GapWords(verdict or _calm(summary), "", "", badge)
    verdict, short, told = _of_group(summary, today)
    reported = REPORTED if summary.voluntary else ""
    return GapWords(verdict, short, listed((told, reported), " "), badge)


def _without_group(summary: ReleaseSummary) -> str:
    """Return why nothing can be said of any group."""
    match summary.reason:
        case CannotTell.NO_DIRECTION:
            return NO_WAY_BETTER
        case CannotTell.INCOMPLETE:
            return incomplete_words(summary.known)
        case _:
            return ""


def incomplete_words(known: tuple[int, int] | None) -> str:
    """Return the banner where the group is known for too few: "Group known for 71 %: no verdict."."""
    least, most = known or (0, 0)
    share = f"{least} %" if least == most else f"{least}{RANGE}{most} %"
    return f"Group known for {share}: no verdict."


def _calm(summary: ReleaseSummary) -> str:
    """Return what is said when no group is in need."""
    if summary.value is ValueKind.COUNT:
        return ONLY_COUNTS
    if summary.compared < FEWEST_COMPARED:
        return TOO_FEW
    if summary.verdict is GapVerdict.NARROWED:
        return GAP_NARROWER
    return BETTER_OVERALL if summary.improved else NO_CLEAR_GAP


def _of_group(summary: ReleaseSummary, today: date) -> tuple[str, str, str]:
    """Return the verdict, the short sentence and the long one about the group in need."""
    match summary.verdict:
        case GapVerdict.HIDDEN_DECLINE:
            return NOT_FOR_EVERYONE, _arrow(summary), _hidden_decline(summary, today)
        case GapVerdict.LEFT_BEHIND:
            return LESS_FOR_SOME, _arrow(summary), _left_behind(summary)
        case GapVerdict.WIDENED:
            return GAP_WIDER, _arrow(summary), _widened(summary, today)
        case _:
            verdict = BELOW_FOR_ALL if summary.all_behind else NOT_THE_SAME
            return verdict, _gap(summary), _gap_in_full(summary)


def _facts(summary: ReleaseSummary) -> MetricFacts:
    """Return as much of the metric as figures need."""
    return MetricFacts(
        key=summary.metric,
        title=summary.title,
        unit=summary.unit,
        value=summary.value,
        direction=summary.direction,
    )


def _for(summary: ReleaseSummary) -> str:
    return f"for {group_phrase(summary.group, summary.stratifier)}"


def _arrow(summary: ReleaseSummary) -> str:
    """Return "For Spanish-speaking patients: 70 → 61 %."."""
    if summary.before is None or summary.after is None:
        return ""
    facts = _facts(summary)
    first, last = figure(summary.before.value, facts), figure(summary.after.value, facts)
    return sentence(f"{_for(summary)}: {first.removesuffix(' %')} → {last}")


def _hidden_decline(summary: ReleaseSummary, today: date) -> str:
    """Return "We reassessed pain in time less often for …: 61 %, was 70 % in …. Overall we improved."."""
    return f"{_change(summary)}{_was(summary, today)}. {IMPROVED}"


def _left_behind(summary: ReleaseSummary) -> str:
    """Return "We reassessed pain in time more often: 76 %, was 70 %. Less so for …: 62 %, was 61 %."."""
    facts = _facts(summary)
    better = summary.direction is Direction.INCREASE
    own = _two(summary.before, summary.after, facts)
    everyone = _two(summary.overall_before, summary.overall_after, facts)
    rises = _rises(summary.before, summary.after) is better
    less = "Less so" if rises else "Not so"
    return f"{_we(summary, rises=better)} overall: {everyone}. {less} {_for(summary)}: {own}."


def _widened(summary: ReleaseSummary, today: date) -> str:
    """Return "Our care for … fell further behind the goal: 61 %, was 70 % in …."."""
    now, fell = _figure(summary.after, _facts(summary)), f"fell further behind {_behind(summary)}"
    return f"Our care {_for(summary)} {fell}: {now}{_was(summary, today)}."


def _gap(summary: ReleaseSummary) -> str:
    """Return "For Spanish-speaking patients: 19 points (24 %) under the goal."."""
    if summary.gap is None:
        return ""
    return sentence(f"{_for(summary)}: {_size(summary)} {_behind(summary)}")


def _gap_in_full(summary: ReleaseSummary) -> str:
    """Return "Our care for Spanish-speaking patients: 61 %, 19 points (24 %) under the goal."."""
    if summary.gap is None:
        return ""
    size = f"{_size(summary)} {_behind(summary)}"
    said = listed((_figure(summary.now, _facts(summary)), size), ", ")
    return f"Our care {_for(summary)}: {said}."


def _behind(summary: ReleaseSummary) -> str:
    """Return "the goal", "the best group (English)"."""
    return reference_words(summary.reference, summary.reference_group)


def _change(summary: ReleaseSummary) -> str:
    """Return "We reassessed pain in time less often for …: 61 %", or without its words "Our care for …: 61 %"."""
    now = _figure(summary.after, _facts(summary))
    if not summary.we:
        return f"Our care {_for(summary)}: {now}"
    rises = _rises(summary.before, summary.after)
    return f"{_we(summary, rises=rises)} {_for(summary)}: {now}"


def _we(summary: ReleaseSummary, *, rises: bool) -> str:
    """Return "We reassessed pain in time less often"."""
    if summary.we:
        return f"{summary.we} {'more' if rises else 'less'} often"
    return "Our care got better"


def _was(summary: ReleaseSummary, today: date) -> str:
    """Return ", was 70 % in Aug-Oct 2025"."""
    first, last = summary.first, summary.first_end
    if summary.before is None or first is None or last is None:
        return ""
    then = span_of_days(first, last, today)
    return f", was {figure(summary.before.value, _facts(summary))} in {then}"


def _two(before: Told | None, after: Told | None, facts: MetricFacts) -> str:
    """Return "76 %, was 70 %"."""
    return f"{_figure(after, facts)}, was {_figure(before, facts)}"


def _rises(before: Told | None, after: Told | None) -> bool:
    return before is not None and after is not None and after.value > before.value


def _figure(told: Told | None, facts: MetricFacts) -> str:
    return figure_and_unit(told.value, facts) if told is not None else ""


def _size(summary: ReleaseSummary) -> str:
    assert summary.gap is not None  # noqa: S101 - only asked for where there is one
    return size_of_gap(summary.gap.value, summary.relative_gap, summary.value)


def size_of_gap(absolute: float, relative: float | None, value: ValueKind) -> str:
    """Return the absolute and the relative gap: "19 points (24 %) under", "21 points (5 ×) over"."""
    side = "under" if absolute < 0 else "over"
    size = short_size(absolute)
    with_unit = points(size) if value is ValueKind.PROPORTION else size
    return listed((with_unit, _relative(relative), side), " ")


def short_size(difference: float) -> str:
    """Return how large a difference is, as a wall has room for it: "19", "0.4"."""
    size = abs(difference)
    return f"{size:.0f}" if size >= 1 else f"{size:.1f}"


def _relative(share: float | None) -> str:
    """Return a relative gap in per cent, or as a multiple from twice the reference on."""
    if share is None:
        return ""
    if share < 1:
        return f"({100 * abs(share):.0f} %)"
    multiple = 1 + share
    return f"({number(round(multiple, 1 if multiple < SMALL_MULTIPLE else 0))} ×)"


def reference_words(kind: str, group: str) -> str:
    """Return what groups are compared with, in a sentence: `kind` as a `ReferenceKind`, or empty."""
    if not kind:
        return "the others"
    return {
        ReferenceKind.GOAL: "the goal",
        ReferenceKind.BEST_GROUP: f"the best group ({group})",
        ReferenceKind.CHOSEN: group,
        ReferenceKind.OVERALL: "everyone together",
    }[ReferenceKind(kind)]
