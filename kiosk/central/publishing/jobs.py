"""What the publishing process is given and what it gives back: lines of JSON on its pipes."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

from kiosk.domain.clock import instant_from, instant_text
from kiosk.domain.errors import KioskError
from kiosk.interchange.refusals import FiguresRefusedError

PROFILES: Final = ("CMS", "NHS sub-national")
"""Privacy profiles that may be asked for in place of the map's own."""


class WorkFailedError(KioskError):
    """The publishing process ended without an answer; nothing was published."""


class NotNowError(KioskError):
    """Central is stopping, or other figures were published in between; nothing was kept, and later helps."""


@dataclass(frozen=True, slots=True)
class Job:
    """One upload to be published.

    Attributes:
        map_name, map_text: what its columns and codes mean.
        path: the file of raw counts.
        by: who publishes, as a role or an account.
        now: the instant.
        source_id: a random id of this reading of the source.
        boards: the codes of nodes that have a log.
        profile: a privacy profile in place of the map's.
    """

    map_name: str
    map_text: str
    path: Path
    by: str
    now: datetime
    source_id: str
    boards: tuple[str, ...]
    profile: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A release, and the codes of the nodes whose boards show it.

    Attributes:
        body: of the release.
        boards: its own node's code, and those of wards whose own figures are too small.
    """

    body: bytes
    boards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What is to be published of an upload.

    Attributes:
        shown: the releases, those included that are out already.
        codes: of every node that the figures are about.
        notes: what was left out or kept as it was, in words for the publisher.
        attacked: hidden counts that the audit attacked, none of which could be worked out.
    """

    shown: tuple[Shown, ...]
    codes: tuple[str, ...]
    notes: tuple[str, ...] = ()
    attacked: int = 0


class Work(Protocol):
    """Turns an upload into what is to be published."""

    def __call__(self, job: Job, previous: Iterable[bytes]) -> Result:
        """Read, hide and audit.

        Args:
            job: the upload.
            previous: the bodies of releases that are out.

        Raises:
            FiguresRefusedError: it cannot be read or published, in words with rows and columns.
            WorkFailedError: publishing itself failed.
            NotNowError: central is stopping.
        """
        ...


def job_line(job: Job) -> bytes:
    """Return a job as one line."""
    told = {**asdict(job), "path": str(job.path), "now": instant_text(job.now)}
    return json.dumps(told).encode() + b"\n"


def job_from(line: bytes) -> Job:
    """Read what `job_line` wrote."""
    told = json.loads(line)
    told["path"], told["now"] = Path(told["path"]), instant_from(told["now"])
    told["boards"] = tuple(told["boards"])
    return Job(**told)


def result_lines(result: Result) -> Iterator[bytes]:
    """Return a result as lines; each body is a line of its own behind the line that speaks of it."""
    for shown in result.shown:
        yield _line("release", boards=shown.boards)
        yield shown.body + b"\n"
    yield _line("done", codes=result.codes, notes=result.notes, attacked=result.attacked)


def refusal_line(refusal: FiguresRefusedError) -> bytes:
    """Return why nothing is published, as the only line."""
    return _line("refused", what=refusal.what, still_works=refusal.still_works, to_do=refusal.to_do)


def result_from(answer: bytes) -> Result | None:
    """Read what `result_lines` or `refusal_line` wrote; None when it is cut.

    Raises:
        FiguresRefusedError: it is a refusal.
    """
    lines = iter(answer.split(b"\n"))
    shown: list[Shown] = []
    for line in lines:
        told = _told(line)
        match told.pop("kind", None):
            case "release":
                shown.append(Shown(next(lines, b""), tuple(told["boards"])))
            case "done":
                codes, notes = tuple(told["codes"]), tuple(told["notes"])
                return Result(tuple(shown), codes, notes, told["attacked"])
            case "refused":
                raise FiguresRefusedError(**told)
            case _:
                return None
    return None


def _told(line: bytes) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _line(kind: str, **content: Any) -> bytes:
    return json.dumps({"kind": kind, **content}).encode() + b"\n"
