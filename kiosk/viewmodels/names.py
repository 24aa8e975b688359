"""The words for what entities carry as ids: categories, kinds of event, levels, roles, themes."""

from kiosk.domain.cards import Card, Criterion, Need
from kiosk.domain.changes import Json
from kiosk.domain.events import EventType, Harm, SafetyEvent
from kiosk.domain.sentences import SENTENCE_LIMIT
from kiosk.layouts.catalogue import Catalogue
from kiosk.viewmodels.words import listed

WORDS_ERASED = "words erased"


def in_words(identifier: str) -> str:
    """Return an id that the catalogue does not know as plain words."""
    text = identifier.replace("_", " ").strip()
    return text[:1].upper() + text[1:SENTENCE_LIMIT]


def category_title(catalogue: Catalogue, category: str) -> str:
    """Return what an escalation card is about: "Equipment"."""
    known = (c.title for c in catalogue.cards.categories if c.id == category)
    return next(known, in_words(category))


def need_words(catalogue: Catalogue, need: Need) -> str:
    """Return what a card asks for."""
    return next((n.text for n in catalogue.cards.needs if n.id == need), in_words(need))


def criterion_words(catalogue: Catalogue, criterion: Criterion) -> str:
    """Return why a card goes up."""
    known = (c.text for c in catalogue.cards.criteria if c.id == criterion)
    return next(known, in_words(criterion))


def card_words(card: Card) -> str:
    """Return what a card says: its own sentence, or its phrase."""
    return card.sentence or card.phrase or WORDS_ERASED


def kind_title(catalogue: Catalogue, kind: Json) -> str:
    """Return the kind of an event: "Near miss"."""
    known = (k.title for k in catalogue.events.kinds if k.id == kind)
    return next(known, in_words(str(kind)))


def type_words(catalogue: Catalogue, kind: Json, what: Json) -> str:
    """Return what an event was: "Fall"."""
    known = (
        t.text for k in catalogue.events.kinds if k.id == kind for t in k.types if t.id == what
    )
    return next(known, in_words(str(what)))


def harm_words(catalogue: Catalogue, harm: Json) -> str:
    """Return how bad an event was."""
    known = (level.text for level in catalogue.events.levels if level.id == harm)
    return next(known, in_words(str(harm)))


def event_words(catalogue: Catalogue, event: SafetyEvent) -> str:
    """Return an event in one line: "Fall", "Stopped a mix-up"."""
    return type_words(catalogue, event.type, event.what)


def event_detail(catalogue: Catalogue, event: SafetyEvent) -> str:
    """Return an event's kind and how bad it was."""
    bad = harm_words(catalogue, event.harm) if asks_level(catalogue, event.type) else ""
    return listed((kind_title(catalogue, event.type), bad))


def asks_level(catalogue: Catalogue, kind: EventType) -> bool:
    """Tell whether an event of a kind has a level of harm."""
    return any(k.id == kind and k.asks_level for k in catalogue.events.kinds)


def does_harm(catalogue: Catalogue, kind: EventType) -> bool:
    """Tell whether an event of a kind is drawn as harm."""
    return any(k.id == kind and k.tone == "harm" for k in catalogue.events.kinds)


def role_words(catalogue: Catalogue, group: str) -> str:
    """Return whom a thank-you goes to: "Nursing"."""
    known = (role.text for role in catalogue.recognitions.roles if role.id == group)
    return next(known, in_words(group))


def theme_title(catalogue: Catalogue, theme: str) -> str:
    """Return what an idea would make better."""
    return next((t.title for t in catalogue.ideas.themes if t.id == theme), in_words(theme))


NO_LEVEL = Harm.NONE
"""What an event carries whose kind has no level."""
