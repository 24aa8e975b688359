"""A leader's decision becomes a change in the ward's log, once, decided on what the log says at that moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kiosk.central.authoring import entered
from kiosk.central.means import CentralMeans
from kiosk.central.storage.protocol import ForkFound, Incoming, Place
from kiosk.central.web.offices import Office
from kiosk.domain.cards import (
    CARD,
    AcknowledgeCard,
    AnswerCard,
    AskOnCard,
    Card,
    OwnCard,
    ReturnCard,
    decide,
)
from kiosk.domain.changes import Actor, Log, LogKind, Record
from kiosk.domain.entities import Act, Folded, Refusal, fold
from kiosk.domain.ids import IdSource

LeadersCommand = AcknowledgeCard | OwnCard | AskOnCard | AnswerCard | ReturnCard
"""What a leader can do with a card."""

MOVES: Final = frozenset(
    {
        "card.acknowledged",
        "card.owned",
        "card.answered",
        "card.returned",
        "card.closed",
        "card.reopened",
    }
)
"""What a leader has to look at first when it happened after their page was made."""


@dataclass(frozen=True, slots=True)
class Done:
    """It is in the log; `again` when it was there already, because the form came twice."""

    again: bool = False


@dataclass(frozen=True, slots=True)
class NotDone:
    """Nothing was written: why, and what others did meanwhile, in the order of the log."""

    reason: str
    meanwhile: tuple[Record, ...] = ()


Result = Done | NotDone


@dataclass(frozen=True, slots=True)
class Form:
    """What came with a form.

    Attributes:
        key: the identity of what it does, made with the page: sent twice, it is done once.
        seen: id of the last change that the page showed, or empty.
    """

    key: str
    seen: str


class _NotDone(Exception):  # noqa: N818 - carries an answer out of the transaction
    def __init__(self, result: Result) -> None:
        super().__init__()
        self.result = result


class _One:
    """Gives one change the identity that its form brought."""

    def __init__(self, key: str, ids: IdSource) -> None:
        self._key = key
        self._ids = ids

    def new_id(self) -> str:
        """Return the form's identity."""
        return self._key

    def new_key(self) -> bytes:
        """Return random bytes."""
        return self._ids.new_key()


class Acting:
    """Writes as central's device, under the same `decide` as a board."""

    def __init__(self, means: CentralMeans) -> None:
        self._means = means

    def act(self, node: str, command: LeadersCommand, office: Office, form: Form) -> Result:
        """Carry out a leader's command on a card.

        Args:
            node: the node in whose log the card is.
            command: what is asked.
            office: who asks.
            form: its identity, and what had been seen.

        Returns:
            That it is done, or why not.

        Raises:
            StorageBusy: try again later; nothing was written.
        """
        log, now = Log(node, LogKind.SHARED), self._means.clock.now()

        def decided(read: Callable[[str], list[Record]]) -> Sequence[tuple[Act, Actor]]:
            act = _decided(read(command.card_id), command, form)
            return [(act, office.actor)]

        def made(act: Act, actor: Actor, place: Place) -> Incoming:
            return entered(act, actor, place, _One(form.key, self._means.ids), now)

        try:
            self._means.storage.author(log, decided, made, now)
        except _NotDone as answer:
            return answer.result
        except ForkFound:
            return NotDone("This form was used for something else. Open the card again.")
        return Done()


def _decided(records: Sequence[Record], command: LeadersCommand, form: Form) -> Act:
    """Return the act of a command, or raise with the answer in its place."""
    if any(record.change.id == form.key for record in records):
        raise _NotDone(Done(again=True))
    meanwhile = _since(records, form.seen)
    folded: Folded[Card] = fold(CARD, command.card_id, records)
    if not folded.stands:
        raise _NotDone(NotDone("That card is not here any more.", meanwhile))
    decision = decide(folded.state, command)
    if isinstance(decision, Refusal):
        raise _NotDone(NotDone(decision.reason, meanwhile))
    if meanwhile:
        raise _NotDone(
            NotDone("Somebody was faster. Look at what they did, then decide again.", meanwhile)
        )
    [act] = decision
    return act


def _since(records: Sequence[Record], seen: str) -> tuple[Record, ...]:
    """Return what moved a card after what was seen; nothing where that is not known."""
    places: dict[str, Any] = {record.change.id: place for place, record in enumerate(records)}
    if seen not in places:
        return ()
    later = records[places[seen] + 1 :]
    return tuple(record for record in later if record.change.kind in MOVES)
