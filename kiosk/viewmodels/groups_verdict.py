"""What a release by group says in words: better for everyone or not, and for whom our care differs."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from kiosk.analytics.disclosure import NoData, ReleasedWindow, ShownCell
from kiosk.analytics.disclosure import NoDataCell as WithoutFigure
from kiosk.analytics.gaps import (
    Gap,
    Reference,
    change_between,
    gap_of,
    groups_left_worse,
    reference_for,
)
from kiosk.analytics.intervals import Interval
from kiosk.analytics.verdicts import Direction
from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.domain.releases import Cell, CellStatus, Release, Window
from kiosk.viewmodels.words import figure, listed, span_of_days

A_YEAR = timedelta(days=365)
NEAR_A_YEAR = timedelta(days=46)
SAME_LENGTH_DAYS = 3
"""Quarters and months differ by so many days and are compared all the same."""

LESS = {ValueKind.PROPORTION: "Less often", ValueKind.RATE: "Lower", ValueKind.COUNT: "Fewer"}
MORE = {ValueKind.PROPORTION: "More often", ValueKind.RATE: "Higher", ValueKind.COUNT: "More"}

NOT_FOR_EVERYONE = "Better overall, not for everyone."
NOT_THE_SAME = "Not the same for everyone."
BELOW_FOR_ALL = "Goal not met in any group."
NO_CLEAR_GAP = "No clear gap between groups."
BETTER_OVERALL = "Better overall, no clear gap."
TOO_FEW = "Too few to compare groups."


Ends: TypeAlias = tuple[Cell | None, Cell | None]
"""A group's cell of the earlier window and of the newest."""


@dataclass(frozen=True, slots=True)
class GroupsVerdict:
    """The verdict.

    Attributes:
        verdict: the one thing to know, without any group's name.
        sentence: for whom, short; names a group, so it is not for the public face.
        told: the same told in full, for whoever listens or opens the tile.
        worse: groups whose mark says *worse*.
        spoken_of: the group that the sentence speaks of, or empty.
        reference: what groups are compared with.
    """

    verdict: str
    sentence: str
    told: str
    worse: frozenset[str]
    spoken_of: str
    reference: Reference | None


def groups_verdict(release: Release, goal: float | None, today: date) -> GroupsVerdict:
    """Return the verdict on the newest window of a release, from released cells only.

    First whether everyone together got better while a group got worse, since the window a year
    before (or the oldest); then whether a group is worse than the reference by more than chance.
    """
    direction = Direction(release.metric.direction.value)
    window = release.windows[-1]
    now = _released(window)
    earlier = earlier_window(release)
    reference = reference_for(now, direction, goal)
    if earlier is not None:
        left = groups_left_worse(_released(earlier), now, direction)
        if left:
            ends = (cell_of(earlier, left[0]), cell_of(window, left[0]))
            then = span_of_days(earlier.first, earlier.last, today)
            return GroupsVerdict(
                verdict=NOT_FOR_EVERYONE,
                sentence=_arrow(ends, release.metric),
                told=_decline(ends, then, release.metric),
                worse=frozenset(left),
                spoken_of=left[0],
                reference=reference,
            )
    gaps = _gaps(now, reference, direction)
    behind = [gap for gap in gaps if gap.worse and gap.beyond_chance]
    if behind and reference is not None:
        return _unequal(behind, len(gaps), window, release.metric, reference)
    better = earlier is not None and _better(_released(earlier), now, direction)
    verdict = BETTER_OVERALL if better else NO_CLEAR_GAP
    enough = len(gaps) > 1
    return GroupsVerdict(verdict if enough else TOO_FEW, "", "", frozenset(), "", reference)


def earlier_window(release: Release) -> Window | None:
    """Return the window to compare the newest with: about a year before it, else the oldest.

    Only windows of the same length that share no day with the newest can be compared.
    """
    last = release.windows[-1]
    length = last.last - last.first
    before = [
        window
        for window in release.windows[:-1]
        if window.last < last.first
        and abs(window.last - window.first - length).days <= SAME_LENGTH_DAYS
    ]
    if not before:
        return None
    a_year_ago = last.last - A_YEAR
    nearest = min(before, key=lambda window: abs(window.last - a_year_ago))
    return nearest if abs(nearest.last - a_year_ago) <= NEAR_A_YEAR else before[0]


