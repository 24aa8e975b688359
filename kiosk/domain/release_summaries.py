"""What a release says about the group most in need of us: small, so that a board need not read the release for it."""

from datetime import date
from enum import StrEnum
from typing import Final

from kiosk.domain.entities import State
from kiosk.domain.metrics import Direction, ValueKind
from kiosk.domain.releases import Level

SUMMARY_RULES: Final = "gap verdicts 3"
"""The version of these rules. A stored summary of another version is made anew."""


class GapVerdict(StrEnum):
    """What happened to a gap over time."""

    NARROWED = "narrowed"
    UNCHANGED = "unchanged"  # no change beyond chance
    WIDENED = "widened"
    LEFT_BEHIND = "left_behind"
    """Everyone together improved, the group's change is below it, both with evidence."""
    HIDDEN_DECLINE = "hidden_decline"
    """Everyone together improved, the group itself got worse, both with evidence."""
    CANNOT_TELL = "cannot_tell"


class CannotTell(StrEnum):
    """Why there is no verdict."""

    NO_DIRECTION = "no_direction"  # neither more nor less is better
    TOO_FEW_WINDOWS = "too_few_windows"  # fewer than two of the group and of everyone
    NOT_SHOWN_NOW = "not_shown_now"  # hidden, unreliable or without data in the newest windows
    INCOMPLETE = "incomplete"  # the group is known for fewer than 80 %


class Told(State):
    """A figure and its 95 % interval, in the metric's unit."""

    value: float
    lower: float
    upper: float


class ReleaseSummary(State):
    """What a release says about the group most in need; small, so that boards need not read the release.

    Attributes:
        rules: `SUMMARY_RULES` of the program that made it.
        metric: the metric's key.
        title: the metric's title.
        unit: the metric's unit.
        value: what a figure is.
        we: what we did, as a clause; or empty.
        direction: which way is better.
        voluntary: whether it is reported as people see fit.
        stratifier: what the groups are by.
        scope: whom it is about when it is not this ward alone.
        level: how much of the organisation that is.
        group: the group most in need, or empty.
        verdict: what happened to that group's gap.
        reason: why no group has a verdict, or None.
        before: the group's figure at the beginning.
        after: its figure at the end.
        now: its figure in the window whose gaps are told.
        overall_before: everyone's figure at the beginning.
        overall_after: everyone's figure at the end.
        gap: the group's gap to the reference in the newest quarter, or in the newest window.
        relative_gap: the same as a share of the reference.
        reference: what the gap is measured against, in a word ("goal", "best_group", ...).
        reference_group: the group that this is, or empty.
        widening: by how much the group fell behind over time; more is worse.
        in_standard_errors: the widening divided by its standard error.
        reliable: whether the verdict or the gap is beyond chance.
        certain: the least that the group is behind or fell behind, at 95 %, as a share of what
            everyone has; the focus is the largest.
        first: the first day of the beginning, and `first_end` its last.
        last_begin: the first day of the end, and `last` its last, the newest in the release.
        improved: whether everyone together improved beyond chance.
        compared: how many groups have a reliable figure in the newest window.
        all_behind: whether all of these are on the bad side of the goal beyond chance.
        known: for how many per cent the group is known, at least and at most; None if not reported.
    """

    rules: str = SUMMARY_RULES
    metric: str
    title: str
    unit: str
    value: ValueKind
    we: str = ""
    direction: Direction
    voluntary: bool = False
    stratifier: str = ""
    scope: str = ""
    level: Level = Level.WARD
    group: str = ""
    verdict: GapVerdict = GapVerdict.CANNOT_TELL
    reason: CannotTell | None = None
    before: Told | None = None
    after: Told | None = None
    now: Told | None = None
    overall_before: Told | None = None
    overall_after: Told | None = None
    gap: Told | None = None
    relative_gap: float | None = None
    reference: str = ""
    reference_group: str = ""
    widening: Told | None = None
    in_standard_errors: float | None = None
    reliable: bool = False
    certain: float = 0.0
    first: date | None = None
    first_end: date | None = None
    last_begin: date | None = None
    last: date | None = None
    improved: bool = False
    compared: int = 0
    all_behind: bool = False
    known: tuple[int, int] | None = None
