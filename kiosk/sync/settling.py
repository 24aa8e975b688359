"""What follows from a welcome, before anything is sent or pulled."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kiosk.domain.changes import LOCAL_TIMELINE
from kiosk.sync.acts import (
    Adopt,
    BeginTimeline,
    CheckHeads,
    Follow,
    Redate,
    Renumber,
    Standing,
    StoreAct,
)
from kiosk.sync.clock_offset import Anchor
from kiosk.sync.protocol import LOGS_LIMIT, Enrolled, Welcome
from kiosk.sync.state import Inbox, Outbox, Stage, State

FORKS_LIMIT: Final = 3
"""New incarnations running before the board waits between them."""


def welcomed(state: State, welcome: Welcome, anchor: Anchor | None) -> State:
    """Note what central says of itself and of this device, and what is to be done at the store for it, in order."""
    follow = tuple(dict.fromkeys(welcome.follow))[:LOGS_LIMIT]
    other_timeline = welcome.timeline != state.timeline
    newest = max(welcome.newest_incarnation, 0)
    session = replace(
        state.session,
        stage=Stage.SETTLING,
        standing=None,
        newest_incarnation=newest,
        todo=_todo(state, welcome, follow, anchor),
    )
    mood = replace(
        state.mood,
        heard_at=None,
        lost_at=None,
        failure=None,
        trouble="",
        needs_update=welcome.needs_update,
    )
    if anchor is not None:
        mood = replace(mood, skew_s=anchor.skew_s)
    before = state.outbox
    outbox = Outbox(
        denied=before.denied,
        answered=frozenset() if other_timeline else before.answered,
        pending=before.pending,
        dead=before.dead,
    )
    poll_s = state.inbox.poll_s
    vector = welcome.vector if list(follow) == welcome.follow else ""
    inbox = Inbox(follow=follow, vector=vector, catching=frozenset(follow), poll_s=poll_s)
    return replace(
        state,
        timeline=welcome.timeline,
        node=welcome.node,
        name=welcome.name or state.name,
        session=session,
        mood=mood,
        outbox=outbox,
        inbox=inbox,
    )


def goes_on(state: State, welcome: Welcome) -> bool:
    """Tell whether the connection stands, and another hello has found nothing that is to be settled."""
    return (
        state.session.stage is Stage.GREETED
        and not welcome.forked
        and (welcome.timeline, welcome.node) == (state.timeline, state.node)
        and tuple(dict.fromkeys(welcome.follow))[:LOGS_LIMIT] == state.inbox.follow
    )


def still_welcome(state: State, welcome: Welcome, anchor: Anchor | None) -> State:
    """Note what central says at another hello of a connection that goes on: the clock, and what can be read."""
    mood = replace(state.mood, needs_update=welcome.needs_update)
    todo = state.session.todo
    if anchor is not None:
        mood = replace(mood, skew_s=anchor.skew_s)
        todo = (*todo, Redate(anchor.now_s, anchor.server_now))
    newest = max(welcome.newest_incarnation, state.session.newest_incarnation)
    session = replace(state.session, standing=None, todo=todo, newest_incarnation=newest)
    vector = welcome.vector if list(state.inbox.follow) == welcome.follow else ""
    inbox = replace(state.inbox, vector=vector)
    return replace(state, name=welcome.name or state.name, mood=mood, session=session, inbox=inbox)


def settled(state: State) -> State:
    """Take the first thing off what is to be done; when nothing is left, sending and pulling begin."""
    todo = state.session.todo[1:]
    stage = state.session.stage
    if not todo and stage is Stage.SETTLING:
        stage = Stage.GREETED
    return replace(state, session=replace(state.session, todo=todo, stage=stage))


def renumbering(state: State, forked_at: tuple[tuple[str, int], ...], newest: int) -> State:
    """Put a new incarnation before everything else; what was acknowledged is offered again in it."""
    session = state.session
    act = Renumber(max(session.newest_incarnation, newest), forked_at, settles_in=state.copied)
    others = tuple(one for one in session.todo if not isinstance(one, Renumber | CheckHeads))
    session = replace(
        session,
        todo=(act, *others),
        stage=Stage.APART if session.stage is Stage.APART else Stage.SETTLING,
        newest_incarnation=act.newest_known,
        forks=session.forks + 1,
    )
    outbox = replace(
        state.outbox, batch=None, dirty=True, acknowledged={}, presumed={}, held=frozenset()
    )
    inbox = replace(state.inbox, own=None)
    return replace(state, session=session, outbox=outbox, inbox=inbox)


def _todo(
    state: State, welcome: Welcome, follow: tuple[str, ...], anchor: Anchor | None
) -> tuple[StoreAct, ...]:
    todo: list[StoreAct] = []
    standing = state.session.standing
    strange = standing is None or _is_strange(standing, state.device)
    if strange:
        # The store does not know that this computer belongs to central: it is new, or older than that.
        todo.append(Adopt(_enrolled(state.device, welcome)))
    elif standing is not None and welcome.timeline != standing.timeline:
        todo.append(BeginTimeline(welcome.timeline))
    lives_before = strange and welcome.newest_incarnation > 0
    anew = bool(
        state.copied or welcome.forked or lives_before or _offers_for_a_twin(todo, standing)
    )
    if anew:
        # A head that differs says that streams parted, not where.
        todo.append(Renumber(welcome.newest_incarnation, settles_in=state.copied))
    todo.append(Follow(welcome.node, welcome.name, tuple(welcome.aliases), follow))
    if welcome.streams and not (anew or strange):
        todo.append(CheckHeads(tuple(welcome.streams)))
    if anchor is not None:
        todo.append(Redate(anchor.now_s, anchor.server_now))
    return tuple(todo)


def _offers_for_a_twin(todo: Sequence[StoreAct], standing: Standing | None) -> bool:
    """Tell whether what is offered again comes from a later life of this device, in a PC set up as a copy.

    What is written here has its place before all of that, and would never be the next to be sent.
    """
    return (
        standing is not None
        and any(isinstance(act, BeginTimeline) for act in todo)
        and any(head.incarnation > standing.incarnation for head in standing.streams)
    )


def _is_strange(standing: Standing, device: str) -> bool:
    return standing.timeline == LOCAL_TIMELINE or standing.device != device


def _enrolled(device: str, welcome: Welcome) -> Enrolled:
    return Enrolled(device=device, name=welcome.name, node=welcome.node, timeline=welcome.timeline)
