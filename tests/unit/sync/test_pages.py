"""A board reads what central sends, and keeps each change as it was written down."""

import json
from typing import Any

import pytest

from kiosk.domain.canonical import change_body
from kiosk.domain.changes import Record, Words
from kiosk.sync.acts import AskPages, AskSnapshot
from kiosk.sync.bodies import read
from kiosk.sync.entries import record_to_wire
from kiosk.sync.events import PagesRead, PieceRead
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.ids import SeededIds
from tests.fakes.remote_board import WARD, RemoteBoard

PULL = AskPages("t", ((str(WARD), 0),), 0.0)
TRICKY = 'said [{"change":{"a":1}}], "quoted" and },{"change":{ \\ äö \u2028'


def records(count: int = 3) -> list[Record]:
    board = RemoteBoard(SeededIds())
    return [
        Record(board.raises(TRICKY).entry, seq, Words(b"k" * 32, {"text": TRICKY}), MONDAY_MORNING)
        for seq in range(1, count + 1)
    ]


def as_sent(record: Record) -> str:
    """Return an entry as central writes it: the change's canonical text, then the rest."""
    wire = record_to_wire(record)
    del wire["change"]
    rest = json.dumps(wire, ensure_ascii=False, separators=(",", ":"))
    return f'{{"change":{change_body(record.change).decode()},{rest[1:]}'


def read_page(entries: str) -> tuple[Record, ...]:
    body = f'{{"pages":[{{"log":"{WARD}","entries":[{entries}],"head":9}}],"now":"x"}}'
    answer = read(PULL, body.encode())
    assert isinstance(answer, PagesRead)
    (page,) = answer.pages
    assert (page.log, page.head) == (str(WARD), 9)
    return page.records


def test_a_change_is_kept_word_for_word_and_hashed_as_it_came() -> None:
    sent = records()

    came = read_page(",".join(as_sent(record) for record in sent))

    assert came == tuple(sent)
    for one, other in zip(sent, came, strict=True):
        assert other.change.body == change_body(one.change)


def reordered(record: Record) -> str:
    return json.dumps(dict(reversed(record_to_wire(record).items())), indent=1)


def with_more(record: Record, more: Any) -> str:
    return json.dumps({**record_to_wire(record), "more": more}, separators=(",", ":"))


@pytest.mark.parametrize(
    "write",
    [
        lambda record: json.dumps(record_to_wire(record)),
        reordered,
        lambda record: with_more(record, {"change": {"x": 1}, "list": [{"change": 1}]}),
        lambda record: with_more(record, TRICKY),
    ],
    ids=["with spaces", "in another order", "with more of it", "with a text that looks alike"],
)
def test_an_entry_is_read_however_it_is_written(write: Any) -> None:
    sent = records()

    assert read_page(",".join(map(write, sent))) == tuple(sent)
    assert read_page(",".join((as_sent(sent[0]), write(sent[1]), as_sent(sent[2])))) == (*sent,)


def test_a_piece_of_a_snapshot_is_read_alike() -> None:
    sent = records()
    entries = ",".join(as_sent(record) for record in sent)
    body = f'{{"log":"{WARD}","at":7,"entries":[{entries}],"more":true}}'

    answer = read(AskSnapshot("t", str(WARD)), body.encode())

    assert answer == PieceRead(str(WARD), 7, tuple(sent), more=True)


@pytest.mark.parametrize(
    "entries",
    ["1", '{"change":{}}', '{"change":{},"device":"d"}', '{"change":{"id":', "{}", '{"change":{}'],
)
def test_what_is_no_entry_is_refused(entries: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of whatever kind
        read_page(entries)
