"""The figures of a chart in order of time: what is no figure becomes a gap that says why."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

Values = tuple[float | None, ...]


class NoFigure(StrEnum):
    """Why a point of a chart has no value."""

    MISSING = "missing"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    ZERO_DENOMINATOR = "zero_denominator"
    NUMERATOR_OVER_DENOMINATOR = "numerator_over_denominator"


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a chart, or of one phase of it.

    Attributes:
        values: one per period, in the unit of the chart; None is a gap.
        dates: the first day of each period, or empty.
        numerators: events; empty where the chart has none. None wherever the value is.
        denominators: opportunities; empty where the chart has none. None wherever the value is.
        no_figure: for each gap why, else None.
    """

    values: Values
    dates: tuple[date, ...] = ()
    numerators: Values = ()
    denominators: Values = ()
    no_figure: tuple[NoFigure | None, ...] = ()

    def part(self, first: int, end: int) -> "Figures":
        """Return the figures from one position up to, without, another."""
        return replace(
            self,
            values=self.values[first:end],
            numerators=self.numerators[first:end],
            denominators=self.denominators[first:end],
            no_figure=self.no_figure[first:end],
        )


def figures_of(
    values: Sequence[float | None], dates: Sequence[date] = (), *, from_zero: bool = False
) -> Figures:
    """Return plain values in order of time.

    Args:
        values: one per period; None, or what is not a finite number, is a gap.
        dates: the first day of each period, in any order; empty: the values are in order.
        from_zero: whether a negative value is a gap.

    Raises:
        ValueError: dates and values differ in number, or a date stands twice.
    """
    order, days = _order(len(values), dates)
    given = [values[position] for position in order]
    reasons = tuple(_no_value(value, from_zero=from_zero) for value in given)
    return Figures(values=_where_sound(given, reasons), dates=days, no_figure=reasons)


def ratios_of(
    numerators: Sequence[float | None],
    denominators: Sequence[float | None],
    dates: Sequence[date] = (),
    *,
    per: float = 1,
    share: bool = False,
) -> Figures:
    """Return numerators over denominators in order of time.

    Args:
        numerators: events in each period, from 0.
        denominators: opportunities in each period.
        dates: the first day of each period, in any order; empty: the figures are in order.
        per: the multiplier of the unit: 100 for per cent, 1,000 for a rate per 1,000.
        share: whether a numerator over its denominator is no figure.

    Raises:
        ValueError: numerators, denominators and dates differ in number, or a date stands twice.
    """
    if len(numerators) != len(denominators):
        raise ValueError(
            f"{len(numerators)} numerators cannot have {len(denominators)} denominators."
        )
    order, days = _order(len(numerators), dates)
    above = [numerators[position] for position in order]
    below = [denominators[position] for position in order]
    reasons = tuple(
        _no_ratio(numerator, denominator, share=share)
        for numerator, denominator in zip(above, below, strict=True)
    )
    above_sound, below_sound = _where_sound(above, reasons), _where_sound(below, reasons)
    return Figures(
        values=tuple(
            None if x is None or n is None else x / n * per
            for x, n in zip(above_sound, below_sound, strict=True)
        ),
        dates=days,
        numerators=above_sound,
        denominators=below_sound,
        no_figure=reasons,
    )


def _no_value(value: float | None, *, from_zero: bool) -> NoFigure | None:
    if value is None:
        return NoFigure.MISSING
    if not math.isfinite(value):
        return NoFigure.NOT_A_NUMBER
    return NoFigure.NEGATIVE if from_zero and value < 0 else None


def _no_ratio(
    numerator: float | None, denominator: float | None, *, share: bool
) -> NoFigure | None:
    reason = _no_value(numerator, from_zero=True) or _no_value(denominator, from_zero=True)
    if reason or numerator is None or denominator is None:
        return reason
    if denominator == 0:
        return NoFigure.ZERO_DENOMINATOR
    if share and numerator > denominator:
        return NoFigure.NUMERATOR_OVER_DENOMINATOR
    return None


def _where_sound(values: Sequence[float | None], reasons: Sequence[NoFigure | None]) -> Values:
    return tuple(None if reason else value for value, reason in zip(values, reasons, strict=True))


def _order(count: int, dates: Sequence[date]) -> tuple[Sequence[int], tuple[date, ...]]:
    """Return the positions in order of time, and the dates so; without dates as they are."""
    if not dates:
        return range(count), ()
    if len(dates) != count:
        raise ValueError(f"{count} figures cannot have {len(dates)} dates.")
    order = sorted(range(count), key=dates.__getitem__)
    days = tuple(dates[position] for position in order)
    for before, after in pairwise(days):
        if before == after:
            raise ValueError(f"Two figures are dated {after}.")
    return order, days
