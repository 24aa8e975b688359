"""What may be shown of one window of figures by group: small numbers hidden, weak ones marked.

The adversary of this module reads every published figure of one window, knows the total and these
rules, and subtracts. An attack over several tables, tiers or windows, or one that pins a hidden
figure between two bounds, is outside what a single window can be checked for.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.analytics.intervals import Interval, rate_interval, wilson

FEWEST_RELIABLE = 10
"""A reliable figure has at least so many in its numerator and in its denominator (NCHS 2017)."""

WIDEST_RELIABLE = 1.6
"""Its 95 % interval is at most so many times as wide as the figure itself (NCHS: 160 %)."""

REMAINDER_DECIMALS = 6
"""A remainder of exposure is rounded to so many decimals, so that rounding leaves no person."""


class Measure(StrEnum):
    """What numerator and denominator are to each other."""

    PROPORTION = "proportion"
    """Some of those counted."""

    RATE = "rate"
    """Events in a time at risk."""


@dataclass(frozen=True, slots=True)
class PrivacyProfile:
    """Which counts of people are too small to publish.

    Attributes:
        name: the name, as it stands in a release.
        hidden_up_to: counts from 1 to this are hidden; 0 is not a count of people.
    """

    name: str
    hidden_up_to: int

    def hides(self, count: float) -> bool:
        """Return whether a count is too small to publish."""
        return 0 < count <= self.hidden_up_to


CMS = PrivacyProfile(name="CMS", hidden_up_to=10)
"""Centers for Medicare & Medicaid Services, cell size suppression policy: 1 to 10 are hidden."""


@dataclass(frozen=True, slots=True)
class GroupCount:
    """What was counted for a group, or for everyone; never leaves the publishing side.

    Attributes:
        group: the group's id or label.
        numerator: how many have it, or how many events; None when not counted.
        denominator: out of how many, or the time at risk; None when not counted.
    """

    group: str
    numerator: int | None
    denominator: float | None


class CellStatus(StrEnum):
    """What a released cell is."""

    SHOWN = "shown"
    UNRELIABLE = "unreliable"
    HIDDEN = "hidden"
    NO_DATA = "no_data"


class NoData(StrEnum):
    """Why there is no figure."""

    NOT_COUNTED = "not_counted"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    NOBODY = "nobody"
    MORE_THAN_ALL = "more_than_all"


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A figure that may be read.

    Attributes:
        group: the group.
        numerator: as counted.
        denominator: as counted.
        value: numerator over denominator.
        interval: its 95 % interval.
    """

    status: ClassVar[CellStatus] = CellStatus.SHOWN
    group: str
    numerator: int
    denominator: float
    value: float
    interval: Interval

    @property
    def reliable(self) -> bool:
        """Whether it may be compared: a real zero is shown, but is no ground for a comparison."""
        return self.numerator > 0


@dataclass(frozen=True, slots=True)
class UnreliableCell:
    """A figure too uncertain to be read: only its 95 % interval is given."""

    status: ClassVar[CellStatus] = CellStatus.UNRELIABLE
    group: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class HiddenCell:
    """A group hidden for privacy. It has no number, and no reason, which would narrow it down."""

    status: ClassVar[CellStatus] = CellStatus.HIDDEN
    group: str


@dataclass(frozen=True, slots=True)
class NoDataCell:
    """A group without a figure, and why."""

    status: ClassVar[CellStatus] = CellStatus.NO_DATA
    group: str
    reason: NoData


ReleasedCell = ShownCell | UnreliableCell | HiddenCell | NoDataCell


@dataclass(frozen=True, slots=True)
class ReleasedWindow:
    """What may be shown of one window.

    Attributes:
        groups: one cell per group, in the order given.
        overall: the cell of everyone, or None where there is no total.
    """

    groups: tuple[ReleasedCell, ...]
    overall: ReleasedCell | None


class GroupsExceedTotalError(ValueError):
    """Groups that should add up to the total count more than it."""


@dataclass(frozen=True, slots=True)
class SuppressionRules:
    """How a window is published.

    Attributes:
        profile: which counts are too small.
        measure: what the figures are.
        groups_add_up: whether nobody is in two groups, so that groups can be subtracted from the
            total. Where people may name several groups, they cannot.
    """

    profile: PrivacyProfile = CMS
    measure: Measure = Measure.PROPORTION
    groups_add_up: bool = True

    def too_small(self, numerator: float, denominator: float) -> bool:
        """Return whether numerator, denominator or complement is too small to publish."""
        counts = [numerator, denominator]
        if self.measure is Measure.PROPORTION:
            counts.append(denominator - numerator)
        return any(self.profile.hides(count) for count in counts)


