"""A board as central meets it: it writes chained entries, sends them again, is copied, and forks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kiosk.central.storage.protocol import Incoming
from kiosk.domain.canonical import change_body, entry_hash, sha256
from kiosk.domain.changes import GENESIS, Actor, Change, Entry, Log, LogKind, Words, words_mac
from kiosk.domain.ids import IdSource
from tests.fakes.clock import MONDAY_MORNING

WARD = Log("node:7e", LogKind.SHARED)


def incoming(entry: Entry, words: Words | None = None) -> Incoming:
    """Return an entry as the API hands it to storage."""
    body = change_body(entry.change)
    change_hash = sha256(body)
    return Incoming(entry, body.decode(), change_hash, entry_hash(entry, change_hash), words)


class RemoteBoard:
    """Writes one stream of one log.

    Attributes:
        counter, previous: where its stream stands.
    """

    def __init__(
        self, ids: IdSource, device: str = "pc-1", log: Log = WARD, incarnation: int = 1
    ) -> None:
        self._ids = ids
        self._log, self._device, self._incarnation = log, device, incarnation
        self._lineage: tuple[tuple[int, int], ...] = ()
        self.counter, self.previous = 0, GENESIS

    def raises(
        self,
        title: str = "A card",
        *,
        entity: str | None = None,
        words: Mapping[str, str] | None = None,
        at: datetime = MONDAY_MORNING,
    ) -> Incoming:
        """Write that a card was raised."""
        return self.writes("card.raised", {"title": title}, entity=entity, words=words, at=at)

    def writes(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        entity: str | None = None,
        words: Mapping[str, str] | None = None,
        at: datetime = MONDAY_MORNING,
    ) -> Incoming:
        """Write a change."""
        key = self._ids.new_key()
        beside = {field: words_mac(key, field, text) for field, text in (words or {}).items()}
        change = Change(
            id=self._ids.new_id(),
            log=self._log,
            entity=entity or f"card:{self._ids.new_id()}",
            kind=kind,
            payload={**payload, "words": beside} if words else payload,
            actor=Actor(),
            based_on=None,
            occurred_at=at,
            boot_id="boot",
        )
        return self.enters(change, Words(key, words) if words else None)

    def enters(
        self, change: Change, words: Words | None = None, correction_ms: int = 0
    ) -> Incoming:
        """Write a change at the next place of the stream."""
        made = incoming(self._entry(change, correction_ms), words)
        self.counter, self.previous = self.counter + 1, made.entry_hash
        return made

    def copied(self) -> "RemoteBoard":
        """Return a board that goes on from the same disk."""
        copy = RemoteBoard(self._ids, self._device, self._log, self._incarnation)
        copy.counter, copy.previous, copy._lineage = self.counter, self.previous, self._lineage
        return copy

    def reborn(self, incarnation: int, shared: int) -> "RemoteBoard":
        """Return the board in another incarnation, which shares the first places of this one."""
        board = RemoteBoard(self._ids, self._device, self._log, incarnation)
        board._lineage = (*self._lineage, (self._incarnation, shared))
        return board

    def _entry(self, change: Change, correction_ms: int) -> Entry:
        place = (self._device, self._incarnation, self.counter + 1, self.previous)
        return Entry(change, *place, correction_ms, self._lineage)
