"""The gap of a group: now, absolute and relative with intervals, and over time as a chart with its own signals."""

from dataclasses import replace

from kiosk.analytics.gap_findings import GroupFinding
from kiosk.analytics.gap_trends import gap_trend
from kiosk.analytics.gaps import Gap, Reference, ReferenceKind
from kiosk.analytics.intervals import Interval
from kiosk.domain.metrics import Direction, MetricFacts, ValueKind
from kiosk.viewmodels.charts import ChartView
from kiosk.viewmodels.equity_goal_words import gap_and_unit, gap_unit
from kiosk.viewmodels.forms.form import Draft
from kiosk.viewmodels.forms.groups.about import reference_facts
from kiosk.viewmodels.forms.groups.completeness import banner, completeness_in
from kiosk.viewmodels.forms.groups.subject import PageView, Subject
from kiosk.viewmodels.gap_words import BADGES
from kiosk.viewmodels.process_chart_view import chart_view, rule_words
from kiosk.viewmodels.released_figures import from_release
from kiosk.viewmodels.sheets import Block, ChartBlock, Choices, Facts, Label, Option, Paragraph
from kiosk.viewmodels.words import MINUS, number

GROUP = "group"
NO_GAP = "No gap can be told: there is nothing to compare with, or too few groups can be relied on."
NOT_COMPARED = "too few to compare now"
NO_LINE = "no gap"
MONTHS = 60
ROOM = 0.08  # of the scale, above and below
PER_CENT = 100


def gap_page(draft: Draft, subject: Subject) -> PageView:
    """Return the gap of the group that was touched, at first of the one that is furthest behind."""
    reference, found = subject.said.reference, _compared(subject)
    if reference is None or not found:
        return PageView(columns=((Paragraph(NO_GAP, size="large"),),))
    shown = _shown(draft, subject, found)
    chart, rules = gap_chart(subject, shown.group, reference)
    spoken = f"{shown.group}: the gap over time."
    return PageView(
        columns=(
            (
                Paragraph(_headline(shown, reference, subject.facts), bold=True, size="large"),
                *_now(shown.gap, subject.facts),
                ChartBlock(chart, spoken),
            ),
            (
                *banner(completeness_in(subject.published, subject.window)),
                Label("Gap of"),
                Choices(GROUP, _choices(found, shown.group), layout="boxes"),
                Facts((("Compared with", reference_facts(reference, subject.facts)),)),
                Label(f"Above 0: behind. {rules}"),
            ),
        ),
        wide=True,
    )


def _compared(subject: Subject) -> tuple[GroupFinding, ...]:
    """Return what was found about each group that has a name here and is not the reference itself."""
    reference = subject.said.reference
    held = reference.group if reference is not None else ""
    named = [group for group in subject.named if group != held]
    return tuple(each for each in subject.said.findings.groups if each.group in named)


def _shown(draft: Draft, subject: Subject, found: tuple[GroupFinding, ...]) -> GroupFinding:
    wanted = draft.get(GROUP) or subject.said.spoken_of
    furthest = max(found, key=lambda each: _behind(each.gap))
    return next((each for each in found if each.group == wanted), furthest)


def _behind(gap: Gap | None) -> float:
    if gap is None:
        return -1.0
    return abs(gap.absolute) if gap.worse else 0.0


def _choices(found: tuple[GroupFinding, ...], shown: str) -> tuple[Option, ...]:
    """Return the groups to touch, each with what happened to its gap."""
    return tuple(
        Option(
            f"{GROUP}={each.group}",
            each.group,
            detail=BADGES[each.verdict],
            chosen=each.group == shown,
        )
        for each in found
    )


def _headline(shown: GroupFinding, reference: Reference, facts: MetricFacts) -> str:
    """Return "Spanish: 18.4 points (23 %) under the goal"."""
    if shown.gap is None:
        return f"{shown.group}: {NOT_COMPARED}"
    return f"{shown.group}: {gap_size(shown.gap, facts)} {reference_name(reference)}"


def gap_size(gap: Gap, facts: MetricFacts) -> str:
    """Return the absolute and the relative gap to one decimal: "18.4 points (23 %) under"."""
    relative = "" if gap.relative is None else f" ({number(abs(gap.relative) * PER_CENT)} %)"
    side = "under" if gap.absolute < 0 else "over"
    return f"{gap_and_unit(abs(gap.absolute), facts)}{relative} {side}"


def reference_name(reference: Reference) -> str:
    """Return what a gap is to, inside a sentence."""
    names = {ReferenceKind.GOAL: "the goal", ReferenceKind.OVERALL: "everyone"}
    return names.get(reference.kind, reference.group)


def _now(gap: Gap | None, facts: MetricFacts) -> tuple[Block, ...]:
    """Return the absolute and the relative gap together, each with its interval."""
    if gap is None:
        return ()
    beyond = "Beyond chance" if gap.beyond_chance else "It may be chance"
    absolute = f"{_signed(gap.absolute)} {gap_unit(facts)}, {_between(gap.interval)}. {beyond}."
    relative = "not defined"
    if gap.relative is not None:
        share = f"{_signed(gap.relative * PER_CENT)} %"
        ends = gap.relative_interval
        interval = _between(Interval(ends.lower * PER_CENT, ends.upper * PER_CENT)) if ends else ""
        relative = f"{share}, {interval or 'interval not defined'}"
    return (Facts((("Absolute gap", absolute), ("Relative gap", relative))),)


def _between(interval: Interval) -> str:
    return f"95 % interval {_signed(interval.lower)} to {_signed(interval.upper)}"


def _signed(value: float) -> str:
    """Return a figure with a true minus sign: "−18.4"."""
    decimals = 1 if abs(value) >= 1 else 2
    return f"{value:,.{decimals}f}".replace("-", MINUS)


def gap_chart(subject: Subject, group: str, reference: Reference) -> tuple[ChartView, str]:
    """Return the gap over time as it is drawn, above 0 where the group is behind, and its rules."""
    release, today = subject.published, subject.scene.today
    dates, chart = gap_trend(release, group, reference)
    unit = gap_unit(subject.facts)
    facts = subject.facts.model_copy(
        update={"unit": unit, "value": ValueKind.COUNT, "direction": Direction.DECREASE}
    )
    whole = from_release(release, None, MONTHS, subject.scene)
    values = tuple(point.value for point in chart.points)
    series = replace(whole, facts=facts, goal=None, dates=dates, values=values)
    drawn = chart_view(series, chart, today)
    goal = subject.scene.ward.equity_goals.get(subject.goal_id)
    target = goal.gap if goal is not None and goal.active else 0.0
    low, high = _scale(drawn, target)
    return replace(
        drawn,
        goal=target,
        goal_label=f"goal {number(target)}" if target else NO_LINE,
        minimum=low,
        maximum=high,
    ), rule_words(chart)


def _scale(drawn: ChartView, target: float) -> tuple[float, float]:
    """Return the ends of a scale that holds gaps on both sides of 0."""
    ends = [target, 0.0, *(p.value for p in drawn.points if p.value is not None)]
    for phase in drawn.phases:
        ends += [end for end in (phase.lower, phase.upper) if end is not None]
    room = (max(ends) - min(ends)) * ROOM or 1.0
    return min(ends) - room, max(ends) + room
