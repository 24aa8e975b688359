"""Days between rare events: the spells, how long a usual one is, and when one is unusually long."""

import math
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from statistics import fmean, median

from kiosk.analytics.comparing import compare
from kiosk.analytics.moving_ranges import average_moving_range
from kiosk.analytics.process_limits import (
    MINIMUM_POINTS,
    MOVING_RANGE_TO_SIGMA,
    SIGMAS,
    bounded,
    symmetric,
)
from kiosk.analytics.signals import Limits

MEAN_TO_MEDIAN = 0.693
"""ln 2, as the reference rounds it: the median of a geometric time, from a mean that is given."""

WEIBULL_POWER = 3.6
"""Times between rare events to the power 1 / 3.6 are nearly normal (Nelson LS, 1994)."""

HALF_A_DAY = 0.5
"""What a spell of no whole day counts as on a t chart, which has no place for 0."""


class SpellRule(StrEnum):
    """How limits for days between are computed."""

    G = "g"
    T = "t"


@dataclass(frozen=True, slots=True)
class SpellLimits:
    """Centre and limits for the days between events.

    Attributes:
        usual: the centre, in days: half of the spells are longer.
        limits: in days, never below 0; None where nothing varies.
    """

    usual: float
    limits: Limits | None


@dataclass(frozen=True, slots=True)
class SpellChart:
    """Days between events, as of one day.

    Attributes:
        spells: days between one event and the next, oldest first.
        running: days since the last event; None without any event.
        rule: how the limits are computed.
        usual: the usual length in days; None without a completed spell.
        lower: the lower limit in days, or None as long as there is none.
        upper: the upper limit in days, or None as long as there is none.
        spells_until_limits: how many more spells until there are limits; 0 when there are enough.
        longer_than_upper: whether the running spell is already strictly beyond the upper limit.
        counted_as_half: on a t chart, how many spells of no whole day count as half a day.
    """

    spells: tuple[int, ...]
    running: int | None
    rule: SpellRule
    usual: float | None
    lower: float | None
    upper: float | None
    spells_until_limits: int
    longer_than_upper: bool
    counted_as_half: int = 0


def open_days_between(earlier: date, later: date, closed: Sequence[date] = ()) -> int:
    """Return how many days after `earlier`, up to and with `later`, the ward was open.

    Args:
        earlier: a local day; not counted.
        later: a local day, not before `earlier`; counted if the ward was open.
        closed: closed days in ascending order, each once.

    Returns:
        Days. Two consecutive open days are 1 apart.
    """
    days = (later - earlier).days
    return days - (bisect_right(closed, later) - bisect_right(closed, earlier))


def days_between(events: Iterable[date], closed: Collection[date] = ()) -> tuple[int, ...]:
    """Return the days between each event and the next, closed days left out.

    Args:
        events: the local day of each event, in any order; two on one day are 0 days apart.
        closed: days on which the ward was closed.

    Returns:
        One number fewer than there are events, oldest first.
    """
    shut = sorted(set(closed))
    return tuple(
        open_days_between(before, after, shut) for before, after in pairwise(sorted(events))
    )


def g_limits(spells: Sequence[float], *, mean: float | None = None) -> SpellLimits:
    """Return centre and limits of a g chart (Benneyan JC, Health Care Manag Sci 2001;4:305-18).

    Days until a rare event are geometric: with mean m their variance is m * (m + 1). The centre is
    the median, because half of the spells then lie on either side.

    Args:
        spells: days between events; at least one, unless `mean` is given.
        mean: a mean from elsewhere.

    Returns:
        Centre and limits; no limits where every spell is 0.

    Raises:
        ValueError: a spell is negative, or there is none.
    """
    if any(spell < 0 for spell in spells):
        raise ValueError("Days between events cannot be negative.")
    if mean is None:
        if not spells:
            raise ValueError("There are no days between events.")
        centre, mean = float(median(spells)), fmean(spells)
    else:
        centre = MEAN_TO_MEDIAN * mean
    spread = SIGMAS * math.sqrt(mean * (mean + 1))
    if spread == 0:
        return SpellLimits(centre, None)
    return SpellLimits(centre, bounded(symmetric(mean, spread), 0.0))


def t_limits(
    spells: Sequence[float | None],
    *,
    screen: bool = True,
    transformed_mean: float | None = None,
) -> SpellLimits:
    """Return centre and limits of a t chart (Nelson LS, J Qual Tech 1994;26:239-40).

    An individuals chart of the times to the power 1 / 3.6, taken back to days.

    Args:
        spells: times between events, all above 0; None is a gap, and there is at least one time.
        screen: whether unusually large moving ranges are left out once.
        transformed_mean: a centre from elsewhere, to the power 1 / 3.6.

    Returns:
        Centre and limits; no limits where no two neighbours differ.

    Raises:
        ValueError: a time is not above 0, or there is none.
    """
    known = [spell for spell in spells if spell is not None]
    if not known or min(known) <= 0:
        raise ValueError("A t chart takes times above 0.")
    powers = [None if spell is None else spell ** (1 / WEIBULL_POWER) for spell in spells]
    mean = transformed_mean
    if mean is None:
        mean = fmean(power for power in powers if power is not None)
    usual = mean**WEIBULL_POWER
    average_range = average_moving_range(powers, screen=screen)
    if not average_range:
        return SpellLimits(usual, None)
    powered = bounded(symmetric(mean, SIGMAS * average_range / MOVING_RANGE_TO_SIGMA), 0.0)
    return SpellLimits(usual, Limits(*(each**WEIBULL_POWER for each in powered)))


def spell_chart(
    events: Collection[date],
    today: date,
    *,
    closed: Collection[date] = (),
    rule: SpellRule = SpellRule.G,
    minimum_spells: int = MINIMUM_POINTS,
) -> SpellChart:
    """Return the days between events with their limits, and the running spell held against them.

    The running spell takes no part in centre or limits: it is not over.

    Args:
        events: the local day of each event, in any order; days after `today` are left out.
        today: the local day it is.
        closed: days on which the ward was closed; they count in no spell.
        rule: g for whole days; t for times, where a spell of no whole day counts as half a day,
            which the chart must say.
        minimum_spells: fewer completed spells: no limits.

    Returns:
        The chart.
    """
    past = sorted(day for day in events if day <= today)
    shut = sorted(set(closed))
    spells = days_between(past, shut)
    running = open_days_between(past[-1], today, shut) if past else None
    limits = _limits(spells, rule) if spells else None
    enough = len(spells) >= minimum_spells
    drawn = limits.limits if limits and enough else None
    upper = drawn.upper if drawn else None
    return SpellChart(
        spells=spells,
        running=running,
        rule=rule,
        usual=limits.usual if limits else None,
        lower=drawn.lower if drawn else None,
        upper=upper,
        spells_until_limits=max(0, minimum_spells - len(spells)),
        longer_than_upper=running is not None and upper is not None and compare(running, upper) > 0,
        counted_as_half=spells.count(0) if rule is SpellRule.T else 0,
    )


def _limits(spells: Sequence[int], rule: SpellRule) -> SpellLimits:
    if rule is SpellRule.G:
        return g_limits(spells)
    return t_limits([spell or HALF_A_DAY for spell in spells])
