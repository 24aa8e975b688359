"""Accounts are made, changed and taken away by command, and the audit log has it."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.central.authoring import entered
from kiosk.central.cli import main
from kiosk.central.cli.opening import opened_by
from kiosk.central.organisation.tree import ORGANISATION, ROOT
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.protocol import Place
from kiosk.central.web.accounts import Accounts
from kiosk.central.web.offices import Part
from kiosk.central.web.passwords import Passwords
from kiosk.domain.changes import GENESIS, Actor, Log, LogKind, Stream
from kiosk.domain.entities import Act
from kiosk.domain.placed_nodes import NodeKind, NodePlaced, placement_id

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A central with one service."""
    with opened_by(CentralSettings(data=tmp_path)) as means:
        log = Log("node:med", LogKind.CONFIG)
        placed = NodePlaced(
            node="node:med",
            name="Medicine",
            kind=NodeKind.SERVICE,
            tier=2,
            parent=None,
            time_zone="UTC",
            starts=means.clock.now().date(),
        )
        act = Act(placement_id("node:med"), "placement.placed", placed)
        place = Place(Stream(log, "central", 1), 1, GENESIS, None)
        now = means.clock.now()
        means.storage.ingest(log, [entered(act, Actor(), place, means.ids, now)], now)
        means.storage.put(ORGANISATION, ROOT, {"node": "node:med"})
    return tmp_path


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; return its code and what it said."""

    def run_one(*words: str) -> tuple[int, str]:
        code = main(["account", *words, "--data", str(folder)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run_one


def test_an_account_is_added_and_its_password_is_shown_once(run: Run, folder: Path) -> None:
    code, said = run("add", "Hall", "--leader", "medicine", "--office", "service lead")
    assert code == 0
    assert "hall is service lead, Medicine (leader)" in said
    password = said.rpartition(": ")[2].strip()
    with opened_by(CentralSettings(data=folder)) as means:
        account = Accounts(means.storage, Passwords()).signing_in("hall", password)
        assert account is not None
        assert (account.part, account.node) == (Part.LEADER, "node:med")
        [line] = means.storage.audited()
        assert (line["what"], line["about"]) == ("account added", "hall")
        assert password not in str(line)


def test_accounts_are_listed_changed_and_disabled(run: Run) -> None:
    run("add", "hall", "--leader", "node:med", "--office", "service lead", "--proxy-only")
    assert "through the proxy only" in run("list")[1]
    assert "administrator now" in run("role", "hall", "--administrator")[1]
    assert "another password" in run("password", "hall")[1]
    assert "no more" in run("disable", "hall")[1]
    assert "disabled" in run("list")[1]
    assert "again" in run("disable", "hall", "--undo")[1]


def test_a_password_can_come_through_a_pipe(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse battery\n"))
    code, said = run("add", "admin", "--administrator", "--ask")
    assert code == 0
    assert "correct" not in said
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    code, said = run("add", "other", "--administrator", "--ask")
    assert code == 1
    assert "at least 12 characters" in said


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("add", "hall"), "Say one of --leader"),
        (("add", "hall", "--leader", "Surgery", "--office", "lead"), "no node 'Surgery'"),
        (("add", "hall", "--leader", "Medicine"), "what the office is called"),
        (("add", "hall", "--leader", "Medicine", "--office", "x" * 31), "1 to 30"),
        (("add", "two words", "--administrator"), "cannot be the name of an account"),
        (("add", "x" * 65, "--administrator"), "cannot be the name of an account"),
        (("password", "nobody"), "There is no account 'nobody'"),
        (("disable", "nobody"), "There is no account 'nobody'"),
    ],
)
def test_what_cannot_be_is_refused_with_words(
    run: Run, words: tuple[str, ...], reason: str
) -> None:
    code, said = run(*words)
    assert code == 1
    assert reason in said


def test_the_folder_can_be_named_before_the_command_too(folder: Path) -> None:
    assert main(["account", "--data", str(folder), "list"]) == 0
