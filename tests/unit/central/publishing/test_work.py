"""The publishing process answers what the same job answers here; what goes wrong in it ends in it."""

import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

from kiosk.central.publishing.jobs import (
    Job,
    NotNowError,
    WorkFailedError,
    job_from,
    job_line,
    refusal_line,
    result_from,
    result_lines,
)
from kiosk.central.publishing.work import ProcessWork
from kiosk.interchange.refusals import FiguresRefusedError
from tests.fakes.clock import MONDAY_MORNING
from tests.unit.central.publishing.warehouses import HEADER, MAP, NODES, inline, rows

TALKING = "import sys; sys.stdin.buffer.read(); "


def job(folder: Path, lines: list[str]) -> Job:
    path = folder / "figures.csv"
    path.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    return Job("pain", MAP, path, "warehouse", MONDAY_MORNING, "source", tuple(NODES))


def test_a_job_and_its_result_read_back_as_they_were_written(tmp_path: Path) -> None:
    asked = job(tmp_path, rows())
    result = inline(asked, ())

    assert job_from(job_line(asked)) == asked
    assert result_from(b"".join(result_lines(result))) == result


@pytest.mark.parametrize("cut", [0, 1, 40, 400, -2, -30])
def test_an_answer_that_is_cut_is_no_answer(tmp_path: Path, cut: int) -> None:
    answer = b"".join(result_lines(inline(job(tmp_path, rows()), ())))

    assert result_from(answer[:cut]) is None


def test_a_refusal_reads_back_as_one() -> None:
    refusal = FiguresRefusedError("figures.csv:2: num is empty", "What is out stays.", "Mend it.")

    with pytest.raises(FiguresRefusedError) as found:
        result_from(refusal_line(refusal))

    assert str(found.value) == str(refusal)


def test_the_process_publishes_what_would_be_published_here(tmp_path: Path) -> None:
    asked = job(tmp_path, rows())
    first = inline(asked, ())

    answered = ProcessWork()(asked, ())
    again = ProcessWork()(asked, [one.body for one in first.shown])

    assert answered.shown == first.shown
    assert answered.attacked > 0
    assert again.shown == first.shown


def test_the_process_refuses_in_the_same_words(tmp_path: Path) -> None:
    asked = job(tmp_path, [*rows(), "2026-09-01,7E,xx,1,2"])

    with pytest.raises(FiguresRefusedError) as there:
        ProcessWork()(asked, ())
    with pytest.raises(FiguresRefusedError) as here:
        inline(asked, ())

    assert str(there.value) == str(here.value)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("raise ValueError('3 of 40')", id="it fails"),
        pytest.param(TALKING, id="it says nothing"),
        pytest.param(TALKING + "print('{\"kind\":')", id="it says half"),
        pytest.param("import os; os.abort()", id="it dies"),
    ],
)
def test_a_process_that_ends_without_an_answer_is_said_and_its_words_are_not_logged(
    tmp_path: Path, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    work = ProcessWork(command=(sys.executable, "-c", code))

    with pytest.raises(WorkFailedError, match="could not be published"):
        work(job(tmp_path, rows()), [b"x" * 200_000])

    assert "3 of 40" not in caplog.text + "".join(str(vars(one)) for one in caplog.records)


@pytest.mark.parametrize("heard", ["", TALKING], ids=["it does not listen", "it listens"])
def test_a_process_that_takes_too_long_is_ended(tmp_path: Path, heard: str) -> None:
    code = heard + "import threading; threading.Event().wait()"
    work = ProcessWork(0.5, (sys.executable, "-c", code))

    with pytest.raises(WorkFailedError):
        work(job(tmp_path, rows()), [b"x" * 200_000])


def test_when_central_stops_the_process_ends_and_the_file_may_be_sent_again(
    tmp_path: Path,
) -> None:
    work = ProcessWork(command=(sys.executable, "-c", "import threading; threading.Event().wait()"))
    stop = Timer(0.3, work.close)
    stop.start()

    with pytest.raises(NotNowError, match="stopping"):
        work(job(tmp_path, rows()), ())
    with pytest.raises(NotNowError, match="stopping"):
        work(job(tmp_path, rows()), ())

    stop.join()


def test_neither_scipy_nor_the_fhir_library_is_in_the_process_that_serves() -> None:
    code = (
        "import sys, kiosk.central.publishing.runner, kiosk.central.publishing.work;"
        "print([n for n in ('scipy', 'fhirclient', 'numpy') if n in sys.modules])"
    )
    command = [sys.executable, "-c", code]
    told = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own Python

    assert told.stdout.strip() == "[]"
