"""Where an equity goal stands: the gap now in words, how far along it is, and whether it is met."""

from dataclasses import dataclass

from kiosk.analytics.goal_progress import GoalProgress, GoalStatus, goal_progress
from kiosk.domain.equity_goals import EquityGoal
from kiosk.domain.metrics import MetricFacts
from kiosk.domain.releases import Release
from kiosk.viewmodels.emphasis import Mark, Tone
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
CHIPS = {
    GoalStatus.REACHED: MET,
    GoalStatus.ON_TRACK: Chip("on track", mark=Mark.TRIANGLE),
    GoalStatus.OFF_TRACK: Chip("off track", Tone.WORSE, Mark.DIAMOND),
    GoalStatus.OVERDUE: NOT_IN_TIME,
    GoalStatus.CANNOT_TELL: NOT_MET,
}


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
        line: what the gap was and where a straight line to the goal would be now, in a sentence.
    """

    title: str
    now: str
    target: str
    fraction: float | None
    chip: Chip
    owner: str
    line: str = ""


def standing_of(goal: EquityGoal, scene: Scene) -> Standing | None:
    """Return where a goal stands; None where this wall shows nothing by its stratifier."""
    release = release_by(goal.metric, goal.stratifier, scene)
    if release is None:
        return None
    facts = release.metric
    progress = progress_of(goal, release, scene)
    size = progress.gap.value if progress.gap is not None else None
    return Standing(
        title=f"{facts.title}, by {stratifier_words(goal.stratifier)}",
        now="" if size is None else gap_and_unit(round(size, 1), facts),
        target=f"gap {number(goal.gap)} by {plain_day(goal.by, scene.today)}",
        fraction=None if size is None else _fraction(size, goal.gap),
        chip=NO_FIGURES if size is None else CHIPS[progress.status],
        owner=goal.owner,
        line=_line(progress, facts),
    )


def progress_of(goal: EquityGoal, release: Release, scene: Scene) -> GoalProgress:
    """Return how far a goal is by the newest published figures."""
    return goal_progress(goal, release, scene.today, scene.ward.goal_of(release.metric))


def _line(progress: GoalProgress, facts: MetricFacts) -> str:
    """Return what on track and off track are held against."""
    if progress.begun is None or progress.expected is None:
        return ""
    begun, expected = (
        gap_and_unit(round(size, 1), facts) for size in (progress.begun, progress.expected)
    )
    return f"It was {begun} when the goal was set. On a straight line it would be {expected} now."


def _fraction(size: float, target: float) -> float:
    return 1.0 if size <= target else target / size
