"""Releases as FHIR R4: `MeasureReport`s of what a node's board shows, and `Provenance` of each announcement."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.central.interop.fhir_cards import provenance
from kiosk.central.interop.fhir_ids import fhir_id
from kiosk.central.interop.fhir_terms import Resource
from kiosk.domain.changes import Record
from kiosk.domain.clock import instant_text
from kiosk.domain.ids import natural_id
from kiosk.domain.releases import Release
from kiosk.interchange.fhir_terms import RELEASE_SYSTEM
from kiosk.interchange.measure_reports import measure_reports


@dataclass(frozen=True, slots=True)
class Announced:
    """A release that a node's board shows.

    Attributes:
        node: whose log.
        entity: the entity under which it was announced.
        records: its announcements, in order.
        release: the newest, or None when central has no body of it.
    """

    node: str
    entity: str
    records: tuple[Record, ...]
    release: Release | None


def reports(announced: Announced) -> Iterator[Resource]:
    """Give the `MeasureReport` of each window of the release that stands."""
    if announced.release is None:
        return
    last = announced.records[-1]
    at = instant_text(last.received_at or last.happened_at)
    for report in measure_reports(announced.release):
        kind, identity = report.pop("resourceType"), report.pop("id")
        here = natural_id(
            announced.node, "shown", identity
        )  # a service's is shown by its wards too
        yield {"resourceType": kind, "id": here, "meta": {"lastUpdated": at}, **report}


def announcements(announced: Announced) -> Iterator[Resource]:
    """Give a `Provenance` for each announcement; its target is named by the release's SHA-256."""
    for record in announced.records:
        sha256 = str(record.change.payload.get("sha256", ""))
        identifier = {"system": RELEASE_SYSTEM, "value": sha256}
        target: Resource = {"type": "MeasureReport", "identifier": identifier}
        identity = fhir_id(announced.node, announced.entity, record.change.id)
        yield provenance(record, identity, [target])
