"""A history tells every kind of change in words, and what does not stand says why."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.domain.changes import GENESIS, Actor, Change, Entry, Log, LogKind, Record, Words
from kiosk.domain.kinds import KINDS
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.sheets import Story
from kiosk.viewmodels.story import TELLERS, story
from tests.unit.viewmodels.sample_wards import NOW, catalogue, empty_ward, full_ward

CARD = "card:1"


def record(kind: str, change_id: str = "1", **payload: object) -> Record:
    change = Change(
        id=change_id,
        log=Log("node:1", LogKind.SHARED),
        entity=CARD,
        kind=kind,
        payload=payload,
        actor=Actor(),
        based_on=None,
        occurred_at=NOW,
        boot_id="boot",
    )
    return Record(Entry(change, "device", 1, 1, GENESIS), seq=1)


def told(*records: Record, marks: dict[str, str] | None = None, alone: bool = True) -> Story:
    return story(CARD, records, marks or {}, empty_ward(alone=alone), catalogue())


@pytest.mark.parametrize("kind", [kind for known in KINDS.values() for kind in known.payloads])
def test_every_kind_of_change_is_told_in_words(kind: str) -> None:
    assert kind in TELLERS
    assert told(record(kind)).rows[0].text


def test_a_change_that_a_newer_board_wrote_says_that_this_one_needs_an_update() -> None:
    assert "needs an update here" in told(record("card.painted")).rows[0].text


def test_what_does_not_stand_is_marked_and_says_why() -> None:
    row = told(record("card.acknowledged", by="service"), marks={"1": "already answered"}).rows[0]

    assert row.text == "Seen by service"
    assert row.detail == "Does not count: already answered"
    assert row.mark is Mark.DASHES


def test_a_history_tells_of_its_own_entity_only() -> None:
    other = record("card.closed")
    other = replace(
        other, entry=replace(other.entry, change=replace(other.change, entity="card:2"))
    )

    assert told(other).rows == ()


def test_words_that_were_erased_are_told_as_erased() -> None:
    with_words = record("card.answered", by="service", words={"answer": "a mac"})

    kept = replace(with_words, words=Words(b"key", {"answer": "On Friday"}))

    assert told(kept).rows[0].text == "Answered: “On Friday”"
    assert told(with_words).rows[0].text == "Answered: words erased"


def test_an_undo_says_what_it_took_back() -> None:
    rows = told(record("card.closed"), record("change.withdrawn", "2", change="1")).rows

    assert rows[1].text == "Taken back: Answer accepted, closed"


def test_a_withdrawal_of_the_whole_gives_its_reason() -> None:
    gone = record("change.withdrawn", change=None, words={"reason": "a mac"})
    kept = replace(gone, words=Words(b"key", {"reason": "It is there twice"}))

    row, erased = told(kept).rows[0], told(gone).rows[0]
    assert (row.text, row.detail) == ("Withdrawn", "“It is there twice”")
    assert (erased.text, erased.detail) == ("Withdrawn", "words erased")


def test_a_change_that_still_waits_to_be_sent_says_so_unless_the_ward_stands_alone() -> None:
    pending = replace(record("card.closed"), seq=None)

    assert "waiting to be sent" in told(pending, alone=False).rows[0].detail
    assert "waiting" not in told(pending).rows[0].detail


def test_something_of_another_day_carries_its_day() -> None:
    earlier = record("card.closed")
    before = datetime(2026, 11, 3, 9, 5, tzinfo=UTC)
    earlier = replace(
        earlier, entry=replace(earlier.entry, change=replace(earlier.change, occurred_at=before))
    )

    assert told(earlier).rows[0].when == "3 Nov, 09:05"
    assert told(record("card.closed")).rows[0].when == "07:03"


def test_a_person_on_the_roster_stands_behind_what_they_did() -> None:
    made = record("card.closed")
    change = replace(made.change, actor=Actor("person", "person:1"))
    made = replace(made, entry=replace(made.entry, change=change))

    row = story(CARD, [made], {}, full_ward(), catalogue()).rows[0]

    assert row.detail == "Ada Quill"
