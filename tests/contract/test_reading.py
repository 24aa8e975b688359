"""What every storage gives back: pages, pieces of snapshots, histories, what was touched."""

from dataclasses import replace
from datetime import timedelta

from kiosk.central.storage.protocol import Storage
from kiosk.domain.changes import Log, LogKind, Stream
from tests.fakes.clock import MONDAY_MORNING as NOW
from tests.fakes.ids import SeededIds
from tests.fakes.remote_board import WARD, RemoteBoard

PLENTY = 10**6


def test_a_page_is_what_was_sent_word_for_word(storage: Storage, board: RemoteBoard) -> None:
    one = board.reborn(2, 0).enters(board.raises().entry.change, correction_ms=-250)
    worded = RemoteBoard(SeededIds("other"), "pc-2").raises(words={"title": "Bett 4 wäre nötig"})
    storage.ingest(WARD, [one, worded], NOW)

    first, second = storage.page(WARD, 0, 500, PLENTY)

    assert first.seq == 1
    assert first.body == one.body
    assert (first.device, first.incarnation, first.counter) == ("pc-1", 2, 1)
    assert (first.previous, first.clock_correction_ms) == (one.entry.previous, -250)
    assert first.lineage == ((1, 0),)
    assert first.received_at == "2026-11-23T07:30:00.000Z"
    assert first.words is None
    assert second.words == worded.words


def test_pages_follow_each_other_without_a_hole(storage: Storage, board: RemoteBoard) -> None:
    storage.ingest(WARD, [board.raises() for _ in range(7)], NOW)

    pages = [[entry.seq for entry in storage.page(WARD, after, 3, PLENTY)] for after in (0, 3, 6)]

    assert pages == [[1, 2, 3], [4, 5, 6], [7]]
    assert storage.page(WARD, 7, 3, PLENTY) == []


def test_a_page_is_never_much_larger_than_was_asked(storage: Storage, board: RemoteBoard) -> None:
    batch = [board.raises("x" * 1_000) for _ in range(5)]
    storage.ingest(WARD, batch, NOW)
    two = len(batch[0].body) + len(batch[1].body)

    assert len(storage.page(WARD, 0, 500, two)) == 2
    assert len(storage.page(WARD, 0, 500, two - 1)) == 1


def test_a_page_holds_one_entry_at_least(storage: Storage, board: RemoteBoard) -> None:
    storage.ingest(WARD, [board.raises("x" * 1_000), board.raises()], NOW)

    assert [entry.seq for entry in storage.page(WARD, 0, 500, 10)] == [1]


def test_a_page_of_a_log_that_nobody_wrote_is_empty(storage: Storage) -> None:
    assert storage.page(WARD, 0, 500, PLENTY) == []


def test_a_piece_of_a_snapshot_is_some_entities_up_to_a_number(
    storage: Storage, board: RemoteBoard
) -> None:
    batch = [board.raises(entity=f"card:{name}") for name in "ababcba"]
    storage.ingest(WARD, batch, NOW)

    first = storage.pieces(WARD, 0, 6, ["card:a", "card:c"], 2)
    rest = storage.pieces(WARD, first[-1].seq, 6, ["card:a", "card:c"], 500)

    assert [entry.seq for entry in first] == [1, 3]
    assert [entry.seq for entry in rest] == [5]
    assert storage.pieces(WARD, 0, 7, [], 500) == []


def test_a_piece_is_taken_of_thousands_of_entities(storage: Storage, board: RemoteBoard) -> None:
    storage.ingest(WARD, [board.raises(entity="card:a")], NOW)

    piece = storage.pieces(WARD, 0, 1, [f"card:{n}" for n in range(40_000)] + ["card:a"], 500)

    assert [entry.seq for entry in piece] == [1]


