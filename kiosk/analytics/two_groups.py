"""Two groups compared: differences and ratios of proportions and of rates, with intervals; never infinity."""

import math
from dataclasses import dataclass

from kiosk.analytics.binomial import clopper_pearson, two_sided_p
from kiosk.analytics.intervals import (
    CONFIDENCE,
    Interval,
    difference_interval,
    rate_interval,
    standard_normal_quantile,
    wilson,
)


@dataclass(frozen=True, slots=True)
class ProportionComparison:
    """A proportion beside a reference proportion.

    Attributes:
        difference: the proportion minus the reference.
        newcombe: the interval of the difference that a board shows.
        wald: the textbook interval of the difference, for checking others' numbers.
        ratio: the proportion over the reference; None where the reference is 0.
        ratio_log: the interval of the ratio; None where either is 0.
    """

    difference: float
    newcombe: Interval
    wald: Interval
    ratio: float | None
    ratio_log: Interval | None


@dataclass(frozen=True, slots=True)
class ExactRatio:
    """The exact interval of a ratio of rates; no upper limit (None) where the reference has no events."""

    lower: float
    upper: float | None


@dataclass(frozen=True, slots=True)
class RateComparison:
    """A rate beside a reference rate, per unit of exposure.

    Attributes:
        difference: the rate minus the reference.
        mover_byar: the interval of the difference that a board shows.
        wald: the textbook interval of the difference, for checking others' numbers.
        ratio: the rate over the reference; None where the reference is 0.
        ratio_log: the log-normal interval of the ratio; None where either is 0.
        ratio_exact: the exact interval of the ratio.
        p_exact: the exact two-sided p-value of equal rates.
    """

    difference: float
    mover_byar: Interval
    wald: Interval
    ratio: float | None
    ratio_log: Interval | None
    ratio_exact: ExactRatio
    p_exact: float


def compare_proportions(
    numerator: int,
    denominator: int,
    reference_numerator: int,
    reference_denominator: int,
    confidence: float = CONFIDENCE,
) -> ProportionComparison:
    """Return the difference and the ratio of two independent proportions.

    Difference: Newcombe's hybrid score interval (Stat Med 1998;17:873-90, method 10); Wald's beside
    it, cut at -1 and 1. Ratio: normal on the log scale, variance 1/x - 1/n + 1/y - 1/m (Katz D et
    al., Biometrics 1978;34:469-74).

    Args:
        numerator: how many of the group have it.
        denominator: out of how many.
        reference_numerator: how many of the reference group have it.
        reference_denominator: out of how many.
        confidence: the level, between 0 and 1.

    Returns:
        Both comparisons, as shares (not per cent).

    Raises:
        ValueError: not 0 <= numerator <= denominator, or a denominator is 0.
    """
    mine = wilson(numerator, denominator, confidence)
    theirs = wilson(reference_numerator, reference_denominator, confidence)
    value, reference = numerator / denominator, reference_numerator / reference_denominator
    difference = value - reference
    spread = value * (1 - value) / denominator
    spread += reference * (1 - reference) / reference_denominator
    reach = standard_normal_quantile(confidence) * math.sqrt(spread)
    ratio = value / reference if reference else None
    log_interval = None
    if ratio:
        log_spread = 1 / numerator - 1 / denominator
        log_spread += 1 / reference_numerator - 1 / reference_denominator
        log_interval = _log_normal(ratio, max(0.0, log_spread), confidence)
    return ProportionComparison(
        difference=difference,
        newcombe=difference_interval(value, mine, reference, theirs),
        wald=Interval(max(-1.0, difference - reach), min(1.0, difference + reach)),
        ratio=ratio,
        ratio_log=log_interval,
    )


def compare_rates(
    events: int,
    exposure: float,
    reference_events: int,
    reference_exposure: float,
    confidence: float = CONFIDENCE,
) -> RateComparison:
    """Return the difference and the ratio of two independent rates.

    Difference: square-and-add (MOVER; Zou GY, Donner A, Stat Med 2008;27:1693-702) from the exact
    intervals under 10 events and Byar's from 10; Wald's beside it. Ratio: normal on the log scale,
    variance 1/x + 1/y (Rothman KJ, Modern Epidemiology); and exact, from the binomial
    distribution of the events given their sum (Clopper-Pearson; Lehmann EL, Testing Statistical
    Hypotheses). The p-value is the exact conditional one.

    Args:
        events: how many happened in the group.
        exposure: its time at risk, in any unit.
        reference_events: how many happened in the reference group.
        reference_exposure: its time at risk, in the same unit.
        confidence: the level, between 0 and 1.

    Returns:
        Both comparisons, per unit of exposure.

    Raises:
        ValueError: negative events, an exposure that is not above 0, or counts or rates that are
            too large to compute with.
    """
    mine = rate_interval(events, exposure, confidence)
    theirs = rate_interval(reference_events, reference_exposure, confidence)
    value, reference = events / exposure, reference_events / reference_exposure
    difference = value - reference
    spread = value / exposure + reference / reference_exposure
    if not math.isfinite(spread):
        raise ValueError("These times at risk are too short to compute with.")
    reach = standard_normal_quantile(confidence) * math.sqrt(spread)
    ratio = _over(value, reference)
    log_interval = None
    if ratio:
        log_interval = _log_normal(ratio, 1 / events + 1 / reference_events, confidence)
    together = events + reference_events
    return RateComparison(
        difference=difference,
        mover_byar=difference_interval(value, mine, reference, theirs),
        wald=Interval(difference - reach, difference + reach),
        ratio=ratio,
        ratio_log=log_interval,
        ratio_exact=_exact_ratio(events, together, reference_exposure / exposure, confidence),
        p_exact=two_sided_p(events, together, exposure / (exposure + reference_exposure)),
    )


def _over(value: float, reference: float) -> float | None:
    """Return a ratio; None where it has no end."""
    if reference == 0 or math.isinf(value / reference):
        return None
    return value / reference


def _log_normal(ratio: float, log_variance: float, confidence: float) -> Interval | None:
    """Return the interval of a ratio; None where it has no end."""
    factor = math.exp(standard_normal_quantile(confidence) * math.sqrt(log_variance))
    if math.isinf(ratio * factor):
        return None
    return Interval(ratio / factor, ratio * factor)


def _exact_ratio(events: int, together: int, scale: float, confidence: float) -> ExactRatio:
    """Return the interval of share / (1 - share) * scale, where share is that of the events."""
    if together == 0:
        return ExactRatio(0.0, None)
    share = clopper_pearson(events, together, confidence)
    upper = math.inf if share.upper == 1 else share.upper / (1 - share.upper) * scale
    return ExactRatio(share.lower / (1 - share.lower) * scale, None if math.isinf(upper) else upper)
