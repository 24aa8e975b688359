"""A central in memory with cards of two wards, for the tests of what other systems read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from kiosk.central.authoring import Scribe
from kiosk.central.means import CentralMeans
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.memory.storage import MemoryStorage
from kiosk.domain.cards import (
    AcknowledgeCard,
    AnswerCard,
    AskOnCard,
    CardCommand,
    CloseCard,
    Criterion,
    Need,
    OwnCard,
    RaiseCard,
    ReplyOnCard,
    ReturnCard,
    decide,
)
from kiosk.domain.changes import Actor, Log, LogKind, Record
from kiosk.domain.entities import Act, TextErased
from kiosk.domain.releases import PublishRelease, Release, release_body, release_sha256
from kiosk.domain.releases import decide as decide_release
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

EAST = "node:01890000-0000-7000-8000-0000000000e1"
WEST = "node:01890000-0000-7000-8000-0000000000e2"
NAMES = {EAST: "Ward 7 East", WEST: "Ward 7 West"}
SENTENCE = "No pump in bay two"
ANSWER = "Two pumps come by ten"
PERSON = Actor(kind="person", person="person:1", role="matron")


@dataclass
class Cards:
    """A central in which cards are raised and answered.

    Attributes:
        clock: stands until it is told to go on; each act takes a minute.
    """

    clock: FixedClock = field(default_factory=FixedClock)
    raised: int = 0

    def __post_init__(self) -> None:
        ids = SeededIds("central")
        self.means = CentralMeans(
            MemoryStorage(self.clock, SeededIds("storage")), self.clock, ids, CentralSettings()
        )

    @property
    def storage(self) -> MemoryStorage:
        """Where everything is."""
        storage = self.means.storage
        assert isinstance(storage, MemoryStorage)
        return storage

    def raise_card(self, node: str = EAST, *, serious_harm: bool = False) -> str:
        """Raise a card and return its id."""
        self.raised += 1
        card = f"card:01890000-0000-7000-8000-{self.raised:012}"
        command = RaiseCard(
            card,
            node,
            "equipment",
            None,
            SENTENCE,
            Need.ACTION,
            Criterion.BARRIER,
            serious_harm,
        )
        self.do(node, command)
        return card

    def do(self, node: str, command: CardCommand, actor: Actor = PERSON) -> list[Record]:
        """Carry out a command on a card."""
        self.clock.advance(timedelta(minutes=1))
        log = Log(node, LogKind.SHARED)
        return Scribe(self.means).write(
            log, lambda look: decide(look(command.card_id).state, command), actor
        )

    def erase(self, node: str, record: Record) -> None:
        """Erase the words of a change."""
        act = Act(record.change.entity, "text.erased", TextErased(change=record.change.id))
        Scribe(self.means).write(Log(node, LogKind.SHARED), lambda _look: (act,))

    def publish(self, node: str, release: Release) -> None:
        """Keep a release and announce it."""
        body = release_body(release)
        self.storage.put_blob("release", release_sha256(body), body, at=self.clock.now())
        Scribe(self.means).write(
            Log(node, LogKind.SHARED),
            lambda _look: decide_release(None, PublishRelease(node, release)),
        )


Step = Callable[[Cards, str], object]

STEPS: dict[str, Step] = {
    "acknowledged": lambda here, card: here.do(EAST, AcknowledgeCard(card, "service lead")),
    "owned": lambda here, card: here.do(
        EAST, OwnCard(card, "service lead", here.clock.now() + timedelta(days=1), node=WEST, tier=2)
    ),
    "asked": lambda here, card: here.do(EAST, AskOnCard(card, "service lead", "Since when?")),
    "replied": lambda here, card: here.do(EAST, ReplyOnCard(card, "Since Monday.")),
    "returned": lambda here, card: here.do(
        EAST, ReturnCard(card, "service lead", "Ask stores", tier=3)
    ),
    "answered": lambda here, card: here.do(EAST, AnswerCard(card, "service lead", ANSWER, tier=2)),
    "closed": lambda here, card: here.do(EAST, CloseCard(card, EAST)),
}

__all__ = ["ANSWER", "EAST", "NAMES", "SENTENCE", "STEPS", "WEST", "Cards"]
