"""Two files of counts that differ only in what is hidden leave the same bytes everywhere, given ids and a clock."""

import csv
import io
import logging
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.app.maps import read_map
from kiosk.app.means import Means
from kiosk.app.places import Places
from kiosk.cli.delivering import deliver, releases_on_board
from kiosk.cli.telling import tell_audit, tell_reading, tell_releases
from kiosk.domain.kinds import KINDS
from kiosk.domain.nodes import DefineNode, NodeFacts, SetWallStratifiers
from kiosk.domain.releases import CellStatus
from kiosk.interchange.measure_reports import bundle_of
from kiosk.interchange.publishing import Publisher, publish_figures
from kiosk.interchange.reading import read_figures
from kiosk.interchange.release_files import release_file
from kiosk.interchange.released_csv import released_csv
from kiosk.services.board import BoardService
from kiosk.store.store import open_store
from tests.fakes.clock import MONDAY_MORNING, FixedClock
from tests.fakes.ids import SeededIds

CHECKOUT = Path(__file__).resolve().parents[2]
TEXT = (CHECKOUT / "tests/data/figures/pain_by_language.toml").read_text(encoding="utf-8")
MONTHS = (6, 7, 8, 9, 10)
SMALL = ("pl", "so")
EVERYONE = (900, 1300)
MIGRATED_AT = re.compile(rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\+00:00")
"""When sqlite-utils brought the file's schema up to date, by the machine's own clock."""
SHOWN = {"en": (400, 520), "es": (210, 300)}

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(300)]

Count = tuple[int, int]
Raw = Mapping[tuple[int, str], Count]
"""The counts of the small groups, by month and group."""

# A small numerator beside a complement that is not small: what is hidden, and by which rule, stays the same.
small_counts = st.tuples(st.integers(1, 10), st.integers(11, 60)).map(lambda n: (n[0], sum(n)))
raws = st.fixed_dictionaries({(month, group): small_counts for month in MONTHS for group in SMALL})


@dataclass(frozen=True, slots=True)
class Traces:
    """Everything that a file of counts leaves behind."""

    releases: bytes
    store: bytes
    said: str
    csv: bytes
    fhir: bytes


def rows(raw: Raw, everyone: Count) -> Iterator[Sequence[object]]:
    yield "measure", "month", "language", "reassessed", "treatments"
    for month in MONTHS:
        counts = {"all": everyone, **SHOWN, **{group: raw[month, group] for group in SMALL}}
        for group, (numerator, denominator) in counts.items():
            yield "pain", f"2026-{month:02}-01", group, numerator, denominator


def import_into(data: Path, raw: Raw, everyone: Count = EVERYONE) -> Traces:
    """Set a ward up in a folder and bring counts onto its board, as the command does."""
    data.mkdir()
    figures, map_file = data.parent / "figures.csv", data.parent / "map.toml"
    with figures.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows(raw, everyone))
    text = TEXT.replace("labels = {", 'total = "all"\nlabels = {')
    map_file.write_text(text[: text.rindex("[[metrics]]")], encoding="utf-8")
    means = Means(FixedClock(), SeededIds(), "boot")
    places = Places(data)
    set_up(places, means)
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    with redirect_stdout(log), redirect_stderr(log):
        figure_map = read_map(map_file)
        read = read_figures(figures, figure_map)
        publisher = Publisher("a test", means.clock.now(), means.ids.new_id())
        published = publish_figures(read, figure_map, publisher)
        tell_reading(read, published.notes)
        tell_releases(published.releases)
        tell_audit(published)
        print(deliver(published.releases, places, means))  # noqa: T201 - as the command does
    logging.getLogger().removeHandler(handler)
    store = MIGRATED_AT.sub(b"then", places.store.read_bytes())
    on_board = releases_on_board(places, Means(FixedClock(), SeededIds("export"), "boot"))
    return Traces(
        b"".join(map(release_file, published.releases)),
        store,
        log.getvalue(),
        released_csv(on_board),
        bundle_of(on_board),
    )


