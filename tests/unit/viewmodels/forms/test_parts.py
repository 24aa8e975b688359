"""The guard of the forms knows the roster of today and of before."""

from dataclasses import replace

import pytest

from kiosk.domain.people import NAME_ERASED, Person, Role
from kiosk.viewmodels.forms.parts import guard
from tests.unit.viewmodels.forms.hand import context_of
from tests.unit.viewmodels.sample_wards import empty_ward

PEOPLE = {
    "person:1": Person(name="Ceri Jones", role=Role.STAFF, group="nursing"),
    "person:2": Person(name="Tomasz Nowak", role=Role.STAFF, group="nursing", active=False),
    "person:3": Person(name=NAME_ERASED, role=Role.STAFF, group="nursing", active=False),
}
CONTEXT = context_of(replace(empty_ward(), people=PEOPLE), staff=True)


@pytest.mark.parametrize("sentence", ["Jones in 4", "Tomasz forgot it", "Ask Nowak"])
def test_names_of_people_who_work_or_worked_here_are_found(sentence: str) -> None:
    assert "leave out the name" in guard(CONTEXT, sentence)


@pytest.mark.parametrize("sentence", ["Wrong name on a label", "Plan erased from the board"])
def test_a_name_that_was_erased_makes_no_word_a_name(sentence: str) -> None:
    assert guard(CONTEXT, sentence) == ""
