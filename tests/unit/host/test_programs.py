"""A command that is printed to be copied can be copied, wherever the program was installed."""

from pathlib import Path

import pytest

from kiosk.host.programs import way_to


def nowhere(_name: str) -> None:
    """Find nothing on the search path."""


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """An environment with a space in its name and the board's program in it."""
    programs = tmp_path / "my checkout" / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "huddle-kiosk").touch()
    return programs / "python"


def test_a_program_on_the_search_path_is_called_by_its_name(python: Path) -> None:
    assert way_to("huddle-kiosk", python=python, found=str) == "huddle-kiosk"


def test_a_program_of_a_checkout_is_called_by_its_short_path_there(python: Path) -> None:
    here = python.parents[2]

    assert way_to("huddle-kiosk", python=python, here=here, found=nowhere) == str(
        Path(".venv", "bin", "huddle-kiosk")
    )


def test_elsewhere_it_is_called_by_its_whole_path_in_quotation_marks(
    python: Path, tmp_path: Path
) -> None:
    said = way_to("huddle-kiosk", python=python, here=tmp_path / "else", found=nowhere)

    assert said == f'"{python.parent / "huddle-kiosk"}"'


def test_a_program_that_is_nowhere_keeps_its_name(python: Path) -> None:
    assert way_to("huddle-central", python=python, found=nowhere) == "huddle-central"
