"""What a metric is and how its limits and signals are worked out: what its sheet says besides the figures."""

from kiosk.analytics.signals import RuleSet
from kiosk.analytics.spc import SpcChart
from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.viewmodels.metric_tile import as_of, stale_label
from kiosk.viewmodels.process_chart_view import chart_of, notes, rule_words
from kiosk.viewmodels.reported import REPORTED
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.series import Series
from kiosk.viewmodels.words import counted, figure_and_unit, listed, plain_day

CHARTS = {
    "run": "Run chart: the median, no limits",
    "XmR": "XmR: mean ± 2.66 × the average range between neighbours",
    "MR": "MR: ranges between neighbours; mean, upper limit 3.267 × mean",
    "p": "p: all counted together, ± 3 √(p (1 − p) / n)",
    "p′": "p′: as p, wider by the spread between neighbours (Laney)",
    "u": "u: all events over all exposure, ± 3 √(u / n)",
    "u′": "u′: as u, wider by the spread between neighbours (Laney)",
    "c": "c: mean ± 3 √mean",
    "g": "g: median; limits mean ± 3 √(mean × (mean + 1))",
    "t": "t: times to the power 1 / 3.6; mean ± 3 × average range / 1.128, and back",
    "I′": "I′: all counted together, ± 3 × the average scaled range / √n (Taylor)",
}
FROM_RANGES = frozenset({"XmR", "I′", "p′", "t", "u′"})
"""Charts whose limits come from the ranges between neighbours."""
SCREENED = "ranges of 3.267 times their average or more are left out, once"
NOT_SCREENED = "off: every range counts"


def in_short(series: Series, scene: Scene) -> tuple[tuple[str, str], ...]:
    """Return what one must know beside the chart."""
    facts = series.facts
    return rows_said(
        ("Definition", facts.definition),
        ("Goal", figure_and_unit(series.goal, facts) if series.goal is not None else "none"),
        ("Source", series.source),
        ("As of", stale_label(series, scene) or as_of(series, scene)),
        ("Rules", rule_words(chart_of(series))),
        ("Scope", series.scope),
    )


def metric_facts(series: Series, scene: Scene) -> tuple[tuple[str, str], ...]:
    """Return everything that says what the figures are."""
    facts = series.facts
    return rows_said(
        ("Definition", facts.definition),
        ("Counted", facts.numerator),
        ("Out of", listed((facts.denominator, per_words(facts)), ", ")),
        ("Goal", figure_and_unit(series.goal, facts) if series.goal is not None else "none"),
        ("Source", series.source),
        ("As of", stale_label(series, scene) or as_of(series, scene)),
        ("Scope", series.scope),
        ("Voluntary", REPORTED if facts.voluntary else ""),
    )


def chart_facts(series: Series, scene: Scene) -> tuple[tuple[str, str], ...]:
    """Return how centre line, limits and signals are worked out, so that anyone can do it again."""
    facts, computed = series.facts, chart_of(series)
    words = (plain_day(day, scene.today) for day in facts.rebase)
    missing = f"{counted(series.left_out, series.period)} left out" if series.left_out else ""
    return rows_said(
        *_method_facts(computed, facts),
        ("New phases", listed(words, ", ") or "none"),
        ("Limits from", "all points of a phase, 12 or more"),
        ("Points", listed((f"one for each {series.period}", missing), ", ")),
        ("Note", listed(notes(series, computed))),
    )


def method_facts(series: Series) -> tuple[tuple[str, str], ...]:
    """Return by which chart and which rules a series is judged, with their parameters."""
    return rows_said(*_method_facts(chart_of(series), series.facts))


def _method_facts(computed: SpcChart, facts: MetricFacts) -> tuple[tuple[str, str], ...]:
    return (
        ("Chart", CHARTS.get(computed.name, computed.name)),
        ("Rules", rules_in_full(computed.rules)),
        ("Screening", screening_words(computed.name, screen=facts.screen)),
    )


def screening_words(chart: str, *, screen: bool) -> str:
    """Return whether unusual ranges are left out; nothing for charts whose limits come from no ranges."""
    if chart not in FROM_RANGES:
        return ""
    return SCREENED if screen else NOT_SCREENED


def rules_in_full(rules: RuleSet) -> str:
    """Return a rule set with its parameters: "NHS Making Data Count: shift of 7 points, ..."."""
    said = (
        f"a shift of {rules.shift_points} points" if rules.shift_points else "",
        f"a trend of {rules.trend_points} points" if rules.trend_points else "",
        "two of three near a limit" if rules.two_of_three else "",
        "one beyond a limit" if rules.astronomical else "",
        "the longest run and the number of crossings" if rules.runs else "",
    )
    return f"{rules.name}: {listed(said, ', ')}"


def per_words(facts: MetricFacts) -> str:
    """Return the multiplier of a rate: "per 1,000"."""
    return f"per {facts.per:,}" if facts.value is ValueKind.RATE else ""


def rows_said(*rows: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the rows that have words."""
    return tuple((label, words) for label, words in rows if words)
