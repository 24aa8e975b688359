"""A card as a row: what it says, whose it is, how it stands, who owes the next step and how late that is."""

from dataclasses import dataclass
from datetime import timedelta

from kiosk.central.web.owing import Owing, owing
from kiosk.central.web.standing import Standing, UnitCard
from kiosk.domain.cards import Acknowledged, Answered, Closed, Need, Owned, Returned
from kiosk.domain.clock import local_day
from kiosk.layouts.catalogue import Catalogue
from kiosk.viewmodels.names import card_words, category_title
from kiosk.viewmodels.words import brief_day, length, listed, when

NO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class CardRow:
    """One card in a list.

    Attributes:
        href: its page.
        text: what it says, or its answer in quotation marks.
        about: its category.
        unit: the unit that raised it.
        state: how far it has come.
        age: how old it is.
        owes: who owes the next step, and by when: "service: today"; empty when nobody above does.
        late: who owes it and how late: "service: 1 h late", or empty.
        serious: whether it is about serious harm.
        answered: whether its answer waits for the unit.
        asked: a question waits for the unit's reply.
    """

    href: str
    text: str
    about: str
    unit: str
    state: str
    age: str
    owes: str
    late: str
    serious: bool = False
    answered: bool = False
    asked: bool = False


def bare(entity: str) -> str:
    """Return an id without its kind, as it stands in an address."""
    return entity.partition(":")[2] or entity


def card_href(each: UnitCard) -> str:
    """Return the address of a card's page."""
    return f"/cards/{bare(each.unit.node)}/{bare(each.id)}"


def card_row(each: UnitCard, standing: Standing, catalogue: Catalogue) -> CardRow:
    """Return a card as a row."""
    card = each.card
    owed = owing(each, standing.now, standing.tiers)
    answered = isinstance(card.progress, Answered)
    return CardRow(
        href=card_href(each),
        text=card_words(card),
        about=category_title(catalogue, card.category),
        unit=each.unit.name,
        state=state_words(each, standing),
        age=length(standing.age(each)),
        owes=owed_words(owed, standing),
        late=late_words(owed, standing),
        serious=card.serious_harm,
        answered=answered,
        asked=card.is_open and card.asked is not None and card.asked.reply is None,
    )


def state_words(each: UnitCard, standing: Standing) -> str:
    """Return how far a card has come: "owned by service lead, Medicine, until Thursday"."""
    match each.card.progress:
        case Acknowledged(by=by, at=at):
            words = f"seen {when(at, standing.now, standing.zone)} by {by}"
        case Owned(by=by, due=due):
            until = (
                f"until {brief_day(local_day(due, standing.zone), standing.today)}" if due else ""
            )
            words = listed((f"owned by {by}", until), ", ")
        case Returned(by=by):
            words = f"returned by {by}"
        case Answered(by=by, at=at):
            words = f"answered {when(at, standing.now, standing.zone)} by {by}, not confirmed yet"
        case Closed(at=at):
            words = f"closed {when(at, standing.now, standing.zone)}"
        case _:
            needs = "for awareness" if each.card.need is Need.AWARENESS else "asks for action"
            words = f"{needs}, nobody has seen it"
    return words


def debtor(owed: Owing, standing: Standing) -> str:
    """Return who owes a step: the role that owns it, or the node."""
    return owed.who or standing.names.get(owed.node, "the unit")


def owed_words(owed: Owing | None, standing: Standing) -> str:
    """Return who owes the next step and by when: "Medicine: by 15:00"."""
    if owed is None:
        return ""
    if owed.due is None:
        return f"{debtor(owed, standing)}: no day named"
    return f"{debtor(owed, standing)}: by {when(owed.due, standing.now, standing.zone)}"


def late_words(owed: Owing | None, standing: Standing) -> str:
    """Return who owes the next step and how late it is: "Medicine: 1 h late"."""
    if owed is None or owed.late is None:
        return ""
    return f"{debtor(owed, standing)}: {length(owed.late)} late"


def by_urgency(cards: tuple[UnitCard, ...], standing: Standing) -> list[UnitCard]:
    """Return cards: serious harm first, then the latest, then action before awareness, then the oldest."""

    def urgency(each: UnitCard) -> tuple[bool, timedelta, bool, float]:
        owed = owing(each, standing.now, standing.tiers)
        late = owed.late if owed is not None and owed.late is not None else NO_TIME
        card = each.card
        return (
            not card.serious_harm,
            -late,
            card.need is Need.AWARENESS,
            card.raised_at.timestamp(),
        )

    return sorted(cards, key=urgency)
