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


def outcome_of(test: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one test, given as source, under this project's own pytest settings."""
    file = folder / "test_planted.py"
    file.write_text(test, encoding="utf-8")
    pytest_here = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*pytest_here, "-c", str(CHECKOUT / "pyproject.toml"), "--rootdir", str(folder), str(file)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )


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
@pytest.mark.parametrize(
    ("test", "complaint"),
    [
        pytest.param(
            "from PySide6 import QtCore\n\ndef test_it(qapp):\n    QtCore.qWarning('bent nail')\n",
            "bent nail",
            id="a Qt warning",
        ),
        pytest.param(
            "import socket\n\ndef test_it():\n    socket.create_connection(('192.0.2.1', 80))\n",
            "SocketBlockedError",
            id="a call to the network",
        ),
        pytest.param(
            "import warnings\n\ndef test_it():\n    warnings.warn('old ways', stacklevel=1)\n",
            "old ways",
            id="a Python warning",
        ),
    ],
)
def test_a_test_fails_on(test: str, complaint: str, tmp_path: Path) -> None:
    finished = outcome_of(test, tmp_path)

    assert finished.returncode == pytest.ExitCode.TESTS_FAILED, finished.stdout
    assert complaint in finished.stdout
