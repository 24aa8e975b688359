"""The agenda tile: the countdown, the items with their minutes, the equity question of the day."""

from kiosk.domain.agendas import AgendaItem
from kiosk.domain.cards import Answered
from kiosk.layouts.tiles import AgendaTile
from kiosk.viewmodels.emphasis import Tone
from kiosk.viewmodels.huddle_countdown import countdown
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.tiles import AgendaRow, AgendaTileView, Chip, Frame
from kiosk.viewmodels.words import counted, minutes, sentence

TITLE = "Huddle"
QUESTION_LABEL = "Equity question of the day"
ANSWERS = "answers"


def agenda_tile(tile: AgendaTile, scene: Scene) -> AgendaTileView:
    """Return the next huddle as it stands on the board."""
    coming = countdown(scene)
    question = equity_question(scene) if tile.question else ""
    waiting = answers_waiting(scene)
    spoken = sentence(coming.spoken)
    if waiting:
        spoken += f" {counted(waiting, 'answer')} came down."
    return AgendaTileView(
        frame=Frame(tile.id, tile.title or TITLE, spoken=f"{spoken} {question}".strip()),
        countdown=coming.figure,
        when=coming.when,
        rows=tuple(_row(item, waiting) for item in _listed_items(scene)),
        question_label=QUESTION_LABEL if question else "",
        question=question,
    )


def equity_question(scene: Scene) -> str:
    """Return the question of the ward's day: one after the other, a new one each day."""
    questions = scene.catalogue.equity_questions
    return questions[scene.today.toordinal() % len(questions)] if questions else ""


def answers_waiting(scene: Scene) -> int:
    """Return how many answers came down that the unit has not confirmed."""
    cards = scene.ward.cards.values()
    return sum(isinstance(card.progress, Answered) for card in cards)


def _listed_items(scene: Scene) -> tuple[AgendaItem, ...]:
    """Return the items that stand on the tile: opening and closing words do not."""
    shipped = scene.catalogue.agenda_for(scene.tier).items
    unlisted = {item.id for item in shipped if not item.listed}
    if scene.ward.agenda is not None:
        return tuple(item for item in scene.ward.agenda.items if item.key not in unlisted)
    return tuple(
        AgendaItem(key=item.id, title=item.title, seconds=item.seconds, script=item.script)
        for item in shipped
        if item.listed
    )


def _row(item: AgendaItem, waiting: int) -> AgendaRow:
    if item.key == ANSWERS and waiting:
        came_down = Chip(f"{waiting} came down", tone=Tone.ACCENT, filled=True)
        return AgendaRow(item.title, chip=came_down)
    return AgendaRow(item.title, right=minutes(item.seconds))
