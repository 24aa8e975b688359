"""Lists say that they are empty, instants are read by people, and the program says which version it is."""

from importlib.metadata import version
from pathlib import Path

import pytest

from kiosk.central.cli import main
from kiosk.central.cli.opening import opened_by
from kiosk.central.devices.fleets import MOST_SAID, WrongLines, read_fleet
from kiosk.central.organisation.first import ensure_first_node
from kiosk.central.settings import CentralSettings


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("codes",), "No code lets a board in."),
        (("integration", "list"), "No system reads anything."),
        (("webhook", "list"), "Nobody is told anything."),
        (("warehouse", "codes"), "No codes."),
        (("warehouse", "accounts"), "Nobody may send files."),
        (("warehouse", "uploads"), "No uploads."),
        (("warehouse", "maps"), "No maps."),
    ],
)
def test_an_empty_list_says_so(
    words: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([words[0], "--data", str(tmp_path), *words[1:]]) == 0
    assert capsys.readouterr().out.strip() == said


def test_a_code_says_until_when_to_the_minute(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened_by(CentralSettings(data=tmp_path)) as means:
        ensure_first_node(means)
    assert main(["code", "--data", str(tmp_path), "Ward 1", "--no-qr"]) == 0
    capsys.readouterr()

    assert main(["codes", "--data", str(tmp_path)]) == 0
    until = capsys.readouterr().out.partition("until ")[2][:17]
    assert until[:16].replace("-", "").replace(":", "").replace(" ", "").isdecimal()
    assert until[16] == " "


def test_the_program_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert ended.value.code == 0
    assert capsys.readouterr().out.strip() == version("huddle-kiosk")


def test_a_data_path_that_is_a_file_is_said_to_be_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "central"
    file.touch()

    assert main(["codes", "--data", str(file)]) == 1
    assert f"{file} is a file, and data lies in a folder." in capsys.readouterr().err


def test_all_wrong_lines_of_a_fleet_are_said_at_once() -> None:
    with pytest.raises(WrongLines) as few:
        read_fleet("hostname,unit\n,Ward 1\npc-1,\npc-2,Ward 1\nPC-2,Ward 2\n")
    with pytest.raises(WrongLines) as many:
        read_fleet("hostname,unit\n" + "pc,\n" * 500)

    assert few.value.what.splitlines() == [
        "Line 2: the hostname is missing or too long.",
        "Line 3: the unit is missing.",
        "Line 5: this PC is in line 4 already.",
    ]
    assert len(many.value.what.splitlines()) == MOST_SAID + 1
    assert "480 more" in many.value.what


def test_all_units_that_a_fleet_names_wrongly_are_said_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "fleet.csv"
    file.write_text("hostname,unit\npc-1,Ward X\npc-2,Ward X\npc-3,Ward Y\n", "utf-8")

    assert main(["fleet", "--data", str(tmp_path / "c"), str(file)]) == 1
    said = capsys.readouterr().err
    assert said.count("There is no unit 'Ward X'") == said.count("no unit 'Ward Y'") == 1
