"""The codes of FHIR R4 with which a `MeasureReport` is written and read (hl7.org/fhir/R4/measurereport.html)."""

from typing import Final

from kiosk.domain.releases import GroupRole

POPULATION_SYSTEM: Final = "http://terminology.hl7.org/CodeSystem/measure-population"
NUMERATOR: Final = "numerator"
DENOMINATOR: Final = "denominator"
INITIAL_POPULATION: Final = "initial-population"

IMPROVEMENT_SYSTEM: Final = "http://terminology.hl7.org/CodeSystem/measure-improvement-notation"

DATA_ABSENT_REASON: Final = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
ABSENT_SYSTEM: Final = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
MASKED: Final = "masked"
"""There is information, and it is not given: here for privacy."""
UNKNOWN: Final = "unknown"
"""A value is expected, and is not known: here no data."""
NOT_PERMITTED: Final = "not-permitted"
"""The value is not allowed in this place: here too unreliable to be read; its interval is given."""

WHY_NOT_KNOWN: Final = {
    GroupRole.DECLINED: "asked-declined",
    GroupRole.NOT_KNOWN: "asked-unknown",
    GroupRole.MISSING: "not-asked",
}
"""Codes of `ABSENT_SYSTEM` for what stands under a group's name that is no group of people."""

OUR_OWN: Final = "urn:huddle-kiosk:"
MEASURE: Final = OUR_OWN + "measure:"
NODE_SYSTEM: Final = OUR_OWN + "node"
RELEASE_SYSTEM: Final = OUR_OWN + "release-sha256"
STRATIFIER_SYSTEM: Final = OUR_OWN + "stratifier"
INTERVAL_95: Final = OUR_OWN + "interval-95"
PROFILE: Final = OUR_OWN + "privacy-profile"
