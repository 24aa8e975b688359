"""The directions of imports that ARCHITECTURE promises, checked as part of the tests."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.timeout(180)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the checkout in a folder, with the contracts that lie there."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )


def modules_loaded_by(package: str) -> set[str]:
    """Name every module that a fresh Python has loaded after importing the package."""
    program = f"import sys, {package}; print('\\n'.join(sys.modules))"
    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    return set(finished.stdout.splitlines())


@pytest.fixture
def copy_of_the_code(tmp_path: Path) -> Path:
    """Copy the package and its contracts to where a test may do harm."""
    shutil.copytree(
        CHECKOUT / "kiosk",
        tmp_path / "kiosk",
        ignore=shutil.ignore_patterns("__pycache__", "_data"),
    )
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_import_keeps_the_contracts() -> None:
    finished = lint_imports(CHECKOUT)

    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.mark.parametrize(
    ("module", "planted", "contract"),
    [
        pytest.param(
            "kiosk/domain/planted.py",
            "import kiosk.store",
            "Imports point down the stack",
            id="the domain reaches up",
        ),
        pytest.param(
            "kiosk/services/planted.py",
            "import PySide6.QtCore",
            "Qt lives in kiosk.ui and is started by kiosk.app",
            id="a service loads Qt",
        ),
        pytest.param(
            "kiosk/services/planted.py",
            "import sqlite3",
            "Only kiosk.store speaks SQLite",
            id="a service speaks SQLite",
        ),
        pytest.param(
            "kiosk/viewmodels/planted.py",
            "import time",
            "The core does no input or output",
            id="a view-model reads the clock",
        ),
        pytest.param(
            "kiosk/ui/tiles/planted.py",
            "import kiosk.ui.tiles.agenda",
            "A tile knows no other tile",
            id="a tile knows another",
        ),
    ],
)
def test_a_planted_illegal_import_is_reported(
    copy_of_the_code: Path, module: str, planted: str, contract: str
) -> None:
    (copy_of_the_code / module).write_text(f'"""Planted."""\n\n{planted}\n', encoding="utf-8")

    finished = lint_imports(copy_of_the_code)

    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert f"{contract} BROKEN" in finished.stdout


def test_a_room_that_nobody_put_into_the_layers_is_reported(copy_of_the_code: Path) -> None:
    (copy_of_the_code / "kiosk" / "basement.py").write_text('"""Planted."""\n', encoding="utf-8")

    finished = lint_imports(copy_of_the_code)

    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert "kiosk.basement" in finished.stdout


@pytest.mark.parametrize("package", ["kiosk.services", "kiosk.viewmodels", "kiosk.store"])
def test_what_lies_below_the_ui_loads_no_qt(package: str) -> None:
    loaded = modules_loaded_by(package)

    assert package in loaded
    assert not {name for name in loaded if name.startswith(("PySide6", "shiboken6", "pyqtgraph"))}


def test_the_packages_a_first_picture_needs_load_no_plotting_library() -> None:
    assert not modules_loaded_by("kiosk.ui.board_window") & {"pyqtgraph", "numpy"}


@pytest.mark.parametrize(
    "module", ["kiosk.ui.board_window", "kiosk.services.inbox", "kiosk.app.desk", "kiosk.cli"]
)
def test_a_board_starts_without_what_only_a_publisher_needs(module: str) -> None:
    loaded = modules_loaded_by(module)

    assert module in loaded
    publishers = ("fhirclient", "scipy", "kiosk.analytics.publishing", "kiosk.interchange.fhir")
    assert not {name for name in loaded if name.startswith(publishers)}
