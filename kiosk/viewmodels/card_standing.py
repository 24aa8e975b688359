"""What stands beside a card's words: who has it, how old it is and how late."""

from datetime import timedelta

from kiosk.domain.card_clocks import lateness
from kiosk.domain.cards import Acknowledged, Answered, Card, Need, Owned, Raised, Returned
from kiosk.domain.clock import local_day
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.words import length, listed, short_day, when

NEEDS = {Need.ACTION: "action", Need.AWARENESS: "awareness"}


def card_age(card: Card, scene: Scene) -> str:
    """Return how long ago a card was raised: "40 min", "2 d"."""
    return length(scene.ward.now - card.raised_at)


def card_lateness(card: Card, scene: Scene) -> timedelta | None:
    """Return how late the next step of a card is, or None; worked out once for each card of a scene."""
    known = id(card)
    if known not in scene.late:
        ward, clocks = scene.ward, scene.clocks
        late = lateness(card, ward.now, scene.calendar, ward.zone, scene.tier, clocks)
        scene.late[known] = late
    return scene.late[known]


def late_words(card: Card, scene: Scene) -> str:
    """Return who owes the next step and how late it is: "unit: 1 h late", or nothing."""
    late = card_lateness(card, scene)
    if late is None:
        return ""
    owes = card.progress.by if isinstance(card.progress, Owned) else scene.unit
    return f"{owes}: {length(late)} late"


def standing_words(card: Card, scene: Scene) -> str:
    """Return the line under a card's words: what it needs, who saw, has or answered it."""
    match card.progress:
        case Acknowledged(by=by):
            words = listed((by, "seen"))
        case Owned(by=by) as owned:
            words = listed((by, _until(owned, scene)))
        case Returned(by=by):
            words = f"returned by {by}"
        case Answered(by=by, at=at):
            words = listed((by, when(at, scene.ward.now, scene.ward.zone)), ", ")
        case _:
            words = NEEDS[card.need]
    return words


def card_line(card_id: str, card: Card, scene: Scene) -> str:
    """Return the line under a card's words with whose it is and whether anybody above knows of it."""
    return listed((scene.ward.unit_of(card_id), sent_words(card_id, card, scene)))


def sent_words(card_id: str, card: Card, scene: Scene) -> str:
    """Return how far a card has come on its way up: "not sent", "sent, not seen", "seen 07:22, service".

    A ward that stands alone sends nothing, and on the cards of other units nobody waits for that here.
    """
    if scene.ward.alone or not scene.ward.is_ours(card_id):
        return standing_words(card, scene)
    if card_id in scene.ward.unsent:
        return "not sent"
    if isinstance(card.progress, Acknowledged):
        seen = f"seen {when(card.progress.at, scene.ward.now, scene.ward.zone)}"
        return listed((seen, card.progress.by), ", ")
    return "sent, not seen" if isinstance(card.progress, Raised) else standing_words(card, scene)


def void_words(card_id: str, scene: Scene) -> str:
    """Return that an entry about a card does not count, and why; nothing when all of them do."""
    why = scene.ward.void.get(card_id)
    return f"does not count: {why}" if why else ""


def _until(owned: Owned, scene: Scene) -> str:
    if owned.due is None:
        return "owned"
    return f"by {short_day(local_day(owned.due, scene.ward.zone), scene.today)}"