DEFAULT_RULES = SuppressionRules()


def suppress(
    groups: Sequence[GroupCount],
    overall: GroupCount | None = None,
    rules: SuppressionRules = DEFAULT_RULES,
) -> ReleasedWindow:
    """Return what may be shown of one window.

    Privacy first, then reliability. A group is hidden when its numerator, denominator or complement
    is a small number. Then, as long as what is left of the total after all published groups is
    itself too small to publish, the smallest published group is hidden too. So a hidden group is
    never alone, and what the hidden ones have together is never small. People who are in the total
    and in no listed group count as one more hidden group.

    Args:
        groups: the counts by group.
        overall: the counts of everyone.
        rules: profile, measure, and whether groups add up.

    Returns:
        The released cells. A hidden one carries no number.

    Raises:
        ValueError: a group stands twice.
        GroupsExceedTotalError: groups that add up count more than the total.
    """
    if len({count.group for count in groups}) < len(groups):
        raise ValueError("A group stands twice in one window.")
    cells = [_released(count, rules) for count in groups]
    if overall is None:
        return ReleasedWindow(tuple(cells), None)
    everyone = _released(overall, rules)
    if rules.groups_add_up and isinstance(everyone, ShownCell | UnreliableCell):
        published = [
            count
            for count, cell in zip(groups, cells, strict=True)
            if isinstance(cell, ShownCell | UnreliableCell)
        ]
        given_away = _to_hide_beside(published, overall, rules)
        cells = [HiddenCell(cell.group) if cell.group in given_away else cell for cell in cells]
    return ReleasedWindow(tuple(cells), everyone)


def _released(count: GroupCount, rules: SuppressionRules) -> ReleasedCell:
    """Return the cell of one group on its own, before anything is subtracted."""
    numerator, denominator = count.numerator, count.denominator
    if numerator is None or denominator is None:
        return NoDataCell(count.group, NoData.NOT_COUNTED)
    reason = _reason_against(numerator, denominator, rules.measure)
    if reason is not None:
        return NoDataCell(count.group, reason)
    if rules.too_small(numerator, denominator):
        return HiddenCell(count.group)
    return _readable(count.group, numerator, denominator, rules.measure)


def _reason_against(numerator: float, denominator: float, measure: Measure) -> NoData | None:
    if not (math.isfinite(numerator) and math.isfinite(denominator)):
        return NoData.NOT_A_NUMBER
    if numerator < 0 or denominator < 0:
        return NoData.NEGATIVE
    if denominator == 0:
        return NoData.NOBODY
    too_many = measure is Measure.PROPORTION and numerator > denominator
    return NoData.MORE_THAN_ALL if too_many else None


def _readable(
    group: str, numerator: int, denominator: float, measure: Measure
) -> ShownCell | UnreliableCell:
    """Return a cell that privacy allows: with its figure if it is reliable or a real zero."""
    value = numerator / denominator
    of_measure = wilson if measure is Measure.PROPORTION else rate_interval
    interval = of_measure(numerator, denominator)
    enough = min(numerator, denominator) >= FEWEST_RELIABLE
    narrow = interval.upper - interval.lower <= WIDEST_RELIABLE * value
    real_zero = numerator == 0 and denominator >= FEWEST_RELIABLE
    if real_zero or (enough and narrow):
        return ShownCell(group, numerator, denominator, value, interval)
    return UnreliableCell(group, interval)


def _to_hide_beside(
    published: Sequence[GroupCount], overall: GroupCount, rules: SuppressionRules
) -> frozenset[str]:
    """Return the groups to hide so that nothing small is left over from the total, smallest first.

    It ends: without any published group the remainder is the total, which is published.
    """
    kept = sorted(published, key=lambda count: (count.denominator or 0, count.numerator or 0))
    hidden: list[str] = []
    while rules.too_small(*_remainder(kept, overall, rules)):
        hidden.append(kept.pop(0).group)
    return frozenset(hidden)


def _remainder(
    kept: Sequence[GroupCount], overall: GroupCount, rules: SuppressionRules
) -> tuple[int, float]:
    """Return numerator and denominator of everyone who is not in a group that is kept."""
    numerator = (overall.numerator or 0) - sum(count.numerator or 0 for count in kept)
    exposure = (overall.denominator or 0) - math.fsum(count.denominator or 0 for count in kept)
    denominator = round(exposure, REMAINDER_DECIMALS)
    some_of_fewer = rules.measure is Measure.PROPORTION and numerator > denominator
    if numerator < 0 or denominator < 0 or some_of_fewer:
        raise GroupsExceedTotalError(f"The groups add up to more than {overall.group}.")
    return numerator, denominator
