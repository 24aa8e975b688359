"""What subscribers are told of, as CloudEvents 1.0: cards, releases and boards; never a name, nor a card's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kiosk.domain.card_states import UNIT_TIER, Answered, Card, Owned, Returned
from kiosk.domain.cards import CARD
from kiosk.domain.changes import Log, Record
from kiosk.domain.clock import instant_text
from kiosk.domain.entities import Folded, fold
from kiosk.domain.ids import natural_id
from kiosk.domain.releases import RELEASE
from kiosk.domain.standing import in_order

PREFIX: Final = "huddle."
"""What the type of each event begins with: `huddle.card.raised`."""
CARD_EVENTS: Final = ("card.raised", "card.escalated", "card.answered", "card.closed")
EVENTS: Final = (*CARD_EVENTS, "release.published", "device.enrolled", "device.revoked")
"""What can be subscribed to."""
TEST: Final = "test"
OF_DEVICES: Final = {
    "device.enrolled": "device.enrolled",
    "device.approved": "device.enrolled",
    "device.revoked": "device.revoked",
}
"""Events of boards by what the audit log says of them."""
KINDS: Final = frozenset(
    {"card.raised", "card.owned", "card.answered", "card.closed", "release.published"}
)
"""Changes that may be worth an event."""
CONTENT_TYPE: Final = "application/cloudevents+json"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a subscriber is told.

    Attributes:
        id: the same whenever it is told again, so that the receiver can tell.
        what: `card.raised`, …
        subject: the card, the release or the board.
        node: whose it is.
        at: when it happened.
        data: facts about it.
        sequence: its number in the log; None where it is of no log.
    """

    id: str
    what: str
    subject: str
    node: str
    at: datetime
    data: Mapping[str, Any]
    sequence: int | None = None

    def body(self, source: str) -> bytes:
        """Return it as structured JSON.

        Args:
            source: which central tells it: its address, or a name.
        """
        # Nobody needs the library before the first event is told.
        from cloudevents.conversion import to_json  # noqa: PLC0415
        from cloudevents.http import CloudEvent  # noqa: PLC0415

        attributes = {
            "id": self.id,
            "source": source,
            "type": PREFIX + self.what,
            "subject": self.subject,
            "time": instant_text(self.at),
            "datacontenttype": "application/json",
            "partitionkey": self.node,
        }
        if self.sequence is not None:
            attributes["sequence"] = f"{self.sequence:012}"
        return bytes(to_json(CloudEvent(attributes, dict(self.data))))


def event_of(log: Log, history: Sequence[Record], seq: int) -> Event | None:
    """Return what a change of a log is worth, or None: most are worth nothing, and one that does not stand is not.

    Args:
        log: the log.
        history: the records of the change's entity.
        seq: the change's number.
    """
    upto = [one for one in in_order(history) if one.seq is not None and one.seq <= seq]
    if not upto or upto[-1].seq != seq or upto[-1].change.kind not in KINDS:
        return None
    record = upto[-1]
    if record.change.entity_kind == RELEASE.name:
        return _of_release(log, upto)
    after = fold(CARD, record.change.entity, upto)
    if record.change.id in after.marks or after.state is None:
        return None
    what = _what(record, fold(CARD, record.change.entity, upto[:-1]), after.state)
    return None if what is None else _of_card(log, record, what, after.state)


def device_event(line: Mapping[str, Any]) -> Event | None:
    """Return what a line of the audit log is worth, or None."""
    what = OF_DEVICES.get(line["what"])
    if what is None:
        return None
    node = str(line["detail"].get("node", ""))
    at: datetime = line["at"]
    identity = natural_id("audit", instant_text(at), line["what"], line["about"])
    return Event(identity, what, line["about"], node, at, {"device": line["about"], "node": node})


def test_event(identity: str, at: datetime) -> Event:
    """Return an event that says nothing but that events arrive."""
    return Event(identity, TEST, "webhook", "", at, {})


def _what(record: Record, before: Folded[Card], card: Card) -> str | None:
    """Return what a change of a card amounts to; to be taken on by a higher tier is to be escalated."""
    if record.change.kind != "card.owned":
        return record.change.kind
    was = UNIT_TIER if before.state is None else _tier(before.state)
    return "card.escalated" if _tier(card) > was else None


def _tier(card: Card) -> int:
    match card.progress:
        case Owned(tier=tier) | Answered(tier=tier) | Returned(tier=tier):
            return tier
        case _:
            return UNIT_TIER


def _of_card(log: Log, record: Record, what: str, card: Card) -> Event:
    by = record.change.payload.get("by")
    due = card.progress.due if isinstance(card.progress, Owned) else None
    data = {
        "card": record.change.entity,
        "node": log.node,
        "step": card.progress.step,
        "tier": _tier(card),
        "category": card.category,
        "need": card.need.value,
        "criterion": card.criterion.value,
        "serious_harm": card.serious_harm,
        "raised_at": instant_text(card.raised_at),
        "by": by if isinstance(by, str) else None,
        "due": None if due is None else instant_text(due),
    }
    told = {key: value for key, value in data.items() if value is not None}
    subject, at = record.change.entity, record.happened_at
    return Event(record.change.id, what, subject, log.node, at, told, record.seq)


def _of_release(log: Log, upto: Sequence[Record]) -> Event | None:
    record = upto[-1]
    folded = fold(RELEASE, record.change.entity, upto)
    if record.change.id in folded.marks or folded.state is None:
        return None
    data = {"node": log.node, **folded.state.model_dump(mode="json", exclude={"node"})}
    data["about"] = folded.state.node
    subject, at = folded.state.sha256, record.happened_at
    return Event(record.change.id, "release.published", subject, log.node, at, data, record.seq)
