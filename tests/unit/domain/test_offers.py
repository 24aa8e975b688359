"""What a ward that ran alone offers when it enrols: how it was set up, and nobody's name."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from kiosk.domain.agendas import Agenda, AgendaItem
from kiosk.domain.offers import METRICS_LIMIT, Offer, offer_from, offer_of
from kiosk.domain.people import Person, Role
from tests.unit.viewmodels.sample_wards import empty_ward, full_ward


def test_an_offer_says_how_the_ward_is_set_up() -> None:
    agenda = Agenda(items=(AgendaItem(key="cards", title="Cards", seconds=60),))
    ward = replace(full_ward(), agenda=agenda)
    said = offer_of(ward)
    assert said is not None
    offer = offer_from(said)
    assert ward.node is not None
    assert (offer.facts, offer.calendar) == (ward.node.facts, ward.node.calendar)
    assert (offer.layout, offer.agenda) == (ward.node.layout, agenda.items)
    assert {metric.facts.key for metric in offer.metrics} == {
        metric.facts.key for metric in ward.metrics.values() if metric.active
    }


def test_nobodys_name_is_in_an_offer() -> None:
    ada = Person(name="Ada Quill", role=Role.STAFF, group="nursing")
    said = offer_of(replace(full_ward(), people={"person:1": ada}))
    assert "Quill" not in str(said)


def test_a_board_that_was_never_set_up_offers_nothing() -> None:
    assert offer_of(replace(empty_ward(), node=None)) is None


def test_an_offer_of_a_newer_board_is_read_and_a_wrong_one_refused() -> None:
    said = offer_of(full_ward())
    assert said is not None
    assert offer_from({**said, "colour": "red"}) == offer_from(said)
    with pytest.raises(ValidationError):
        offer_from({"facts": 7})
    metric = said["metrics"][0]
    Offer.model_validate({**said, "metrics": [metric] * METRICS_LIMIT})
    with pytest.raises(ValidationError):
        offer_from({**said, "metrics": [metric] * (METRICS_LIMIT + 1)})
