"""How long an answer takes, by what cards are about; language, access and adjustments stand beside the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Final

from kiosk.central.web.standing import Standing, UnitCard
from kiosk.layouts.catalogue import Catalogue
from kiosk.viewmodels.names import category_title
from kiosk.viewmodels.words import length

LOOK_BACK: Final = timedelta(days=90)
ALWAYS_SHOWN: Final = "language"
"""The category that is shown even when nobody raised a card in it."""
NONE: Final = "–"


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """One category: how many cards were answered, how long half of them waited at most, the longest, how many wait.

    Attributes:
        about: the category.
        answered: how many first answers came in the last 90 days.
        half: the median wait from raising to the first answer.
        longest: the longest of these waits.
        waiting: how many wait for an answer now.
    """

    about: str
    answered: int
    half: str
    longest: str
    waiting: int


def answer_times(standing: Standing, catalogue: Catalogue) -> tuple[AnswerTime, ...]:
    """Return time to answer by category, the shipped categories in their order, then others."""
    by_category: dict[str, list[UnitCard]] = {}
    for each in standing.cards:
        by_category.setdefault(each.card.category, []).append(each)
    shipped = [category.id for category in catalogue.cards.categories]
    names = [*shipped, *sorted(set(by_category) - set(shipped))]
    return tuple(
        _time(category_title(catalogue, name), by_category.get(name, ()), standing)
        for name in names
        if name in by_category or name == ALWAYS_SHOWN
    )


def _time(about: str, cards: Sequence[UnitCard], standing: Standing) -> AnswerTime:
    since = standing.now - LOOK_BACK
    waits = [
        each.answered_at - each.card.raised_at
        for each in cards
        if each.answered_at is not None and each.answered_at >= since
    ]
    waiting = sum(each.answered_at is None and each.card.is_open for each in cards)
    if not waits:
        return AnswerTime(about, 0, NONE, NONE, waiting)
    half = timedelta(seconds=median(wait.total_seconds() for wait in waits))
    return AnswerTime(about, len(waits), length(half), length(max(waits)), waiting)
