"""The README names every command, setting and refusal, so that none can be added unsaid."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from kiosk.central.cli import COMMANDS as CENTRAL_COMMANDS
from kiosk.central.settings import RULES as CENTRAL_RULES
from kiosk.central.settings import CentralSettings
from kiosk.cli import COMMANDS
from kiosk.config import RULES, Settings
from kiosk.sync.protocol import Code

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`huddle-kiosk {command}" in README


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"`{RULES.prefix}{name.upper()}`" in README
    assert name == "data" or f"| `{name}` |" in README


@pytest.mark.parametrize("command", sorted(CENTRAL_COMMANDS))
def test_every_command_of_central_is_in_the_readme(command: str) -> None:
    assert re.search(rf"`(huddle-central|…) {command}[ `]", README)


@pytest.mark.parametrize("name", [field.name for field in fields(CentralSettings)])
def test_every_setting_of_central_is_in_the_readme(name: str) -> None:
    row = rf"^\| (`{name}`|–) \| `{CENTRAL_RULES.prefix}{name.upper()}` \|"
    assert re.search(row, README, re.MULTILINE)


@pytest.mark.parametrize(
    "field", [field for field in fields(CentralSettings) if type(field.default) is int]
)
def test_a_number_of_central_has_its_default_in_the_readme(field: object) -> None:
    name, default = getattr(field, "name", ""), getattr(field, "default", "")
    assert f"| `{CENTRAL_RULES.prefix}{name.upper()}` | {default} |" in README


@pytest.mark.parametrize("code", list(Code))
def test_every_refusal_of_the_wire_is_in_the_readme(code: Code) -> None:
    table = README.partition("### What central answers")[2].partition("\n## ")[0]
    assert f"`{code.value}`" in table


@pytest.mark.parametrize(
    "target", sorted(set(re.findall(r"(?:^|`)make ([a-z-]+)", README + CONTRIBUTING, re.MULTILINE)))
)
def test_every_make_command_that_is_named_is_there(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


def test_pictures_in_the_readme_are_in_the_project() -> None:
    pictures = [part.split(")")[0] for part in README.split("](") if part.startswith("assets/")]
    assert pictures
    for picture in pictures:
        assert (ROOT / picture).is_file()
