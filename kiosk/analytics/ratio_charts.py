"""Charts of events over opportunities: p and p′ for shares, u and u′ for rates, I′ for any ratio."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, pi, sqrt
from typing import Unpack

from kiosk.analytics.comparing import steps
from kiosk.analytics.figures import Figures, ratios_of
from kiosk.analytics.moving_ranges import average_moving_range, average_range
from kiosk.analytics.phases import ChartMethod, compute
from kiosk.analytics.process_limits import (
    MOVING_RANGE_TO_SIGMA,
    SIGMAS,
    Estimate,
    NoLimits,
    SpcSettings,
    bounded,
    symmetric,
)
from kiosk.analytics.signals import Limits
from kiosk.analytics.spc import ChartOptions, SpcChart

RANGE_TO_SIGMA = sqrt(pi / 2)
"""A normal difference is on average sqrt(2 / pi) of its standard deviation, without its sign."""

I_PRIME_SCREENING = 3.2665
"""A scaled range this many times the average, or more, is left out of an I′ chart's limits."""

Ratios = Sequence[float | None]


def p_chart(
    numerators: Ratios, denominators: Ratios, *, per: float = 1, **options: Unpack[ChartOptions]
) -> SpcChart:
    """Compute the p chart of a share.

    Centre: p = Σ numerators / Σ denominators. Limits at each point: p ± 3 · sqrt(p (1 - p) / n),
    inside 0 and 1; near limits at 2 sigma.

    Source: Montgomery DC. Introduction to Statistical Quality Control, section 7.2.

    Args:
        numerators: how many of the cases in each period; None is a gap.
        denominators: how many cases in each period. Nought, fewer than the numerator, or a
            negative number: the point is a gap that says why.
        per: the multiplier of the unit; 100 for per cent.
        options: direction, target, dates, rebases and settings; see `ChartOptions`.

    Returns:
        The chart in order of time, in the unit that `per` makes.

    Raises:
        ValueError: the lists differ in length, or a date stands twice.
        UnknownRebaseDateError: a rebase is on a date without a figure.
    """
    return _shares("p", numerators, denominators, per, options)


def p_prime_chart(
    numerators: Ratios, denominators: Ratios, *, per: float = 1, **options: Unpack[ChartOptions]
) -> SpcChart:
    """Compute Laney's p′ chart: a p chart that allows for more spread than chance gives large counts.

    Limits: those of the p chart times sigma-z, where z = (p_i - p) / sqrt(p (1 - p) / n_i) and
    sigma-z = average moving range of z / 1.128. Sigma-z is never under 1 unless
    `settings.floor_sigma_z` is off; `SpcPhase.sigma_z` is what it is before that.

    Source: Laney DB. Improved control charts for attributes. Quality Engineering 2002;14:531-7.

    Args, returns and raises as for `p_chart`.
    """
    return _shares("p′", numerators, denominators, per, options)


def u_chart(
    numerators: Ratios, denominators: Ratios, *, per: float = 1, **options: Unpack[ChartOptions]
) -> SpcChart:
    """Compute the u chart of a rate.

    Centre: u = Σ events / Σ exposure. Limits at each point: u ± 3 · sqrt(u / n), not under 0; near
    limits at 2 sigma.

    Source: Montgomery DC. Introduction to Statistical Quality Control, section 7.3.

    Args:
        numerators: events in each period; None is a gap.
        denominators: exposure in each period, such as bed days. Nought or a negative number: the
            point is a gap that says why.
        per: the multiplier of the unit; 1000 for a rate per 1,000.
        options: direction, target, dates, rebases and settings; see `ChartOptions`.

    Returns:
        The chart in order of time, in the unit that `per` makes.

    Raises:
        ValueError: the lists differ in length, or a date stands twice.
        UnknownRebaseDateError: a rebase is on a date without a figure.
    """
    return _rates("u", numerators, denominators, per, options)


def u_prime_chart(
    numerators: Ratios, denominators: Ratios, *, per: float = 1, **options: Unpack[ChartOptions]
) -> SpcChart:
    """Compute Laney's u′ chart: a u chart that allows for more spread than chance gives large counts.

    Limits: those of the u chart times sigma-z, as `p_prime_chart` does with z = (u_i - u) /
    sqrt(u / n_i).

    Source: Laney DB. Improved control charts for attributes. Quality Engineering 2002;14:531-7.

    Args, returns and raises as for `u_chart`.
    """
    return _rates("u′", numerators, denominators, per, options)


