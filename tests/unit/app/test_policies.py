"""A policy connects a PC by itself; changed, it connects one that was refused, and unchanged it never undoes that."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.app.means import Means
from kiosk.app.sync_runner import SyncParts
from kiosk.config import Settings
from kiosk.sync.enrolment import Enrolment
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

CENTRAL = "https://huddle.hospital.example"
POLICY: dict[str, Any] = {"central": CENTRAL, "enrol_code": "ABCD-EFGH"}
CHANGED = [
    {**POLICY, "enrol_code": "IJKL-MNOP"},
    {**POLICY, "central": "https://other.example"},
    {**POLICY, "central_ca": "ca.pem"},
]


def parts(folder: Path, **policy: Any) -> SyncParts:
    return SyncParts(Settings(data=folder, **policy), Means(FixedClock(), SeededIds(), "boot"))


def kept(folder: Path, **policy: Any) -> Enrolment:
    enrolment = parts(folder, **policy).enrolment()
    assert enrolment is not None
    return enrolment


def let_in(folder: Path, *, refused: bool = False) -> Enrolment:
    """Keep what a policy led to once central let the PC in, or refused it afterwards."""
    now = replace(kept(folder, **POLICY), device="device-1", approved=True, code="")
    now = replace(now, refused=refused)
    parts(folder).keep(now)
    return now


@pytest.mark.parametrize("changed", CHANGED)
def test_a_changed_policy_replaces_what_was_never_let_in(
    tmp_path: Path, changed: dict[str, Any]
) -> None:
    kept(tmp_path, **POLICY)
    now = kept(tmp_path, **changed)
    assert (now.central, now.code) == (changed["central"], changed["enrol_code"])
    assert kept(tmp_path) == now


@pytest.mark.parametrize("changed", CHANGED)
def test_a_changed_policy_replaces_what_was_refused(
    tmp_path: Path, changed: dict[str, Any]
) -> None:
    let_in(tmp_path, refused=True)
    now = kept(tmp_path, **changed)
    assert (now.approved, now.refused, now.code) == (False, False, changed["enrol_code"])


@pytest.mark.parametrize("changed", CHANGED)
def test_a_changed_policy_leaves_a_pc_that_belongs(tmp_path: Path, changed: dict[str, Any]) -> None:
    belongs = let_in(tmp_path)
    assert kept(tmp_path, **changed) == belongs


def test_the_same_policy_never_undoes_that_it_took_a_pc_out(tmp_path: Path) -> None:
    refused = let_in(tmp_path, refused=True)
    assert kept(tmp_path, **POLICY) == refused


def test_without_a_policy_what_was_refused_stays(tmp_path: Path) -> None:
    refused = let_in(tmp_path, refused=True)
    assert kept(tmp_path) == refused


def test_the_file_does_not_hold_the_code_of_a_pc_that_belongs(tmp_path: Path) -> None:
    let_in(tmp_path)
    assert POLICY["enrol_code"] not in (tmp_path / "enrolment.json").read_text()
