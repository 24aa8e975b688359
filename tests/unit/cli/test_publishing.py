"""The publish command, and the import of one board's share: several wards together, again, and without the audit."""

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest

from kiosk.app.places import Places
from kiosk.cli import importing, main
from kiosk.domain.releases import CellStatus, Level, Release
from kiosk.interchange.release_files import read_release_file
from tests.unit.cli.test_importing import set_up, ward_of

CHECKOUT = Path(__file__).resolve().parents[3]
TEXT = (CHECKOUT / "tests/data/figures/pain_by_language.toml").read_text(encoding="utf-8")
NODES = """
[nodes]
column = "ward"

[nodes.named.MED]
title = "Medicine"
level = "service"

[nodes.named.7E]
title = "Ward 7 East"
parent = "MED"

[nodes.named.8W]
title = "Ward 8 West"
parent = "MED"

[groups]"""
PAIN = {
    "7E": {"en": (400, 520), "es": (3, 14), "pl": (2, 12), "so": (1, 11)},
    "8W": {"en": (410, 500), "es": (90, 140), "pl": (70, 120), "so": (60, 110)},
}


@pytest.fixture
def figure_map(tmp_path: Path) -> Path:
    """A map of two wards of a service, by language."""
    path = tmp_path / "wards.toml"
    text = TEXT.replace("[groups]", NODES).replace('scope = "Medicine service"\n', "")
    path.write_text(text[: text.rindex("[[metrics]]")], encoding="utf-8")
    return path


def write(folder: Path, months: Iterable[int], full: Iterable[int] = ()) -> Path:
    """Figures of two wards over some months of 2026; in full ones no group of either is small."""
    path = folder / "wards.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["measure", "month", "ward", "language", "reassessed", "treatments"])
        for month in months:
            for ward in PAIN:
                groups = PAIN["8W" if month in full else ward]
                for language, counts in groups.items():
                    writer.writerow(["pain", f"2026-{month:02}-01", ward, language, *counts])
    return path


def publish(figures: Path, figure_map: Path, out: Path, *words: str) -> int:
    return main(["publish", str(figures), "--map", str(figure_map), "--out", str(out), *words])


def releases(out: Path) -> dict[tuple[str, int], Release]:
    """The releases of a folder by node and version."""
    found = [read_release_file(path.read_bytes()) for path in out.glob("*.json")]
    return {(one.node, one.provenance.version if one.provenance else 0): one for one in found}


