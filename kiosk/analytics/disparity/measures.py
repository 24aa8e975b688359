"""What measures of disparity take and give: the figures of groups, and an estimate with its interval."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.analytics.intervals import CONFIDENCE, Interval, standard_normal_quantile

FEWEST_GROUPS = 3
"""A measure of spread needs as many; two groups have a difference and a ratio."""

MOST_MISSING = 0.15
"""The share of groups that may lack a figure before measures of spread are refused."""

NO_STANDARD_ERROR = "a group has no standard error"
NO_FORMULA = "there is no formula; see bootstrap_interval"
MEAN_IS_ZERO = "the mean is 0"
DIVIDES_BY_ZERO = "the reference is 0"


class TooFewGroupsError(ValueError):
    """There are not enough groups with a figure."""


class TooManyMissingError(ValueError):
    """Too many groups have no figure for the rest to stand for all."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of disparity.

    Attributes:
        estimate: None where it is not defined.
        se: its standard error, of the logarithm for ratios; None where there is none.
        interval: at the level asked for; None where there is none.
        reason: why something is None, else empty.
    """

    estimate: float | None
    se: float | None = None
    interval: Interval | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The figures of groups, from the most disadvantaged to the most advantaged where they are ordered.

    Attributes:
        values: one per group; None where a group has no figure.
        standard_errors: of the values, in their unit; None where not known.
        populations: how many people stand behind each value; only their shares matter.
    """

    values: tuple[float | None, ...]
    standard_errors: tuple[float | None, ...]
    populations: tuple[float | None, ...]

    @classmethod
    def of(
        cls,
        values: Sequence[float | None],
        populations: Sequence[float | None],
        standard_errors: Sequence[float | None] | None = None,
    ) -> "GroupFigures":
        """Return the figures; what is not finite counts as missing.

        Raises:
            ValueError: different lengths, a negative population or standard error.
        """
        errors = [None] * len(values) if standard_errors is None else standard_errors
        if not len(values) == len(populations) == len(errors):
            raise ValueError("Values, populations and standard errors have different lengths.")
        figures = cls(_finite(values), _finite(errors), _finite(populations))
        for known in (*figures.standard_errors, *figures.populations):
            if known is not None and known < 0:
                raise ValueError(f"{known} is negative.")
        return figures


@dataclass(frozen=True, slots=True)
class CompleteFigures:
    """The figures of at least three groups, none missing.

    Attributes:
        values: one per group.
        standard_errors: of the values; None where one of them is not known.
        populations: at least one above 0.
        position: of each group among those asked about.
    """

    values: tuple[float, ...]
    standard_errors: tuple[float, ...] | None
    populations: tuple[float, ...]
    position: tuple[int, ...]

    @property
    def shares(self) -> tuple[float, ...]:
        """Each group's share of the population."""
        everyone = math.fsum(self.populations)
        return tuple(people / everyone for people in self.populations)

    @property
    def mean(self) -> float:
        """The mean of the values, weighted by population."""
        return math.fsum(share * value for share, value in self.shared())

    @property
    def ranks(self) -> tuple[float, ...]:
        """Where the middle of each group stands in the population, from 0 to 1."""
        below, ranks = 0.0, []
        for share in self.shares:
            ranks.append(below + share / 2)
            below += share
        return tuple(ranks)

    def shared(self) -> list[tuple[float, float]]:
        """Return the share and the value of each group."""
        return list(zip(self.shares, self.values, strict=True))


def complete(figures: GroupFigures) -> CompleteFigures:
    """Return the groups that have a value and a population.

    Raises:
        TooManyMissingError: more than 15 % of the groups have none.
        TooFewGroupsError: fewer than three have one.
        ValueError: nobody is in them.
    """
    kept = known_positions(figures)
    asked = len(figures.values)
    if asked - len(kept) > MOST_MISSING * asked:
        raise TooManyMissingError(f"No figure for {asked - len(kept)} of {asked} groups.")
    if len(kept) < FEWEST_GROUPS:
        raise TooFewGroupsError(f"{len(kept)} groups are too few for a measure of spread.")
    populations = tuple(figures.populations[each] or 0.0 for each in kept)
    if not math.fsum(populations) > 0:
        raise ValueError("Nobody is in these groups.")
    errors = tuple(figures.standard_errors[each] for each in kept)
    known_errors = tuple(error for error in errors if error is not None)
    return CompleteFigures(
        values=tuple(figures.values[each] or 0.0 for each in kept),
        standard_errors=known_errors if len(known_errors) == len(errors) else None,
        populations=populations,
        position=kept,
    )


def known_positions(figures: GroupFigures) -> tuple[int, ...]:
    """Return the positions of the groups that have a value and a population."""
    return tuple(
        position
        for position, (value, people) in enumerate(
            zip(figures.values, figures.populations, strict=True)
        )
        if value is not None and people is not None
    )


def normal_measure(estimate: float, se: float | None, confidence: float = CONFIDENCE) -> Measure:
    """Return a measure with a symmetrical normal interval."""
    if se is None:
        return Measure(estimate, reason=NO_STANDARD_ERROR)
    reach = standard_normal_quantile(confidence) * se
    return Measure(estimate, se, Interval(estimate - reach, estimate + reach))


def log_normal_measure(
    estimate: float, se: float | None, confidence: float = CONFIDENCE
) -> Measure:
    """Return a ratio with an interval that is normal on the log scale; `se` is of the logarithm."""
    if se is None:
        return Measure(estimate, reason=NO_STANDARD_ERROR)
    reach = standard_normal_quantile(confidence) * se
    try:
        factor = math.exp(reach)
    except OverflowError:
        return Measure(estimate, se, reason="the interval has no end")
    return Measure(estimate, se, Interval(estimate / factor, estimate * factor))


def undefined(reason: str) -> Measure:
    """Return a measure that is not defined."""
    return Measure(None, reason=reason)


def _finite(values: Iterable[float | None]) -> tuple[float | None, ...]:
    return tuple(
        float(value) if value is not None and math.isfinite(value) else None for value in values
    )
