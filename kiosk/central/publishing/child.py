"""The publishing process: reads one job, publishes it, writes what came of it, and ends.

Central starts it for each upload (`work`). So SciPy, the FHIR library and a large file are never in the process that
serves boards, and what goes wrong here ends here.
"""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import BinaryIO, Final

from kiosk.central.publishing.jobs import (
    Job,
    Result,
    Shown,
    job_from,
    refusal_line,
    result_lines,
)
from kiosk.central.publishing.maps import parsed_map
from kiosk.domain.releases import Release, release_body
from kiosk.interchange.fhir_json import ENDINGS
from kiosk.interchange.map_nodes import Profile
from kiosk.interchange.mapping import FigureMap
from kiosk.interchange.measure_report_reading import read_reports
from kiosk.interchange.publishing import PublishedFigures, Publisher, publish_figures
from kiosk.interchange.reading import Figures, read_figures
from kiosk.interchange.refusals import FiguresRefusedError

POLITE: Final = 10
"""How far this process stands back behind the one that serves boards (nice, 0 to 19)."""


def publish_job(job: Job, previous: Iterable[bytes], *, audit: bool = True) -> Result:
    """Read, hide and audit an upload.

    Args:
        job: the upload.
        previous: the bodies of releases that are out.
        audit: whether the result is attacked before it may leave. False only in tests of other things.

    Raises:
        FiguresRefusedError: it cannot be read or published, in words with rows and columns.
    """
    figure_map = _map(job)
    figures = _read(job, figure_map)
    earlier = tuple(Release.model_validate_json(body) for body in previous)
    publisher = Publisher(job.by, job.now, job.source_id, earlier)
    published = publish_figures(figures, figure_map, publisher, audit=audit)
    codes = sorted(code for family in published.families for code in family.codes)
    return Result(
        shown=_shown(published, [code for code in codes if code in set(job.boards)]),
        codes=tuple(codes),
        notes=(*figures.notes, *published.notes),
        attacked=sum(one.audit.checked for one in published.publications if one.audit),
    )


def _map(job: Job) -> FigureMap:
    figure_map = parsed_map(job.map_text, f"{job.map_name}.toml")
    if job.profile is None:
        return figure_map
    return figure_map.model_copy(update={"profile": Profile.model_validate({"name": job.profile})})


def _read(job: Job, figure_map: FigureMap) -> Figures:
    if job.path.suffix.casefold() in ENDINGS:
        return read_reports(job.path, figure_map)
    return read_figures(job.path, figure_map)


def _shown(published: PublishedFigures, boards: Iterable[str]) -> tuple[Shown, ...]:
    """Return each release that a board shows once, with all of the boards that show it."""
    found: dict[bytes, list[str]] = {}
    for code in boards:
        for release in published.for_board(code):
            found.setdefault(release_body(release), []).append(code)
    return tuple(Shown(body, tuple(codes)) for body, codes in found.items())


def main(given: BinaryIO, told: BinaryIO) -> int:
    """Do the one job.

    Args:
        given: a job's line, then a line for each body that is out.
        told: where the answer goes.

    Returns:
        0 when it was answered, with a refusal too.
    """
    job = job_from(given.readline())
    previous = [line.rstrip(b"\n") for line in given]
    try:
        lines = list(result_lines(publish_job(job, previous)))
    except FiguresRefusedError as refusal:
        lines = [refusal_line(refusal)]
    told.writelines(lines)
    told.flush()
    return 0


def _stand_back() -> None:
    with suppress(OSError):
        if sys.platform != "win32":
            os.nice(POLITE)


if __name__ == "__main__":
    _stand_back()
    sys.exit(main(sys.stdin.buffer, sys.stdout.buffer))