def cell_of(window: Window, group: str) -> Cell | None:
    """Return a group's cell of a window."""
    return next((cell for cell in window.groups if cell.group == group), None)


def _released(window: Window) -> ReleasedWindow:
    """Return a window as analytics reads it; hidden and unreliable cells take no part."""
    return ReleasedWindow(
        groups=tuple(_cell(cell) for cell in window.groups), overall=_cell(window.overall)
    )


def _cell(cell: Cell) -> ShownCell | WithoutFigure:
    name = cell.group or ""
    if (
        cell.status is not CellStatus.SHOWN
        or cell.value is None
        or cell.lower is None
        or cell.upper is None
    ):
        return WithoutFigure(name, NoData.NOT_COUNTED)
    counted = cell.numerator if cell.numerator is not None else int(cell.value > 0)
    return ShownCell(
        group=name,
        numerator=counted,
        denominator=cell.denominator or 0,
        value=cell.value,
        interval=Interval(cell.lower, cell.upper),
    )


def _gaps(
    window: ReleasedWindow, reference: Reference | None, direction: Direction
) -> tuple[Gap, ...]:
    if reference is None or direction is Direction.NEUTRAL:
        return ()
    return tuple(
        gap_of(cell, reference, direction)
        for cell in window.groups
        if isinstance(cell, ShownCell) and cell.reliable
    )


def _better(before: ReleasedWindow, after: ReleasedWindow, direction: Direction) -> bool:
    if not (isinstance(before.overall, ShownCell) and isinstance(after.overall, ShownCell)):
        return False
    return change_between(before.overall, after.overall).better(direction)


def _arrow(ends: Ends, facts: MetricFacts) -> str:
    """Return "Spanish: 70 → 61 %."."""
    before, after = ends
    if before is None or after is None or before.value is None or after.value is None:
        return ""
    first, last = figure(before.value, facts), figure(after.value, facts)
    return f"{after.group}: {first.removesuffix(' %')} → {last}."


def _decline(ends: Ends, then: str, facts: MetricFacts) -> str:
    """Return "Less often for Spanish: 61 %, was 70 % in Aug-Oct 2025."."""
    before, after = ends
    if before is None or after is None or before.value is None or after.value is None:
        return ""
    how = (LESS if after.value < before.value else MORE)[facts.value]
    first, last = figure(before.value, facts), figure(after.value, facts)
    return f"{how} for {after.group}: {last}, was {first} in {then}."


def _unequal(
    behind: list[Gap], compared: int, window: Window, facts: MetricFacts, reference: Reference
) -> GroupsVerdict:
    worst = max(behind, key=lambda gap: abs(gap.absolute))
    everyone = len(behind) == compared and reference.kind.value == "goal"
    cell = cell_of(window, worst.group)
    value = figure(cell.value, facts) if cell is not None and cell.value is not None else ""
    gap = gap_words(worst, facts)
    return GroupsVerdict(
        verdict=BELOW_FOR_ALL if everyone else NOT_THE_SAME,
        sentence=f"{worst.group}: {gap}.",
        told=f"{worst.group}: {value}, {gap} {reference_words(reference)}.",
        worse=frozenset(gap.group for gap in behind),
        spoken_of=worst.group,
        reference=reference,
    )


def gap_words(gap: Gap, facts: MetricFacts) -> str:
    """Return the absolute and the relative gap: "19 points (24 %) under", "21 points (5 ×) over"."""
    side = "under" if gap.absolute < 0 else "over"
    size = f"{abs(gap.absolute):.0f}" if abs(gap.absolute) >= 1 else f"{abs(gap.absolute):.1f}"
    unit = " points" if facts.value is ValueKind.PROPORTION else ""
    return listed((f"{size}{unit}", _relative(gap.relative), side), " ")


def _relative(share: float | None) -> str:
    """Return a relative gap in per cent, or as a multiple from twice the reference on."""
    if share is None:
        return ""
    return f"({1 + share:.0f} ×)" if share >= 1 else f"({100 * abs(share):.0f} %)"


def reference_words(reference: Reference) -> str:
    """Return what groups are compared with, in a sentence."""
    return {
        "goal": "the goal",
        "best_group": f"the best group ({reference.group})",
        "overall": "everyone together",
    }[reference.kind.value]
