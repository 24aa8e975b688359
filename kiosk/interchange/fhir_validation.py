"""Checking `MeasureReport` resources against the structure of FHIR R4, by the fhirclient library (extra `publish`).

Only the publishing side loads it: a board neither has the library nor needs it.
"""

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from typing import Any, Final

STATUSES: Final = ("complete", "pending", "error")
TYPES: Final = ("individual", "subject-list", "summary", "data-collection")


def can_validate() -> bool:
    """Tell whether the library is here."""
    return find_spec("fhirclient") is not None


def structure_problems(resource: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what the structure of FHIR R4 does not allow in a `MeasureReport` or a `Bundle`; empty when all is well.

    The library knows elements, types and which of them are required. The codes of `status` and `type`, and
    rule mrp-2 (a stratum has a value or components), it does not know; they are checked beside it.

    Args:
        resource: the resource as parsed JSON.

    Raises:
        ImportError: the library is not here.
    """
    from fhirclient.models.bundle import Bundle  # noqa: PLC0415 - heavy, and only in an extra
    from fhirclient.models.fhirabstractbase import FHIRValidationError  # noqa: PLC0415
    from fhirclient.models.measurereport import MeasureReport  # noqa: PLC0415

    model = Bundle if resource.get("resourceType") == "Bundle" else MeasureReport
    try:
        model(dict(resource))
    except FHIRValidationError as error:
        return tuple(_words(error))
    reports = [resource] if model is MeasureReport else _reports(resource)
    return tuple(problem for report in reports for problem in _rule_problems(report))


def _words(error: Exception) -> Iterable[str]:
    for line in str(error).splitlines():
        text = line.strip()
        if text and text != "{root}:":
            yield text


def _reports(bundle: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    resources = [entry.get("resource") or {} for entry in bundle.get("entry") or []]
    return [one for one in resources if one.get("resourceType") == "MeasureReport"]


def _rule_problems(report: Mapping[str, Any]) -> Iterable[str]:
    for key, allowed in (("status", STATUSES), ("type", TYPES)):
        if report.get(key) not in allowed:
            yield f"{key}: one of {', '.join(allowed)}"
    for group in report.get("group") or []:
        for stratifier in group.get("stratifier") or []:
            for stratum in stratifier.get("stratum") or []:
                if ("value" in stratum) == ("component" in stratum):
                    yield "group.stratifier.stratum: a value or components (mrp-2)"
