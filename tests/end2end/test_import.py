"""The import as its own process: beside an open board, into a closed one, and of a hundred thousand rows."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.app.means import machine_means
from kiosk.app.places import Places
from kiosk.domain.kinds import KINDS
from kiosk.domain.releases import CellStatus
from kiosk.interchange.release_files import read_release_file
from kiosk.services.board import BoardService
from kiosk.services.inbox import take_over
from kiosk.store.store import Store, open_store

CHECKOUT = Path(__file__).resolve().parents[2]
CSV = CHECKOUT / "tests/data/figures/pain_by_language.csv"
MAP = CHECKOUT / "tests/data/figures/pain_by_language.toml"
REAL = CHECKOUT.parent / "shared/data/ae_attendances_england.csv"
MANY_ROWS = 100_000
LANGUAGES = tuple(f"l{number}" for number in range(20))
DAILY_ROWS = 2 * len(LANGUAGES)

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(300)]


def run_import(data: Path, file: Path, figure_map: Path = MAP) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "kiosk", "import", str(file), "--map", str(figure_map)]
    return subprocess.run(
        [*command, "--data", str(data)], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )


def open_board(data: Path) -> tuple[Store, BoardService]:
    """Open the store as a board does."""
    means = machine_means()
    store = open_store(
        Places(data).store, kinds=KINDS, ids=means.ids, clock=means.clock, boot_id=means.boot_id
    )
    return store, BoardService(store, means.clock, means.ids, store.identity.node)


def many_rows() -> Iterator[str]:
    """Rows of days and sites, until there are enough of them."""
    yield "measure,month,language,reassessed,treatments,site\n"
    for number in range(MANY_ROWS):
        day = date(2015, 1, 1) + timedelta(days=number // DAILY_ROWS)
        language = LANGUAGES[number % len(LANGUAGES)]
        measure = ("pain", "falls")[number % DAILY_ROWS // len(LANGUAGES)]
        yield f"{measure},{day},{language},{30 + number % 7},{60 + number % 11},A\n"


def map_of_many(folder: Path) -> Path:
    """The map of the test data, with as many groups."""
    text = MAP.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("labels"))
    labels = ", ".join(f'{name} = "Language {name}"' for name in LANGUAGES)
    path = folder / "many.toml"
    path.write_text(text.replace(line, f"labels = {{ {labels} }}"), encoding="utf-8")
    return path


def test_an_open_board_in_another_process_takes_the_figures_over(tmp_path: Path) -> None:
    store, service = open_board(tmp_path)
    try:
        finished = run_import(tmp_path, CSV)

        assert finished.returncode == 0, finished.stderr
        assert "The board is open" in finished.stdout
        assert [one.problem for one in take_over(Places(tmp_path).inbox, service)] == ["", ""]
        assert ("pain_reassessed_1h", "language") in service.ward().releases
    finally:
        store.close()


def test_a_refusal_ends_with_one_and_says_why_on_the_error_stream(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(CSV.read_text(encoding="utf-8").replace("412", "600"), encoding="utf-8")

    finished = run_import(tmp_path / "data", bad)

    assert finished.returncode == 1
    assert finished.stdout == ""
    assert finished.stderr.startswith('bad.csv:2: reassessed "600" is more than treatments "520"\n')


def test_a_hundred_thousand_rows_come_onto_the_board_without_a_bar_in_a_pipe(
    tmp_path: Path,
) -> None:
    file = tmp_path / "many.csv"
    with file.open("w", encoding="utf-8") as rows:
        rows.writelines(many_rows())

    finished = run_import(tmp_path / "data", file, map_of_many(tmp_path))

    assert (finished.returncode, finished.stderr) == (0, "")
    assert "83 months by language, January 2015 to November 2021; 0 of" in finished.stdout


@pytest.mark.skipif(not REAL.exists(), reason="the A&E figures are not beside this checkout")
def test_every_provider_of_the_real_figures_is_published_by_kind_of_department(
    tmp_path: Path,
) -> None:
    out = tmp_path / "releases"
    words = ["publish", str(REAL), "--map", "ae_all_providers", "--out", str(out)]

    finished = subprocess.run(
        [sys.executable, "-m", "kiosk", *words],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.returncode == 0, finished.stderr
    found = [read_release_file(path.read_bytes()) for path in out.glob("*.json")]
    raw = raw_counts()
    assert {release.node for release in found} == {node for node, _, _ in raw}
    shown = hidden = 0
    for release in found:
        for window in release.windows:
            for cell in window.groups:
                count = raw.get((release.node, window.first.isoformat(), cell.group or ""))
                match cell.status:
                    case CellStatus.SHOWN:
                        shown += 1
                        assert count == (cell.numerator, cell.denominator)
                        parts = (count[0], count[1], count[1] - count[0])
                        assert not any(0 < part <= 10 for part in parts)
                    case CellStatus.HIDDEN:
                        hidden += 1
                        assert count is not None
                    case CellStatus.NO_DATA:
                        assert count is None or count[1] == 0
                    case CellStatus.UNRELIABLE:
                        assert cell.value is None
    assert shown > 8_000  # most of 12,765 figures, and far fewer are hidden
    assert hidden < 4_000


def raw_counts() -> dict[tuple[str, str, str], tuple[int, int]]:
    """The real figures by provider, month and kind of department."""
    words = {"1": "Major", "2": "Single specialty", "other": "Minor, walk-in"}
    with REAL.open(encoding="utf-8", newline="") as file:
        return {
            (row["org_code"], row["period"], words[row["type"]]): (
                int(row["breaches"]),
                int(row["attendances"]),
            )
            for row in csv.DictReader(file)
        }