def test_every_ward_and_its_service_get_a_release_file(
    tmp_path: Path, figure_map: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"

    assert publish(write(tmp_path, [7]), figure_map, out, "--by", "quality analyst") == 0

    found = releases(out)
    assert set(found) == {("MED", 1), ("7E", 1), ("8W", 1)}
    service = found["MED", 1]
    assert (service.level, service.scope) == (
        Level.SERVICE,
        "Medicine service, not this ward alone",
    )
    assert service.windows[0].overall.denominator == 1427
    assert service.provenance is not None
    assert (service.provenance.by, len(service.provenance.source_id)) == ("quality analyst", 36)
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("pain_reassessed_1h: 1 month by language of 3 nodes, July 2026")
    assert said[1].endswith(
        "hidden counts attacked from everything published; none of them can be worked out."
    )
    assert said[2] == f"3 new release files in {out}."


def test_small_groups_of_one_ward_are_hidden_and_cannot_be_had_from_the_other_and_the_service(
    tmp_path: Path, figure_map: Path
) -> None:
    publish(write(tmp_path, [7]), figure_map, tmp_path / "out")

    found = releases(tmp_path / "out")
    hidden = {
        node: {cell.group for cell in one.windows[0].groups if cell.status is CellStatus.HIDDEN}
        for (node, _), one in found.items()
    }
    assert {"Spanish", "Polish", "Somali"} <= hidden["7E"]
    for group in hidden["7E"]:
        assert group in hidden["8W"] | hidden["MED"]


def test_publishing_again_adds_nothing_and_a_new_month_is_the_next_version(
    tmp_path: Path, figure_map: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    publish(write(tmp_path, [7]), figure_map, out)
    before = releases(out)
    capsys.readouterr()

    assert publish(write(tmp_path, [7]), figure_map, out) == 0
    assert releases(out) == before
    assert f"0 new release files in {out}. 3 out already." in capsys.readouterr().out

    assert publish(write(tmp_path, [7, 8]), figure_map, out) == 0
    after = releases(out)
    assert {key for key in after if key not in before} == {("MED", 2), ("7E", 2), ("8W", 2)}
    assert after["7E", 2].windows[0] == before["7E", 1].windows[0]


def test_a_board_gets_its_services_figures_where_its_own_are_too_small(
    tmp_path: Path, figure_map: Path
) -> None:
    data = tmp_path / "data"
    set_up(data)
    figures = write(tmp_path, [7])

    words = ["import", str(figures), "--map", str(figure_map), "--data", str(data)]
    assert main([*words, "--board", "7E"]) == 0

    (release,) = ward_of(data).releases.values()
    assert release.node == "MED"
    assert release.scope == "Medicine service, not this ward alone"


def test_an_import_of_a_new_month_stands_on_what_the_ward_has(
    tmp_path: Path, figure_map: Path
) -> None:
    data = tmp_path / "data"
    set_up(data)
    words = ["--map", str(figure_map), "--data", str(data), "--board", "8W"]
    assert main(["import", str(write(tmp_path, [7])), *words]) == 0
    assert main(["import", str(write(tmp_path, [7, 8])), *words]) == 0

    (release,) = ward_of(data).releases.values()
    assert release.provenance is not None
    assert release.provenance.version == 2


def test_a_board_changes_to_its_services_figures_when_its_own_become_too_small(
    tmp_path: Path, figure_map: Path
) -> None:
    data = tmp_path / "data"
    set_up(data)
    words = ["--map", str(figure_map), "--data", str(data), "--board", "7E"]
    nodes = []
    for months in ([7], [7, 8], [7, 8, 9]):
        figures = write(tmp_path, months, full=[7, 8])
        assert main(["import", str(figures), *words]) == 0
        (release,) = ward_of(data).releases.values()
        nodes.append((release.node, release.windows[-1].last.month))

    assert nodes == [("7E", 7), ("7E", 8), ("MED", 9)]


def test_who_publishes_is_said_in_few_words(
    tmp_path: Path, figure_map: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        publish(write(tmp_path, [7]), figure_map, tmp_path / "out", "--by", "x" * 61)

    assert "at most 60 characters" in capsys.readouterr().err


def test_a_board_has_to_be_named_where_there_are_several(
    tmp_path: Path, figure_map: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = write(tmp_path, [7])
    words = ["import", str(figures), "--map", str(figure_map), "--data", str(tmp_path / "data")]

    assert main(words) == 1
    assert "it is about 2 nodes. Say whose board this is with --board" in capsys.readouterr().err

    assert main([*words, "--board", "7W"]) == 1
    assert capsys.readouterr().err == (
        'There are no figures of the node "7W". There are: "7E", "8W", "MED".\n'
    )
    assert not Places(tmp_path / "data").store.exists()


def test_a_board_cannot_be_chosen_where_the_map_tells_no_nodes_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = CHECKOUT / "tests/data/figures/pain_by_language"
    words = ["--map", f"{plain}.toml", "--data", str(tmp_path / "data"), "--board", "7E"]

    assert main(["import", f"{plain}.csv", *words]) == 1

    assert 'The map has no [nodes], so figures of "7E" cannot be told' in capsys.readouterr().err


def test_without_scipy_nothing_is_published_and_the_way_out_is_named(
    tmp_path: Path,
    figure_map: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(importing, "find_spec", lambda _name: None)
    out = tmp_path / "out"

    assert publish(write(tmp_path, [7]), figure_map, out) == 1

    assert "SciPy is not installed" in capsys.readouterr().err
    assert not out.exists()


def test_an_earlier_release_that_was_changed_by_hand_stops_the_next_one(
    tmp_path: Path, figure_map: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    publish(write(tmp_path, [7]), figure_map, out)
    path = next(out.glob("8w-*.json"))
    path.write_bytes(path.read_bytes().replace(b'"per":100', b'"per":101'))

    assert publish(write(tmp_path, [7, 8]), figure_map, out) == 1

    assert f"{path.name}: The file was changed after it was published" in capsys.readouterr().err
    assert len(list(out.glob("*.json"))) == 3


def test_a_release_file_goes_from_the_publishers_pc_to_the_board(
    tmp_path: Path, figure_map: Path
) -> None:
    out, data = tmp_path / "out", tmp_path / "data"
    set_up(data)
    publish(write(tmp_path, [7]), figure_map, out)

    assert main(["import", str(next(out.glob("med-*.json"))), "--data", str(data)]) == 0

    assert list(ward_of(data).releases.values()) == [releases(out)["MED", 1]]


def test_quarters_and_a_profile_of_the_nhs_are_published_as_the_map_says(
    tmp_path: Path, figure_map: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = 'window = "quarter"\nprofile = "NHS sub-national"\n' + figure_map.read_text()
    figure_map.write_text(text, encoding="utf-8")

    assert publish(write(tmp_path, [7, 8, 9]), figure_map, tmp_path / "out") == 0

    release = releases(tmp_path / "out")["8W", 1]
    assert (release.profile, release.rounded_to, len(release.windows)) == ("NHS sub-national", 5, 1)
    assert "1 quarter by language of 3 nodes" in capsys.readouterr().out
