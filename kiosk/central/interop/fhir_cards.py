"""Escalation cards as FHIR R4: the card is a `Task`, what is said on it `Communication`s, who did what `Provenance`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.central.interop.fhir_ids import fhir_id
from kiosk.central.interop.fhir_terms import (
    AGENT_SYSTEM,
    AUTHOR,
    CATEGORY_SYSTEM,
    CHANGE_SYSTEM,
    CRITERION_SYSTEM,
    SAID,
    SAID_SYSTEM,
    STEP_SYSTEM,
    TASK_STATUS,
    WITHDRAWN,
    Resource,
    coded,
    node_reference,
    priority,
)
from kiosk.domain.card_states import Acknowledged, Answered, Card, Owned, Returned
from kiosk.domain.cards import CARD
from kiosk.domain.changes import Record
from kiosk.domain.clock import instant_text
from kiosk.domain.entities import Folded, fold, words_of
from kiosk.domain.sentences import WORDS_ERASED
from kiosk.domain.standing import ERASED, in_order

NOT_DONE: Final = frozenset({ERASED})
"""Kinds of changes that say nothing of a card."""


@dataclass(frozen=True)
class CardStory:
    """A card with its history, as it lies in a node's log.

    Attributes:
        node: whose log.
        entity: the card's id.
        records: its changes, in order.
        names: what nodes are called, by id.
        words: whether what people wrote may be told.
    """

    node: str
    entity: str
    records: Sequence[Record]
    names: Mapping[str, str]
    words: bool

    @property
    def id(self) -> str:
        """The id of the card's `Task`."""
        return fhir_id(self.node, self.entity)

    @property
    def folded(self) -> Folded[Card]:
        """The card as it stands."""
        return fold(CARD, self.entity, self.records)


def task(story: CardStory) -> Iterator[Resource]:
    """Give the `Task` of a card; nothing for one that cannot be read."""
    folded = story.folded
    card = folded.state
    if card is None:
        return
    progress = card.progress
    status = TASK_STATUS[progress.step] if folded.withdrawn is None else WITHDRAWN
    found: Resource = {
        "resourceType": "Task",
        "id": story.id,
        "meta": _meta(in_order(story.records)[-1], folded.version),
        "status": status,
        "businessStatus": coded(STEP_SYSTEM, progress.step),
        "intent": "order",
        "priority": priority(card),
        "code": coded(CATEGORY_SYSTEM, card.category),
        "reasonCode": coded(CRITERION_SYSTEM, card.criterion.value),
        "description": _told(story, card.sentence or card.phrase),
        "authoredOn": instant_text(card.raised_at),
        "requester": node_reference(story.node, story.names[story.node]),
        "owner": _owner(story, progress),
        "lastModified": instant_text(_last(story.records).happened_at),
        "restriction": _due(progress.due) if isinstance(progress, Owned) else None,
        "statusReason": _reason(story, progress.reason) if isinstance(progress, Returned) else None,
        "output": _output(story, folded),
    }
    yield _without_nothing(found)


def communications(story: CardStory) -> Iterator[Resource]:
    """Give a `Communication` for each thing that was said on a card."""
    folded = story.folded
    if folded.state is None:
        return
    for record in in_order(story.records):
        said = SAID.get(record.change.kind)
        if said is None:
            continue
        gone = folded.marks.get(record.change.id) == "withdrawn" or folded.withdrawn is not None
        text = _told(story, words_of(record).get(said))
        found: Resource = {
            "resourceType": "Communication",
            "id": fhir_id(story.node, story.entity, record.change.id),
            "meta": _meta(record, 1),
            "basedOn": [{"reference": f"Task/{story.id}"}],
            "status": WITHDRAWN if gone else "completed",
            "category": [coded(SAID_SYSTEM, said)],
            "sent": instant_text(record.happened_at),
            "sender": _who(record),
            "recipient": [node_reference(story.node, story.names[story.node])]
            if said != "reply"
            else None,
            "payload": [{"contentString": text}] if text else None,
        }
        yield _without_nothing(found)


def provenances(story: CardStory) -> Iterator[Resource]:
    """Give a `Provenance` for each change of a card: what was done, when, and in which role."""
    for record in in_order(story.records):
        if record.change.kind in NOT_DONE:
            continue
        targets: list[Resource] = [{"reference": f"Task/{story.id}"}]
        if record.change.kind in SAID:
            said = fhir_id(story.node, story.entity, record.change.id)
            targets.append({"reference": f"Communication/{said}"})
        yield provenance(record, fhir_id(story.node, story.entity, record.change.id), targets)


def provenance(record: Record, identity: str, targets: Sequence[Resource]) -> Resource:
    """Return the `Provenance` of one change."""
    return {
        "resourceType": "Provenance",
        "id": identity,
        "meta": _meta(record, 1),
        "target": list(targets),
        "occurredDateTime": instant_text(record.happened_at),
        "recorded": instant_text(_received(record)),
        "activity": coded(CHANGE_SYSTEM, record.change.kind),
        "agent": [{"type": coded(AGENT_SYSTEM, AUTHOR), "who": _who(record)}],
    }


def _who(record: Record) -> Resource:
    """Return who did it, as a role; never as a name."""
    change = record.change
    role = change.payload.get("by") or change.actor.role
    if isinstance(role, str) and role:
        return {"type": "PractitionerRole", "display": role}
    if change.actor.kind == "person":
        return {"type": "PractitionerRole", "display": "somebody who signed in"}
    return {"type": "Device", "display": change.actor.kind}


def _owner(story: CardStory, progress: object) -> Resource | None:
    match progress:
        case Owned(by=by, node=node) if node is not None:
            return {**node_reference(node, story.names[node]), "display": by}
        case Acknowledged(by=by) | Owned(by=by) | Answered(by=by):
            return {"type": "PractitionerRole", "display": by}
        case _:
            return None


def _output(story: CardStory, folded: Folded[Card]) -> list[Resource] | None:
    answers = [
        record.change.id
        for record in in_order(story.records)
        if record.change.kind == "card.answered" and record.change.id not in folded.marks
    ]
    if not answers:
        return None
    said = fhir_id(story.node, story.entity, answers[-1])
    kind = coded(SAID_SYSTEM, "answer")
    return [{"type": kind, "valueReference": {"reference": f"Communication/{said}"}}]


def _reason(story: CardStory, reason: str) -> Resource | None:
    told = _told(story, reason)
    return {"text": told} if told else None


def _due(due: datetime | None) -> Resource | None:
    return None if due is None else {"period": {"end": instant_text(due)}}


def _told(story: CardStory, text: str | None) -> str | None:
    """Return what people wrote where it may be told; words that were erased are not told as words."""
    return text if story.words and text and text != WORDS_ERASED else None


def _meta(record: Record, version: int) -> Resource:
    return {"versionId": str(version), "lastUpdated": instant_text(_received(record))}


def _received(record: Record) -> datetime:
    return record.received_at or record.happened_at


def _last(records: Sequence[Record]) -> Record:
    return in_order(records)[-1]


def _without_nothing(resource: Resource) -> Resource:
    return {key: value for key, value in resource.items() if value is not None}
