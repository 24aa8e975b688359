"""The brief for the next tier: one page of paper, the most pressing of each part, and how many more there are."""

from dataclasses import dataclass
from typing import Final

from kiosk.central.web.owing import owing
from kiosk.central.web.standing import Standing, UnitCard
from kiosk.central.web.views.answer_times import AnswerTime, answer_times
from kiosk.central.web.views.huddles import Huddles, huddles
from kiosk.central.web.views.opening import is_unseen_harm
from kiosk.central.web.views.rows import CardRow, by_urgency, card_row
from kiosk.central.web.views.shared_problems import SharedProblem, shared_problems
from kiosk.domain.cards import Need
from kiosk.layouts.catalogue import Catalogue
from kiosk.viewmodels.words import clock_time, counted, long_day

HARM_ROWS: Final = 3
UP_ROWS: Final = 6
LATE_ROWS: Final = 6
SHARED_ROWS: Final = 4
TIME_ROWS: Final = 8
"""What fits on one A4 page together."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows, and how many more there are ("+3 more"), or empty."""

    rows: tuple[CardRow, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Brief:
    """The page.

    Attributes:
        title: whose brief it is.
        to: for whom.
        made: when, and for how many units.
        figures: count and what is counted, for the line of key figures.
        harm: serious harm that is open.
        up: what waits for the tier above.
        late: what is late here and below.
        shared: one problem in several units.
        times: time to answer by category.
        huddles: what is known of today's huddles.
    """

    title: str
    to: str
    made: str
    figures: tuple[tuple[str, str], ...]
    harm: Part
    up: Part
    late: Part
    shared: tuple[SharedProblem, ...]
    times: tuple[AnswerTime, ...]
    huddles: Huddles


def brief(standing: Standing, catalogue: Catalogue) -> Brief:
    """Return the brief of the office's node for the tier above."""
    ordered = by_urgency(standing.open_cards(), standing)
    above = standing.here.above
    harm = [each for each in ordered if each.card.serious_harm]
    up = [each for each in ordered if _owed_by(each, standing, set(above))]
    told = {each.id for each in (*harm, *up)}
    late = [each for each in ordered if each.id not in told and _is_late(each, standing)]
    unseen = sum(is_unseen_harm(each) for each in ordered)
    return Brief(
        title=standing.here.name,
        to=standing.names.get(above[0], "the next tier") if above else "the next tier",
        made=f"{long_day(standing.today)}, {clock_time(standing.now, standing.zone)}",
        figures=_figures(ordered, unseen, standing),
        harm=_part(harm, HARM_ROWS, standing, catalogue),
        up=_part(up, UP_ROWS, standing, catalogue),
        late=_part(late, LATE_ROWS, standing, catalogue),
        shared=shared_problems(standing, catalogue)[:SHARED_ROWS],
        times=tuple(t for t in answer_times(standing, catalogue) if t.answered or t.waiting)[
            :TIME_ROWS
        ],
        huddles=huddles(standing),
    )


def _figures(
    ordered: list[UnitCard], unseen: int, standing: Standing
) -> tuple[tuple[str, str], ...]:
    late = sum(_is_late(each, standing) for each in ordered)
    awareness = sum(each.card.need is Need.AWARENESS for each in ordered)
    units = sum(not unit.closed for unit in standing.units.values())
    return (
        (str(len(ordered)), f"open in {counted(units, 'unit')}"),
        (str(late), "late"),
        (str(unseen), "serious harm not seen"),
        (str(awareness), "for awareness only"),
    )


def _part(cards: list[UnitCard], most: int, standing: Standing, catalogue: Catalogue) -> Part:
    rows = tuple(card_row(each, standing, catalogue) for each in cards[:most])
    beyond = len(cards) - len(rows)
    return Part(rows, f"+{beyond} more" if beyond else "")


def _owed_by(each: UnitCard, standing: Standing, nodes: set[str]) -> bool:
    owed = owing(each, standing.now, standing.tiers)
    return owed is not None and owed.node in nodes


def _is_late(each: UnitCard, standing: Standing) -> bool:
    owed = owing(each, standing.now, standing.tiers)
    return owed is not None and owed.late is not None
