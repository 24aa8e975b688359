"""What a hospital installs comes under licences that bind nobody's own program: no GPL, no AGPL."""

import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata

import pytest

from tests.architecture.test_packages import installed_with

INSTALLED = sorted(installed_with("kiosk") | installed_with("central") | installed_with("publish"))
COPYLEFT = re.compile(r"(?<!L)(?<!Lesser )\b(A?GPL|(GNU )?(Affero )?General Public)", re.IGNORECASE)


def licences(package: PackageMetadata) -> list[str]:
    """Return the licences of which one may be chosen, as the package itself names them."""
    expression = package.json.get("license_expression", "")
    classifiers = [
        found for found in package.json.get("classifier", []) if found.startswith("License ::")
    ]
    words = package.json.get("license", "")
    named = expression or classifiers or words
    return [part for part in str(named).split(" OR ") if part]


def binds(licence: str) -> bool:
    """Tell whether a licence would bind a program that uses the package."""
    return COPYLEFT.search(licence) is not None


@pytest.mark.parametrize("name", INSTALLED)
def test_what_is_installed_can_be_had_without_the_gpl(name: str) -> None:
    try:
        named = licences(metadata(name))
    except PackageNotFoundError:
        pytest.skip("it is for another system or another Python")

    assert named
    assert not all(binds(licence) for licence in named)


@pytest.mark.parametrize(
    "licence",
    [
        "GPL-3.0-only",
        "AGPL-3.0-or-later",
        "License :: OSI Approved :: GNU General Public License v3",
    ],
)
def test_the_gpl_is_recognised(licence: str) -> None:
    assert binds(licence)


@pytest.mark.parametrize("licence", ["LGPL-3.0-only", "MIT", "GNU Lesser General Public License"])
def test_other_licences_are_not_taken_for_it(licence: str) -> None:
    assert not binds(licence)
