"""The README names every command and every setting, so that neither can be added unsaid."""

from dataclasses import fields
from pathlib import Path

import pytest

from kiosk.cli import COMMANDS
from kiosk.config import PREFIX, Settings

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`huddle-kiosk {command}" in README


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"`{PREFIX}{name.upper()}`" in README
    assert name == "data" or f"| `{name}` |" in README


def test_pictures_in_the_readme_are_in_the_project() -> None:
    pictures = [part.split(")")[0] for part in README.split("](") if part.startswith("assets/")]
    assert pictures
    for picture in pictures:
        assert (Path(__file__).parents[2] / picture).is_file()
