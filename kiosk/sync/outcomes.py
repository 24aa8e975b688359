"""What work at the store changes: how it stands, what is to be sent, what has come."""

from dataclasses import replace

from kiosk.sync.acts import (
    Adopt,
    ApplyPages,
    KeepRelease,
    LogPage,
    ReadOutbox,
    Renumber,
    Standing,
)
from kiosk.sync.answers import at_end_of
from kiosk.sync.effects import Effect, Lane
from kiosk.sync.events import Applied, Buried, Done, HeadsChecked, Moment, OutboxRead, Outcome
from kiosk.sync.settling import renumbering, settled
from kiosk.sync.state import Belonging, Session, Stage, State, Task
from kiosk.sync.waiting import got_somewhere

Step = tuple[State, tuple[Effect, ...]]


def absorb(state: State, lane: Lane, task: Task, outcome: Outcome, at: Moment) -> Step:
    """Return what is known after the store did what a lane asked of it."""
    del at
    trouble = state.mood.store_trouble
    if trouble is not None and trouble[0] is lane and not isinstance(outcome, Standing):
        state = replace(state, mood=replace(state.mood, store_trouble=None))
    match outcome:
        case Standing():
            return _stands(state, lane, task, outcome), ()
        case OutboxRead():
            return _outbox(state, task, outcome), ()
        case HeadsChecked():
            return _heads(_done(state, lane, task), outcome), ()
        case Applied():
            return _applied(_done(state, lane, task), lane, task, outcome), ()
        case Buried():
            outbox = replace(state.outbox, pending=outcome.pending, dead=outcome.dead)
            return _done(replace(state, outbox=outbox), lane, task), ()
        case Done():
            return _done(state, lane, task), ()


def _done(state: State, lane: Lane, task: Task) -> State:
    """Take off what was done, if it was the next thing to do."""
    if isinstance(task.act, KeepRelease):
        name = task.act.name
        missing = tuple(one for one in state.inbox.missing if one != name)
        return replace(state, inbox=replace(state.inbox, release=None, missing=missing))
    todo = state.session.todo
    if lane is Lane.PUSH and todo and todo[0] == task.act:
        return settled(state)
    return state


def _stands(state: State, lane: Lane, task: Task, standing: Standing) -> State:
    before = state.outbox
    outbox = replace(before, pending=standing.pending, dead=standing.dead)
    if lane is Lane.PUSH and state.session.stage is Stage.GREETED and not state.session.todo:
        # Read for another hello while the other lane goes on pulling: where that stands, it knows itself.
        session = replace(state.session, standing=standing)
        return replace(state, outbox=outbox, session=session)
    cursors = dict(standing.cursors)
    inbox = replace(state.inbox, cursors=cursors, missing=standing.missing)
    state = replace(state, outbox=outbox, inbox=inbox, node=standing.node)
    match task.act:
        case Adopt(enrolled) if state.belonging is Belonging.WAITING:
            return replace(
                state,
                belonging=Belonging.ENROLLED,
                application=None,
                device=enrolled.device,
                timeline=standing.timeline,
                session=Session(),
            )
        case Renumber(settles_in=settles_in):
            copied = state.copied and not settles_in
            return _done(replace(state, copied=copied), lane, task)
        case _ if lane is Lane.PUSH and not state.session.todo:
            session = replace(state.session, standing=standing)
            return replace(state, session=session, timeline=standing.timeline)
        case _:
            return _done(state, lane, task)


def _outbox(state: State, task: Task, read: OutboxRead) -> State:
    outbox = replace(state.outbox, pending=read.pending, dead=read.dead)
    if isinstance(task.act, ReadOutbox) and task.act.after != outbox.after:
        return replace(state, outbox=replace(outbox, dirty=True))  # more is to be sent by now
    if read.log is None or not read.entries:
        return got_somewhere(replace(state, outbox=outbox), Lane.PUSH)
    session = state.session
    if session.todo:  # a new incarnation is due first, and what was read is of the old one
        return replace(state, outbox=replace(outbox, dirty=True))
    return replace(state, outbox=replace(outbox, batch=(read.log, read.entries)))


def _heads(state: State, checked: HeadsChecked) -> State:
    followed = frozenset(state.inbox.follow)
    if checked.forked:
        return renumbering(state, checked.forked, 0)
    presumed = {log: place for log, place in checked.same if log in state.inbox.catching}
    outbox = replace(state.outbox, presumed=presumed, held=checked.behind & followed)
    return replace(state, outbox=outbox)


def _applied(state: State, lane: Lane, task: Task, applied: Applied) -> State:
    before = state.outbox
    answered = before.answered - set(applied.own)
    outbox = replace(before, answered=answered, pending=applied.pending)
    cursors = {**(state.inbox.cursors or {}), **dict(applied.cursors)}
    inbox = replace(state.inbox, cursors=cursors, missing=applied.missing, quarrels=0)
    if isinstance(task.act, ApplyPages):
        if lane is Lane.PULL:
            inbox = replace(inbox, pages=())
        state = replace(state, outbox=outbox, inbox=inbox)
        return at_end_of(state, frozenset(filter(None, map(_at_end, task.act.pages))))
    return replace(state, outbox=outbox, inbox=replace(inbox, snapshot=None))


def _at_end(page: LogPage) -> str:
    """Return the name of a page's log when the page reaches the log's end, or nothing."""
    last = page.records[-1].seq if page.records else None
    return page.log if last is not None and last >= page.head else ""
