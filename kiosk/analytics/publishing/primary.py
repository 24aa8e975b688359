"""What one count is on its own: a figure that may be shown, too small, or no figure at all, with the reason."""

import math
from dataclasses import dataclass

from kiosk.analytics.publishing.profiles import PrivacyProfile
from kiosk.analytics.publishing.tables import Count
from kiosk.analytics.publishing.windows import NO_FIGURES, NOT_COUNTED
from kiosk.domain.metrics import ValueKind

NOBODY = "nobody to count"
NOT_A_NUMBER = "not a number"
NEGATIVE = "below zero"
MORE_THAN_ALL = "more than were counted"

DECIMALS = 6
"""A time at risk is taken to so many decimals, so that what is left of a subtraction is no person."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A count that can be a figure; the denominator of a plain count is 1."""

    numerator: int
    denominator: float


@dataclass(frozen=True, slots=True)
class NoFigure:
    """There is no figure, for this reason."""

    reason: str


Quantities = tuple[float, ...]
"""What is counted apart: numerator and complement of a proportion, numerator and time of a rate, a count."""


def checked(count: Count | None, kind: ValueKind) -> Amount | NoFigure:
    """Return a raw count as an amount, or why it is none."""
    if count is None:
        return NoFigure(NO_FIGURES)
    if count.doubt:
        return NoFigure(count.doubt)
    denominator = 1.0 if kind is ValueKind.COUNT else count.denominator
    if count.numerator is None or denominator is None:
        return NoFigure(NOT_COUNTED)
    reason = _reason_against(count.numerator, denominator, kind)
    return NoFigure(reason) if reason else Amount(count.numerator, round(denominator, DECIMALS))


def _reason_against(numerator: float, denominator: float, kind: ValueKind) -> str:
    if not (math.isfinite(numerator) and math.isfinite(denominator)):
        return NOT_A_NUMBER
    if numerator < 0 or denominator < 0:
        return NEGATIVE
    too_many = kind is ValueKind.PROPORTION and numerator > denominator
    if too_many or (numerator and not denominator):
        return MORE_THAN_ALL
    return "" if denominator else NOBODY


def quantities(amount: Amount, kind: ValueKind) -> Quantities:
    """Return what an adversary could count: parts that are independent and never below zero."""
    match kind:
        case ValueKind.PROPORTION:
            return amount.numerator, round(amount.denominator - amount.numerator, DECIMALS)
        case ValueKind.RATE:
            return amount.numerator, amount.denominator
        case ValueKind.COUNT:
            return (amount.numerator,)


def too_small(parts: Quantities, kind: ValueKind, profile: PrivacyProfile) -> bool:
    """Return whether numerator, complement or denominator is too small to publish."""
    counts = list(parts)
    if kind is ValueKind.PROPORTION:
        counts.append(sum(parts))
    return any(profile.hides(count) for count in counts)
