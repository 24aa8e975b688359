"""The words of the action plan: the shipped ones, a hospital's own, and what is wrong with a file of them."""

from pathlib import Path

import pytest

from kiosk.host.resources import resource_folder
from kiosk.layouts.check import FileProblemsError
from kiosk.layouts.plan_words import PlanWords, read_plan_words

SHIPPED = resource_folder("assets") / "catalogue" / "action_plan.toml"


def own(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_file_to_copy_says_what_the_program_says() -> None:
    assert read_plan_words(SHIPPED) == PlanWords()
    text = SHIPPED.read_text(encoding="utf-8")
    assert all(f"\n{name} = " in text for name in PlanWords.model_fields)


def test_a_hospital_changes_some_words_and_keeps_the_others(tmp_path: Path) -> None:
    words = read_plan_words(own(tmp_path, 'lead = "Accountable executive"\n'))
    assert words.lead == "Accountable executive"
    assert words.strategy == "Strategy"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "Plan"\nleed = "Who"\n', 'own.toml:2: leed: "leed" is not a key that may stand'),
        ("\n\nlead = 7\n", "own.toml:3: lead: 7 must be words in quotes"),
        ('lead = ""\n', 'own.toml:1: lead: "" must not be empty'),
        ("lead = \n", "own.toml:1: This is not TOML"),
        (f'lead = "{"x" * 61}"\n', "is too long: at most 60 characters"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FileProblemsError) as refused:
        read_plan_words(own(tmp_path, text))
    assert said in str(refused.value)


def test_the_nearest_key_is_offered(tmp_path: Path) -> None:
    with pytest.raises(FileProblemsError, match='Did you mean "lead"'):
        read_plan_words(own(tmp_path, 'leed = "Who"\n'))


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileProblemsError, match=r"none\.toml"):
        read_plan_words(tmp_path / "none.toml")
