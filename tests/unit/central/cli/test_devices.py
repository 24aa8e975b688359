"""Administrators let boards in and out by commands; everything that they do is in the audit log."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kiosk.central.cli import COMMANDS, main
from kiosk.central.cli.device_list import LONG_AGO, NONE, NONE_WAITS, Listed, summary
from kiosk.central.cli.opening import opened_by
from kiosk.central.devices.device import Device, Devices, Seen, Standing
from kiosk.central.first_steps import keep_address
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.configured import configured
from kiosk.central.organisation.first import ensure_first_node
from kiosk.central.organisation.shipped import read_shipped
from kiosk.central.settings import CentralSettings
from kiosk.domain.clock import instant_text


class Commands:
    """Runs commands on one folder."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._data = data
        self._capsys = capsys

    def __call__(self, *words: str) -> Sequence[str]:
        """Run a command that succeeds; return the lines that it prints."""
        assert main([words[0], "--data", str(self._data), *words[1:]]) == 0
        return self._capsys.readouterr().out.splitlines()

    def refused(self, *words: str) -> str:
        """Run a command that is refused; return the words of the refusal."""
        assert main([words[0], "--data", str(self._data), *words[1:]]) == 1
        return self._capsys.readouterr().err

    @property
    def settings(self) -> CentralSettings:
        """The settings of the folder."""
        return CentralSettings(data=self._data)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    """Commands on a central with one ward, *Ward 1*."""
    commands = Commands(tmp_path, capsys)
    with opened_by(commands.settings) as means:
        ensure_first_node(means)
    return commands


def add(means: CentralMeans, name: str, **fields: Any) -> Device:
    """Add a device that enrolled."""
    device = Device(
        id=means.ids.new_id(),
        name=name,
        public_key=means.ids.new_key().hex(),
        hostname=name,
        **fields,
    )
    assert Devices(means.storage, means.clock).add(device)
    return device


def test_a_code_is_printed_with_the_link_to_scan(run: Commands) -> None:
    lines = run("code", "ward 1", "--public-url", "https://central.example")

    code = lines[0].split()[0]
    assert lines[1] == f"huddle:https://central.example#{code}"
    assert "one board" in run("codes")[0]
    assert run("codes")[0].endswith("  Ward 1")
    assert "code.made" in run("audit")[0]


def test_what_is_empty_is_said_to_be(run: Commands) -> None:
    assert run("roster", "Ward 1") == ["Ward 1: none."]
    assert run("warehouse", "maps") == ["No maps."]
    assert run("codes") == ["No code lets a board in."]


def test_words_that_are_no_command_are_refused_shortly(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["enroll"])

    assert ended.value.code == 2
    assert "'enroll' is no command" in capsys.readouterr().err


def test_a_fleet_code_is_printed_with_its_limits_and_taken_back(run: Commands) -> None:
    lines = run("bulk-code", "Hospital", "--boards", "40", "--network", "10.0.0.0/8")
    code = lines[0].split()[0]

    assert "40 boards into Hospital for 7 days from 10.0.0.0/8" in lines[0]
    assert "40 of 40 boards from 10.0.0.0/8" in run("codes")[0]
    run("revoke-code", code)
    assert "revoked" in run("codes")[0]
    assert "no such code" in run.refused("revoke-code", "nothing")


def test_a_unit_that_is_not_known_is_refused_with_those_that_are(run: Commands) -> None:
    said = run.refused("code", "Ward 9")

    assert "no unit 'Ward 9'" in said
    assert "Hospital, Service, Ward 1" in said


def test_boards_are_listed_with_how_they_are(run: Commands) -> None:
    with opened_by(run.settings) as means:
        device = add(means, "pc-0417", standing=Standing.APPROVED, app="0.2.0")
        health = {"pending": 3, "dead": 1, "free_bytes": 5_000_000}
        seen = Seen("2026-11-27T07:00:00.000Z", -420_000, health, "2026-11-27T07:00:00.000Z")
        Devices(means.storage, means.clock).see(device, seen)
        add(means, "pc-0418")

    lines = run("devices")
    waiting = run("devices", "--waiting")

    assert lines[0].split()[:2] == ["name", "standing"]
    row = next(line for line in lines if line.startswith("pc-0417"))
    for cell in ("approved (another machine)", "0.2.0", "-7 min", "ago", "5"):
        assert cell in row
    assert [line.split()[0] for line in waiting if line] == ["name", "pc-0418", "1"]
    assert lines[1].startswith("pc-0418"), "who waits for IT stands first"
    assert lines[-1] == "2 boards · 1 wait for IT · 1 with entries not taken"


def test_without_a_board_the_list_says_how_one_comes_in(run: Commands) -> None:
    assert run("devices") == [NONE]
    assert run("devices", "--waiting") == [NONE_WAITS]


