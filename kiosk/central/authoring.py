"""Writing as central's device: what the domain decides becomes chained, hashed entries of a node's log."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import rfc8785

from kiosk.central.means import CentralMeans
from kiosk.central.storage.protocol import Incoming, Place
from kiosk.domain.changes import (
    Actor,
    Change,
    Entry,
    Log,
    Record,
    Words,
    change_to_json,
    digest,
    entry_fields,
    words_mac,
)
from kiosk.domain.entities import Act, Decision, EntityKind, Folded, Refusal, fold
from kiosk.domain.errors import KioskError
from kiosk.domain.ids import IdSource, entity_kind
from kiosk.domain.kinds import KINDS

CENTRAL: Final = Actor(kind="central")
"""Who acts when no person does: a release is published, a breach escalates."""

BOOT: Final = "central"
"""Central's changes name no run of a machine: their instants are the server's own."""

Look = Callable[[str], Folded[Any]]
"""Return an entity as it stands, from its id."""
Choose = Callable[[Look], Decision]
"""Look at entities that nobody else can change meanwhile, and say what is to be done."""


class NotDoneError(KioskError):
    """The domain refused: the reason is in words for the person who asked, and nothing was written."""


class Scribe:
    """Writes into logs as central's device."""

    def __init__(self, means: CentralMeans, kinds: Mapping[str, EntityKind[Any]] = KINDS) -> None:
        self._means = means
        self._kinds = kinds

    def write(self, log: Log, choose: Choose, actor: Actor = CENTRAL) -> list[Record]:
        """Decide on a log's entities, and write what was decided; all or nothing.

        Args:
            log: the log; nobody else adds to it while `choose` runs.
            choose: given a look at entities of the log, returns acts, none to write nothing, or a refusal.
            actor: who decided.

        Returns:
            The records as they are in the log.

        Raises:
            NotDoneError: it was refused.
            StorageBusy: try again later.
        """
        now = self._means.clock.now()

        def decide(history: Callable[[str], list[Record]]) -> Sequence[tuple[Act, Actor]]:
            decision = choose(lambda entity: self._fold(entity, history(entity)))
            if isinstance(decision, Refusal):
                raise NotDoneError(decision.reason)
            return [(act, actor) for act in decision]

        def made(act: Act, who: Actor, place: Place) -> Incoming:
            return entered(act, who, place, self._means.ids, now)

        return self._means.storage.author(log, decide, made, now)

    def _fold(self, entity: str, history: Sequence[Record]) -> Folded[Any]:
        return fold(self._kinds[entity_kind(entity)], entity, history)


def entered(act: Act, actor: Actor, place: Place, ids: IdSource, at: datetime) -> Incoming:
    """Return an act stamped, and chained to the place before it.

    Args:
        act: what was decided.
        actor: who decided.
        place: the next place of central's stream in the log.
        ids: makes the change's id and the key of its words.
        at: when, cut to the millisecond that is stored.
    """
    payload = act.payload.model_dump(mode="json")
    words = Words(ids.new_key(), dict(act.words)) if act.words else None
    if words is not None:
        payload["words"] = {
            field: words_mac(words.key, field, text) for field, text in words.fields.items()
        }
    change = Change(
        id=ids.new_id(),
        log=place.stream.log,
        entity=act.entity,
        kind=act.kind,
        payload=payload,
        actor=actor,
        based_on=place.based_on,
        occurred_at=_to_the_millisecond(at),
        boot_id=BOOT,
    )
    entry = Entry(
        change, place.stream.device, place.stream.incarnation, place.counter, place.previous
    )
    data = change_to_json(change)
    change_hash = digest(data)
    return Incoming(
        entry=entry,
        body=rfc8785.dumps(data).decode(),
        change_hash=change_hash,
        entry_hash=digest(entry_fields(entry, change_hash)),
        words=words,
    )


def _to_the_millisecond(instant: datetime) -> datetime:
    """Cut an instant to what is stored of it, so that a fold of now equals a fold of what is read later."""
    whole = instant.astimezone(UTC)
    return whole.replace(microsecond=whole.microsecond // 1000 * 1000)
