"""Lists say that they are empty, instants are read by people, and the program says which version it is."""

from importlib.metadata import version
from pathlib import Path

import pytest

from kiosk.central.cli import COMMANDS, main
from kiosk.central.cli.opening import opened_by
from kiosk.central.devices.fleets import MOST_SAID, WrongLines, read_fleet
from kiosk.central.organisation.first import ensure_first_node
from kiosk.central.settings import CentralSettings

ABOUT_A_CENTRAL = {
    "code": "code Ward",
    "bulk-code": "bulk-code Ward --boards 2",
    "codes": "codes",
    "revoke-code": "revoke-code ABCD-EFGH",
    "fleet": "fleet fleet.csv",
    "devices": "devices",
    "approve": "approve PC Ward",
    "revoke": "revoke PC",
    "support-log": "support-log PC",
    "org": "org",
    "roster": "roster Ward",
    "metrics": "metrics Ward",
    "goals": "goals Ward",
    "offers": "offers",
    "publish": "publish counts.csv --map falls",
    "warehouse": "warehouse maps",
    "integration": "integration list",
    "webhook": "webhook list",
    "changes": "changes export PC --out out.changes",
    "audit": "audit",
    "backup": "backup",
    "failover": "failover",
    "verify": "verify",
    "account": "account list",
}
"""Each command that is about a central that there is."""


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """The folder of a central that has just begun."""
    with opened_by(CentralSettings(data=tmp_path)):
        return tmp_path


def test_every_command_begins_a_central_or_is_about_one() -> None:
    assert COMMANDS.keys() - ABOUT_A_CENTRAL.keys() == {"serve", "apply", "restore"}


@pytest.mark.parametrize("words", ABOUT_A_CENTRAL.values(), ids=ABOUT_A_CENTRAL)
def test_a_folder_that_was_misspelt_is_said_and_stays_as_it_was(
    words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("fleet.csv", "counts.csv"):
        (tmp_path / name).write_text("hostname,unit\npc-1,Ward\n", "utf-8")
    wrong = tmp_path / "huddle-centrale"
    assert main([*words.split(), "--data", str(wrong)]) == 1
    assert f"There is no central in {wrong}." in capsys.readouterr().err
    assert not wrong.exists()


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
    words: tuple[str, ...], said: str, begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([words[0], "--data", str(begun), *words[1:]]) == 0
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
    begun: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "fleet.csv"
    file.write_text("hostname,unit\npc-1,Ward X\npc-2,Ward X\npc-3,Ward Y\n", "utf-8")

    assert main(["fleet", "--data", str(begun), str(file)]) == 1
    said = capsys.readouterr().err
    assert said.count("There is no unit 'Ward X'") == said.count("no unit 'Ward Y'") == 1
