"""The next page is asked for while the last one is kept, and nothing stale is ever taken for an answer."""

import threading
from dataclasses import replace
from typing import Any

import pytest

from kiosk.sync.acts import AskNonce, AskPages, Request
from kiosk.sync.events import Answer, Failure, PageRead, PagesRead, Why
from kiosk.sync.protocol import Nonce, Refusal
from kiosk.sync.read_ahead import ReadAhead
from tests.fakes.engine_room import SHARED, Room

LOG = str(SHARED)
FIRST = AskPages("t", ((LOG, 0), ("other/own", 4)), 0.0)
PATIENCE_S = 10.0


class SlowWire:
    """Answers pulls with pages of two records up to a head that may move, and notes who asked for what."""

    def __init__(self, head: int) -> None:
        room = Room()
        room.others_write(20)
        self.records = room.books.log(LOG)
        self.head = head
        self.asked: list[tuple[bool, Request]] = []
        self.ahead = threading.Semaphore(0)
        self.trouble: Answer | Refusal | Failure | None = None

    def ask(self, request: Request, _token: str | None) -> Any:
        """Answer, and note who asked."""
        is_ahead = threading.current_thread().name == "sync-ahead"
        self.asked.append((is_ahead, request))
        try:
            if not isinstance(request, AskPages):
                return Nonce(nonce="n", expires_s=60)
            if is_ahead and self.trouble is not None:
                return self.trouble
            after = dict(request.cursors)[LOG]
            records = tuple(self.records[after : min(after + 2, self.head)])
            return PagesRead((PageRead(LOG, records, self.head),) if records else ())
        finally:
            if is_ahead:
                self.ahead.release()

    def close(self) -> None:
        """Nothing is open."""

    def renew(self) -> None:
        """Nothing is known of the network."""

    def asked_ahead(self) -> bool:
        """Wait until something was asked ahead."""
        return self.ahead.acquire(timeout=PATIENCE_S)


def after(seq: int) -> AskPages:
    return replace(FIRST, cursors=((LOG, seq), ("other/own", 4)))


def numbers(answer: Any) -> list[int]:
    return [record.seq for page in answer.pages for record in page.records]


def test_what_follows_a_page_is_asked_for_before_anybody_wants_it() -> None:
    wire = SlowWire(head=5)
    ahead = ReadAhead(wire)

    came = [numbers(ahead.ask(FIRST, None))]
    assert wire.asked_ahead()
    asked = list(wire.asked)
    came += [numbers(ahead.ask(after(seq), None)) for seq in (2, 4, 5)]

    assert asked == [(False, FIRST), (True, after(2))]
    assert came == [[1, 2], [3, 4], [5], []]
    assert [request for _, request in wire.asked] == [FIRST, after(2), after(4), after(5)]


def test_that_nothing_is_new_is_never_taken_from_before() -> None:
    wire = SlowWire(head=2)
    ahead = ReadAhead(wire)
    ahead.ask(FIRST, None)

    wire.head = 3

    assert numbers(ahead.ask(after(2), None)) == [3]
    assert [is_ahead for is_ahead, _ in wire.asked] == [False, False]


def test_pages_stay_right_whatever_is_asked_in_between_and_other_cursors_get_others() -> None:
    wire = SlowWire(head=9)
    ahead = ReadAhead(wire)
    ahead.ask(FIRST, None)
    assert wire.asked_ahead()

    ahead.ask(AskNonce("d"), None)

    assert numbers(ahead.ask(after(2), None)) == [3, 4]
    assert wire.asked_ahead()
    assert numbers(ahead.ask(after(0), None)) == [1, 2]


@pytest.mark.parametrize("trouble", [Failure(Why.CUT), PagesRead(())], ids=["cut", "empty"])
def test_what_went_wrong_ahead_is_asked_again(trouble: Answer | Failure) -> None:
    wire = SlowWire(head=4)
    wire.trouble = trouble
    ahead = ReadAhead(wire)
    ahead.ask(FIRST, None)
    assert wire.asked_ahead()

    assert numbers(ahead.ask(after(2), None)) == [3, 4]
    assert wire.asked[-1] == (False, after(2))
