"""The guards that the other tests rely on do bite."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

CHECKOUT = Path(__file__).resolve().parents[2]
CALLS = 2_000
# Strings and frames come and go around the measurement; a leak of one per call is far beyond this.
NOISE = 50


PLANTED = {
    "a Qt warning": (
        "from PySide6 import QtCore\n\ndef test_it(qapp):\n    QtCore.qWarning('bent nail')\n",
        "bent nail",
    ),
    "a call to the network": (
        "import socket\n\ndef test_it():\n    socket.create_connection(('192.0.2.1', 80))\n",
        "SocketBlockedError",
    ),
    "a Python warning": (
        "import warnings\n\ndef test_it():\n    warnings.warn('old ways', stacklevel=1)\n",
        "old ways",
    ),
}
"""Tests that have to fail, and what they complain of."""


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of the planted tests under this project's own settings."""
    folder = tmp_path_factory.mktemp("planted")
    for number, (source, _) in enumerate(PLANTED.values()):
        (folder / f"test_planted_{number}.py").write_text(source, encoding="utf-8")
    pytest_here = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    finished = subprocess.run(
        [*pytest_here, "-c", str(CHECKOUT / "pyproject.toml"), "--rootdir", str(folder), folder],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == pytest.ExitCode.TESTS_FAILED, finished.stdout
    return finished.stdout


def test_qt_keeps_every_reference_to_none(qapp: QApplication) -> None:
    """PySide6 6.12.0 on Python 3.11 for Linux gives one away in most calls, and dies of it."""
    label = QLabel()
    before = sys.getrefcount(None)

    for number in range(CALLS):
        label.setText(str(number))

    assert label.text() == str(CALLS - 1)
    assert sys.getrefcount(None) >= before - NOISE
    assert qapp.platformName() == "offscreen"


def test_the_board_is_drawn_in_the_style_that_is_the_same_everywhere(qapp: QApplication) -> None:
    assert qapp.style().name() == "fusion"


@pytest.mark.timeout(120)
@pytest.mark.parametrize("planted", PLANTED)
def test_a_test_fails_on(planted: str, failures: str) -> None:
    number = list(PLANTED).index(planted)
    complaint = PLANTED[planted][1]

    assert f"/test_planted_{number}.py::test_it" in failures
    assert complaint in failures
