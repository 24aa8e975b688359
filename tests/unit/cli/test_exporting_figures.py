"""The export command: released figures of a ward as CSV or FHIR, while its board is open and while it is not."""

import csv
import json
from pathlib import Path

import pytest

from kiosk.app.means import machine_means
from kiosk.app.places import Places
from kiosk.cli import exporting_figures, main
from kiosk.domain.kinds import KINDS
from kiosk.domain.releases import Release
from kiosk.interchange.fhir_validation import structure_problems
from kiosk.interchange.release_files import release_file, release_schema
from kiosk.store.store import open_store
from tests.unit.interchange.test_release_files import RELEASE

FALLS = RELEASE.model_copy(
    update={
        "metric": RELEASE.metric.model_copy(update={"key": "falls"}),
        "stratifier": "",
        "groups": (),
        "roles": {},
        "windows": (RELEASE.windows[0].model_copy(update={"groups": ()}),),
    }
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A ward to which two releases were published."""
    for number, release in enumerate((RELEASE, FALLS)):
        path = tmp_path / f"{number}.json"
        path.write_bytes(release_file(release))
        assert main(["import", str(path), "--data", str(tmp_path / "data")]) == 0
    return tmp_path / "data"


def export(data: Path, out: Path, *words: str) -> int:
    return main(["export", *words, "--out", str(out), "--data", str(data)])


def test_csv_has_the_cells_of_every_release(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()

    assert export(data, tmp_path / "out.csv", "csv") == 0

    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["metric"], row["group"]) for row in rows] == [
        ("falls", ""),
        ("pain_reassessed_1h", ""),
        ("pain_reassessed_1h", "English"),
        ("pain_reassessed_1h", "Spanish"),
        ("pain_reassessed_1h", "Declined"),
    ]
    assert capsys.readouterr().out == f"2 releases with 2 windows in {tmp_path / 'out.csv'}.\n"


@pytest.mark.parametrize(
    ("words", "metrics"),
    [
        (["--metric", "falls"], {"falls"}),
        (["--by", "Preferred-Language"], {"pain_reassessed_1h"}),
        (["--by", ""], {"falls"}),
    ],
)
def test_one_metric_or_one_stratifier_can_be_chosen(
    data: Path, tmp_path: Path, words: list[str], metrics: set[str]
) -> None:
    assert export(data, tmp_path / "out.csv", "csv", *words) == 0

    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert {row["metric"] for row in csv.DictReader(file)} == metrics


def test_what_is_not_there_is_refused_with_what_there_is(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(data, tmp_path / "out.csv", "csv", "--metric", "fals") == 1

    assert capsys.readouterr().err == (
        "There are no such figures. There are: falls by nothing, "
        "pain_reassessed_1h by preferred language.\n"
    )
    assert not (tmp_path / "out.csv").exists()


def test_fhir_is_a_bundle_or_a_report_a_line(data: Path, tmp_path: Path) -> None:
    assert export(data, tmp_path / "out.json", "fhir") == 0
    assert export(data, tmp_path / "out.ndjson", "fhir") == 0

    bundle = json.loads((tmp_path / "out.json").read_bytes())
    lines = (tmp_path / "out.ndjson").read_text(encoding="utf-8").splitlines()
    assert structure_problems(bundle) == ()
    assert [entry["resource"] for entry in bundle["entry"]] == [json.loads(line) for line in lines]


def test_without_the_library_fhir_is_written_and_that_it_was_not_checked_is_said(
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(exporting_figures, "can_validate", lambda: False)

    assert export(data, tmp_path / "out.json", "fhir") == 0

    assert json.loads((tmp_path / "out.json").read_bytes())["resourceType"] == "Bundle"
    assert "not checked against FHIR R4" in capsys.readouterr().out


def test_a_board_that_is_open_is_exported_from_as_well(data: Path, tmp_path: Path) -> None:
    assert export(data, tmp_path / "closed.csv", "csv") == 0
    means = machine_means()
    store = open_store(
        Places(data).store, kinds=KINDS, ids=means.ids, clock=means.clock, boot_id=means.boot_id
    )

    assert export(data, tmp_path / "open.csv", "csv") == 0

    store.close()
    assert (tmp_path / "open.csv").read_bytes() == (tmp_path / "closed.csv").read_bytes()


def newer(release: Release) -> Release:
    """The next version of a release."""
    assert release.provenance is not None
    provenance = release.provenance.model_copy(update={"version": release.provenance.version + 1})
    return release.model_copy(update={"provenance": provenance})


def test_only_the_newest_release_is_exported_also_from_an_open_board(
    data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "newer.json"
    path.write_bytes(release_file(newer(FALLS)))
    assert main(["import", str(path), "--data", str(data)]) == 0
    means = machine_means()
    store = open_store(
        Places(data).store, kinds=KINDS, ids=means.ids, clock=means.clock, boot_id=means.boot_id
    )

    assert export(data, tmp_path / "out.csv", "csv", "--metric", "falls") == 0

    store.close()
    (line,) = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert ",4," in line


def test_a_release_of_a_newer_program_is_left_out_also_from_an_open_board(
    data: Path, tmp_path: Path
) -> None:
    means = machine_means()
    store = open_store(
        Places(data).store, kinds=KINDS, ids=means.ids, clock=means.clock, boot_id=means.boot_id
    )
    store.put_release(b'{"schema_version":3,"metric":{"key":"falls"},"shape":"unknown"}')

    assert export(data, tmp_path / "out.csv", "csv", "--metric", "falls") == 0

    store.close()
    (line,) = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert line.startswith("falls,")


def test_a_folder_without_a_ward_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(tmp_path / "nowhere", tmp_path / "out.csv", "csv") == 1

    assert capsys.readouterr().err == (
        f"There is no ward in {tmp_path / 'nowhere'}. "
        "Name its folder with --data, or set the ward up first.\n"
    )


def test_the_schema_of_release_files_is_written(tmp_path: Path) -> None:
    assert main(["export", "schema", "--out", str(tmp_path / "s.json")]) == 0

    assert json.loads((tmp_path / "s.json").read_bytes()) == release_schema()
