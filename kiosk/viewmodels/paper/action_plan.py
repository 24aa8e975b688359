"""The equity action plan: each goal for a gap, and each group that fell behind, with who leads, what and by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kiosk.analytics.gap_findings import GapVerdict
from kiosk.analytics.gaps import ReferenceKind
from kiosk.analytics.goal_progress import GoalProgress, GoalStatus
from kiosk.domain.equity_goals import EquityGoal
from kiosk.domain.nodes import plain_name
from kiosk.domain.release_summaries import SUMMARY_RULES
from kiosk.domain.releases import Release, WindowKind
from kiosk.layouts.plan_words import PlanWords
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.equity_goal_words import gap_and_unit
from kiosk.viewmodels.equity_standing import progress_of
from kiosk.viewmodels.forms.groups.figures import counted_words, exact
from kiosk.viewmodels.gap_words import GAP_WIDER, LESS_FOR_SOME, NOT_FOR_EVERYONE
from kiosk.viewmodels.metric_tile import metric_title
from kiosk.viewmodels.paper.judged_release import JudgedRelease, judged
from kiosk.viewmodels.paper.made import ANOTHER_YEAR, made_words, stamp, unit_words, whole_day
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.stratifiers import stratifier_words
from kiosk.viewmodels.tiles import Chip
from kiosk.viewmodels.wall_groups import release_by, stratifiers_shown
from kiosk.viewmodels.words import listed, sentence, span_of_days

LOOKS = {
    GoalStatus.REACHED: (Tone.BETTER, Mark.TICK),
    GoalStatus.ON_TRACK: (Tone.BETTER, Mark.TRIANGLE),
    GoalStatus.OFF_TRACK: (Tone.WORSE, Mark.DIAMOND),
    GoalStatus.OVERDUE: (Tone.HARM, Mark.TRIANGLE),
    GoalStatus.CANNOT_TELL: (Tone.MUTED, Mark.DASHES),
}
WINDOWS = {
    WindowKind.MONTH: "monthly",
    WindowKind.QUARTER: "quarterly",
    WindowKind.ROLLING_12: "rolling 12 months, monthly",
}
VERDICTS = {
    GapVerdict.HIDDEN_DECLINE: NOT_FOR_EVERYONE,
    GapVerdict.LEFT_BEHIND: LESS_FOR_SOME,
    GapVerdict.WIDENED: GAP_WIDER,
}
NOT_SHOWN = "not turned on for this board: no figures"


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One line of work; every text is ready to be read.

    Attributes:
        metric: the metric's title.
        by: what the groups are by.
        finding: what was found, or empty.
        lead: the role that answers for it.
        population: the group, if it may be named, and whom the figures are about.
        goal: the gap that is meant to be left, and by when.
        strategy: empty: the team writes it.
        monitoring: what is looked at, how often, by which rules, as of when.
        status: where the goal stands.
    """

    metric: str
    by: str
    finding: str
    lead: str
    population: str
    goal: str
    strategy: str
    monitoring: str
    status: Chip


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """The plan of a node, complete.

    Attributes:
        unit: whose plan it is.
        words: its labels.
        entries: goals first, then groups that fell behind and have no goal yet.
        training: the stamp of practice, or empty.
        made: when it was made, in words.
        at: the same as an instant.
    """

    unit: str
    words: PlanWords
    entries: tuple[PlanEntry, ...]
    training: str
    made: str
    at: datetime


def action_plan(scene: Scene, words: PlanWords) -> ActionPlan:
    """Return the plan.

    Groups that are hidden in the newest window are never named, whoever named them in a goal, and
    nothing is said by what the wall may not show.

    Args:
        scene: the ward, with the staff face.
        words: the labels.
    """
    goals = [goal for goal in scene.ward.equity_goals.values() if goal.active]
    return ActionPlan(
        unit=unit_words(scene),
        words=words,
        entries=(*_of_goals(goals, scene, words), *_of_findings(goals, scene, words)),
        training=stamp(scene),
        made=made_words(scene),
        at=scene.ward.now,
    )


def _of_goals(goals: list[EquityGoal], scene: Scene, words: PlanWords) -> Iterator[PlanEntry]:
    for goal in sorted(goals, key=lambda each: (each.by, each.metric, each.stratifier)):
        release = release_by(goal.metric, goal.stratifier, scene)
        yield _of_goal(goal, release, scene, words)


