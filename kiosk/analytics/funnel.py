"""Funnel charts: units compared on one target, with limits that widen where little was counted."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kiosk.analytics.comparing import compare
from kiosk.analytics.figures import Figures, NoFigure, ratios_of
from kiosk.analytics.gamma import gamma_quantile

WARNING, ACTION = 0.95, 0.998
"""Two in a hundred and two in a thousand units lie beyond by chance, half of them on either side."""

QUANTILES = (1.959964, 3.090232)
"""z at the two levels, to the six decimals that the reference uses."""

HALF = 0.5
TRIM = 0.1
"""The share of units at either end whose distance is not believed when over-dispersion is measured."""


class FunnelLimits(NamedTuple):
    """Limits of one unit at 95 % and 99.8 %, in the unit of the values."""

    lower95: float
    upper95: float
    lower998: float
    upper998: float


@dataclass(frozen=True, slots=True)
class FunnelMethod:
    """How units of one kind are compared.

    Attributes:
        name: what is compared.
        target: from all numerators and all denominators together, before any multiplier.
        scale: a numerator and a denominator on the scale where spread does not depend on size;
            None where they have no place on it.
        back: from that scale to the ratio.
        aim: the target on that scale.
        spread: of one unit on that scale, by chance alone.
        limit_spread: the spread of its limits, where they are drawn for any numerator.
        exact: whether plain limits are exact Poisson limits around the expected count.
        truncate: whether over-dispersion is measured without the units at the ends; else they are
            drawn in to where the others end.
        share: whether a numerator over its denominator is no figure.
        zero: whether a target of 0 has a place on the scale; else there are no limits.
    """

    name: str
    target: Callable[[float, float], float]
    scale: Callable[[float, float], float | None]
    back: Callable[[float], float]
    aim: Callable[[float], float]
    spread: Callable[[float, float], float]
    limit_spread: Callable[[float, float], float]
    exact: bool = False
    truncate: bool = False
    share: bool = False
    zero: bool = True


@dataclass(frozen=True, slots=True)
class FunnelSettings:
    """How a funnel is drawn.

    Attributes:
        adjust: whether the limits in use allow for over-dispersion.
        confidence: the level of the limits in use, 0.95 or 0.998.
        trim: the share of units at either end that over-dispersion does not rest on.
    """

    adjust: bool = True
    confidence: float = ACTION
    trim: float = TRIM

    def __post_init__(self) -> None:
        if self.confidence not in (WARNING, ACTION):
            raise ValueError(f"Limits stand at {WARNING} and {ACTION}, not at {self.confidence}.")
        if not 0 <= self.trim < HALF:
            raise ValueError(f"A trim of {self.trim} leaves no unit: it lies from 0 up to 0.5.")


DEFAULT_FUNNEL = FunnelSettings()


@dataclass(frozen=True, slots=True)
class FunnelUnit:
    """One unit of a funnel chart.

    Attributes:
        value: in the unit that `per` makes, or None.
        denominator: how much was counted; None where the value is.
        limits: by chance alone; None where the value is, and where there are none.
        adjusted: with the over-dispersion of all units; None as above.
        outlier: -1 below or 1 above the limits that are in use, else 0.
        no_figure: why there is no value, or None.
    """

    value: float | None
    denominator: float | None
    limits: FunnelLimits | None
    adjusted: FunnelLimits | None
    outlier: int
    no_figure: NoFigure | None


@dataclass(frozen=True, slots=True)
class FunnelChart:
    """Units compared with their target.

    Attributes:
        units: in the order given.
        target: what all of them are compared with, in the unit of the values; None without any.
        phi: the over-dispersion; about 1 where only chance is at work, 0 where it was not asked.
        tau2: the variance between units, on the scale of the method.
        adjusted: whether the limits in use allow for the over-dispersion.
        confidence: the level of the limits in use.
    """

    units: tuple[FunnelUnit, ...]
    target: float | None
    phi: float
    tau2: float
    adjusted: bool
    confidence: float


def _pooled(numerators: float, denominators: float) -> float:
    return numerators / denominators


def _half_root(_numerator: float, denominator: float) -> float:
    return 1 / (2 * math.sqrt(denominator))


def _log_ratio_spread(numerator: float, denominator: float) -> float:
    return math.sqrt(numerator / (numerator + 0.5) ** 2 + denominator / (denominator + 0.5) ** 2)


PROPORTIONS = FunnelMethod(
    name="proportion",
    target=_pooled,
    scale=lambda x, n: math.asin(math.sqrt(x / n)),
    back=lambda angle: math.sin(min(max(angle, 0.0), math.pi / 2)) ** 2,
    aim=lambda share: math.asin(math.sqrt(share)),
    spread=_half_root,
    limit_spread=_half_root,
    share=True,
)
"""Shares, on the arcsine scale."""

RATIOS_BY_LOGARITHM = FunnelMethod(
    name="standardised ratio (logarithm)",
    target=lambda _observed, _expected: 1.0,
    scale=lambda observed, expected: math.log(observed / expected) if observed else None,
    back=math.exp,
    aim=lambda _ratio: 0.0,
    spread=lambda _observed, expected: 1 / math.sqrt(expected),
    limit_spread=lambda _observed, expected: 1 / math.sqrt(expected),
    exact=True,
    truncate=True,
)
"""Observed over expected, with over-dispersion measured as NHS Digital does for its SHMI."""

RATIOS_BY_ROOT = FunnelMethod(
    name="standardised ratio (square root)",
    target=lambda _observed, _expected: 1.0,
    scale=lambda observed, expected: math.sqrt(observed / expected),
    back=lambda root: max(0.0, root) ** 2,
    aim=lambda _ratio: 1.0,
    spread=_half_root,
    limit_spread=_half_root,
    exact=True,
)
"""Observed over expected, with over-dispersion measured as the Care Quality Commission does."""

RATIOS_OF_COUNTS = FunnelMethod(
    name="ratio of counts",
    target=_pooled,
    scale=lambda x, n: math.log((x + 0.5) / (n + 0.5)),
    back=math.exp,
    aim=math.log,
    spread=_log_ratio_spread,
    limit_spread=_log_ratio_spread,
    zero=False,
)
"""One count over another, on the logarithmic scale."""


def funnel_chart(
    numerators: Sequence[float | None],
    denominators: Sequence[float | None],
    *,
    method: FunnelMethod = PROPORTIONS,
    per: float = 1,
    settings: FunnelSettings = DEFAULT_FUNNEL,
) -> FunnelChart:
    """Compare units on one target by a funnel chart.

    Centre: the pooled ratio (1 for observed over expected). Limits: target ± z · sqrt(s² + tau²)
    on the scale of the method, z = 1.959964 (95 %) and 3.090232 (99.8 %); by chance alone tau² is 0, and
    limits of observed over expected are exact Poisson limits (chi-square). Over-dispersion: phi =
    mean of squared distances z_i after the ends are drawn in (or left out), tau² = (n · phi -
    (n - 1)) / (Σ w - Σ w² / Σ w) with w = 1 / s², not under 0.

    Source: Spiegelhalter DJ. Funnel plots for comparing institutional performance. Stat Med
    2005;24:1185-202, and Handling over-dispersion of performance indicators. Qual Saf Health Care
    2005;14:347-51; as the R package FunnelPlotR 0.6.0 computes them.

    Args:
        numerators: events of each unit.
        denominators: opportunities, or expected events. Nought, a negative number, or for shares
            fewer than the numerator: the unit has no value and says why.
        method: what is compared.
        per: the multiplier of the unit; 100 for per cent.
        settings: over-dispersion, and the level of the limits in use.

    Returns:
        The units in the order given, with limits by chance alone and adjusted ones.

    Raises:
        ValueError: the lists differ in length.
    """
    adjust, confidence = settings.adjust, settings.confidence
    figures = ratios_of(numerators, denominators, per=per, share=method.share)
    pairs = [
        (x, n)
        for x, n in zip(figures.numerators, figures.denominators, strict=True)
        if x is not None and n is not None
    ]
    if not pairs:
        units = tuple(FunnelUnit(None, None, None, None, 0, why) for why in figures.no_figure)
        return FunnelChart(units, None, 0.0, 0.0, adjust, confidence)
    target = method.target(math.fsum(x for x, _ in pairs), math.fsum(n for _, n in pairs))
    phi, tau2 = _dispersion(method, pairs, target, settings.trim) if adjust else (0.0, 0.0)
    drawing = _Drawing(method, target, tau2, per, adjust, confidence)
    return FunnelChart(drawing.units(figures), target * per, phi, tau2, adjust, confidence)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What the limits of every unit depend on."""

    method: FunnelMethod
    target: float
    tau2: float
    per: float
    adjust: bool
    confidence: float

    def units(self, figures: Figures) -> tuple[FunnelUnit, ...]:
        return tuple(
            FunnelUnit(None, None, None, None, 0, why)
            if value is None or x is None or n is None
            else self.unit(value, x, n)
            for value, x, n, why in zip(
                figures.values,
                figures.numerators,
                figures.denominators,
                figures.no_figure,
                strict=True,
            )
        )

    def unit(self, value: float, numerator: float, denominator: float) -> FunnelUnit:
        if self.target == 0 and not self.method.zero:
            return FunnelUnit(value, denominator, None, None, 0, None)
        adjusted = self._limits(numerator, denominator)
        plain = adjusted if not self.tau2 else self._limits(numerator, denominator, tau2=0.0)
        if self.method.exact:
            plain = FunnelLimits(*(each * self.per for each in exact_limits(denominator)))
        used = adjusted if self.adjust else plain
        return FunnelUnit(
            value, denominator, plain, adjusted, outlier(value, used, self.confidence), None
        )

    def _limits(
        self, numerator: float, denominator: float, tau2: float | None = None
    ) -> FunnelLimits:
        between = self.tau2 if tau2 is None else tau2
        spread = math.sqrt(self.method.limit_spread(numerator, denominator) ** 2 + between)
        aim = self.method.aim(self.target)
        return FunnelLimits(
            *(
                self.method.back(aim + side * z * spread) * self.per
                for z in QUANTILES
                for side in (-1, 1)
            )
        )


