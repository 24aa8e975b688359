"""A change is hashed without its words, and carries enough to prove them; entries chain by hash."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.changes import (
    Log,
    LogKind,
    Words,
    change_from_json,
    change_to_json,
    digest,
    words_mac,
    words_match,
)
from kiosk.domain.clock import instant_from, instant_text
from kiosk.domain.entities import Act
from kiosk.domain.ids import entity_kind, natural_id
from kiosk.domain.recognitions import RecognitionGiven
from tests.unit.domain.histories import BEGIN, KEY, History


@pytest.fixture
def history() -> History:
    history = History("recognition:1")
    thanks = RecognitionGiven(group="nursing", day=BEGIN.date())
    history.add(Act("recognition:1", "recognition.given", thanks, {"sentence": "Well caught"}))
    return history


def test_a_change_comes_back_from_json_as_it_went(history: History) -> None:
    change = history.records[0].change
    assert change_from_json(json.loads(json.dumps(change_to_json(change)))) == change
    assert change.entity_kind == "recognition"


def test_the_hash_covers_the_change_and_not_its_words(history: History) -> None:
    record = history.records[0]
    assert "Well caught" not in json.dumps(change_to_json(record.change))
    assert replace(record, words=None).entry.hash == record.entry.hash
    assert replace(record.change, kind="recognition.taken").hash != record.change.hash


def test_words_prove_themselves_and_no_others(history: History) -> None:
    record = history.records[0]
    assert record.words is not None
    assert words_match(record.change, record.words)
    assert not words_match(record.change, Words(KEY, {"sentence": "Well caught."}))
    assert not words_match(record.change, Words(bytes(31) + b"1", {"sentence": "Well caught"}))
    assert not words_match(record.change, Words(KEY, {}))


def test_a_field_and_its_text_cannot_trade_characters() -> None:
    assert words_mac(KEY, "name", "x") != words_mac(KEY, "nam", "ex")


def test_any_field_of_an_entry_changes_its_hash(history: History) -> None:
    entry = history.records[0].entry
    others = [
        replace(entry, device="b"),
        replace(entry, incarnation=2),
        replace(entry, counter=2),
        replace(entry, previous="1" * 64),
        replace(entry, clock_correction_ms=1),
    ]
    assert len({entry.hash, *(other.hash for other in others)}) == 6


def test_the_digest_is_the_sha256_of_canonical_json() -> None:
    # printf '{"a":"é","b":[1,2.5,true,null]}' | sha256sum
    expected = "765eba2332445d01d77fc90ce4d844deaf366b706ae75c1f1a29f17dcbaacf6e"
    assert digest({"b": [1, 2.5, True, None], "a": "é"}) == expected


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - Hypothesis takes naive bounds
def test_instants_are_kept_to_the_millisecond(instant: datetime) -> None:
    kept = instant_from(instant_text(instant))
    assert kept == instant.replace(microsecond=instant.microsecond // 1000 * 1000)
    assert instant_text(kept) == instant_text(instant)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        instant_from("2026-11-24T07:03:00")


def test_a_log_is_named_by_node_and_kind() -> None:
    log = Log("node:a/b", LogKind.OWN)
    assert Log.from_text(str(log)) == log
    with pytest.raises(ValueError, match="not a valid"):
        Log.from_text("node:a")


def test_things_that_exist_once_have_the_same_name_on_every_board() -> None:
    assert natural_id("ward", "day", "2026-11-24") == natural_id("ward", "day", "2026-11-24")
    assert natural_id("ab", "c") != natural_id("a", "bc")
    assert entity_kind("card:1") == "card"
