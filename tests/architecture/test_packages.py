"""What is installed where: a board without server packages, a server without Qt, all locked."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
LOCK: dict[str, Any] = tomllib.loads((CHECKOUT / "uv.lock").read_text(encoding="utf-8"))
PACKAGES: list[dict[str, Any]] = LOCK["package"]
OURS = "huddle-kiosk"


def required_by(name: str, extra: str | None = None) -> Iterator[str]:
    """Name what every locked version of a package asks for, with one of its extras."""
    for package in PACKAGES:
        if package["name"] != name:
            continue
        wanted = list(package.get("dependencies", []))
        if extra is not None:
            wanted += package.get("optional-dependencies", {}).get(extra, [])
        for requirement in wanted:
            yield requirement["name"]


def installed_with(extra: str) -> set[str]:
    """Name everything that comes with an extra of this project."""
    reached: set[str] = set()
    waiting = set(required_by(OURS, extra))
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= set(required_by(name)) - reached
    return reached


def test_a_board_is_installed_without_server_packages() -> None:
    installed = installed_with("kiosk")

    assert {"pyside6-essentials", "sqlite-utils", "pydantic"} <= installed
    assert not installed & {"alembic", "fastapi", "psycopg", "sqlalchemy", "uvicorn", "scipy"}


def test_a_central_system_is_installed_without_qt() -> None:
    installed = installed_with("central")

    assert {"fastapi", "sqlalchemy", "pydantic"} <= installed
    assert not installed & {"pyside6-essentials", "shiboken6", "pyqtgraph", "sqlite-utils"}


def test_every_locked_package_comes_from_one_index() -> None:
    indexes = {
        package["source"]["registry"] for package in PACKAGES if "registry" in package["source"]
    }

    assert len(indexes) == 1
    assert [package["name"] for package in PACKAGES if "registry" not in package["source"]] == [
        OURS
    ]


@pytest.mark.parametrize("kind", ["wheels", "sdist"])
def test_every_locked_file_has_a_hash(kind: str) -> None:
    for package in PACKAGES:
        files = package.get(kind, [])
        for file in [files] if isinstance(files, dict) else files:
            assert file["hash"].startswith("sha256:"), package["name"]


def test_qt_is_never_the_version_that_dies_on_this_python() -> None:
    """PySide6 6.12 on Python 3.11 gives away a reference to None in most calls."""
    versions = {
        package["version"]
        for package in PACKAGES
        if package["name"] == "pyside6-essentials"
        and "python_full_version < '3.12'" in package.get("resolution-markers", [])
    }

    assert versions
    assert all(tuple(map(int, version.split("."))) < (6, 12) for version in versions)
