"""One card with its whole history, and what the office that looks at it can do with it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from kiosk.central.web.owing import owing
from kiosk.central.web.standing import Standing, UnitCard
from kiosk.central.web.views.rows import CardRow, card_row, late_words, owed_words
from kiosk.domain.calendars import at_local
from kiosk.domain.cards import Answered, Card, Closed, Raised, Returned
from kiosk.domain.changes import Record
from kiosk.domain.nodes import Node, NodeFacts
from kiosk.domain.sentences import SENTENCE_LIMIT
from kiosk.domain.wards import Ward
from kiosk.layouts.catalogue import Catalogue
from kiosk.viewmodels.names import card_words, category_title, criterion_words, need_words
from kiosk.viewmodels.sheets import StoryRow
from kiosk.viewmodels.story import moment, story
from kiosk.viewmodels.words import length

END_OF_DAY: Final = time(17)
USUAL_DAYS: Final = 1
"""By when a leader is offered to own a card: tomorrow."""
LONGEST_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done with a card on this page.

    Attributes:
        name: what the form sends: `acknowledge`, `own`, `ask`, `answer`, `return`.
        title: the form's heading.
        button: what stands on its button.
        field: the field of words that it asks for, or empty.
        label: what stands beside that field.
        hint: what helps to fill it in.
        primary: the next step that is expected.
    """

    name: str
    title: str
    button: str
    field: str = ""
    label: str = ""
    hint: str = ""
    primary: bool = False


ACKNOWLEDGE: Final = Deed("acknowledge", "Say that you have seen it", "Acknowledge")
OWN: Final = Deed("own", "Own it", "Own it", hint="The card is late when that day has passed.")
ANSWER: Final = Deed(
    "answer",
    "Answer",
    "Send the answer down",
    "answer",
    "The answer, in one sentence",
    "It is read out at the unit's next huddle. The unit accepts it or reopens the card.",
)
ASK: Final = Deed(
    "ask",
    "Ask the unit",
    "Ask",
    "question",
    "The question, in one sentence",
    "It stands on the unit's card until somebody replies. The clock goes on.",
)
RETURN: Final = Deed(
    "return",
    "Return it to the tier below",
    "Return it",
    "reason",
    "Why it goes back, in one sentence",
    "The tier below owes the next step then, and its clock starts anew.",
)


@dataclass(frozen=True, slots=True)
class CardPage:
    """A card's page.

    Attributes:
        row: the card as a row.
        words: what it says.
        answer: the answer that came, or empty.
        question: who asks what, and what was replied, or empty.
        returned: why it came back, or empty.
        facts: label and words.
        history: oldest first.
        deeds: what can be done now, the expected step first.
        due: the day that is offered for owning, ISO.
        due_least, due_most: between these days, ISO.
        version: the last change that this page shows.
        limit: characters in one sentence.
    """

    row: CardRow
    words: str
    answer: str
    question: str
    returned: str
    facts: tuple[tuple[str, str], ...]
    history: tuple[StoryRow, ...]
    deeds: tuple[Deed, ...]
    due: str
    due_least: str
    due_most: str
    version: str
    limit: int = SENTENCE_LIMIT


def card_page(
    each: UnitCard,
    records: Sequence[Record],
    marks: Mapping[str, str],
    standing: Standing,
    catalogue: Catalogue,
) -> CardPage:
    """Return a card's page.

    Args:
        each: the card.
        records: its history, in the order in which it is folded.
        marks: change id → why that change does not stand.
        standing: what is in reach of the office.
        catalogue: the shipped words.
    """
    card, ward = each.card, ward_of(each, standing)
    answer = card.progress.answer if isinstance(card.progress, Answered | Closed) else None
    return CardPage(
        row=card_row(each, standing, catalogue),
        words=card_words(card),
        answer=answer or "",
        question=_question(card),
        returned=card.progress.reason if isinstance(card.progress, Returned) else "",
        facts=_facts(each, ward, standing, catalogue),
        history=story(each.id, records, marks, ward, catalogue).rows,
        deeds=deeds(each, standing),
        due=(standing.today + timedelta(days=USUAL_DAYS)).isoformat(),
        due_least=standing.today.isoformat(),
        due_most=(standing.today + timedelta(days=LONGEST_DAYS)).isoformat(),
        version=each.last,
    )


def deeds(each: UnitCard, standing: Standing) -> tuple[Deed, ...]:
    """Return what an office can do with a card, the expected step first."""
    card = each.card
    if isinstance(card.progress, Closed):
        return ()
    if isinstance(card.progress, Answered):
        return (replace(ANSWER, title="Send another answer"), ASK)
    back = (RETURN,) if standing.here.tier > 1 and standing.here.node != each.unit.node else ()
    seen = (ACKNOWLEDGE,) if isinstance(card.progress, Raised) else ()
    return (*seen, OWN, ANSWER, ASK, *back)


def due_of(text: str, standing: Standing) -> datetime | None:
    """Return the end of a day that a leader chose, or None for one that cannot be."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    if not standing.today <= day <= standing.today + timedelta(days=LONGEST_DAYS):
        return None
    return max(at_local(day, END_OF_DAY, standing.zone), standing.now + timedelta(hours=1))


def ward_of(each: UnitCard, standing: Standing) -> Ward:
    """Return as much of a ward as a history is told with."""
    facts = NodeFacts(name=each.unit.name, tier=each.unit.tier, time_zone=standing.zone)
    return Ward(standing.now, each.unit.node, Node(facts=facts), alone=False)


def _question(card: Card) -> str:
    asked = card.asked
    if asked is None:
        return ""
    reply = f" Reply: “{asked.reply}”" if asked.reply else ""
    return f"{asked.by} asked: “{asked.question}”{reply}"


def _facts(
    each: UnitCard, ward: Ward, standing: Standing, catalogue: Catalogue
) -> tuple[tuple[str, str], ...]:
    card = each.card
    row = card_row(each, standing, catalogue)
    owed = owing(each, standing.now, standing.tiers)
    clock = late_words(owed, standing) or owed_words(owed, standing) or "no clock runs"
    need = need_words(catalogue, card.need)
    return (
        ("Unit", f"{each.unit.name}, tier {each.unit.tier}"),
        ("About", category_title(catalogue, card.category)),
        ("Asks for", f"{need} · {criterion_words(catalogue, card.criterion)}"),
        ("Raised", f"{moment(card.raised_at, ward)} · {length(standing.age(each))} ago"),
        ("State", row.state[:1].upper() + row.state[1:]),
        ("Clock", clock),
    )