def set_up(places: Places, means: Means) -> None:
    store = open_store(
        places.store,
        kinds=KINDS,
        node="node:0",
        ids=means.ids,
        clock=means.clock,
        boot_id=means.boot_id,
    )
    service = BoardService(store, means.clock, means.ids, store.identity.node)
    facts = NodeFacts(name="Ward 7 East")
    stratifiers = SetWallStratifiers(service.node_id, ("language",))
    service.perform_all((DefineNode(service.node_id, facts), stratifiers), "set up")
    store.close()


def some(raw_numerator: int, raw_complement: int) -> Raw:
    count = (raw_numerator, raw_numerator + raw_complement)
    return {(month, group): count for month in MONTHS for group in SMALL}


@given(raws, raws)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_releases_store_words_and_exports_are_the_same_whatever_was_hidden(
    one: Raw, other: Raw
) -> None:
    with TemporaryDirectory() as folder:
        first = import_into(Path(folder) / "one", one)
        second = import_into(Path(folder) / "other", other)

    assert first == second
    assert b"hidden" in first.csv


# The larger of two groups is hidden beside the smaller: nobody is outside the groups, so they hide each other.
TOGETHER = (110, 260)
ALL_OF_THEM = (
    TOGETHER[0] + sum(numerator for numerator, _ in SHOWN.values()),
    TOGETHER[1] + sum(denominator for _, denominator in SHOWN.values()),
)


def beside(small: Mapping[int, Count]) -> Raw:
    """Return counts of the small group by month, and of the group that makes up for it."""
    return {
        **{(month, "pl"): count for month, count in small.items()},
        **{
            (month, "so"): (TOGETHER[0] - numerator, TOGETHER[1] - denominator)
            for month, (numerator, denominator) in small.items()
        },
    }


one_small = st.fixed_dictionaries(dict.fromkeys(MONTHS, small_counts)).map(beside)


@given(one_small, one_small)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_group_that_is_hidden_to_shelter_another_leaves_no_trace_either(
    one: Raw, other: Raw
) -> None:
    with TemporaryDirectory() as folder:
        first = import_into(Path(folder) / "one", one, ALL_OF_THEM)
        second = import_into(Path(folder) / "other", other, ALL_OF_THEM)

    assert first == second
    assert first.csv.count(b"hidden") == len(SMALL) * len(MONTHS)


def test_the_small_groups_are_hidden_in_these_files(tmp_path: Path) -> None:
    import_into(tmp_path / "data", some(3, 20))

    means = Means(FixedClock(), SeededIds("look"), "boot")
    (release,) = releases_on_board(Places(tmp_path / "data"), means)
    for window in release.windows:
        status = {cell.group: cell.status for cell in window.groups}
        assert {status["Polish"], status["Somali"]} == {CellStatus.HIDDEN}
        assert status["English"] is CellStatus.SHOWN


@pytest.mark.parametrize("face", ["staff", "public"])
def test_the_picture_of_the_board_is_the_same_whatever_was_hidden(
    tmp_path: Path, face: str
) -> None:
    pictures = []
    for name, raw in (("one", some(3, 20)), ("other", some(9, 51))):
        (tmp_path / name).mkdir()
        import_into(tmp_path / name / "data", raw)
        pictures.append(picture(tmp_path / name, face))

    assert pictures[0] == pictures[1]


def picture(folder: Path, face: str) -> bytes:
    """Draw the board of a ward at the instant of the import."""
    out = folder / "board.png"
    words = ["snapshot", "--layout", "ward_sqcdp", "--face", face, "--out", str(out)]
    at = MONDAY_MORNING.isoformat()
    finished = subprocess.run(
        [sys.executable, "-m", "kiosk", *words, "--data", str(folder / "data"), "--at", at],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return out.read_bytes()
