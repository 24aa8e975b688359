"""The wheel carries all the program needs; built and installed for real, without the network."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDERS = ("assets", "board_layouts")

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(300)]


def run(*command: str | Path, folder: Path) -> str:
    """Run a command that has to succeed, and return what it printed."""
    finished = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, folder=CHECKOUT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel alone into a new environment, and return its Python."""
    environment = tmp_path_factory.mktemp("environment")
    venv.create(environment, with_pip=False)
    scripts = "Scripts" if sys.platform == "win32" else "bin"
    python = environment / scripts / "python"
    pip = (sys.executable, "-m", "pip", "--isolated", "--python", python, "install")
    run(*pip, "--no-index", "--no-deps", "--quiet", wheel, folder=environment)
    return python


def files_below(folder: Path) -> set[str]:
    """Name every file below a folder, relative to it."""
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("folder", FOLDERS)
def test_an_installed_wheel_finds_its_folders_whole(folder: str, installed_python: Path) -> None:
    program = (
        f"from kiosk.host.resources import resource_folder; print(resource_folder('{folder}'))"
    )

    found = Path(run(installed_python, "-I", "-c", program, folder=installed_python.parent).strip())

    assert CHECKOUT not in found.parents
    assert files_below(found) == files_below(CHECKOUT / folder)


def test_the_wheel_holds_the_program_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    assert "kiosk/py.typed" in names
    assert not [name for name in names if name.startswith("tests/")]
    assert [name for name in names if name.endswith("licenses/assets/fonts/OFL.txt")]


def test_the_wheel_brings_the_command_huddle_kiosk(installed_python: Path) -> None:
    commands = {file.stem for file in installed_python.parent.iterdir()}

    assert "huddle-kiosk" in commands
