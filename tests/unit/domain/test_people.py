"""The roster: who is on it, as what, and no longer."""

import pytest

from kiosk.domain.entities import fold
from kiosk.domain.people import (
    PERSON,
    AddPerson,
    ChangePerson,
    Person,
    PersonCommand,
    RemovePerson,
    Role,
    decide,
)
from kiosk.domain.sentences import NAME_LIMIT
from tests.unit.domain.histories import History, only, why_not

NAME = "person:1"
JOINING = AddPerson(NAME, " Amina Yusuf ", Role.STAFF)


def told(*commands: PersonCommand) -> Person | None:
    history = History(NAME)
    for command in commands:
        history.add(only(decide(fold(PERSON, NAME, history.records).state, command)))
    return fold(PERSON, NAME, history.records).state


def test_a_name_is_kept_among_the_words_that_can_be_erased() -> None:
    act = only(decide(None, JOINING))
    assert act.words == {"name": "Amina Yusuf"}
    assert "Amina" not in act.payload.model_dump_json()


def test_somebody_can_change_name_and_role_and_leave() -> None:
    changed = told(JOINING, ChangePerson(NAME, "Amina Osei", Role.CHARGE_NURSE, "medicine"))
    assert changed == Person(name="Amina Osei", role=Role.CHARGE_NURSE, group="medicine")
    left = told(JOINING, RemovePerson(NAME))
    assert left is not None
    assert not left.active


@pytest.mark.parametrize(
    ("before", "command", "words"),
    [
        ((), AddPerson(NAME, "  ", Role.STAFF), "1 to 40"),
        ((), AddPerson(NAME, "x" * (NAME_LIMIT + 1), Role.STAFF), "40 characters"),
        ((), ChangePerson(NAME, "x", Role.STAFF), "not on the roster"),
        ((), RemovePerson(NAME), "not on the roster"),
        ((JOINING,), JOINING, "already on the roster"),
        ((JOINING, RemovePerson(NAME)), RemovePerson(NAME), "not on the roster"),
    ],
)
def test_what_makes_no_sense_is_refused_with_words(
    before: tuple[PersonCommand, ...], command: PersonCommand, words: str
) -> None:
    assert words in why_not(decide(told(*before), command))