def i_prime_chart(
    numerators: Ratios, denominators: Ratios, *, per: float = 1, **options: Unpack[ChartOptions]
) -> SpcChart:
    """Compute Taylor's normalised individuals chart (I′) of any ratio.

    Centre: Σ numerators / Σ denominators. Limits at each point: centre ± 3 · s / sqrt(n), where s
    is the average of sqrt(pi / 2) · |y_i - y_(i-1)| / sqrt(1 / n_i + 1 / n_(i-1)); with screening,
    ranges of 3.2665 times their average, or more, are left out once.

    Source: Taylor WA. Normalized individuals control chart (I′), 2017.

    Args:
        numerators: the amount in each period; None is a gap.
        denominators: the size of each period; nought makes a gap.
        per: the multiplier of the unit.
        options: as for `u_chart`.

    Returns:
        The chart in order of time, in the unit that `per` makes.

    Raises:
        ValueError: the lists differ in length, or a date stands twice.
        UnknownRebaseDateError: a rebase is on a date without a figure.
    """
    figures = ratios_of(numerators, denominators, options.get("dates", ()), per=per)

    def estimate(figures: Figures, basis: Sequence[int], settings: SpcSettings) -> Estimate:
        return _normalised(figures, basis, settings, per)

    return compute(ChartMethod("I′", estimate), figures, options)


@dataclass(frozen=True, slots=True)
class _Attribute:
    """How the limits of shares or rates are estimated.

    Attributes:
        per: the multiplier of the unit.
        variance: of one opportunity, from the centre before the multiplier.
        highest: the upper end of the scale, or None.
        laney: whether the spread of z widens the limits.
    """

    per: float
    variance: Callable[[float], float]
    highest: float | None = None
    laney: bool = False

    def estimate(self, figures: Figures, basis: Sequence[int], settings: SpcSettings) -> Estimate:
        """Return centre and limits of a phase."""
        centre = _pooled(figures, basis) if settings.centre is None else settings.centre / self.per
        spread = sqrt(self.variance(centre))
        if spread == 0:
            return Estimate(centre * self.per, None, NoLimits.NO_VARIATION)
        sigma_z = self._sigma_z(centre, spread, figures, basis, settings) if self.laney else 1.0
        if sigma_z is None:
            return Estimate(centre * self.per, None, NoLimits.NO_NEIGHBOURS)
        wide = max(1.0, sigma_z) if settings.floor_sigma_z else sigma_z
        reason = None if wide else NoLimits.NO_VARIATION
        limits = self._around(centre, spread * wide, figures) if wide else None
        return Estimate(centre * self.per, limits, reason, sigma_z if self.laney else None)

    def _around(self, centre: float, spread: float, figures: Figures) -> tuple[Limits | None, ...]:
        return tuple(
            None
            if n is None
            else bounded(
                symmetric(centre * self.per, SIGMAS * spread / sqrt(n) * self.per),
                0.0,
                self.highest,
            )
            for n in figures.denominators
        )

    def _sigma_z(
        self,
        centre: float,
        spread: float,
        figures: Figures,
        basis: Sequence[int],
        settings: SpcSettings,
    ) -> float | None:
        z = [
            None if x is None or n is None else (x / n - centre) / (spread / sqrt(n))
            for x, n in ((figures.numerators[each], figures.denominators[each]) for each in basis)
        ]
        average = average_moving_range(z, screen=settings.screen)
        return None if average is None else average / MOVING_RANGE_TO_SIGMA


def _pooled(figures: Figures, basis: Sequence[int]) -> float:
    events = fsum(figures.numerators[each] or 0.0 for each in basis)
    return events / fsum(figures.denominators[each] or 0.0 for each in basis)


def _normalised(
    figures: Figures, basis: Sequence[int], settings: SpcSettings, per: float
) -> Estimate:
    """Return centre and limits of a phase of an I′ chart."""
    centre = _pooled(figures, basis) * per if settings.centre is None else settings.centre
    values = [figures.values[each] for each in basis]
    sizes = [figures.denominators[each] for each in basis]
    ranges = [
        RANGE_TO_SIGMA * abs(after - before) / sqrt(1 / n + 1 / n_before) if step else 0.0
        for step, (before, after), (n_before, n) in zip(
            steps(values), pairwise(values), pairwise(sizes), strict=True
        )
        if before is not None and after is not None and n is not None and n_before is not None
    ]
    average = average_range(ranges, screen=settings.screen, factor=I_PRIME_SCREENING)
    if not average:
        reason = NoLimits.NO_NEIGHBOURS if average is None else NoLimits.NO_VARIATION
        return Estimate(centre, None, reason)
    limits: tuple[Limits | None, ...] = tuple(
        None if n is None else symmetric(centre, SIGMAS * average / sqrt(n))
        for n in figures.denominators
    )
    return Estimate(centre, limits)


def _shares(
    name: str, numerators: Ratios, denominators: Ratios, per: float, options: ChartOptions
) -> SpcChart:
    figures = ratios_of(numerators, denominators, options.get("dates", ()), per=per, share=True)
    method = _Attribute(per, lambda share: max(0.0, share * (1 - share)), per, name.endswith("′"))
    return compute(ChartMethod(name, method.estimate), figures, options)


def _rates(
    name: str, numerators: Ratios, denominators: Ratios, per: float, options: ChartOptions
) -> SpcChart:
    figures = ratios_of(numerators, denominators, options.get("dates", ()), per=per)
    method = _Attribute(per, lambda rate: max(0.0, rate), None, name.endswith("′"))
    return compute(ChartMethod(name, method.estimate, counts=True), figures, options)
