"""Directly standardised rates: what a rate would be if the people were spread over age bands as in a standard."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.analytics.intervals import CONFIDENCE, EXACT_BELOW_EVENTS, Interval, byar

FEWEST_EVENTS = EXACT_BELOW_EVENTS
"""A standardised rate of fewer events is not given (PHE, Technical Guide 2018)."""

TOO_FEW_EVENTS = "fewer than 10 events"


@dataclass(frozen=True, slots=True)
class StandardisedRate:
    """A directly standardised rate.

    Attributes:
        events: how many happened in all bands.
        population: how many people, or how much time at risk, in all bands.
        rate: per `per`; None where it is not given.
        interval: of the rate; None where it is not given.
        reason: why it is not given, else empty.
    """

    events: int
    population: float
    rate: float | None
    interval: Interval | None
    reason: str = ""


def directly_standardised_rate(
    events: Sequence[int | None],
    population: Sequence[float],
    standard: Sequence[float],
    *,
    per: float = 100_000,
    confidence: float = CONFIDENCE,
) -> StandardisedRate:
    """Return the rate that a standard population would have.

    rate = sum(w x / n) / sum(w) for x events among n people in a band of weight w. Its interval is
    Dobson's: sqrt(variance of the rate / variance of the count) times Byar's interval of the count
    around the count (Dobson AJ et al., Stat Med 1991;10:457-62; PHE, Technical Guide 2018).

    Args:
        events: by band; None is a band whose events are not known: it adds no events, and its
            people and its weight still count.
        population: people or time at risk by band, above 0.
        standard: the standard population by band, not negative.
        per: the multiplier of the rate.
        confidence: the level, between 0 and 1.

    Returns:
        The rate, or the reason why there is none.

    Raises:
        ValueError: bands of different lengths, an empty band, negative events, no weight at all.
    """
    _check(events, population, standard)
    counted = [
        (known, people, weight)
        for known, people, weight in zip(events, population, standard, strict=True)
        if known is not None
    ]
    total, people = sum(known for known, _, _ in counted), sum(population)
    if total < FEWEST_EVENTS:
        return StandardisedRate(total, people, None, None, TOO_FEW_EVENTS)
    weights = sum(standard)
    rate = sum(weight * known / size for known, size, weight in counted) / weights
    variance = sum(weight**2 * known / size**2 for known, size, weight in counted) / weights**2
    stretch = math.sqrt(variance / total)
    limits = byar(total, confidence)
    interval = Interval(
        per * (rate + stretch * (limits.lower - total)),
        per * (rate + stretch * (limits.upper - total)),
    )
    return StandardisedRate(total, people, per * rate, interval)


def _check(
    events: Sequence[int | None], population: Sequence[float], standard: Sequence[float]
) -> None:
    if not len(events) == len(population) == len(standard):
        raise ValueError("Events, population and standard population have different lengths.")
    if any(known is not None and not 0 <= known < math.inf for known in events):
        raise ValueError("A count of events is negative or not a number.")
    if not all(0 < people < math.inf for people in population):
        raise ValueError("A band has no population.")
    if not all(0 <= weight < math.inf for weight in standard) or not sum(standard) > 0:
        raise ValueError("The standard population is empty or negative.")
