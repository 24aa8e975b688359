"""What a leader's page opens on, in this order: serious harm unseen, answers owed, shared problems, huddles, checks."""

from dataclasses import dataclass
from typing import Final

from kiosk.central.web.owing import owing
from kiosk.central.web.standing import Standing, UnitCard
from kiosk.central.web.views.answer_times import AnswerTime, answer_times
from kiosk.central.web.views.checks import CheckRow, overdue_checks
from kiosk.central.web.views.huddles import Huddles, huddles
from kiosk.central.web.views.rows import CardRow, by_urgency, card_row
from kiosk.central.web.views.shared_problems import SharedProblem, shared_problems
from kiosk.domain.cards import Raised
from kiosk.layouts.catalogue import Catalogue
from kiosk.viewmodels.words import counted, length

MOST_ROWS: Final = 25
"""Rows of one section."""
MOST_CARDS: Final = 10
"""Cards of one section, so that a phone comes to the next one; the rest is a link away."""


@dataclass(frozen=True, slots=True)
class HarmRow:
    """Serious harm that nobody has seen: the card, how long ago it was raised, whom to phone, and its form."""

    row: CardRow
    unseen: str
    phone: str
    card: UnitCard


@dataclass(frozen=True, slots=True)
class Opening:
    """The first page.

    Attributes:
        harm: serious harm that nobody has said they saw.
        mine: other cards on which this office's node owes the next step, the most pressing first.
        mine_beyond: how many more there are.
        below: other cards in reach on which others are late.
        below_beyond: how many more there are.
        shared: one problem in several units.
        shared_beyond: how many more there are.
        huddles: what is known of today's huddles.
        checks: what is past its date.
        checks_beyond: how many more there are.
        times: time to answer by category.
        spoken: the page in one sentence.
    """

    harm: tuple[HarmRow, ...]
    mine: tuple[CardRow, ...]
    mine_beyond: int
    below: tuple[CardRow, ...]
    below_beyond: int
    shared: tuple[SharedProblem, ...]
    shared_beyond: int
    huddles: Huddles
    checks: tuple[CheckRow, ...]
    checks_beyond: int
    times: tuple[AnswerTime, ...]
    spoken: str


def opening(standing: Standing, catalogue: Catalogue) -> Opening:
    """Return the first page of an office."""
    ordered = by_urgency(standing.open_cards(), standing)
    harm = tuple(_harm(each, standing, catalogue) for each in ordered if is_unseen_harm(each))
    mine = [each for each in ordered if is_owed_here(each, standing) and not is_unseen_harm(each)]
    late = [
        each for each in ordered if _is_late_elsewhere(each, standing) and not is_unseen_harm(each)
    ]
    rows = [card_row(each, standing, catalogue) for each in mine]
    below = [card_row(each, standing, catalogue) for each in late]
    shared, checks = shared_problems(standing, catalogue), overdue_checks(standing, catalogue)
    return Opening(
        harm=harm,
        mine=tuple(rows[:MOST_CARDS]),
        mine_beyond=len(rows[MOST_CARDS:]),
        below=tuple(below[:MOST_CARDS]),
        below_beyond=len(below[MOST_CARDS:]),
        shared=shared[:MOST_ROWS],
        shared_beyond=len(shared[MOST_ROWS:]),
        huddles=huddles(standing),
        checks=checks[:MOST_ROWS],
        checks_beyond=len(checks[MOST_ROWS:]),
        times=answer_times(standing, catalogue),
        spoken=_spoken(len(harm), rows),
    )


def is_unseen_harm(each: UnitCard) -> bool:
    """Tell whether a card is about serious harm and nobody has said that they saw it."""
    return each.card.serious_harm and isinstance(each.card.progress, Raised)


def is_owed_here(each: UnitCard, standing: Standing) -> bool:
    """Tell whether the office's own node owes the next step of a card."""
    owed = owing(each, standing.now, standing.tiers)
    return owed is not None and owed.node == standing.here.node


def _is_late_elsewhere(each: UnitCard, standing: Standing) -> bool:
    owed = owing(each, standing.now, standing.tiers)
    return owed is not None and owed.late is not None and owed.node != standing.here.node


def _harm(each: UnitCard, standing: Standing, catalogue: Catalogue) -> HarmRow:
    return HarmRow(
        row=card_row(each, standing, catalogue),
        unseen=f"Not seen for {length(standing.age(each))}",
        phone=each.unit.phone,
        card=each,
    )


def _spoken(harm: int, mine: list[CardRow]) -> str:
    late = sum(bool(row.late) for row in mine)
    serious = f"{counted(harm, 'card')} of serious harm not seen. " if harm else ""
    return f"{serious}{counted(len(mine), 'answer')} owed here, {late} late."
