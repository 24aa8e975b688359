"""A central system of a hundred lines, as a pure function over one frozen value: for tests of the engine."""

import json
from dataclasses import dataclass, replace
from functools import lru_cache

from kiosk.domain.changes import GENESIS, Record
from kiosk.domain.clock import instant_text
from kiosk.sync.acts import (
    AskEnrolment,
    AskNonce,
    AskPages,
    AskRelease,
    AskSnapshot,
    AskToken,
    Outgoing,
    Request,
    SayHello,
    SendEntries,
)
from kiosk.sync.entries import record_from_wire
from kiosk.sync.events import Answer as Answers
from kiosk.sync.events import PageRead, PagesRead, PieceRead
from kiosk.sync.protocol import (
    OWN_AT_ONCE,
    Answer,
    Code,
    DeadReason,
    Enrolled,
    Nonce,
    Pushed,
    Refusal,
    StreamHead,
    Token,
    Welcome,
)
from tests.fakes.clock import MONDAY_MORNING

NOW = instant_text(MONDAY_MORNING)


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry as central took it: what stands at a place of a stream, and its number, or None for a dead one."""

    log: str
    record: Record
    change_hash: str
    entry_hash: str
    seq: int | None

    @property
    def stream(self) -> tuple[str, str, int]:
        """Log, device and incarnation."""
        return (self.log, self.record.entry.device, self.record.entry.incarnation)


@dataclass(frozen=True, slots=True)
class Books:
    """All that central has.

    Attributes:
        timeline: its name.
        journal: what it took, in order; what is cut off its end is what a failover loses.
        follow: what every board follows.
        dead: ids that are not permitted.
        page_limit: entries in one answer.
        tells_fresh: whether it says that numbers are new; an older program does not.
    """

    timeline: str = "t1"
    journal: tuple[Placed, ...] = ()
    follow: tuple[str, ...] = ("ward-1/shared",)
    dead: frozenset[str] = frozenset()
    page_limit: int = 500
    tells_fresh: bool = True

    def log(self, name: str) -> list[Record]:
        """Return what is in a log, by number."""
        return [
            replace(one.record, seq=one.seq, received_at=MONDAY_MORNING)
            for one in self.journal
            if one.log == name and one.seq is not None and one.seq > 0
        ]

    def failed_over(self, lost: int, timeline: str) -> "Books":
        """Return what is left when the last entries that were taken are lost."""
        kept = self.journal[: len(self.journal) - lost]
        return replace(self, journal=kept, timeline=timeline)


class Refusing(Exception):  # noqa: N818 - what it does
    """Central says no."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.error)
        self.refusal = refusal


Reply = Answers | Refusal


def ask(  # noqa: C901, PLR0911, PLR0912 - one for each request
    books: Books, device: str, request: Request
) -> tuple[Books, Reply]:
    """Return central and its answer after a request."""
    try:
        match request:
            case AskNonce():
                return books, Nonce(nonce="nonce", expires_s=60)
            case AskToken():
                return books, Token(token="token", expires_s=900)  # noqa: S106 - of a fake
            case AskEnrolment():
                return books, Enrolled(
                    device=device, name="PC-0417", node="ward-1", timeline=books.timeline
                )
            case SayHello():
                return books, _welcome(books, device, request)
            case SendEntries():
                return _push(books, request)
            case AskPages():
                return books, _pull(books, device, request)
            case AskSnapshot():
                _same_timeline(books, request.timeline)
                records = books.log(request.log)
                return books, PieceRead(request.log, len(records), tuple(records), more=False)
            case AskRelease():
                return books, Refusal(error=Code.NOT_PERMITTED)
    except Refusing as no:
        return books, no.refusal


def has_news(books: Books, device: str, request: Request) -> bool:
    """Tell whether a pull would be answered before its wait is over."""
    if not isinstance(request, AskPages) or not request.wait_s:
        return True
    _, answer = ask(books, device, request)
    return not isinstance(answer, PagesRead) or bool(answer.pages)


def may_answer(books: Books, device: str, request: Request) -> bool:
    """Tell whether a pull may be answered: there is news, or the wait ends that hides what the board wrote itself."""
    if not isinstance(request, AskPages):
        return True
    return has_news(books, device, replace(request, own=None))


def _same_timeline(books: Books, timeline: str) -> None:
    if timeline != books.timeline:
        raise Refusing(Refusal(error=Code.TIMELINE, timeline=books.timeline))


