"""What the services count on: every store keeps the same promises, in memory and on disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.changes import Actor
from kiosk.domain.entities import Act, ChangeWithdrawn, TextErased, fold
from kiosk.domain.kinds import KINDS
from kiosk.domain.recognitions import RECOGNITION, RecognitionGiven
from kiosk.domain.standing import ERASED, WITHDRAWN
from kiosk.services.ward_store import WardStore
from kiosk.store.store import open_store
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.memory_store import MemoryStore
from tests.unit.services.ward import NODE, TUESDAY

THANKS = "recognition:1"
BOARD = Actor()


def thanks(words: str = "") -> Act:
    given = RecognitionGiven(group="nursing", phrase="Checked twice", day=TUESDAY.date())
    return Act(THANKS, "recognition.given", given, {"sentence": words} if words else {})


@pytest.fixture(params=["in memory", "on disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WardStore]:
    ids, clock = SeededIds(), FixedClock(TUESDAY)
    if request.param == "in memory":
        yield MemoryStore(NODE, ids, clock)
        return
    opened = open_store(
        tmp_path / "huddle.sqlite", kinds=KINDS, node=NODE, ids=ids, clock=clock, boot_id="boot"
    )
    yield opened
    opened.close()


def test_an_empty_store_has_nothing(store: WardStore) -> None:
    assert store.entity(THANKS) is None
    assert store.all_entities() == {}
    assert store.history(THANKS) == []
    assert store.record("nobody") is None
    assert store.release("0" * 64) is None
    assert store.meta("pin") is None
    assert store.pending_count() == 0
    assert not store.notice
    assert store.identity.sequences_itself


def test_what_was_appended_is_there_and_says_what_changed(store: WardStore) -> None:
    kept = store.append([thanks("Well caught")], actor=BOARD)

    assert [entity.id for entity in kept.changed] == [THANKS]
    assert store.all_entities() == {THANKS: kept.changed[0]}
    assert kept.changed[0] == store.entity(THANKS)
    assert kept.changed[0].state == fold(RECOGNITION, THANKS, kept.records).state
    assert store.history(THANKS) == list(kept.records)


def test_a_change_that_is_said_twice_is_kept_once(store: WardStore) -> None:
    first = store.append([thanks()], actor=BOARD, change_ids=["chosen"])
    again = store.append([thanks()], actor=BOARD, change_ids=["chosen"])

    assert again.records == first.records
    assert store.record("chosen") == first.records[0]
    assert len(store.history(THANKS)) == 1


def test_a_withdrawn_change_stands_no_more(store: WardStore) -> None:
    store.append([thanks()], actor=BOARD, change_ids=["chosen"])
    kept = store.append([Act(THANKS, WITHDRAWN, ChangeWithdrawn(change="chosen"))], actor=BOARD)

    assert kept.changed[0].state is None
    assert kept.changed[0].marks == {"chosen": "withdrawn"}
    assert len(store.history(THANKS)) == 2


def test_erased_words_are_gone(store: WardStore) -> None:
    store.append([thanks("A name slipped in")], actor=BOARD, change_ids=["chosen"])
    kept = store.append([Act(THANKS, ERASED, TextErased(change="chosen"))], actor=BOARD)

    assert kept.changed[0].stands
    assert all(record.words is None for record in store.history(THANKS))


def test_releases_are_named_by_their_content(store: WardStore) -> None:
    name = store.put_release(b"figures")

    assert store.put_release(b"figures") == name
    assert store.release(name) == b"figures"


def test_small_values_are_kept_and_forgotten(store: WardStore) -> None:
    store.set_meta("pin", "1")
    store.set_meta("pin", "2")
    assert store.meta("pin") == "2"

    store.set_meta("pin", None)
    assert store.meta("pin") is None