def _of_goal(
    goal: EquityGoal, release: Release | None, scene: Scene, words: PlanWords
) -> PlanEntry:
    standing = judged(release, scene) if release is not None else None
    progress = (
        progress_of(goal, release, scene)
        if release is not None
        else GoalProgress(GoalStatus.CANNOT_TELL)
    )
    return PlanEntry(
        metric=metric_title(goal.metric, scene),
        by=stratifier_words(goal.stratifier),
        finding=_finding(standing) if standing is not None else "",
        lead=goal.owner,
        population=_population(goal.group, standing, words),
        goal=_goal_words(goal, standing, progress),
        strategy="",
        monitoring=_monitoring(standing) if standing else NOT_SHOWN,
        status=_chip(progress.status, words),
    )


def _of_findings(goals: list[EquityGoal], scene: Scene, words: PlanWords) -> Iterator[PlanEntry]:
    """Return what was found where no goal is set yet: each group that fell behind."""
    planned = {(goal.metric, plain_name(goal.stratifier)) for goal in goals}
    ward = scene.ward
    for key in dict.fromkeys(key for key, _ in ward.published or ward.releases):
        for stratifier in stratifiers_shown(key, scene):
            release = release_by(key, stratifier, scene)
            if release is None or (key, plain_name(stratifier)) in planned:
                continue
            standing = judged(release, scene)
            for group in standing.in_need():
                yield _of_finding(group, standing, words)


def _of_finding(group: str, standing: JudgedRelease, words: PlanWords) -> PlanEntry:
    return PlanEntry(
        metric=standing.release.metric.title,
        by=stratifier_words(standing.release.stratifier),
        finding=_finding_of(group, standing),
        lead=words.no_lead,
        population=_population(group, standing, words),
        goal=words.no_goal,
        strategy="",
        monitoring=_monitoring(standing),
        status=Chip(words.no_goal, Tone.MUTED, Mark.DASHES),
    )


def _finding(standing: JudgedRelease) -> str:
    return listed((standing.said.verdict, sentence(standing.said.told)), " ")


def _finding_of(group: str, standing: JudgedRelease) -> str:
    """Return what was found about a group: in the words of the board, or by its figures then and now."""
    found = standing.found.of(group)
    if group == standing.said.spoken_of or found is None:
        return _finding(standing)
    verdict = VERDICTS.get(found.verdict, "")
    if found.before is None or found.after is None:
        return verdict
    facts = standing.release.metric
    before, after = exact(found.before.value, facts), exact(found.after.value, facts)
    return f"{verdict} {group}: {before} before, {after} now."


def _population(group: str, standing: JudgedRelease | None, words: PlanWords) -> str:
    """Return the group with its newest figure if both are shown, and whom the figures are about."""
    scope = standing.release.scope if standing is not None else ""
    if not group:
        return listed((words.furthest, scope), "; ")
    cell = standing.shown(group) if standing is not None else None
    if standing is None or cell is None or cell.value is None:
        return listed((words.too_few, scope), "; ")
    figure = listed((exact(cell.value, standing.release.metric), counted_words(cell)), ", ")
    return listed((f"{group}: {figure}", scope), "; ")


def _goal_words(goal: EquityGoal, standing: JudgedRelease | None, progress: GoalProgress) -> str:
    by = whole_day(goal.by)
    if standing is None:
        return f"gap of {goal.gap:g} at most by {by}"
    facts = standing.release.metric
    now = progress.gap
    today = f"; now {gap_and_unit(round(now.value, 1), facts)}" if now is not None else ""
    return f"gap of {gap_and_unit(goal.gap, facts)} at most by {by}{today}"


def _monitoring(standing: JudgedRelease) -> str:
    """Return what is looked at: metric, window, reference, privacy profile, rules, as of."""
    release, newest = standing.release, standing.newest
    often = WINDOWS.get(release.window, "") if release.window is not None else ""
    window = span_of_days(newest.first, newest.last, ANOTHER_YEAR)
    return listed(
        (
            f"{release.metric.title} by {stratifier_words(release.stratifier)}",
            often,
            _against(standing),
            f"{release.profile} privacy profile" if release.profile else "",
            f"rules: {SUMMARY_RULES}",
            f"as of {window}",
        ),
        ", ",
    )


def _against(standing: JudgedRelease) -> str:
    reference = standing.said.reference
    if reference is None:
        return ""
    if reference.group:
        return f"against {reference.group}"
    value = exact(reference.value, standing.release.metric)
    return f"against {'the goal' if reference.kind is ReferenceKind.GOAL else 'everyone'}, {value}"


def _chip(status: GoalStatus, words: PlanWords) -> Chip:
    tone, mark = LOOKS[status]
    return Chip(str(getattr(words, status.value)), tone, mark)
