"""A disk that is full, and one that is read-only: the board stays up, refuses with words, and recovers.

The disk is real, 2 MB of memory mounted in a namespace of its own, so these need Linux and the
right to mount; elsewhere they say that they were skipped. tests/unit/store/test_opening.py meets the
same refusals through SQLite's own limits on every system.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOUNT_AND_RUN = (
    'mount -t tmpfs -o size=2m tmpfs "$1" && exec "$2" -m tests.end2end.small_disk "$3" "$1"'
)

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def unshare() -> list[str]:
    """The command that gives a process its own mounts, as root or in a user namespace."""
    program = shutil.which("unshare")
    for options in (["-m"], ["-rm"]):
        if program is not None:
            trial = [program, *options, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
            if subprocess.run(trial, capture_output=True, check=False).returncode == 0:
                return [program, *options]
    pytest.skip("this system does not let the test mount a small disk")


def meet(unshare: list[str], what: str, folder: Path) -> dict[str, Any]:
    said = subprocess.run(
        [*unshare, "sh", "-c", MOUNT_AND_RUN, "sh", str(folder), sys.executable, what],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    seen: dict[str, Any] = json.loads(said.stdout)
    return seen


def test_a_disk_that_fills_up_refuses_the_touch_whole_and_recovers(
    unshare: list[str], tmp_path: Path
) -> None:
    seen = meet(unshare, "full", tmp_path)

    assert (
        seen["words"]
        == seen["refused_again"]
        == {
            "error": "StoreFull",
            "what": "Not saved: the disk of this computer is full.",
            "still_works": "Everything that was saved is still here and can be read.",
            "to_do": "Ask IT to make room, then try again.",
        }
    )
    assert seen["whole"]
    assert seen["same"]
    assert seen["recovered"]


@pytest.mark.parametrize(
    ("what", "error"),
    [
        ("full-at-start", "StoreFull"),
        ("full-at-clean-start", "StoreFull"),
        ("read-only-at-start", "StoreReadOnly"),
        ("read-only-at-clean-start", "StoreReadOnly"),
    ],
)
def test_a_board_that_starts_on_a_broken_disk_shows_everything_and_recovers(
    unshare: list[str], tmp_path: Path, what: str, error: str
) -> None:
    seen = meet(unshare, what, tmp_path)

    assert seen["words"]["error"] == error
    assert seen["shown"] == seen["still_shown"] == 5
    assert seen["recovered"] == 6
    assert seen["notice_after"] is None
