"""The import command from its words to the board: where figures go, what is said, and the exit code."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from typing_extensions import override

from kiosk.app.maps import read_map
from kiosk.app.means import Means, machine_means
from kiosk.app.places import Places
from kiosk.app.practice import Practice
from kiosk.cli import main
from kiosk.cli.progress import ProgressBar
from kiosk.domain.kinds import KINDS
from kiosk.domain.metrics import SetGoal, metric_id
from kiosk.domain.nodes import DefineNode, NodeFacts, SetWallStratifiers
from kiosk.domain.wards import Ward
from kiosk.host.resources import resource_folder
from kiosk.interchange.measure_report_reading import read_reports
from kiosk.interchange.release_files import FILE_LIMIT_BYTES, release_file
from kiosk.layouts.catalogue import load_catalogue
from kiosk.layouts.loader import load_layout
from kiosk.services.board import BoardService
from kiosk.services.inbox import take_over
from kiosk.store.store import Store, open_store
from kiosk.viewmodels.board_view import board_view
from kiosk.viewmodels.boards import Face
from kiosk.viewmodels.tiles import GroupsTileView, MetricTileView
from tests.unit.interchange.report_files import report, write_json
from tests.unit.interchange.test_release_files import RELEASE

CHECKOUT = Path(__file__).resolve().parents[3]
FIGURES = CHECKOUT / "tests/data/figures"
CSV = FIGURES / "pain_by_language.csv"
MAP = FIGURES / "pain_by_language.toml"
REAL = CHECKOUT.parent / "shared/data/ae_attendances_england.csv"
JUST_AFTER_THE_FIGURES = datetime(2019, 4, 20, 7, 30, tzinfo=UTC)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def opened(data: Path, means: Means) -> tuple[Store, BoardService]:
    store = open_store(
        Places(data).store, kinds=KINDS, ids=means.ids, clock=means.clock, boot_id=means.boot_id
    )
    return store, BoardService(store, means.clock, means.ids, store.identity.node)


@pytest.fixture
def running(data: Path) -> Iterator[BoardService]:
    """A board that has its store open."""
    store, service = opened(data, machine_means())
    yield service
    store.close()


def set_up(data: Path) -> None:
    store, service = opened(data, machine_means())
    facts = NodeFacts(name="Emergency")
    node = store.identity.node
    by = ("department type", "language")
    service.perform_all((DefineNode(node, facts), SetWallStratifiers(node, by)), "set up")
    store.close()


def ward_of(data: Path) -> Ward:
    store, service = opened(data, machine_means())
    ward = service.ward()
    read = dict(ward.releases)  # while the store is open
    store.close()
    return replace(ward, releases=read)


def run(data: Path, *words: str | Path) -> int:
    return main(["import", *map(str, words), "--data", str(data)])


def test_figures_go_onto_the_board_with_their_definitions(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(data)

    assert run(data, CSV, "--map", MAP) == 0

    ward = ward_of(data)
    assert set(ward.releases) == {
        ("pain_reassessed_1h", "language"),
        ("falls_per_1000", "language"),
    }
    followed = ward.metric_by_key("falls_per_1000")
    assert followed is not None
    assert followed.facts.title == "Falls per 1,000 bed days"
    assert capsys.readouterr().out.splitlines() == [
        (
            "pain_reassessed_1h: 3 months by language, July 2026 to September 2026; "
            "3 of 15 figures hidden for privacy."
        ),
        (
            "falls_per_1000: 2 months by language, July 2026 to August 2026; "
            "0 of 6 figures hidden for privacy."
        ),
        (
            "Audit: 6 hidden counts attacked from everything published; "
            "none of them can be worked out."
        ),
        "On the board.",
    ]


def test_importing_the_same_file_again_changes_nothing(data: Path) -> None:
    set_up(data)
    run(data, CSV, "--map", MAP)
    before = ward_of(data)

    assert run(data, CSV, "--map", MAP) == 0

    after = ward_of(data)
    assert (after.releases, after.metrics) == (before.releases, before.metrics)


def test_a_metric_that_the_ward_follows_keeps_the_wards_own_goal(data: Path) -> None:
    set_up(data)
    run(data, CSV, "--map", MAP)
    store, service = opened(data, machine_means())
    metric = metric_id(store.identity.node, "pain_reassessed_1h")
    service.perform(SetGoal(metric, 90.0), "goal")
    store.close()

    run(data, CSV, "--map", MAP)

    assert ward_of(data).metrics[metric].goal == 90.0


def test_a_board_that_is_open_takes_the_figures_from_its_inbox(
    data: Path, running: BoardService, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data, CSV, "--map", MAP) == 0
    assert "The board is open: it shows them in a moment." in capsys.readouterr().out
    assert not running.ward().releases

    taken = take_over(Places(data).inbox, running)

    assert [one.problem for one in taken] == ["", ""]
    assert len(running.ward().releases) == 2


def test_before_the_set_up_figures_are_kept_and_that_is_said(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data, CSV, "--map", MAP) == 0

    assert "Kept. They show once this ward is set up" in capsys.readouterr().out
    assert len(ward_of(data).releases) == 2


def practice_of(data: Path) -> tuple[Store, BoardService]:
    means = machine_means()
    places = Places(data)
    path = Practice(places.practice, means.clock.now()).store
    path.parent.mkdir(parents=True)
    store = open_store(path, kinds=KINDS, ids=means.ids, clock=means.clock, boot_id=means.boot_id)
    return store, BoardService(store, means.clock, means.ids, store.identity.node)


def test_the_practice_ward_gets_the_figures_as_long_as_no_ward_is_set_up(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, _ = practice_of(data)
    store.close()

    assert run(data, CSV, "--map", MAP) == 0

    assert "On the practice board: no ward is set up here yet." in capsys.readouterr().out
    assert not Places(data).store.exists()


def test_a_practice_board_that_is_open_takes_the_figures_from_the_inbox(data: Path) -> None:
    store, service = practice_of(data)

    assert run(data, CSV, "--map", MAP) == 0
    taken = take_over(Places(data).practice_inbox, service)

    store.close()
    assert len(taken) == 2


def test_figures_of_a_ward_that_is_set_up_never_go_to_its_practice(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(data)
    store, service = practice_of(data)

    assert run(data, CSV, "--map", MAP) == 0

    assert "On the board." in capsys.readouterr().out
    assert not service.ward().releases
    store.close()
    assert len(ward_of(data).releases) == 2


def test_a_folder_of_several_wards_is_told_which(data: Path) -> None:
    assert run(data, CSV, "--map", MAP, "--node", "ward_7") == 0

    assert Places(data / "ward_7").store.exists()
    assert not Places(data).store.exists()


def test_bad_rows_are_refused_with_words_and_nothing_is_kept(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(CSV.read_text().replace("412", "41x"), encoding="utf-8")

    assert run(data, bad, "--map", MAP) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        'bad.csv:2: reassessed "41x" is not a whole number',
        (
            "Nothing was imported: 1 of 16 rows cannot be read. "
            "Mend them, or leave them out with --skip-bad-rows."
        ),
    ]
    assert not data.exists()


def test_skipped_rows_are_listed_and_counted(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(CSV.read_text().replace("412", "41x"), encoding="utf-8")

    assert run(data, bad, "--map", MAP, "--skip-bad-rows") == 0

    assert capsys.readouterr().err.splitlines() == [
        'bad.csv:2: reassessed "41x" is not a whole number',
        "Skipped 1 of 16 rows. The figures that they belong to are shown as no data.",
    ]


def test_a_wrong_map_is_refused_with_its_line(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(MAP.read_text().replace("period", "perriod"), encoding="utf-8")

    assert run(data, CSV, "--map", wrong) == 1

    assert 'wrong.toml:7: columns.perriod: "perriod" is not a key' in capsys.readouterr().err


def test_a_missing_map_and_a_missing_file_are_refused(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data, CSV, "--map", "gone.toml") == 1
    assert run(data, "gone.csv", "--map", MAP) == 1

    assert capsys.readouterr().err.splitlines() == [
        "gone.toml: There is no such file.",
        "gone.csv: there is no such file",
    ]


def test_the_bar_is_drawn_on_a_terminal_only() -> None:
    class Terminal(StringIO):
        @override
        def isatty(self) -> bool:
            return True

    terminal, pipe = Terminal(), StringIO()
    for stream in (terminal, pipe):
        bar = ProgressBar("Reading figures.csv", stream)
        for done in (0, 50, 50, 100):
            bar(done, 100)
        bar.clear()

    assert pipe.getvalue() == ""
    assert [text.split()[-2] for text in terminal.getvalue().split("\r") if "%" in text] == [
        "0",
        "50",
        "100",
    ]
    assert terminal.getvalue().endswith("\r")


@pytest.fixture
def release_path(tmp_path: Path) -> Path:
    """A release file as a publisher would send it."""
    path = tmp_path / "pain.json"
    path.write_bytes(release_file(RELEASE))
    return path


def test_a_release_file_goes_onto_the_board_without_a_map(
    data: Path, release_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(data)

    assert run(data, release_path) == 0

    assert ward_of(data).releases[RELEASE.metric.key, "preferred language"] == RELEASE
    assert capsys.readouterr().out.splitlines() == [
        (
            "pain_reassessed_1h: 1 month by preferred language, July 2026 to July 2026; "
            "1 of 4 figures hidden for privacy."
        ),
        "On the board.",
    ]


def test_the_same_release_file_again_changes_nothing_and_says_so(
    data: Path, release_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(data)
    run(data, release_path)

    assert run(data, release_path) == 0

    assert "On the board already: nothing has changed." in capsys.readouterr().out


def test_an_older_release_file_is_refused_and_the_board_keeps_the_newer(
    data: Path, release_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(data)
    run(data, release_path)
    assert RELEASE.provenance is not None
    before = RELEASE.provenance.model_copy(update={"version": 2})
    older = tmp_path / "older.json"
    older.write_bytes(release_file(RELEASE.model_copy(update={"provenance": before})))

    assert run(data, older) == 1

    assert "older than those on the board, which stay" in capsys.readouterr().err
    assert ward_of(data).releases[RELEASE.metric.key, "preferred language"] == RELEASE


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (release_file(RELEASE)[:500], "it is cut short"),
        (release_file(RELEASE).replace(b"76.9", b"86.9"), "changed after it was published"),
        (b"{}", "not a release file"),
        (b" " * (FILE_LIMIT_BYTES + 1), "larger than 20 MB"),
    ],
    ids=["cut short", "changed by hand", "something else", "huge"],
)
def test_a_release_file_that_is_not_as_published_is_refused_with_its_name(
    data: Path, release_path: Path, body: bytes, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    release_path.write_bytes(body)

    assert run(data, release_path) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("pain.json: ")
    assert words in said.err
    assert not data.exists()


def test_figures_without_a_map_are_refused(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, CSV) == 1

    assert "Name the map that says what its columns mean, with --map." in capsys.readouterr().err


@pytest.mark.skipif(not REAL.exists(), reason="the A&E figures are not beside this checkout")
def test_real_waits_show_over_three_years_and_by_kind_of_department(data: Path) -> None:
    set_up(data)

    assert run(data, REAL, "--map", "ae_attendances_england") == 0

    layout = load_layout(resource_folder("board_layouts") / "emergency_department.toml")
    catalogue = load_catalogue(resource_folder("assets") / "catalogue")
    ward = ward_of(data)
    (release,) = ward.releases.values()
    assert len(release.windows) == 36
    assert (release.windows[0].first, release.windows[-1].last) == (
        date(2016, 4, 1),
        date(2019, 3, 31),
    )
    seen_then = Ward(
        now=JUST_AFTER_THE_FIGURES,
        node_id=ward.node_id,
        node=ward.node,
        metrics=ward.metrics,
        releases=ward.releases,
    )
    tiles = [placed.view for placed in board_view(seen_then, layout, catalogue, Face.STAFF).tiles]
    (waits,) = [tile for tile in tiles if isinstance(tile, MetricTileView)]
    (by_group,) = [tile for tile in tiles if isinstance(tile, GroupsTileView)]
    assert waits.chart is not None
    assert len(waits.chart.points) == 36
    assert by_group.groups is not None
    assert [row.name for row in by_group.groups.rows] == [
        "Major",
        "Single specialty",
        "Minor, walk-in",
    ]


def test_fhir_reports_go_onto_the_board_like_rows(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(data)
    strata = {"en": (400, 520), "es": (70, 100), "pl": (30, 60)}
    path = write_json(tmp_path, [report(strata, measure="Measure/pain")], "reports.ndjson")
    text = MAP.read_text(encoding="utf-8")
    one_metric = tmp_path / "map.toml"
    one_metric.write_text(text[: text.rindex("[[metrics]]")], encoding="utf-8")

    assert run(data, path, "--map", one_metric) == 0

    (release,) = ward_of(data).releases.values()
    assert [(cell.group, cell.denominator) for cell in release.windows[0].groups] == [
        ("English", 520),
        ("Spanish", 100),
        ("Polish", 60),
    ]
    assert release.windows[0].overall.denominator == 700
    assert capsys.readouterr().out.startswith("pain_reassessed_1h: 1 month by language, July 2026")


def test_what_was_exported_as_fhir_can_be_read_back(data: Path, tmp_path: Path) -> None:
    set_up(data)
    run(data, CSV, "--map", MAP)
    out = tmp_path / "out.json"
    words = ["--metric", "pain_reassessed_1h", "--out", str(out), "--data", str(data)]
    assert main(["export", "fhir", *words]) == 0

    figures = read_reports(out, read_map(MAP))

    months = figures.tally.months("pain_reassessed_1h", "language")
    release = ward_of(data).releases["pain_reassessed_1h", "language"]
    for window in release.windows:
        cells = {None: window.overall, **{cell.group: cell for cell in window.groups}}
        for value, label in ((None, None), ("en", "English"), ("es", "Spanish")):
            month = months["", window.first, value]
            cell = cells[label]
            counted = (month.numerator, month.denominator) if not month.doubt else (None, None)
            assert counted == (cell.numerator, cell.denominator)
