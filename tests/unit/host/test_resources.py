"""The folders that travel with the program are found wherever the program stands."""

import sys
from pathlib import Path

import pytest

from kiosk.host import resources
from kiosk.host.resources import Folder, resource_folder

CHECKOUT = Path(__file__).resolve().parents[3]
FOLDERS: tuple[Folder, ...] = ("assets", "board_layouts")


@pytest.fixture
def package_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the package stand in an empty folder."""
    package = tmp_path / "site-packages" / "kiosk"
    package.mkdir(parents=True)
    monkeypatch.setattr(resources, "PACKAGE", package)
    return package


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_checkout_keeps_them_at_its_top(folder: Folder) -> None:
    assert resource_folder(folder) == CHECKOUT / folder


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_wheel_keeps_them_inside_the_package(folder: Folder, package_elsewhere: Path) -> None:
    inside = package_elsewhere / "_data" / folder
    inside.mkdir(parents=True)

    assert resource_folder(folder) == inside


@pytest.mark.parametrize("folder", FOLDERS)
def test_an_installed_wheel_ignores_a_neighbour_of_the_same_name(
    folder: Folder, package_elsewhere: Path
) -> None:
    (package_elsewhere.parent / folder).mkdir()
    inside = package_elsewhere / "_data" / folder
    inside.mkdir(parents=True)

    assert resource_folder(folder) == inside


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_frozen_program_keeps_them_in_its_bundle(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "bundle"
    (bundle / folder).mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(bundle), raising=False)

    assert resource_folder(folder) == bundle / folder


@pytest.mark.usefixtures("package_elsewhere")
def test_a_missing_folder_is_reported_with_the_places_that_were_searched() -> None:
    with pytest.raises(FileNotFoundError, match="The folder assets is missing") as caught:
        resource_folder("assets")

    assert "_data" in str(caught.value)
