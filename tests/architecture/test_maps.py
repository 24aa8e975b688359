"""The maps of the code name every room and module, so that nobody has to find one by chance."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def names_in(package: str) -> set[str]:
    """Return what a package holds: modules and packages, without those that every package has."""
    folder = ROOT.joinpath(*package.split("."))
    modules = {path.stem for path in folder.glob("*.py")}
    rooms = {path.parent.name for path in folder.glob("*/__init__.py")}
    return (modules | rooms) - {"__init__", "__main__"}


@pytest.mark.parametrize("package", ["kiosk", "kiosk.sync", "kiosk.central"])
def test_a_map_names_all_that_is_there(package: str) -> None:
    named = set(re.findall(r"`+([a-z_]+)`+", import_module(package).__doc__ or ""))

    assert names_in(package) - named == set()
