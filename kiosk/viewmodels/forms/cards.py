"""The list of escalation cards by lane, and of the answers that came down; touching one opens its sheet."""

from datetime import timedelta

from kiosk.domain.cards import Answered, Card, Closed
from kiosk.layouts.tiles import LaneName
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.card_standing import card_age, late_words, sent_words, void_words
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.details import Touches, pick, scene_of
from kiosk.viewmodels.forms.form import Context, Draft, Next, Open
from kiosk.viewmodels.forms.listing import Tab, listing
from kiosk.viewmodels.forms.parts import CLOSE
from kiosk.viewmodels.lanes_tile import TITLES, cards_by_urgency, lane_of
from kiosk.viewmodels.names import card_words, category_title
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.sheets import Option, SheetView
from kiosk.viewmodels.words import listed, short_day

CLOSED_DAYS = 31
"""How many days back closed cards are listed; none is ever deleted."""
LANES: tuple[tuple[LaneName, str], ...] = (
    ("answered", "No answer waits."),
    ("raised", "No card waits to be seen."),
    ("working", "Nobody works on a card now."),
)


def cards_view(context: Context, draft: Draft) -> SheetView:
    """Return the cards by lane, most urgent first."""
    return listing(
        "tile.cards",
        "Cards",
        draft,
        lanes(context),
        (CLOSE, Button("raise", "+ Raise a card", role="ink")),
    )


def lanes(context: Context) -> tuple[Tab, ...]:
    """Return the lanes with their cards, in the order of the tile, and the closed ones."""
    scene = scene_of(context)
    standing = cards_by_urgency(scene)
    still_open = tuple(
        Tab(
            name,
            TITLES[name],
            tuple(_option(key, card, scene) for key, card in standing if lane_of(card) == name),
            empty,
        )
        for name, empty in LANES
    )
    return (*still_open, _closed(scene), *_neighbours(scene))


def _neighbours(scene: Scene) -> tuple[Tab, ...]:
    """Return the open cards of the units beside this one; a board that stands alone knows of none."""
    ward = scene.ward
    if ward.alone or not ward.units:
        return ()
    cards = sorted(ward.neighbours.items(), key=lambda named: named[1].raised_at)
    rows = tuple(_option(key, card, scene) for key, card in cards)
    return (Tab("neighbours", "Units beside us: to read", rows, "No card is open beside us."),)


def _closed(scene: Scene) -> Tab:
    since = scene.ward.now - timedelta(days=CLOSED_DAYS)
    found = [
        (card.progress.at, key, card)
        for key, card in scene.ward.cards.items()
        if isinstance(card.progress, Closed) and card.progress.at >= since
    ]
    found.sort(key=lambda each: each[0], reverse=True)
    rows = tuple(_option(key, card, scene) for _, key, card in found)
    return Tab("closed", f"Closed in the last {CLOSED_DAYS} days", rows, "No card closed lately.")


def _option(card_id: str, card: Card, scene: Scene) -> Option:
    late = late_words(card, scene)
    about = category_title(scene.catalogue, card.category)
    answer = f"“{card.progress.answer}”" if isinstance(card.progress, Answered) else ""
    serious = "serious harm" if card.serious_harm else ""
    return Option(
        action=f"card={card_id}",
        text=card_words(card),
        detail=listed((answer, about, serious, *_standing(card_id, card, scene, late))),
        right=_right(card, scene),
        tone=Tone.HARM if card.serious_harm or late else Tone.INK,
        mark=Mark.DIAMOND if card.serious_harm else Mark.TRIANGLE if late else Mark.NONE,
    )


def _standing(card_id: str, card: Card, scene: Scene, late: str) -> tuple[str, ...]:
    """Return whose a card is, how late or how far it has come, and what of it does not count."""
    unit, void = scene.ward.unit_of(card_id), void_words(card_id, scene)
    if isinstance(card.progress, Closed):
        return (unit, void)
    sent = sent_words(card_id, card, scene)
    unsent = sent if late and card_id in scene.ward.unsent else ""
    return (unit, late or sent, unsent, void)


def _right(card: Card, scene: Scene) -> str:
    if isinstance(card.progress, Closed):
        day = card.progress.at.astimezone(scene.ward.local_now.tzinfo).date()
        return short_day(day, scene.today)
    return card_age(card, scene)


def _open_card(context: Context, draft: Draft, value: str) -> Next:
    del context, draft
    return Open("card", value)


def _raise(context: Context, draft: Draft, value: str) -> Next:
    del context, draft, value
    return Open("raise")


CARDS_TOUCHES: Touches = {"tab": pick("tab"), "card": _open_card, "raise": _raise}
