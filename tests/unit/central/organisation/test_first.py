"""An empty central gets a hospital with a service and one ward, once, so that a first board can be enrolled."""

import pytest

from kiosk.central.organisation.document import node_of
from kiosk.central.organisation.first import FIRST, FIRST_WARD, ensure_first_node
from kiosk.central.organisation.writing import WRITING_FOR, Administration, BusyError
from kiosk.domain.placed_nodes import NodeKind
from tests.unit.central.organisation.central import SMALL, Central


def test_an_empty_central_gets_a_ward_with_a_complete_board() -> None:
    central = Central()
    ward = ensure_first_node(central.means)
    placed = central.organisation.placement(ward)
    assert placed is not None
    assert placed.kind is NodeKind.UNIT
    made = central.configured(FIRST_WARD)
    assert made.node is not None
    assert made.agenda is not None
    assert made.metrics


def test_asking_again_changes_nothing() -> None:
    central = Central()
    ward = ensure_first_node(central.means)
    before = central.records()
    assert ensure_first_node(central.means) == ward
    assert central.records() == before


def test_where_an_organisation_stands_its_first_ward_is_named() -> None:
    central = Central()
    central.apply(SMALL)
    before = central.records()
    assert ensure_first_node(central.means) == node_of("ward-7")
    assert central.records() == before


def test_the_first_organisation_can_be_declared_in_a_file_and_renamed_there() -> None:
    central = Central()
    ward = ensure_first_node(central.means)
    text = FIRST.format(zone="Europe/London").replace("Ward 1", "Ward 7")
    central.apply(text)
    placed = central.organisation.placement(ward)
    assert placed is not None
    assert placed.name == "Ward 7"


def test_only_one_administrator_at_a_time_changes_the_organisation() -> None:
    central = Central()
    one, other = (Administration(central.means, who) for who in ("one", "other"))
    with one.alone():
        with (
            pytest.raises(BusyError, match="Somebody else is changing the organisation"),
            other.alone(),
        ):
            pass
        assert ensure_first_node(central.means) == node_of(FIRST_WARD)
    with other.alone():
        pass


def test_an_administrator_whose_program_ended_in_the_middle_is_in_the_way_for_so_long() -> None:
    central = Central()
    central.storage.put(
        "organisation",
        "writing",
        {"who": "gone"},
        expires_at=central.clock.now() + WRITING_FOR,
        expecting=0,
    )
    central.clock.advance(WRITING_FOR)
    with central.administration.alone():
        pass