def _welcome(books: Books, device: str, hello: SayHello) -> Welcome:
    heads = _heads(books, device)
    forked = []
    for head in hello.standing.streams:
        stream = (head.log, device, head.incarnation)
        there = [one for one in books.journal if one.stream == stream]
        known = [one for one in there if one.record.entry.counter == head.counter]
        if known and known[0].entry_hash != head.hash:
            forked.append(head)
    return Welcome(
        now=NOW,
        timeline=books.timeline,
        node="ward-1",
        name="PC-0417",
        follow=list(books.follow),
        streams=heads,
        forked=forked,
        newest_incarnation=max((head.incarnation for head in heads), default=0),
    )


def _heads(books: Books, device: str) -> list[StreamHead]:
    heads: dict[tuple[str, str, int], Placed] = {}
    for one in books.journal:
        if one.record.entry.device == device:
            heads[one.stream] = one
    return [
        StreamHead(
            log=log,
            incarnation=incarnation,
            counter=one.record.entry.counter,
            hash=one.entry_hash,
        )
        for (log, _, incarnation), one in heads.items()
    ]


def _push(books: Books, push: SendEntries) -> tuple[Books, Pushed]:
    _same_timeline(books, push.timeline)
    answers: list[Answer] = []
    before = len(books.log(push.log))
    for entry in push.entries:
        books, answer = _take(books, push.log, entry)
        answers.append(answer)
    numbers = [answer.seq for answer in answers if answer.seq is not None]
    fresh = books.tells_fresh and all(number > before for number in numbers)
    return books, Pushed(answers=answers, now=NOW, fresh=fresh)


@lru_cache(maxsize=4096)
def _read(body: str) -> tuple[Record, str, str]:
    record = record_from_wire(json.loads(body))
    return record, record.change.hash, record.entry.hash


def _take(books: Books, log: str, out: Outgoing) -> tuple[Books, Answer]:
    record, change_hash, entry_hash = _read(out.body)
    entry, change_id = record.entry, record.change.id
    stream = (log, entry.device, entry.incarnation)
    places = [one for one in books.journal if one.stream == stream]
    if entry.counter <= len(places):
        there = places[entry.counter - 1]
        if there.record.change.id != change_id or there.change_hash != change_hash:
            raise _no(Code.FORK, log, entry.incarnation, entry.counter)
        return books, _answer(change_id, there.seq)
    if entry.counter > len(places) + 1:
        raise _no(Code.GAP, log, entry.incarnation, len(places) + 1)
    if entry.previous != (places[-1].entry_hash if places else GENESIS):
        raise _no(Code.FORK, log, entry.incarnation, entry.counter)
    seq = _number_for(books, log, record, change_hash)
    placed = Placed(log, record, change_hash, entry_hash, seq)
    books = replace(books, journal=(*books.journal, placed))
    return books, _answer(change_id, seq)


def _number_for(books: Books, log: str, record: Record, change_hash: str) -> int | None:
    """Return a new number; below zero the one that it has, where it only takes a place; None for a dead one."""
    entry, change_id = record.entry, record.change.id
    known = [one for one in books.journal if one.log == log and one.record.change.id == change_id]
    if known and known[0].change_hash != change_hash:  # its id stands for something else
        if not entry.lineage:
            raise _no(Code.FORK, log, entry.incarnation, entry.counter)
        return None
    if known:
        return -abs(known[0].seq) if known[0].seq else None
    if change_id in books.dead:
        return None
    return 1 + sum(one.log == log and (one.seq or 0) > 0 for one in books.journal)


def _answer(change_id: str, seq: int | None) -> Answer:
    if seq is None:
        return Answer(id=change_id, dead=DeadReason.NOT_PERMITTED, detail="Not here.")
    return Answer(id=change_id, seq=abs(seq))


def _no(code: Code, log: str, incarnation: int, counter: int) -> Refusing:
    return Refusing(Refusal(error=code, log=log, incarnation=incarnation, counter=counter))


def _pull(books: Books, device: str, pull: AskPages) -> PagesRead:
    _same_timeline(books, pull.timeline)
    if {log for log, _ in pull.cursors} != set(books.follow):
        raise Refusing(Refusal(error=Code.HELLO))
    pages = []
    for name, cursor in pull.cursors:
        records = books.log(name)
        if cursor > len(records):
            raise Refusing(Refusal(error=Code.HELLO))
        fresh = records[cursor : cursor + books.page_limit]
        whose = {(one.entry.device, one.entry.incarnation) for one in records[cursor:]}
        is_own = whose == {(device, pull.own)} and len(records) - cursor <= OWN_AT_ONCE
        if fresh and not is_own:
            pages.append(PageRead(name, tuple(fresh), len(records)))
    return PagesRead(tuple(pages))