def test_a_board_that_was_not_heard_of_for_a_day_is_counted(run: Commands) -> None:
    with opened_by(run.settings) as means:
        device = add(means, "pc-0417", standing=Standing.APPROVED)
        now = means.clock.now()
    for silent, words in ((LONG_AGO, " · 1 not seen for a day"), (LONG_AGO / 2, "")):
        board = Listed(device, Seen(instant_text(now)), "Ward 1")
        assert summary([board], now + silent) == f"1 board{words}"


def test_a_waiting_board_is_let_in_and_a_stolen_one_is_out(run: Commands) -> None:
    with opened_by(run.settings) as means:
        device = add(means, "pc-0417")

    run("approve", "pc-0417", "Hospital/Ward 1")
    with opened_by(run.settings) as means:
        approved = Devices(means.storage, means.clock).read(device.id)
    run("revoke", device.id)
    with opened_by(run.settings) as means:
        revoked = Devices(means.storage, means.clock).read(device.id)

    assert approved is not None
    assert approved.standing is Standing.APPROVED
    assert revoked is not None
    assert revoked.standing is Standing.REVOKED
    assert [line.split()[3] for line in run("audit")[:2]] != []
    assert any("device.revoked" in line for line in run("audit"))


def test_a_name_that_two_boards_have_is_refused(run: Commands) -> None:
    with opened_by(run.settings) as means:
        add(means, "pc-0417")
        add(means, "PC-0417")

    assert "2 boards are called" in run.refused("revoke", "pc-0417")
    assert "no board 'pc-9'" in run.refused("revoke", "pc-9")


def test_a_fleet_is_kept_whole_or_not_at_all(run: Commands, tmp_path: Path) -> None:
    file = tmp_path / "fleet.csv"
    file.write_text("hostname,unit,layout\npc-1,Ward 1,\npc-2,Ward 9,\n")
    refused = run.refused("fleet", str(file))
    with opened_by(run.settings) as means:
        before = means.storage.listed("fleet")
    file.write_text("hostname,unit,layout\npc-1,Ward 1,\npc-2,Ward 1,\n")

    kept = run("fleet", str(file))

    assert "Line 3: There is no unit 'Ward 9'" in refused
    assert before == []
    assert kept == ["2 PCs in 1 units."]


def test_two_layouts_for_one_unit_are_refused(run: Commands, tmp_path: Path) -> None:
    file = tmp_path / "fleet.csv"
    file.write_text("hostname,unit,layout\na,Ward 1,ward_sqcdp\nb,Ward 1,service_hub\n")

    assert "Line 3" in run.refused("fleet", str(file))


@pytest.mark.parametrize("body", [b"\xff\xfe", None])
def test_a_fleet_file_that_cannot_be_read_is_named(
    run: Commands, tmp_path: Path, body: bytes | None
) -> None:
    file = tmp_path / "fleet.csv"
    if body is not None:
        file.write_bytes(body)

    assert str(file) in run.refused("fleet", str(file))


def test_the_log_that_a_board_sent_is_printed(run: Commands) -> None:
    with opened_by(run.settings) as means:
        device = add(means, "pc-0417")
        name = f"{device.id}/2026-11-27T07:00:00.000Z"
        means.storage.put_blob("support_log", name, b"a line\n", at=means.clock.now())

    assert run("support-log", "pc-0417") == ["a line"]
    assert run("support-log", "pc-0417", "--list") == ["2026-11-27T07:00:00.000Z"]
    assert any("support_log.read" in line for line in run("audit", "--json"))


def test_a_board_without_a_log_is_named(run: Commands) -> None:
    with opened_by(run.settings) as means:
        add(means, "pc-0417")

    assert "has sent no log" in run.refused("support-log", "pc-0417")


@pytest.mark.parametrize("words", [("--lines", "0"), ("--since", "yesterday")])
def test_an_option_that_cannot_be_is_refused(run: Commands, words: tuple[str, str]) -> None:
    assert words[1] in run.refused("audit", *words)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == 0
    assert f"huddle-central {command}" in capsys.readouterr().out


def test_a_fleet_says_which_layout_the_board_of_a_unit_shows(run: Commands, tmp_path: Path) -> None:
    file = tmp_path / "fleet.csv"
    file.write_text("hostname,unit,layout\npc-1,Ward 1,no_such\n")
    refused = run.refused("fleet", str(file))
    with opened_by(run.settings) as means:
        node = ensure_first_node(means)
        known = read_shipped().layouts
    other = next(name for name in sorted(known) if name != "ward_sqcdp")
    file.write_text(f"hostname,unit,layout\npc-1,Ward 1,{other}\n")

    run("fleet", str(file))
    run("fleet", str(file))

    with opened_by(run.settings) as means:
        unit = configured(means.storage, node).node
    assert "no layout 'no_such'" in refused
    assert unit is not None
    assert unit.layout == other


def test_a_code_links_to_where_central_is_served(run: Commands) -> None:
    before = run("code", "Ward 1")
    with opened_by(run.settings) as means:
        keep_address(means, "https://central.test:8480")

    after = run("code", "Ward 1")

    assert "has not been served yet" in before[1]
    assert after[1].startswith("huddle:https://central.test:8480#")
