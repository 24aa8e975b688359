"""What the patients of a group are called in a sentence."""

import pytest

from kiosk.viewmodels.group_phrases import group_phrase


@pytest.mark.parametrize(
    ("group", "stratifier", "phrase"),
    [
        ("Spanish", "language", "Spanish-speaking patients"),
        ("Spanish", "Preferred language", "Spanish-speaking patients"),
        ("Other", "language", "“Other”"),
        ("Sign language", "language", "“Sign language”"),
        ("Black", "race ethnicity", "Black patients"),
        ("80 and over", "age", "patients aged 80 and over"),
        ("Major", "department type", "Major"),
    ],
)
def test_a_group_is_called_as_people_say_it(group: str, stratifier: str, phrase: str) -> None:
    assert group_phrase(group, stratifier) == phrase
