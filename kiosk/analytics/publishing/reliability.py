"""From an amount that may be published to a released cell: value, interval, and whether it can be relied on."""

from kiosk.analytics.intervals import Interval, rate_interval, wilson
from kiosk.analytics.publishing.primary import Amount, NoFigure
from kiosk.analytics.publishing.profiles import PrivacyProfile
from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.domain.releases import Cell, CellStatus

FEWEST_RELIABLE = 10
"""A reliable figure has at least so many in its numerator and in its denominator (NCHS 2017)."""

WIDEST_RELIABLE = 1.6
"""Its 95 % interval is at most so many times as wide as the figure itself (NCHS: 160 %)."""


def hidden_cell(group: str | None) -> Cell:
    """Return the cell of a group that is hidden: not one number, and no reason."""
    return Cell(group=group, status=CellStatus.HIDDEN)


def released_cell(
    group: str | None, outcome: Amount | NoFigure, facts: MetricFacts, profile: PrivacyProfile
) -> Cell:
    """Return the cell of a group that privacy allows to be shown.

    Everything in it is a function of the counts as they are published: rounded where the profile
    rounds. A real zero is shown, though it is no ground for a comparison. An unreliable figure is
    an interval only, which tells who inverts it the counts: they have passed privacy.

    Source: Parker JD et al., National Center for Health Statistics Data Presentation Standards for
    Proportions, Vital Health Stat 2(175), 2017.
    """
    if isinstance(outcome, NoFigure):
        return Cell(group=group, status=CellStatus.NO_DATA, reason=outcome.reason)
    numerator = profile.rounded(outcome.numerator)
    denominator = _denominator(outcome, numerator, facts, profile)
    if denominator == 0:
        return Cell(group=group, status=CellStatus.NO_DATA, reason="too little time at risk")
    interval = _interval(numerator, denominator, facts.value)
    value = numerator / denominator
    lower, upper = interval.lower * facts.per, interval.upper * facts.per
    if not _reliable(numerator, denominator, value, interval, facts.value):
        return Cell(group=group, status=CellStatus.UNRELIABLE, lower=lower, upper=upper)
    return Cell(
        group=group,
        status=CellStatus.SHOWN,
        value=value * facts.per,
        lower=lower,
        upper=upper,
        numerator=numerator,
        denominator=None if facts.value is ValueKind.COUNT else denominator,
    )


def _denominator(
    outcome: Amount, numerator: int, facts: MetricFacts, profile: PrivacyProfile
) -> int:
    match facts.value:
        case ValueKind.COUNT:
            return 1
        case ValueKind.PROPORTION:
            return max(numerator, profile.rounded(outcome.denominator))
        case ValueKind.RATE:
            return profile.rounded(outcome.denominator)


def _interval(numerator: int, denominator: int, kind: ValueKind) -> Interval:
    if kind is ValueKind.PROPORTION:
        return wilson(numerator, denominator)
    return rate_interval(numerator, denominator)


def _reliable(
    numerator: int, denominator: int, value: float, interval: Interval, kind: ValueKind
) -> bool:
    people = numerator if kind is ValueKind.COUNT else denominator
    if numerator == 0:
        return kind is ValueKind.COUNT or people >= FEWEST_RELIABLE
    enough = min(numerator, people) >= FEWEST_RELIABLE
    return enough and interval.upper - interval.lower <= WIDEST_RELIABLE * value
