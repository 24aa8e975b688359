"""What central offers over FHIR R4, as a `CapabilityStatement`."""

from datetime import datetime
from typing import Protocol

from kiosk.central.interop.fhir_terms import Resource
from kiosk.domain.clock import instant_text

FHIR_VERSION = "4.0.1"


class Offers(Protocol):
    """What can be read."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Resources that can be searched for."""
        ...

    @property
    def readable(self) -> tuple[str, ...]:
        """Resources that can be read by their id."""
        ...


def capability(offers: Offers, base: str, now: datetime) -> Resource:
    """Return the statement.

    Args:
        offers: what can be read.
        base: the address of the endpoint.
        now: the instant.
    """
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": instant_text(now),
        "kind": "instance",
        "software": {"name": "Huddle central"},
        "implementation": {
            "description": "Escalation cards and published figures of huddle boards, read-only",
            "url": base,
        },
        "fhirVersion": FHIR_VERSION,
        "format": ["json"],
        "rest": [
            {
                "mode": "server",
                "documentation": "No patient, no name. Words of cards only for accounts that were granted them.",
                "security": {"description": "Bearer token of an integration account"},
                "resource": [_resource(kind, offers) for kind in offers.kinds],
            }
        ],
    }


def _resource(kind: str, offers: Offers) -> Resource:
    codes = ["search-type", *(["read"] if kind in offers.readable else [])]
    return {
        "type": kind,
        "interaction": [{"code": code} for code in codes],
        "searchParam": [
            {"name": "node", "type": "token", "documentation": "Whose log it stands in"},
            {"name": "status", "type": "token"},
            {"name": "_lastUpdated", "type": "date"},
        ],
    }
