"""Change over time of a proportion or a rate: a straight line through its windows, with its standard error."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

from kiosk.analytics.comparable import Measure
from kiosk.analytics.comparing import RELATIVE_TOLERANCE
from kiosk.analytics.counts import FEWEST_WINDOWS, Counted
from kiosk.analytics.intervals import CONFIDENCE, Interval, standard_normal_quantile

ROUNDING_VARIANCE = 1 / 12
"""The variance of a rounding error, as a share of the squared step (a uniform distribution)."""

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Observation:
    """An estimate at a point of time, and the variance that chance alone gives it."""

    at: float
    value: float
    variance: float


@dataclass(frozen=True, slots=True)
class LinearTrend:
    """A straight line through observations.

    Attributes:
        change: by how much the line rises from the first observation to the last.
        chance_error: the standard error that chance alone gives the change.
        strayed: the sum of squared distances from the line, each as a share of its variance.
        free: degrees of freedom of `strayed`: the observations beyond the two that make a line.
        dispersion: how much more the observations are held to stray than chance alone lets them;
            at least 1.
    """

    change: float
    chance_error: float
    strayed: float
    free: int
    dispersion: float

    @property
    def standard_error(self) -> float:
        """The standard error of the change, with the allowance for overdispersion."""
        return self.chance_error * math.sqrt(self.dispersion)

    @property
    def chance_of_so_low(self) -> float:
        """The probability of a change as low as this or lower when there is none (one-sided)."""
        return _NORMAL.cdf(self.change / self.standard_error)

    @property
    def chance_of_so_high(self) -> float:
        """The probability of a change as high as this or higher when there is none (one-sided)."""
        return _NORMAL.cdf(-self.change / self.standard_error)

    def interval(self, confidence: float = CONFIDENCE) -> Interval:
        """Return the interval of the change."""
        reach = standard_normal_quantile(confidence) * self.standard_error
        return Interval(self.change - reach, self.change + reach)

    def reversed(self) -> "LinearTrend":
        """Return the line upside down."""
        return replace(self, change=-self.change)


def observations_of(
    counts: Sequence[Counted | None],
    times: Sequence[float],
    measure: Measure,
    rounded_to: float = 1,
) -> tuple[Observation | None, ...]:
    """Return the value of each window with the variance that it has when nothing changes.

    The variance is that of the Cochran-Armitage test (Armitage P, Biometrics 1955;11:375-86):
    binomial or Poisson about the value of all windows together, half an event added so that it is
    never 0. Counts that were rounded to a multiple add the variance of their rounding.

    Args:
        counts: one per window, in order of time; None where nothing can be used.
        times: when each window is, in any unit.
        measure: what numerator and denominator are to each other.
        rounded_to: the multiple that counts were rounded to.

    Returns:
        One per window; None where there is no count or nobody was counted.
    """
    used = [count for count in counts if count is not None and count.denominator > 0]
    exposure = math.fsum(count.denominator for count in used)
    if not exposure:
        return (None,) * len(counts)
    events = math.fsum(count.numerator for count in used) + 0.5
    pooled = events / (exposure + 1) if measure is Measure.PROPORTION else events / exposure
    spread = pooled * (1 - pooled) if measure is Measure.PROPORTION else pooled
    step = ROUNDING_VARIANCE * rounded_to**2 if rounded_to > 1 else 0.0
    return tuple(
        None
        if count is None or count.denominator <= 0
        else Observation(
            at=at,
            value=count.numerator / count.denominator,
            variance=spread / count.denominator + step * (1 + pooled**2) / count.denominator**2,
        )
        for count, at in zip(counts, times, strict=True)
    )


def differences_of(
    left: Sequence[Observation | None], right: Sequence[Observation | None]
) -> tuple[Observation | None, ...]:
    """Return `left - right` where both are observed; the two are of different people."""
    return tuple(
        None
        if one is None or other is None
        else Observation(one.at, one.value - other.value, one.variance + other.variance)
        for one, other in zip(left, right, strict=True)
    )


def linear_trend(observations: Sequence[Observation | None]) -> LinearTrend | None:
    """Return the straight line through what was observed, by weighted least squares.

    Without overdispersion its test is the Cochran-Armitage test for a trend. From three
    observations on, the variance is raised by the mean squared distance from the line where
    that exceeds what chance alone explains (quasi-likelihood; McCullagh P, Nelder JA, Generalized
    Linear Models, 2nd ed. 1989, section 4.5). A change in one step counts there as straying too,
    so it is found later than a steady one of the same size, but it is found.

    Args:
        observations: in order of time; None is left out.

    Returns:
        The trend, or None with fewer than two observations.
    """
    used = [each for each in observations if each is not None]
    if len(used) < FEWEST_WINDOWS or used[0].at == used[-1].at:
        return None
    weights = [1 / each.variance for each in used]
    total = math.fsum(weights)
    middle = math.fsum(w * each.at for w, each in zip(weights, used, strict=True)) / total
    mean = math.fsum(w * each.value for w, each in zip(weights, used, strict=True)) / total
    spread = math.fsum(w * (each.at - middle) ** 2 for w, each in zip(weights, used, strict=True))
    slope = (
        math.fsum(
            w * (each.at - middle) * (each.value - mean)
            for w, each in zip(weights, used, strict=True)
        )
        / spread
    )
    strayed = math.fsum(
        w * (each.value - mean - slope * (each.at - middle)) ** 2
        for w, each in zip(weights, used, strict=True)
    )
    free = len(used) - 2
    span = used[-1].at - used[0].at
    return LinearTrend(
        change=slope * span,
        chance_error=span / math.sqrt(spread),
        strayed=strayed,
        free=free,
        dispersion=max(1.0, strayed / free) if free else 1.0,
    )


def sharing_dispersion(
    trends: Mapping[str, LinearTrend], choose: Callable[[float, float], float] = max
) -> dict[str, LinearTrend]:
    """Return trends of several groups whose dispersion allows for that of all groups together.

    With few windows a group's own dispersion is little known and may be large or small by chance;
    that of all groups together is known better, but a step in one of them raises it for all.

    Args:
        trends: by group.
        choose: which of a group's own dispersion and the common one holds: `max` for caution, `min`
            where a real change must not be missed.
    """
    free = sum(trend.free for trend in trends.values())
    if not free:
        return dict(trends)
    together = max(1.0, math.fsum(trend.strayed for trend in trends.values()) / free)
    return {
        name: replace(trend, dispersion=choose(trend.dispersion, together))
        for name, trend in trends.items()
    }


def is_lasting(observations: Sequence[Observation | None]) -> bool:
    """Return whether the line goes the same way without its first and without its last observation.

    One unusual window at either end is no change that lasts. Two observations are all there is.
    """
    used = [each for each in observations if each is not None]
    whole = linear_trend(used)
    if whole is None or whole.free == 0:
        return whole is not None
    parts = (linear_trend(used[1:]), linear_trend(used[:-1]))
    least = RELATIVE_TOLERANCE * whole.change**2
    return all(part is not None and part.change * whole.change > least for part in parts)
