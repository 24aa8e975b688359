"""What people do at a simulated board: raise, see, own, answer, close, correct, thank, count, undo and erase."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kiosk.domain.cards import (
    AcknowledgeCard,
    AnswerCard,
    Card,
    CloseCard,
    Criterion,
    EditCard,
    Need,
    OwnCard,
    RaiseCard,
    ReopenCard,
)
from kiosk.domain.ids import natural_id
from kiosk.domain.recognitions import GiveRecognition
from kiosk.services.board import BoardService, UndoOf
from kiosk.services.deciding import Command
from kiosk.services.refused import Refused
from kiosk.store.store import Store
from tests.simulation.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

ERASES: Final = 0.002
OVERSTEPS: Final = 0.03
"""How often somebody speaks for a tier that is not theirs to speak for: central never takes that."""

RECENT: Final = 12
"""Cards that people look at: the newest."""


@dataclass
class Seen:
    """What people at one board will want to find again.

    Attributes:
        thanks: how many thanks were given.
        erased: sentences that were erased for good.
    """

    thanks: int = 0
    erased: list[str] = field(default_factory=list)


class People:
    """The people at one board.

    Attributes:
        tier: for which they speak.
        erases: how often, of one, they erase words instead of doing something else.
        seen: what they will want to find again.
    """

    def __init__(self, world: World, name: str, *, tier: int, erases: float = ERASES) -> None:
        self._world = world
        self._erases = erases
        self._name = name
        self.tier = tier
        self._count = 0
        self._undo: UndoOf | None = None
        self.seen = Seen()

    def act(self, service: BoardService, store: Store) -> None:
        """Do one thing, if there is anything to be done it to."""
        kinds: list[Callable[[BoardService], None]] = [
            self._raise,
            self._raise,
            self._move,
            self._move,
            self._move,
            self._thank,
            self._edit,
            self._take_back,
        ]
        if self._world.maybe(self._erases):
            kinds = [lambda here: self._erase(here, store)]
        if self.tier > 1:
            kinds = [self._move]
        with suppress(Refused):
            self._world.chance.choice(kinds)(service)

    def _raise(self, service: BoardService) -> None:
        sentence = self._sentence()
        command = RaiseCard(
            card_id=f"card:{self._id()}",
            node=service.node_id,
            category="equipment",
            phrase=None,
            sentence=sentence,
            need=Need.ACTION,
            criterion=Criterion.BARRIER,
            serious_harm=self._world.maybe(0.1),
        )
        self._do(service, command)

    def _move(self, service: BoardService) -> None:
        card_id, card = self._some_card(service)
        by = f"{self._name} lead"
        commands: list[Command] = [
            AcknowledgeCard(card_id, by),
            OwnCard(card_id, by, tier=self.tier),
            AnswerCard(card_id, by, self._sentence(), tier=self.tier),
        ]
        if card.node == service.node_id and self.tier == 1:
            commands = [
                CloseCard(card_id, service.node_id)
                if card.is_open
                else ReopenCard(card_id, self._sentence())
            ]
        if self._world.maybe(OVERSTEPS):
            commands = [AnswerCard(card_id, by, self._sentence(), tier=self.tier + 1)]
        self._do(service, self._world.chance.choice(commands))

    def _edit(self, service: BoardService) -> None:
        card_id, card = self._some_card(service)
        if card.node != service.node_id:
            return
        command = EditCard(
            card_id, "staffing", None, self._sentence(), Need.ACTION, Criterion.BARRIER
        )
        self._do(service, command)

    def _thank(self, service: BoardService) -> None:
        command = GiveRecognition(
            f"recognition:{self._id()}", "nursing", None, self._world.now.date(), self._sentence()
        )
        self._do(service, command)
        self.seen.thanks += 1

    def _take_back(self, service: BoardService) -> None:
        undo, self._undo = self._undo, None
        if undo is None or any(entity.startswith("recognition") for entity, _ in undo.steps):
            return
        service.undo(undo)

    def _erase(self, service: BoardService, store: Store) -> None:
        card_id, card = self._some_card(service)
        if card.node != service.node_id or card.sentence is None:
            return
        words = [
            text
            for record in store.history(card_id)
            if record.words is not None
            for text in record.words.fields.values()
        ]
        service.erase_words(card_id)
        self.seen.erased += words

    def _do(self, service: BoardService, command: Command) -> None:
        self._undo = service.perform(command, self._id()).undo

    def _some_card(self, service: BoardService) -> tuple[str, Card]:
        cards = list(service.ward().cards.items())[-RECENT:][::-1]
        if not cards:
            raise Refused("There is no card yet.")
        return self._world.chance.choice(cards)

    def _sentence(self) -> str:
        return f"{self._name} says number {self._count} of {self._world.seed} aloud"

    def _id(self) -> str:
        self._count += 1
        return natural_id("people", str(self._world.seed), self._name, str(self._count))
