"""Finding `MeasureReport` resources in a file: one, a `Bundle` of them, or one a line (ndjson)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kiosk.interchange.refusals import FiguresRefusedError, shown
from kiosk.interchange.release_files import is_release_file

Resource = dict[str, Any]

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_REPORTS: Final = 100_000
JSON_LINES: Final = (".ndjson", ".jsonl")
ENDINGS: Final = (".json", *JSON_LINES)


@dataclass(frozen=True, slots=True)
class NamedReport:
    """A report, and how to name it: by its id, else by its place in the file."""

    name: str
    resource: Resource


def reports_in(path: Path) -> tuple[NamedReport, ...]:
    """Return the reports of a file in their order; other resources are left alone.

    Raises:
        FiguresRefusedError: it cannot be read, is too large, is no JSON, or holds no report.
    """
    body = _body(path)
    if is_release_file(body):
        raise FiguresRefusedError(f"{path.name}: this is a release file: import it without --map.")
    try:
        found = tuple(_found(path, body))
    except (ValueError, RecursionError) as error:
        raise FiguresRefusedError(
            f"{path.name}: it is not JSON, or is cut short: {_why(error)}."
        ) from None
    if not found:
        raise FiguresRefusedError(
            f"{path.name}: there is no MeasureReport in it. Export MeasureReport resources of type "
            "summary, alone, in a Bundle, or one a line in a file that ends in .ndjson."
        )
    if len(found) > MOST_REPORTS:
        raise FiguresRefusedError(f"{path.name}: it has more than {MOST_REPORTS:,} reports.")
    return found


def _body(path: Path) -> bytes:
    if not path.is_file():
        raise FiguresRefusedError(f"{path.name}: there is no such file")
    try:
        if path.stat().st_size > MOST_BYTES:
            limit = MOST_BYTES // 1024 // 1024
            raise FiguresRefusedError(
                f"{path.name}: it is larger than {limit} MB: split it by year"
            )
        return path.read_bytes()
    except OSError as error:
        raise FiguresRefusedError(f"{path.name}: it cannot be read: {error.strerror}") from error


def _found(path: Path, body: bytes) -> Iterator[NamedReport]:
    text = body.decode("utf-8-sig")
    if path.suffix.casefold() not in JSON_LINES:
        yield from _reports(_parsed(text), "the resource")
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                resource = _parsed(line)
            except ValueError as error:
                raise ValueError(f"line {number}: {_why(error)}") from None
            yield from _reports(resource, f"line {number}")


def _parsed(text: str) -> Any:
    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is no number")

    return json.loads(text, parse_constant=refuse)


def _reports(resource: Any, place: str) -> Iterator[NamedReport]:
    if not isinstance(resource, dict):
        return
    match resource.get("resourceType"):
        case "MeasureReport":
            named = resource.get("id")
            name = f"MeasureReport/{shown(named)[1:-1]}" if isinstance(named, str) else place
            yield NamedReport(name, resource)
        case "Bundle":
            entries = resource.get("entry", [])
            for number, entry in enumerate(entries if isinstance(entries, list) else []):
                inner = entry.get("resource") if isinstance(entry, dict) else None
                yield from _reports(inner, f"entry[{number}]")
        case _:
            return


def _why(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not text in UTF-8"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return str(error)[:80]
