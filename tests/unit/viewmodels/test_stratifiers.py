"""What figures may be split by: what is offered is what is shipped, and what is sensitive asks for more care."""

import pytest

from kiosk.host.resources import resource_folder
from kiosk.layouts.stratifier_sets import stratifier_sets
from kiosk.viewmodels.stratifiers import KNOWN, is_cross, is_sensitive, stratifier_title


def test_every_stratifier_of_a_shipped_set_can_be_turned_on_and_no_other_is_offered() -> None:
    shipped = stratifier_sets(resource_folder("assets") / "stratifiers").values()
    assert {known.name for known in KNOWN} == {one.stratifier for one in shipped}


def test_a_set_that_is_marked_sensitive_asks_once_more() -> None:
    for one in stratifier_sets(resource_folder("assets") / "stratifiers").values():
        assert is_sensitive(one.stratifier) is one.sensitive


@pytest.mark.parametrize("spelt", ["Sexual orientation", "gender-identity", "GENDER_IDENTITY_2"])
def test_what_is_sensitive_is_so_however_it_is_spelt(spelt: str) -> None:
    assert is_sensitive(spelt)


@pytest.mark.parametrize(
    ("name", "two"),
    [
        ("sex × age", True),
        ("ethnicity_x_sex", True),
        ("Age by sex", True),
        ("race and ethnicity", False),
        ("department type", False),
    ],
)
def test_two_stratifiers_at_once_are_told_from_one(name: str, *, two: bool) -> None:
    assert is_cross(name) is two


def test_a_stratifier_of_the_hospitals_own_is_named_in_its_words() -> None:
    assert stratifier_title("department_type") == "Department type"
