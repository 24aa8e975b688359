"""What answers of central change: trust, welcome, acknowledgements, pages, snapshots, releases."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kiosk.domain.clock import instant_from
from kiosk.sync.acts import (
    Adopt,
    ApplyPages,
    AskEnrolment,
    AskNonce,
    AskPages,
    AskRelease,
    AskSnapshot,
    AskToken,
    Bury,
    LogPage,
    Outgoing,
    SayHello,
    SendEntries,
)
from kiosk.sync.clock_offset import anchor_from
from kiosk.sync.effects import Effect, Lane, SetAnchor
from kiosk.sync.events import Answer as Answers
from kiosk.sync.events import (
    BodyRead,
    Failure,
    Moment,
    PageRead,
    PagesRead,
    PieceRead,
    Why,
)
from kiosk.sync.packed import numbers_of
from kiosk.sync.pages import read_pages
from kiosk.sync.protocol import OWN_AT_ONCE, Answer, Enrolled, Nonce, Pushed, Token, Welcome
from kiosk.sync.refusals import failed
from kiosk.sync.settling import goes_on, still_welcome, welcomed
from kiosk.sync.state import Pass, SnapshotSoFar, State, Task
from kiosk.sync.waiting import again, back_off, got_somewhere, wait_for

if TYPE_CHECKING:
    from kiosk.domain.changes import Record

Step = tuple[State, tuple[Effect, ...]]

SNAPSHOT_LIMIT: Final = 500_000
"""Changes of one snapshot."""
DECISION_S: Final = 30.0
"""About how often a board that waits for IT asks again."""


def absorb(state: State, lane: Lane, task: Task, answer: Answers, at: Moment) -> Step:
    """Return what is known after an answer to what a lane asked; any other answer is none."""
    match task.act, answer:
        case AskEnrolment(), Enrolled():
            return _enrolled(state, answer, at)
        case AskNonce(), Nonce():
            session = replace(state.session, nonce=answer.nonce)
            return replace(state, session=session), ()
        case AskToken(), Token():
            token = Pass(answer.token, at.now_s, at.now_s + max(0.0, float(answer.expires_s)))
            before = state.session
            due = before.hello_due or before.token is not None  # one that ended, not one refused
            session = replace(before, token=token, nonce=None, hello_due=due)
            return replace(state, session=session), ()
        case SayHello(), Welcome():
            return _welcome(state, task, answer, at)
        case SendEntries() as sent, Pushed():
            return _pushed(state, sent, answer, at)
        case AskPages() as asked, PagesRead():
            return _pages(state, asked, answer, at)
        case AskSnapshot() as asked, PieceRead():
            return _piece(state, asked, answer, at)
        case AskRelease() as asked, BodyRead():
            return _release(state, asked.name, answer.body), ()
        case _:
            strange = Failure(Why.NOT_CENTRAL, "an answer to something else")
            return failed(state, lane, task, strange, at)


def proven(state: State) -> State:
    """Note that central accepts the token."""
    token = state.session.token
    if token is None or token.proven:
        return state
    return replace(state, session=replace(state.session, token=replace(token, proven=True)))


def _enrolled(state: State, enrolled: Enrolled, at: Moment) -> Step:
    mood = replace(state.mood, lost_at=None, failure=None, trouble="")
    state = replace(state, name=enrolled.name, device=enrolled.device, mood=mood)
    state = got_somewhere(state, Lane.PUSH)
    if enrolled.node is None or enrolled.timeline is None:
        return wait_for(state, Lane.PUSH, DECISION_S * (0.5 + at.draw), at)
    return replace(state, session=replace(state.session, todo=(Adopt(enrolled),))), ()


def _welcome(state: State, task: Task, welcome: Welcome, at: Moment) -> Step:
    try:
        server_now = instant_from(welcome.now)
    except (ValueError, OverflowError):
        strange = Failure(Why.NOT_CENTRAL, "a welcome without a time")
        return failed(state, Lane.PUSH, task, strange, at)
    if welcome.behind:  # what goes on from here would hide what was lost
        return failed(proven(state), Lane.PUSH, task, Failure(Why.BEHIND), at)
    anchor = anchor_from((task.begun_s, task.begun_wall), at.now_s, server_now)
    settle = still_welcome if goes_on(state, welcome) else welcomed
    state = settle(proven(state), welcome, anchor)
    effects: tuple[Effect, ...] = ()
    if anchor is not None:
        effects = (SetAnchor(anchor.now_s, anchor.server_now),)
    if welcome.retry_after_s > 0:
        for lane in Lane:
            if state.lane(lane).wait is None:
                state, timer = wait_for(state, lane, welcome.retry_after_s, at)
                effects += timer
    return state, effects


def _pushed(state: State, sent: SendEntries, answer: Pushed, at: Moment) -> Step:
    """Count as acknowledged what the request carried and the answer names, in order, and nothing else."""
    named = _named(sent.entries, answer.answers)
    state = proven(state)
    if not named:
        dropped = replace(state.outbox, batch=None, dirty=True)
        strange = replace(state, outbox=dropped)
        return back_off(strange, Lane.PUSH, at)
    here = (state.inbox.cursors or {}).get(sent.log, 0)  # a page may be quicker than the answer
    numbered = {entry.id for entry, told in named if told.seq is not None and told.seq > here}
    dead = tuple(
        (entry.id, told.dead.value, told.detail) for entry, told in named if told.dead is not None
    )
    before = state.outbox
    acknowledged = before.acknowledged
    if before.batch == (sent.log, sent.entries):  # else what stands before it is to be sent again
        acknowledged = {**acknowledged, sent.log: named[-1][0].place}
    outbox = replace(
        before,
        batch=None,
        dirty=True,
        acknowledged=acknowledged,
        answered=before.answered | numbered,
    )
    session = replace(state.session, gaps=0, forks=0)
    if dead:
        session = replace(session, todo=(*session.todo, Bury(dead)))
    inbox = state.inbox
    page = _own_page(state, sent, named, answer.now) if answer.fresh else None
    if page is not None:
        session = replace(session, todo=(*session.todo, ApplyPages((page,))))
        inbox = replace(inbox, own=named[-1][0].place[0])
    mood = replace(state.mood, trouble="")
    state = replace(state, outbox=outbox, inbox=inbox, session=session, mood=mood)
    return got_somewhere(state, Lane.PUSH), ()


def _own_page(
    state: State, sent: SendEntries, named: Sequence[tuple[Outgoing, Answer]], received_at: str
) -> LogPage | None:
    """Return what has just got its numbers as a page of the log, where it is the next piece of what is here."""
    inbox = state.inbox
    if inbox.cursors is None or sent.log not in inbox.follow:
        return None
    cursor = inbox.cursors.get(sent.log, 0)
    numbered = [(entry, told.seq) for entry, told in named if told.seq is not None]
    if (
        sent.timeline != state.timeline
        or not 0 < len(numbered) <= OWN_AT_ONCE
        or [seq for _, seq in numbered] != [cursor + nth for nth, _ in enumerate(numbered, 1)]
    ):
        return None
    at = json.dumps(received_at)
    texts = (f'{entry.body[:-1]},"seq":{seq},"received_at":{at}}}' for entry, seq in numbered)
    try:
        records = read_pages(f'{{"entries":[{",".join(texts)}]}}'.encode())["entries"]
    except (ValueError, OverflowError):  # an instant that cannot be read: the page will have it
        return None
    return LogPage(sent.log, records, cursor + len(records))


def _named(entries: Sequence[Outgoing], answers: Sequence[Answer]) -> list[tuple[Outgoing, Answer]]:
    """Pair entries with their answers, as far as they go together."""
    named: list[tuple[Outgoing, Answer]] = []
    for entry, answer in zip(entries, answers, strict=False):
        decided = (answer.seq is None) != (answer.dead is None)
        if answer.id != entry.id or not decided:
            break
        named.append((entry, answer))
    return named


def _pages(state: State, asked: AskPages, answer: PagesRead, at: Moment) -> Step:
    state = proven(state)
    if asked.timeline != state.timeline or state.inbox.cursors is None:
        return state, ()
    followed = set(state.inbox.follow)
    inbox = replace(
        state.inbox,
        turn=True,
        snapshots=tuple(log for log in answer.snapshot if log in followed),
    )
    if not answer.pages and not answer.snapshot:
        return _caught_up(replace(state, inbox=inbox), asked, at), ()
    cursors = state.inbox.cursors
    fitting = [
        _fitting(page, cursors.get(page.log, 0)) for page in answer.pages if page.log in followed
    ]
    pages = tuple(page for page in fitting if page is not None and page.records)
    passed = any(cursors.get(log, 0) > cursor for log, cursor in asked.cursors)
    if not pages and passed and None not in fitting and not inbox.snapshots:
        return got_somewhere(replace(state, inbox=inbox), Lane.PULL), ()
    if None in fitting or not (pages or inbox.snapshots):
        quarrel = replace(inbox, cursors=None, quarrels=inbox.quarrels + 1)
        return again(replace(state, inbox=quarrel), Lane.PULL, at)
    return got_somewhere(replace(state, inbox=replace(inbox, pages=pages)), Lane.PULL), ()


def _fitting(page: PageRead, cursor: int) -> LogPage | None:
    """Return what of a page is new, or None when it has a hole or begins after the cursor."""
    fresh: list[Record] = []
    expected = cursor + 1
    for record in page.records:
        if record.seq is None:
            return None
        if record.seq < expected:
            if fresh:
                return None
            continue
        if record.seq != expected:
            return None
        fresh.append(record)
        expected += 1
    return LogPage(page.log, tuple(fresh), page.head)


def _caught_up(state: State, asked: AskPages, at: Moment) -> State:
    """Nothing is new in any log: what central has is here."""
    if asked.own is None:
        state = at_end_of(state, frozenset(log for log, _ in asked.cursors))
    mood = replace(state.mood, in_sync_at=at.wall)
    return got_somewhere(replace(state, mood=mood), Lane.PULL)


def at_end_of(state: State, logs: frozenset[str]) -> State:
    """Note that some logs are pulled to their end since hello.

    Whatever central's streams had is here now. What is still pending is sent, even if central's head has it: it is
    answered with its number, or with why it is dead.
    """
    outbox, inbox = state.outbox, state.inbox
    caught = logs & inbox.catching
    if not caught:
        return state
    due = bool(caught & (outbox.held | outbox.presumed.keys()))
    presumed = {log: place for log, place in outbox.presumed.items() if log not in caught}
    # A place that was answered behind a presumed one says nothing of what was only presumed.
    unsure = caught & outbox.presumed.keys()
    acknowledged = {log: one for log, one in outbox.acknowledged.items() if log not in unsure}
    return replace(
        state,
        inbox=replace(inbox, catching=inbox.catching - caught),
        outbox=replace(
            outbox,
            batch=None if outbox.batch is not None and outbox.batch[0] in unsure else outbox.batch,
            presumed=presumed,
            acknowledged=acknowledged,
            held=outbox.held - caught,
            dirty=outbox.dirty or due,
        ),
    )


def _piece(state: State, asked: AskSnapshot, piece: PieceRead, at: Moment) -> Step:
    state = proven(state)
    inbox = state.inbox
    if asked.timeline != state.timeline or asked.log not in inbox.follow:
        return replace(state, inbox=replace(inbox, snapshot=None)), ()
    before = inbox.snapshot or SnapshotSoFar(asked.log)
    numbers = numbers_of(piece.records)
    count = before.count + len(numbers)
    fits = (
        piece.log == asked.log
        and asked.log == before.log
        and asked.at in {None, piece.at}
        and _rising(numbers, before.last, piece.at)
        and count <= SNAPSHOT_LIMIT
        and bool(numbers or not piece.more)
    )
    if not fits:
        return again(replace(state, inbox=replace(inbox, snapshot=None)), Lane.PULL, at)
    snapshot = SnapshotSoFar(
        log=asked.log,
        at=piece.at,
        pieces=(*before.pieces, piece.records),
        whole=not piece.more,
        count=count,
        last=numbers[-1] if numbers else before.last,
    )
    rest = tuple(log for log in inbox.snapshots if log != asked.log)
    inbox = replace(inbox, snapshot=snapshot, snapshots=rest)
    return got_somewhere(replace(state, inbox=inbox), Lane.PULL), ()


def _rising(numbers: Sequence[int], before: int, last: int) -> bool:
    """Tell whether numbers rise from another on, and none is above the last."""
    for number in numbers:
        if not before < number <= last:
            return False
        before = number
    return True


def _release(state: State, name: str, body: bytes) -> State:
    """Keep a body that is what it says; any other one is not asked for again in this connection."""
    state = proven(state)
    inbox = replace(state.inbox, turn=False)
    if hashlib.sha256(body).hexdigest() != name:
        inbox = replace(inbox, unfetchable=inbox.unfetchable | {name})
    else:
        inbox = replace(inbox, release=(name, body))
    return got_somewhere(replace(state, inbox=inbox), Lane.PULL)
