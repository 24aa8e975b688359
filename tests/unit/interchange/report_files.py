"""FHIR resources for the tests of their reading and writing."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Resource = dict[str, Any]


def concept(code: str, system: str = "http://example.org/codes") -> Resource:
    """A CodeableConcept."""
    return {"coding": [{"system": system, "code": code}]}


def population(**counts: object) -> list[Resource]:
    """Populations by their codes; underscores are hyphens."""
    return [
        {"code": concept(code.replace("_", "-")), "count": count} for code, count in counts.items()
    ]


def stratum(value: str, **counts: object) -> Resource:
    """A stratum by the code of its value."""
    return {"value": concept(value), "population": population(**counts)}


def report(strata: Mapping[str, tuple[int, int]] | None = None, **changes: object) -> Resource:
    """A report of July 2026, with its strata by language."""
    strata = {"en": (400, 520), "es": (70, 100)} if strata is None else strata
    group: Resource = {"population": population(numerator=500, denominator=700)}
    if strata:
        rows = [stratum(one, numerator=x, denominator=n) for one, (x, n) in strata.items()]
        group["stratifier"] = [{"code": [{"text": "Language"}], "stratum": rows}]
    whole: Resource = {
        "resourceType": "MeasureReport",
        "id": "pain-2026-07",
        "status": "complete",
        "type": "summary",
        "measure": "http://example.org/fhir/Measure/pain_reassessed_1h|1.2.0",
        "period": {"start": "2026-07-01", "end": "2026-07-31T23:59:59Z"},
        "group": [group],
    }
    whole.update(changes)
    return {key: value for key, value in whole.items() if value is not None}


def write_json(folder: Path, content: object, name: str = "reports.json") -> Path:
    """Write a file of JSON; a list is written one a line."""
    path = folder / name
    lines = content if isinstance(content, list) else [content]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path
