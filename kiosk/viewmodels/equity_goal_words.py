"""Equity goals in words: the gap with its unit, by when, who answers for it, for whom, and where it stands."""

from datetime import date

from kiosk.domain.equity_goals import EquityGoal
from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.viewmodels.words import number, plain_day, points

FURTHEST = "whichever group is furthest away"
POINTS = "points"


def gap_unit(facts: MetricFacts) -> str:
    """Return the unit of a gap: points for shares, else the metric's own."""
    return POINTS if facts.value is ValueKind.PROPORTION else facts.unit


def gap_and_unit(gap: float, facts: MetricFacts) -> str:
    """Return "5 points", "1 point", "0.4 per 1,000 bed days"."""
    if facts.value is ValueKind.PROPORTION:
        return points(number(gap))
    return f"{number(gap)} {facts.unit}".strip()


def goal_facts(
    goal: EquityGoal, facts: MetricFacts, today: date, *, named: tuple[str, ...] = ()
) -> tuple[tuple[str, str], ...]:
    """Return what was agreed.

    Args:
        goal: the goal.
        facts: the metric.
        today: the ward's day.
        named: the groups that have a name on this wall now; any other is not named.
    """
    group = goal.group if goal.group in named else ""
    hidden = bool(goal.group) and not group
    return (
        ("Gap", f"{gap_and_unit(goal.gap, facts)} at most"),
        ("By", plain_day(goal.by, today)),
        ("Owner", goal.owner),
        ("For", "a group with too few to show now" if hidden else group or FURTHEST),
        ("Set on", plain_day(goal.set_on, today)),
    )
