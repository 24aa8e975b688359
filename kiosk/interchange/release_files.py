"""Release files: one JSON file each, with the version of its format and the SHA-256 of the release in it."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from pydantic import Field, ValidationError
from pydantic_core import from_json, to_json

from kiosk.domain.entities import State
from kiosk.domain.errors import KioskError
from kiosk.domain.metrics import ValueKind
from kiosk.domain.releases import (
    Cell,
    CellStatus,
    Release,
    WindowKind,
    release_body,
    release_sha256,
)

FORMAT: Final = "huddle-kiosk release"
NEWEST_SCHEMA: Final = 2
"""The newest `Release.schema_version` that this program reads, and the one that it writes."""

FILE_LIMIT_BYTES: Final = 20 * 1024 * 1024
SUFFIX: Final = ".json"

LONGEST_NAME: Final = 80
LARGEST_COUNT: Final = 10**18
LARGEST_FIGURE: Final = 1e100
"""Beyond these, sums and squares are no numbers any more."""

TOO_LARGE: Final = f"The file is larger than {FILE_LIMIT_BYTES // 1024 // 1024} MB."
NOT_JSON: Final = "The file is not JSON: it is cut short, or it is no release file."
NOT_A_RELEASE: Final = "The file is not a release file of Huddle Kiosk."
CHANGED: Final = "The file was changed after it was published: it does not match its SHA-256."
ASK_AGAIN: Final = "Ask for the file as it was published."

_NAME = re.compile(r"[^a-z0-9]+")


class ReleaseFile(State):
    """What a release file holds.

    Attributes:
        format: says what kind of file this is.
        schema_version: of the release in it.
        sha256: of the bytes of `release`, as compact JSON in UTF-8 with its keys in this order and its
            numbers as they stand. It is also the release's name in a ward's store and log.
        release: the published figures.
    """

    format: Literal["huddle-kiosk release"]
    schema_version: Annotated[int, Field(ge=1, le=NEWEST_SCHEMA)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    release: Release


class ReleaseFileRefusedError(KioskError):
    """A file cannot be taken for a release; nothing of it was kept. Its words repeat no figure."""


def release_file(release: Release) -> bytes:
    """Return the file of a release; the same release gives the same bytes."""
    body = release_body(release)
    head = f'{{"format":"{FORMAT}","schema_version":{release.schema_version},'
    return f'{head}"sha256":"{release_sha256(body)}","release":'.encode() + body + b"}\n"


def file_name(release: Release) -> str:
    """Return a name for the file of a release, by which a person tells it from others."""
    version = release.provenance.version if release.provenance else 1
    parts = (release.node, release.metric.key, release.stratifier)
    words = [_NAME.sub("_", part.casefold()).strip("_") for part in parts]
    sha256 = release_sha256(release_body(release))
    return f"{'-'.join(filter(None, words))}-v{version}-{sha256[:12]}{SUFFIX}"


def is_release_file(body: bytes) -> bool:
    """Tell whether a file says that it is a release file, whole or not."""
    return FORMAT.encode() in body[:200]


def read_release_file(body: bytes) -> Release:
    """Return the release of a file.

    Args:
        body: what the file holds.

    Raises:
        ReleaseFileRefusedError: it is too large, no release file, cut short, changed by hand, made by a
            newer program, or holds what no release may hold.
    """
    data = _envelope(body)
    version = data.get("schema_version")
    if type(version) is not int or version < 1:
        raise ReleaseFileRefusedError(NOT_A_RELEASE)
    if version > NEWEST_SCHEMA:
        raise ReleaseFileRefusedError(
            f"The file is of release format {version}; this program reads up to {NEWEST_SCHEMA}.",
            to_do="Update this program first.",
        )
    written = to_json(data.get("release"))
    if data.get("sha256") != release_sha256(written):
        raise ReleaseFileRefusedError(CHANGED, to_do=ASK_AGAIN)
    release = _release(data)
    if release.schema_version == NEWEST_SCHEMA and release_body(release) != written:
        raise ReleaseFileRefusedError("The file was not written by this program.", to_do=ASK_AGAIN)
    _demand_honest(release)
    return release


def release_schema() -> dict[str, Any]:
    """Return the JSON schema of the release files that this program writes (JSON Schema 2020-12)."""
    schema = ReleaseFile.model_json_schema(mode="serialization")
    for part in schema["$defs"].values():
        if "properties" in part:
            part["required"] = list(part["properties"])  # every key is written, defaults too
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Huddle Kiosk release"
    numbers = ("value", "lower", "upper", "numerator", "denominator")
    schema["$defs"]["Cell"]["if"] = {"properties": {"status": {"enum": ["hidden", "no_data"]}}}
    schema["$defs"]["Cell"]["then"] = {"properties": {name: {"type": "null"} for name in numbers}}
    return schema


def _envelope(body: bytes) -> dict[str, Any]:
    if len(body) > FILE_LIMIT_BYTES:
        raise ReleaseFileRefusedError(TOO_LARGE)
    try:
        data = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise ReleaseFileRefusedError(NOT_JSON) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ReleaseFileRefusedError(NOT_A_RELEASE)
    return data


def _release(data: dict[str, Any]) -> Release:
    try:
        release = ReleaseFile.model_validate(data).release
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        raise ReleaseFileRefusedError(
            f"The file is not a release that this program can read ({where})."
        ) from None  # the error's own words would repeat figures
    if release.schema_version != data["schema_version"]:
        raise ReleaseFileRefusedError(NOT_A_RELEASE)
    return release


def _demand_honest(release: Release) -> None:
    """Demand what holds of every release that was published by the rules.

    Raises:
        ReleaseFileRefusedError: it does not.
    """
    if not release.windows:
        raise ReleaseFileRefusedError("The release has no windows.")
    if not all(_are_proper(names) for names in _named(release)):
        raise ReleaseFileRefusedError(
            "The release has a group twice, or one without a proper name."
        )
    if not _are_in_order(release):
        raise ReleaseFileRefusedError("The windows of the release are not in order.")
    for window in release.windows:
        cells = (window.overall, *window.groups)
        if not all(_is_honest(cell) for cell in cells):
            raise ReleaseFileRefusedError(
                f"The release holds a number that it says it has not ({window.first:%B %Y})."
            )
        if not all(_can_be(cell, release.metric.value) for cell in cells):
            raise ReleaseFileRefusedError(
                f"The release holds a figure that cannot be ({window.first:%B %Y})."
            )
        if window.overall.group is not None or any(
            cell.group not in release.groups for cell in window.groups
        ):
            raise ReleaseFileRefusedError(
                "The release has figures of a group that it does not name."
            )


def _named(release: Release) -> Iterator[tuple[str, ...]]:
    """Give the names of the groups of the release, then those of each window."""
    yield release.groups
    for window in release.windows:
        yield tuple(cell.group or "" for cell in window.groups)


def _are_proper(names: tuple[str, ...]) -> bool:
    return len(set(names)) == len(names) and all(0 < len(name) <= LONGEST_NAME for name in names)


def _are_in_order(release: Release) -> bool:
    """Tell whether windows come one after another; rolling ones overlap, and begin and end later each time."""
    firsts = [window.first for window in release.windows]
    lasts = [window.last for window in release.windows]
    overlap = release.window is WindowKind.ROLLING_12
    return (
        firsts == sorted(firsts)
        and lasts == sorted(lasts)
        and all(first <= last for first, last in zip(firsts, lasts, strict=True))
        and (overlap or all(last <= after for last, after in zip(lasts, firsts[1:], strict=False)))
    )


def _is_honest(cell: Cell) -> bool:
    """Tell whether a cell has no number that its status denies."""
    counts = (cell.value, cell.numerator, cell.denominator)
    match cell.status:
        case CellStatus.SHOWN:
            return True
        case CellStatus.UNRELIABLE:
            return counts == (None, None, None)
        case CellStatus.HIDDEN | CellStatus.NO_DATA:
            return (*counts, cell.lower, cell.upper) == (None,) * 5


def _can_be(cell: Cell, kind: ValueKind) -> bool:
    """Tell whether figures can be worked with: counts of people or days, ends in order, nothing beyond all sizes."""
    counts = [count for count in (cell.numerator, cell.denominator) if count is not None]
    figures = [each for each in (cell.value, cell.lower, cell.upper) if each is not None]
    more_than_all = kind is ValueKind.PROPORTION and counts != sorted(counts)
    return (
        all(0 <= count <= LARGEST_COUNT for count in counts)
        and cell.denominator != 0
        and not more_than_all
        and all(abs(each) <= LARGEST_FIGURE for each in figures)
        and (cell.lower is None or cell.upper is None or cell.lower <= cell.upper)
    )
