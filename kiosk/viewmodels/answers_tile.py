"""The answers tile: what came down and waits to be read out, newest first."""

from kiosk.domain.cards import Answered, Card
from kiosk.layouts.tiles import AnswersTile
from kiosk.viewmodels.card_standing import card_age, standing_words
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.names import card_words
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.tiles import Frame, ListRow, ListTileView
from kiosk.viewmodels.words import counted, listed

TITLE = "Answers"
NOTHING = "No answer waits to be read out."
FOOT = "Read it out. Does it solve it?"
PUBLIC_FOOT = "Read out at the huddle"


def answers_tile(tile: AnswersTile, scene: Scene) -> ListTileView:
    """Return the answers as they stand; the public face has their number only."""
    waiting = [
        (card.progress.at, card)
        for card in scene.ward.cards.values()
        if isinstance(card.progress, Answered)
    ]
    waiting.sort(key=lambda answered: answered[0], reverse=True)
    cards = [card for _, card in waiting]
    title = tile.title or TITLE
    said = f"{counted(len(cards), 'answer')} came down" if cards else NOTHING
    return ListTileView(
        frame=Frame(
            tile.id,
            title,
            foot_left=_foot(scene) if cards else "",
            empty="" if cards else NOTHING,
            spoken=f"{title}: {said}." if cards else f"{title}: {NOTHING}",
        ),
        figure=str(len(cards)) if cards else "",
        figure_label=("answer came down" if len(cards) == 1 else "answers came down")
        if cards
        else "",
        sentence="",
        rows=() if scene.public else tuple(_row(card, scene) for card in cards[: tile.limit]),
    )


def _foot(scene: Scene) -> str:
    return PUBLIC_FOOT if scene.public else FOOT


def _row(card: Card, scene: Scene) -> ListRow:
    answer = card.progress.answer if isinstance(card.progress, Answered) else ""
    return ListRow(
        text=f"“{answer}”",
        detail=listed((card_words(card), standing_words(card, scene))),
        right=card_age(card, scene),
        tone=Tone.ACCENT,
        mark=Mark.DIAMOND if card.serious_harm else Mark.NONE,
        bold=True,
    )
