"""What central writes is what a board would have written, and it stands in the chain."""

from datetime import timedelta

import orjson

from kiosk.central.authoring import CENTRAL, entered
from kiosk.central.storage.protocol import Place
from kiosk.domain.cards import CardAnswered
from kiosk.domain.changes import GENESIS, Actor, Log, LogKind, Stream, change_from_json, words_match
from kiosk.domain.entities import Act
from kiosk.domain.releases import ReleasePublished
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.ids import SeededIds

LOG = Log("node:7e", LogKind.SHARED)
PLACE = Place(Stream(LOG, "central", 1), 4, GENESIS, "the change before")
RELEASE = Act("release:1", "release.published", ReleasePublished(metric="falls", sha256="a" * 64))


def test_the_body_is_the_change_and_its_hashes_are_those_of_the_entry() -> None:
    made = entered(RELEASE, CENTRAL, PLACE, SeededIds(), MONDAY_MORNING)

    assert change_from_json(orjson.loads(made.body)) == made.entry.change
    assert made.change_hash == made.entry.change.hash
    assert made.entry_hash == made.entry.hash


def test_it_stands_at_the_place_and_on_the_change_that_storage_named() -> None:
    made = entered(RELEASE, CENTRAL, PLACE, SeededIds(), MONDAY_MORNING)

    assert (made.entry.stream, made.entry.counter, made.entry.previous) == (
        PLACE.stream,
        PLACE.counter,
        PLACE.previous,
    )
    assert made.entry.change.based_on == "the change before"
    assert made.entry.change.actor == Actor(kind="central")


def test_words_stand_beside_the_change_and_only_their_macs_in_it() -> None:
    answer = Act("card:1", "card.answered", CardAnswered(by="tier 2"), {"answer": "Beds by ten."})

    made = entered(answer, CENTRAL, PLACE, SeededIds(), MONDAY_MORNING)

    assert "Beds" not in made.body
    assert made.words is not None
    assert words_match(made.entry.change, made.words)


def test_an_instant_is_cut_to_what_is_stored_of_it() -> None:
    at = MONDAY_MORNING + timedelta(microseconds=1_999)

    made = entered(RELEASE, CENTRAL, PLACE, SeededIds(), at)

    assert made.entry.change.occurred_at == MONDAY_MORNING + timedelta(milliseconds=1)