def test_a_history_is_what_the_domain_folds(storage: Storage, board: RemoteBoard) -> None:
    worded = board.raises(entity="card:a", words={"title": "Bed 4"})
    storage.ingest(WARD, [worded, board.raises(entity="card:b")], NOW)
    storage.ingest(WARD, [board.raises(entity="card:a")], NOW + timedelta(minutes=1))

    first, second = storage.history(WARD, "card:a")

    assert first.entry == worded.entry
    assert (first.seq, first.words, first.received_at) == (1, worded.words, NOW)
    assert (second.seq, second.received_at) == (3, NOW + timedelta(minutes=1))
    assert storage.history(WARD, "card:unknown") == []


def test_histories_of_several_entities_come_at_once(storage: Storage, board: RemoteBoard) -> None:
    storage.ingest(WARD, [board.raises(entity=f"card:{name}") for name in "abca"], NOW)

    histories = storage.histories(WARD, ["card:a", "card:c", "card:unknown"])

    assert {entity: [record.seq for record in found] for entity, found in histories.items()} == {
        "card:a": [1, 4],
        "card:c": [3],
    }
    assert storage.histories(WARD, []) == {}


def test_what_was_touched_is_told_by_entity(storage: Storage, board: RemoteBoard) -> None:
    storage.ingest(WARD, [board.raises(entity=f"card:{name}") for name in "ab"], NOW)
    later = NOW + timedelta(days=3)
    storage.ingest(WARD, [board.raises(entity="card:a"), board.raises(entity="card:c")], later)

    touched = [
        (one.entity, one.kind, one.first_seq, one.last_seq, one.last_received_at)
        for one in storage.touched(WARD)
    ]

    assert touched == [
        ("card:a", "card", 1, 3, later),
        ("card:b", "card", 2, 2, NOW),
        ("card:c", "card", 4, 4, later),
    ]


def test_what_was_touched_since_keeps_its_first_number(
    storage: Storage, board: RemoteBoard
) -> None:
    storage.ingest(WARD, [board.raises(entity=f"card:{name}") for name in "aba"], NOW)

    since = [(one.entity, one.first_seq, one.last_seq) for one in storage.touched(WARD, 2)]

    assert since == [("card:a", 1, 3)]
    assert storage.touched(WARD, 3) == []


def test_streams_of_a_device_are_told_over_all_logs(storage: Storage, ids: SeededIds) -> None:
    own = Log(WARD.node, LogKind.OWN)
    boards = {log: RemoteBoard(ids, log=log) for log in (WARD, own)}
    for log, board in boards.items():
        storage.ingest(log, [board.raises()], NOW)
    storage.ingest(WARD, [RemoteBoard(ids, "pc-2").raises()], NOW)

    assert storage.streams("pc-1") == {
        Stream(log, "pc-1", 1): (1, board.previous) for log, board in boards.items()
    }
    assert storage.streams("pc-unknown") == {}


def test_the_hash_at_a_place_that_nobody_took_is_none(storage: Storage, board: RemoteBoard) -> None:
    one = board.raises()
    storage.ingest(WARD, [one, board.raises()], NOW)
    stream = Stream(WARD, "pc-1", 1)

    assert storage.hash_at(stream, 1) == one.entry_hash
    assert storage.hash_at(stream, 2) == board.previous
    assert storage.hash_at(stream, 3) is None


def test_an_unknown_field_comes_back(storage: Storage, board: RemoteBoard) -> None:
    change = board.copied().writes("card.sung", {"tune": {"key": "C"}}).entry.change
    one = board.enters(replace(change, extra={"colour": "blue"}))
    storage.ingest(WARD, [one], NOW)

    [record] = storage.history(WARD, one.entry.change.entity)

    assert record.change == one.entry.change


def test_all_heads_of_two_thousand_logs_come_at_once(storage: Storage, board: RemoteBoard) -> None:
    storage.ingest(WARD, [board.raises()], NOW)
    logs = [Log(f"node:{number}", LogKind.SHARED) for number in range(2_000)]

    heads = storage.heads([*logs, WARD])

    assert heads[WARD] == 1
    assert sum(heads.values()) == 1
    assert len(heads) == 2_001
