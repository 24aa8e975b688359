"""The codes with which cards and their changes are written in FHIR R4 (hl7.org/fhir/R4/task.html)."""

from typing import Final

from kiosk.domain.card_states import Card, Need
from kiosk.interchange.fhir_terms import NODE_SYSTEM, OUR_OWN

Resource = dict[str, object]

CATEGORY_SYSTEM: Final = OUR_OWN + "card-category"
STEP_SYSTEM: Final = OUR_OWN + "card-step"
CRITERION_SYSTEM: Final = OUR_OWN + "card-criterion"
SAID_SYSTEM: Final = OUR_OWN + "card-communication"
CHANGE_SYSTEM: Final = OUR_OWN + "change-kind"
AGENT_SYSTEM: Final = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
AUTHOR: Final = "author"

WITHDRAWN: Final = "entered-in-error"
TASK_STATUS: Final = {
    "raised": "requested",
    "acknowledged": "received",
    "owned": "in-progress",
    "answered": "in-progress",
    "returned": "requested",
    "closed": "completed",
}
"""`Task.status` by the step of a card; `businessStatus` says the step itself."""
TASK_STATUSES: Final = (*dict.fromkeys(TASK_STATUS.values()), WITHDRAWN)

SAID: Final = {
    "card.answered": "answer",
    "card.asked": "question",
    "card.replied": "reply",
    "card.returned": "reason",
}
"""What is said on a card, by the kind of change; also the field of its words."""
SAID_STATUSES: Final = ("completed", WITHDRAWN)


def coded(system: str, code: str) -> Resource:
    """Return a CodeableConcept of one code."""
    return {"coding": [{"system": system, "code": code}]}


def node_reference(node: str, name: str | None) -> Resource:
    """Return a reference to a node of the organisation."""
    reference: Resource = {
        "type": "Organization",
        "identifier": {"system": NODE_SYSTEM, "value": node},
    }
    if name:
        reference["display"] = name
    return reference


def priority(card: Card) -> str:
    """Return how urgent a card is, as `Task.priority` says it."""
    if card.serious_harm:
        return "stat"
    return "urgent" if card.need is Need.ACTION else "routine"
