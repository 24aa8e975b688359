"""Another board of the same ward, far away: its cards come as pages of the shared log, confirmed and in order."""

from datetime import datetime

from kiosk.domain.changes import (
    GENESIS,
    Actor,
    Change,
    Entry,
    Log,
    LogKind,
    Record,
    Words,
    words_mac,
)
from kiosk.domain.clock import instant_from, instant_text
from kiosk.domain.ids import natural_id

DEVICE = "device-far"


class FarBoard:
    """Writes one stream of a node's shared log, which only it confirms anything in.

    Args:
        node: whose log it is.
        name: tells its entities from those of other such boards.

    Attributes:
        log: the log.
    """

    def __init__(self, node: str, name: str = "far") -> None:
        self.log = Log(node, LogKind.SHARED)
        self._name = name
        self._written = 0
        self._previous = GENESIS

    def cards(self, count: int, sentence: str, at: datetime) -> list[Record]:
        """Return a page with so many new cards; as on the wire, instants are in milliseconds."""
        written_at = instant_from(instant_text(at))
        return [self._card(sentence, written_at) for _ in range(count)]

    def _card(self, sentence: str, at: datetime) -> Record:
        self._written += 1
        name, key = f"{self._name}-{self._written}", bytes(32)
        change = Change(
            id=natural_id("far change", name),
            log=self.log,
            entity=f"card:{natural_id('far card', name)}",
            kind="card.raised",
            payload={
                "node": self.log.node,
                "category": "equipment",
                "phrase": None,
                "need": "action",
                "criterion": "barrier",
                "serious_harm": False,
                "words": {"sentence": words_mac(key, "sentence", sentence)},
            },
            actor=Actor(),
            based_on=None,
            occurred_at=at,
            boot_id="far",
        )
        entry = Entry(change, DEVICE, 1, self._written, self._previous)
        self._previous = entry.hash
        return Record(entry, self._written, Words(key, {"sentence": sentence}), at)
