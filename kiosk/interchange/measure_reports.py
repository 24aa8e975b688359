"""Released figures as FHIR R4 `MeasureReport` resources: plain JSON, for which no library is needed.

One report for each window. What is hidden has no number, and says `masked` in the data-absent-reason
extension; no data says `unknown`; an unreliable figure says `not-permitted` and has its interval only.
The same release gives the same bytes.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from kiosk.domain.ids import natural_id
from kiosk.domain.metrics import Direction
from kiosk.domain.releases import (
    Cell,
    CellStatus,
    GroupRole,
    Release,
    Window,
    release_body,
    release_sha256,
)
from kiosk.interchange.fhir_terms import (
    ABSENT_SYSTEM,
    DATA_ABSENT_REASON,
    DENOMINATOR,
    IMPROVEMENT_SYSTEM,
    INTERVAL_95,
    MASKED,
    MEASURE,
    NODE_SYSTEM,
    NOT_PERMITTED,
    NUMERATOR,
    POPULATION_SYSTEM,
    PROFILE,
    RELEASE_SYSTEM,
    STRATIFIER_SYSTEM,
    UNKNOWN,
    WHY_NOT_KNOWN,
)

Resource = dict[str, Any]

WHY_ABSENT: Final = {
    CellStatus.HIDDEN: MASKED,
    CellStatus.NO_DATA: UNKNOWN,
    CellStatus.UNRELIABLE: NOT_PERMITTED,
}


def measure_reports(release: Release) -> Iterator[Resource]:
    """Return one `MeasureReport` of type `summary` for each window of a release, oldest first."""
    sha256 = release_sha256(release_body(release))
    for window in release.windows:
        yield _report(release, sha256, window)


def bundle_of(releases: Iterable[Release]) -> bytes:
    """Return releases as one `Bundle` of type `collection`, as JSON in UTF-8."""
    entries = [
        {"fullUrl": f"urn:uuid:{report['id']}", "resource": report}
        for release in releases
        for report in measure_reports(release)
    ]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    if not entries:  # FHIR knows no empty lists
        del bundle["entry"]
    return json.dumps(bundle, ensure_ascii=False, indent=1).encode() + b"\n"


def lines_of(releases: Iterable[Release]) -> Iterator[bytes]:
    """Return releases as ndjson, one report a line (the form of FHIR Bulk Data)."""
    for release in releases:
        for report in measure_reports(release):
            yield json.dumps(report, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _report(release: Release, sha256: str, window: Window) -> Resource:
    facts, provenance = release.metric, release.provenance
    report: Resource = {
        "resourceType": "MeasureReport",
        "id": natural_id(sha256, "measure-report", window.first.isoformat()),
        "extension": [{"url": PROFILE, "valueString": release.profile}],
        "identifier": [{"system": RELEASE_SYSTEM, "value": sha256}],
        "status": "complete",
        "type": "summary",
        "measure": MEASURE + facts.key,
        "subject": _subject(release),
        "date": provenance.at.isoformat() if provenance and provenance.at else None,
        "reporter": {"display": release.source} if release.source else None,
        "period": {"start": window.first.isoformat(), "end": window.last.isoformat()},
        "improvementNotation": _improvement(facts.direction),
        "group": [_group(release, window)],
    }
    return {key: value for key, value in report.items() if value is not None}


def _subject(release: Release) -> Resource | None:
    subject: Resource = {}
    if release.node:
        subject["type"] = "Location"
        subject["identifier"] = {"system": NODE_SYSTEM, "value": release.node}
    if release.scope:
        subject["display"] = release.scope
    return subject or None


def _improvement(direction: Direction) -> Resource | None:
    match direction:
        case Direction.INCREASE | Direction.DECREASE:
            return {"coding": [{"system": IMPROVEMENT_SYSTEM, "code": direction.value}]}
        case Direction.NEUTRAL:
            return None


def _group(release: Release, window: Window) -> Resource:
    code = {"coding": [{"code": release.metric.key}], "text": release.metric.title}
    group = {"code": code, **_figures(window.overall, release.metric.unit)}
    if release.stratifier:
        stratifier: Resource = {"code": [_stratifier_code(release)]}
        if window.groups:
            stratifier["stratum"] = [
                {"value": _value(release, cell), **_figures(cell, release.metric.unit)}
                for cell in window.groups
            ]
        group["stratifier"] = [stratifier]
    return group


def _stratifier_code(release: Release) -> Resource:
    code: Resource = {"text": release.stratifier}
    if release.stratifier_set:
        code["coding"] = [{"system": STRATIFIER_SYSTEM, "code": release.stratifier_set}]
    return code


def _value(release: Release, cell: Cell) -> Resource:
    group = cell.group or ""
    value: Resource = {"text": group}
    role = release.role_of(group)
    if role is not GroupRole.GROUP:
        value["coding"] = [{"system": ABSENT_SYSTEM, "code": WHY_NOT_KNOWN[role]}]
    return value


def _figures(cell: Cell, unit: str) -> Resource:
    return {
        "population": [
            _population(NUMERATOR, cell.numerator, cell.status),
            _population(DENOMINATOR, cell.denominator, cell.status),
        ],
        "measureScore": _score(cell, unit),
    }


def _population(code: str, count: int | None, status: CellStatus) -> Resource:
    population: Resource = {"code": {"coding": [{"system": POPULATION_SYSTEM, "code": code}]}}
    if count is None:
        population["_count"] = {"extension": [_absent(status)]}
    else:
        population["count"] = count
    return population


def _score(cell: Cell, unit: str) -> Resource:
    score: Resource = {}
    extensions = [] if cell.value is not None else [_absent(cell.status)]
    if cell.lower is not None and cell.upper is not None:
        bounds = {"low": {"value": cell.lower}, "high": {"value": cell.upper}}
        extensions.append({"url": INTERVAL_95, "valueRange": bounds})
    if extensions:
        score["extension"] = extensions
    if cell.value is not None:
        score["value"] = cell.value
        if unit:  # FHIR knows no empty strings
            score["unit"] = unit
    return score


def _absent(status: CellStatus) -> Resource:
    return {"url": DATA_ABSENT_REASON, "valueCode": WHY_ABSENT.get(status, UNKNOWN)}
