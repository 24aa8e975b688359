"""The charts that an analyst calls, in one place, and the one that a metric's definition names."""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from kiosk.analytics.count_charts import c_chart, g_chart, t_chart
from kiosk.analytics.funnel import funnel_chart
from kiosk.analytics.process_limits import SpcSettings
from kiosk.analytics.ratio_charts import (
    i_prime_chart,
    p_chart,
    p_prime_chart,
    u_chart,
    u_prime_chart,
)
from kiosk.analytics.signals import ANHOEJ, NHS_MAKING_DATA_COUNT, WESTERN_ELECTRIC, RuleSet
from kiosk.analytics.spc import ChartOptions, SpcChart
from kiosk.analytics.verdicts import Direction
from kiosk.analytics.xmr import mr_chart, run_chart, xmr_chart
from kiosk.domain.metrics import ChartKind, MetricFacts, Rules

__all__ = [
    "Measurements",
    "c_chart",
    "chart_of",
    "funnel_chart",
    "g_chart",
    "i_prime_chart",
    "mr_chart",
    "p_chart",
    "p_prime_chart",
    "rule_set",
    "run_chart",
    "t_chart",
    "u_chart",
    "u_prime_chart",
    "xmr_chart",
]

HALF_A_UNIT = 0.5
"""What two events in one unit of time are apart, on a t chart."""


@dataclass(frozen=True, slots=True)
class Measurements:
    """A metric's figures over time.

    Attributes:
        values: one per period, in the metric's unit; None is a gap.
        dates: the first day of each period, in order.
        numerators: the counts behind the values; empty where they are not known.
        denominators: the opportunities behind the values; empty where they are not known.
    """

    values: tuple[float | None, ...]
    dates: tuple[date, ...] = ()
    numerators: tuple[float | None, ...] = ()
    denominators: tuple[float | None, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether numerators and denominators are known."""
        return bool(self.numerators) and bool(self.denominators)


def rule_set(rules: Rules) -> RuleSet:
    """Return the rules that a metric's definition names."""
    match rules:
        case Rules.MAKING_DATA_COUNT:
            return NHS_MAKING_DATA_COUNT
        case Rules.ANHOEJ:
            return ANHOEJ
        case Rules.WESTERN_ELECTRIC:
            return WESTERN_ELECTRIC
        case _:
            assert_never(rules)


def chart_of(facts: MetricFacts, measured: Measurements, *, goal: float | None = None) -> SpcChart:
    """Compute the chart that a metric's definition names, under its rules and rebases.

    A p or u chart needs numerators and denominators; without them the individuals chart of the
    values is computed, and its name says so.

    Args:
        facts: the metric's definition.
        measured: its figures. For g and t charts the values lie between one event and the next.
        goal: its goal in its unit, or None.

    Raises:
        ValueError: the figures differ in number, or a date stands twice.
        UnknownRebaseDateError: a rebase is on a date without a figure.
    """
    options = ChartOptions(
        improvement=Direction(facts.direction.value),
        target=goal,
        dates=measured.dates,
        rebase_on=facts.rebase,
        settings=SpcSettings(screen=facts.screen, rules=rule_set(facts.rules)),
    )
    if facts.chart in _RATIO_CHARTS and measured.counted:
        return _RATIO_CHARTS[facts.chart](
            measured.numerators, measured.denominators, per=facts.per, **options
        )
    if facts.chart is ChartKind.T:
        sound = [None if value is None or value < 0 else value for value in measured.values]
        return t_chart(sound, zero_counts_as=HALF_A_UNIT, **options)
    return _VALUE_CHARTS.get(facts.chart, xmr_chart)(measured.values, **options)


_VALUE_CHARTS = {ChartKind.RUN: run_chart, ChartKind.C: c_chart, ChartKind.G: g_chart}
_RATIO_CHARTS = {
    ChartKind.P: p_chart,
    ChartKind.P_PRIME: p_prime_chart,
    ChartKind.U: u_chart,
    ChartKind.U_PRIME: u_prime_chart,
}
