"""Escalation cards: more each month as people trust the board, answered and closed; and a few that are open now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random  # noqa: TID251 - built from the demo's seed, which the caller names
from typing import Final

from kiosk.domain.cards import (
    AcknowledgeCard,
    AnswerCard,
    CloseCard,
    Criterion,
    Need,
    OwnCard,
    RaiseCard,
    ReopenCard,
)
from kiosk.layouts.catalogue import CardCategory
from kiosk.services.demo.phrases import ANSWERS
from kiosk.services.demo.setting import HUDDLE, LEADER, Moment, Setting

REOPENED: Final = 0.06
SERIOUS: Final = 0.01
LONGEST_MONTH: Final = timedelta(days=31)
ANSWERS_OF: Final = {
    "equipment": "Equipment library",
    "supplies": "Supplies",
    "environment": "Estates",
    "language": "Interpreters",
    "transport": "Site team",
    "medicines": "Pharmacy",
}


@dataclass(frozen=True, slots=True)
class OpenCard:
    """A card that is open when the story stops.

    Attributes:
        category: what it is about.
        words: a phrase of the catalogue, or a sentence of somebody's own.
        minutes_ago: when it went up.
        need: awareness or action.
        serious_harm: whether it is one.
        owner: who has it, or empty.
        due_days: in how many days the owner wants to be done.
        answer: the answer that came down, or empty; `{next_month}` stands for the month to come.
        answered_minutes_ago: when it came down.
    """

    category: str
    words: str
    minutes_ago: int
    need: Need = Need.ACTION
    serious_harm: bool = False
    owner: str = ""
    due_days: int = 3
    answer: str = ""
    answered_minutes_ago: int = 25


def card_moments(
    setting: Setting, a_month: tuple[float, float], still_open: Iterable[OpenCard]
) -> Iterator[Moment]:
    """Return everything about cards.

    Args:
        setting: the unit.
        a_month: how many go up in the first month and in the last.
        still_open: those that are open when the story stops.
    """
    chance = setting.chance("cards")
    for day in setting.open_days():
        progress = (day - setting.first).days / max((setting.today - setting.first).days, 1)
        a_day = (a_month[0] + (a_month[1] - a_month[0]) * progress**2) / 30.4
        for _ in range(_how_many(a_day, chance)):
            yield from _closed_story(setting, day, chance)
    for card in still_open:
        yield from _open_story(setting, card)


def _how_many(a_day: float, chance: Random) -> int:
    return sum(chance.random() < a_day / 4 for _ in range(4))


def _closed_story(setting: Setting, day: date, chance: Random) -> Iterator[Moment]:
    """Return a card from raising to closing, if all of it has happened by now."""
    raised = setting.instant(
        day, chance.choice((6, 8, 9, 11, 13, 14, 16, 19, 21, 23)), chance.randrange(60)
    )
    category = chance.choice(setting.catalogue.cards.categories)
    card_id = f"card:{setting.new_id()}"
    phrase = chance.choice(category.phrases)
    by = ANSWERS_OF.get(category.id, "Service")
    acknowledged = raised + timedelta(minutes=chance.randrange(8, 150))
    owned = acknowledged + timedelta(minutes=chance.randrange(5, 240))
    answered = owned + timedelta(minutes=chance.randrange(60, 2_600))
    closed = setting.huddle_after(answered)
    story = [
        Moment(raised, _raising(setting, card_id, category, phrase, chance)),
        Moment(acknowledged, AcknowledgeCard(card_id, "Service"), LEADER),
        Moment(owned, OwnCard(card_id, by, raised + timedelta(days=2)), LEADER),
        Moment(answered, AnswerCard(card_id, by, chance.choice(ANSWERS[category.id])), LEADER),
    ]
    if chance.random() < REOPENED:
        again = closed + timedelta(hours=chance.randrange(3, 30))
        story += [
            Moment(closed, ReopenCard(card_id, "It happened again in the night"), HUDDLE),
            Moment(again, AnswerCard(card_id, by, chance.choice(ANSWERS[category.id])), LEADER),
        ]
        closed = setting.huddle_after(again)
    story.append(Moment(closed, CloseCard(card_id, setting.node_id), HUDDLE))
    if closed < setting.until:
        yield from story


def _raising(
    setting: Setting, card_id: str, category: CardCategory, phrase: str, chance: Random
) -> RaiseCard:
    return RaiseCard(
        card_id=card_id,
        node=setting.node_id,
        category=category.id,
        phrase=phrase,
        sentence=None,
        need=category.need,
        criterion=category.criterion,
        serious_harm=chance.random() < SERIOUS,
    )


def _open_story(setting: Setting, card: OpenCard) -> Iterator[Moment]:
    card_id = f"card:{setting.new_id()}"
    raised = setting.until - timedelta(minutes=card.minutes_ago)
    category = next(c for c in setting.catalogue.cards.categories if c.id == card.category)
    of_catalogue = card.words in category.phrases
    yield Moment(
        raised,
        RaiseCard(
            card_id=card_id,
            node=setting.node_id,
            category=card.category,
            phrase=card.words if of_catalogue else None,
            sentence=None if of_catalogue else card.words,
            need=card.need,
            criterion=Criterion.SERIOUS_RISK if card.serious_harm else category.criterion,
            serious_harm=card.serious_harm,
        ),
    )
    if card.owner:
        yield from _owned(setting, card, card_id, raised)


def _owned(setting: Setting, card: OpenCard, card_id: str, raised: datetime) -> Iterator[Moment]:
    due = setting.until + timedelta(days=card.due_days)
    seen = raised + timedelta(minutes=min(20, card.minutes_ago // 4))
    yield Moment(seen, AcknowledgeCard(card_id, card.owner), LEADER)
    owned = seen + timedelta(minutes=min(45, card.minutes_ago // 4))
    yield Moment(owned, OwnCard(card_id, card.owner, due), LEADER)
    if card.answer:
        at = setting.until - timedelta(minutes=card.answered_minutes_ago)
        next_month = setting.today.replace(day=1) + LONGEST_MONTH
        answer = card.answer.format(next_month=f"{next_month:%B}")
        yield Moment(at, AnswerCard(card_id, card.owner, answer), LEADER)
