"""The lanes tile: escalation cards by how far they have come, the most serious and latest first."""

from datetime import timedelta

from kiosk.domain.cards import Acknowledged, Answered, Card, Closed, Need, Owned, Raised, Returned
from kiosk.layouts.tiles import LaneName, LanesTile
from kiosk.viewmodels.card_standing import (
    card_age,
    card_lateness,
    card_line,
    late_words,
    sent_words,
)
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.names import card_words
from kiosk.viewmodels.scenes import NO_WARD, Scene
from kiosk.viewmodels.tiles import Edge, Frame, Lane, LaneCard, LanesTileView
from kiosk.viewmodels.words import counted, listed, sentence

TITLE = "Cards"
ONLY_THIS_UNIT = "Only this {unit} closes its cards"
TITLES: dict[LaneName, str] = {
    "raised": "Raised",
    "working": "Being worked on",
    "answered": "Answered: read it out",
}
MOST_SHOWN = 30
"""Cards that a lane is given to draw: more fit on no screen, and a service has hundreds."""
CARDS_SPOKEN = 3
"""How many cards of a lane a screen reader is told before "2 more"."""

NO_DELAY = timedelta(0)


def lanes_tile(tile: LanesTile, scene: Scene) -> LanesTileView:
    """Return the lanes as they stand; the public face has counts and no card."""
    lanes = tuple(_lane(name, scene) for name in tile.lanes)
    late = _late_count(cards_by_urgency(scene), scene)
    return LanesTileView(
        frame=Frame(
            tile.id,
            tile.title or TITLE,
            foot_left=ONLY_THIS_UNIT.format(unit=_kind_of_unit(scene)),
            foot_right=_totals(scene),
            spoken=_spoken(lanes, late),
        ),
        lanes=lanes,
        show_cards=not scene.public,
    )


def _spoken(lanes: tuple[Lane, ...], late: int) -> str:
    """Return how many cards each lane has and how many are late; for staff also the first of each."""
    counts = sentence(", ".join(f"{lane.title}: {lane.count}" for lane in lanes))
    named = (_cards_spoken(lane) for lane in lanes if lane.cards)
    return listed((counts, f"{late} late." if late else "", *named), " ")


def _cards_spoken(lane: Lane) -> str:
    first = [listed((card.text.rstrip("."), card.late), ", ") for card in lane.cards[:CARDS_SPOKEN]]
    beyond = lane.count - len(first)
    words = listed((*first, f"{beyond} more" if beyond else ""), "; ")
    return sentence(f"{lane.title}: {words}")


def _kind_of_unit(scene: Scene) -> str:
    """Return "ward" for what calls itself one, "unit" for departments, theatres and higher tiers."""
    return scene.unit if scene.tier == 1 else NO_WARD


def cards_by_urgency(scene: Scene) -> list[tuple[str, Card]]:
    """Return the open cards: serious harm first, then the latest, then action, then the oldest."""
    cards = [(name, card) for name, card in scene.ward.cards.items() if card.is_open]
    return sorted(cards, key=lambda named: _urgency(named[1], scene))


def _urgency(card: Card, scene: Scene) -> tuple[bool, timedelta, bool, float]:
    late = card_lateness(card, scene) or NO_DELAY
    return (
        not card.serious_harm,
        -late,
        card.need is Need.AWARENESS,
        card.raised_at.timestamp(),
    )


def lane_of(card: Card) -> LaneName | None:
    """Return the lane that a card stands in; a closed card stands in none."""
    match card.progress:
        case Raised() | Returned():
            return "raised"
        case Acknowledged() | Owned():
            return "working"
        case Answered():
            return "answered"
        case _:
            return None


def _lane(name: LaneName, scene: Scene) -> Lane:
    cards = [(key, card) for key, card in cards_by_urgency(scene) if lane_of(card) == name]
    first = () if scene.public else cards[:MOST_SHOWN]
    shown = tuple(_card(key, card, scene) for key, card in first)
    return Lane(
        title=TITLES[name],
        count=len(cards),
        cards=shown,
        summary=_summary([card for _, card in cards], scene),
    )


def _summary(cards: list[Card], scene: Scene) -> str:
    late = _late_count([("", card) for card in cards], scene)
    serious = sum(card.serious_harm for card in cards)
    pressing = listed((f"{late} late" if late else "", f"{serious} serious" if serious else ""))
    if pressing or not cards:
        return pressing
    oldest = min(cards, key=lambda card: card.raised_at)
    return f"oldest {card_age(oldest, scene)}"


def _late_count(cards: list[tuple[str, Card]], scene: Scene) -> int:
    return sum(card_lateness(card, scene) is not None for _, card in cards)


def _card(key: str, card: Card, scene: Scene) -> LaneCard:
    answer = card.progress.answer if isinstance(card.progress, Answered) else ""
    late = late_words(card, scene)
    return LaneCard(
        card_id=key,
        text=f"“{answer}”" if answer else card_words(card),
        left=_left(key, card, scene, late),
        right=card_age(card, scene),
        edge=_edge(card, late),
        bold=bool(answer),
        left_mark=Mark.DIAMOND if card.serious_harm else Mark.NONE,
        late=late,
        left_short=scene.ward.unit_of(key),
    )


def _left(key: str, card: Card, scene: Scene, late: str) -> str:
    """Return whose a card is and how far it has come; beside late words only what matters more than those."""
    if not late:
        return card_line(key, card, scene)
    unsent = sent_words(key, card, scene) if key in scene.ward.unsent else ""
    return listed((scene.ward.unit_of(key), unsent))


def _edge(card: Card, late: str) -> Edge:
    if isinstance(card.progress, Answered):
        return Edge.ANSWERED
    return Edge.LATE if late or card.serious_harm else Edge.PLAIN


def _totals(scene: Scene) -> str:
    """Return how many cards are open, and how many were closed this month."""
    today = scene.today
    still_open = sum(card.is_open for card in scene.ward.cards.values())
    closed = 0
    for card in scene.ward.cards.values():
        if isinstance(card.progress, Closed):
            day = card.progress.at.astimezone(scene.ward.local_now.tzinfo)
            closed += (day.year, day.month) == (today.year, today.month)
    return listed((f"{still_open} open", f"{counted(closed, 'closed', 'closed')} this month"))