def outlier(value: float, limits: FunnelLimits, confidence: float) -> int:
    """Return 1 for a value strictly above the limits of a level, -1 strictly below, else 0."""
    lower, upper = limits[:2] if confidence == WARNING else limits[2:]
    if compare(value, upper) > 0:
        return 1
    return -1 if compare(value, lower) < 0 else 0


def exact_limits(expected: float) -> FunnelLimits:
    """Return exact Poisson limits of observed over expected around 1."""
    return FunnelLimits(
        *(
            gamma_quantile(probability, expected + above) / expected
            for level in (WARNING, ACTION)
            for probability, above in (((1 - level) / 2, 0), ((1 + level) / 2, 1))
        )
    )


def _dispersion(
    method: FunnelMethod, pairs: Sequence[tuple[float, float]], target: float, trim: float
) -> tuple[float, float]:
    """Return phi and tau²."""
    if target == 0:
        return 0.0, 0.0
    aim = method.aim(target)
    placed = [
        ((place - aim) / spread, spread)
        for x, n in pairs
        if (place := method.scale(x, n)) is not None and (spread := method.spread(x, n)) > 0
    ]
    if not placed:
        return 0.0, 0.0
    distances = sorted(z for z, _ in placed)
    low, high = _quantile(distances, trim), _quantile(distances, 1 - trim)
    if method.truncate:
        placed = [(z, spread) for z, spread in placed if low <= z <= high]
    squares = math.fsum(min(max(z, low), high) ** 2 for z, _ in placed)
    weights = [1 / spread**2 for _, spread in placed]
    total = math.fsum(weights)
    between = total - math.fsum(weight * weight for weight in weights) / total
    excess = squares - (len(placed) - 1)
    return squares / len(placed), max(0.0, excess / between) if between > 0 else 0.0


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Return a quantile between neighbours (Hyndman and Fan, Am Stat 1996;50:361-5, type 7)."""
    place = (len(ordered) - 1) * share
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
