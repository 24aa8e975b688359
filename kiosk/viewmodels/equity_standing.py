"""Where an equity goal stands: the gap now in words, how far along it is, and whether it is met."""

from dataclasses import dataclass

from kiosk.analytics.gap_findings import findings_of
from kiosk.analytics.gaps import Gap
from kiosk.analytics.quarters import in_quarters
from kiosk.domain.equity_goals import EquityGoal
from kiosk.domain.releases import Release
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.equity_goal_words import gap_and_unit
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.stratifiers import stratifier_words
from kiosk.viewmodels.tiles import Chip
from kiosk.viewmodels.wall_groups import release_by
from kiosk.viewmodels.words import number, plain_day

NO_FIGURES = Chip("no figures yet", mark=Mark.DASHES)
MET = Chip("gap met", mark=Mark.TICK)
NOT_MET = Chip("gap not met")
NOT_IN_TIME = Chip("not met in time", mark=Mark.TRIANGLE)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an equity goal stands; no group is named.

    Attributes:
        title: the metric and what the groups are by.
        now: the gap now, or empty where it is not shown.
        target: the gap that is meant to be left, and by when.
        fraction: how far along it is, 0 to 1; None without a gap now.
        chip: met, not met, on the way or not.
        owner: the role that answers for it.
    """

    title: str
    now: str
    target: str
    fraction: float | None
    chip: Chip
    owner: str


def standing_of(goal: EquityGoal, scene: Scene) -> Standing | None:
    """Return where a goal stands; None where this wall shows nothing by its stratifier."""
    release = release_by(goal.metric, goal.stratifier, scene)
    if release is None:
        return None
    facts = release.metric
    gap = gap_now(goal, release, scene)
    size = None if gap is None else (abs(gap.absolute) if gap.worse else 0.0)
    return Standing(
        title=f"{facts.title}, by {stratifier_words(goal.stratifier)}",
        now="" if size is None else gap_and_unit(round(size, 1), facts),
        target=f"gap {number(goal.gap)} by {plain_day(goal.by, scene.today)}",
        fraction=None if size is None else _fraction(size, goal.gap),
        chip=_chip(size, goal, scene),
        owner=goal.owner,
    )


def gap_now(goal: EquityGoal, release: Release, scene: Scene) -> Gap | None:
    """Return the gap that a goal is about in the newest window: its group's, else the furthest behind."""
    followed = scene.ward.metric_by_key(release.metric.key)
    metric_goal = followed.goal if followed is not None else release.metric.goal
    found = findings_of(in_quarters(release), metric_goal)
    gaps = [each.gap for each in found.groups if each.gap is not None]
    if goal.group:
        return next((gap for gap in gaps if gap.group == goal.group), None)
    return max(gaps, key=lambda gap: abs(gap.absolute) if gap.worse else 0.0, default=None)


def _fraction(size: float, target: float) -> float:
    return 1.0 if size <= target else target / size


def _chip(size: float | None, goal: EquityGoal, scene: Scene) -> Chip:
    if size is None:
        return NO_FIGURES
    if size <= goal.gap:
        return MET
    return NOT_IN_TIME if scene.today > goal.by else NOT_MET
