"""How what is on disk and on the screens differs from what the model says."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from kiosk.central.storage.protocol import Storage
from kiosk.domain.cards import Answered, Card
from kiosk.domain.changes import Log
from kiosk.domain.entities import Folded
from kiosk.domain.ids import entity_kind
from kiosk.domain.recognitions import Recognition
from kiosk.store.store import Store
from tests.fakes.sync_model import BoardModel, SyncModel
from tests.fakes.sync_screens import ERASED_WORDS, Did, Shown, shown

EVERYTHING: Final = 10_000
EVERY_BYTE: Final = 2**40
SEEN: Final = frozenset({"card", "recognition"})
"""Kinds of entity whose screens are compared."""


def of_central(model: SyncModel, storage: Storage) -> Iterator[str]:
    """Yield how central's logs differ."""
    for log, head in storage.all_logs().items():
        page = storage.page(log, 0, EVERYTHING, EVERY_BYTE)
        expected = model.central.log(str(log))
        if head != len(expected) or [json.loads(one.body)["id"] for one in page] != expected:
            yield f"central's {log} has {head} changes, not {len(expected)}"


def of_board(model: SyncModel, name: str, store: Store, home: str) -> Iterator[str]:
    """Yield how a board's file differs; `home` is the node that a ward that runs alone will be."""
    board = model.boards[name]
    expected: dict[str, Any] = {
        "timeline": board.timeline,
        "pending": board.pending,
        "dead": board.dead,
        "confirmed": {log: ids for log, ids in board.confirmed.items() if ids},
    }
    for what, found in _held(store, home).items():
        if found != expected[what]:
            yield f"{name} has {what} {found}, not {expected[what]}"
    yield from _screens(model, name, store)


def _held(store: Store, home: str) -> dict[str, Any]:
    pending = [one for log in store.pending_logs() for one in store.pending(log, EVERYTHING)]
    return {
        "timeline": store.identity.timeline,
        "pending": {record.change.id for record in pending},
        "dead": {dead.record.change.id for dead in store.dead()},
        "confirmed": {
            _called(store, log, home): [one.change.id for one in store.records(log, 0, EVERYTHING)]
            for log, seq in store.cursors().items()
            if seq
        },
    }


def _called(store: Store, log: Log, home: str) -> str:
    alone = store.identity.sequences_itself and log.node == store.identity.node
    return f"{home}/{log.kind}" if alone else str(log)


def _screens(model: SyncModel, name: str, store: Store) -> Iterator[str]:
    board = model.boards[name]
    expected = {
        entity: shown(history, board.wordless)
        for entity, history in _histories(board, model.told).items()
        if entity_kind(entity) in SEEN
    }
    there = {
        entity: _seen(folded, expected.get(entity, Shown()))
        for entity, folded in store.all_entities().items()
        if entity_kind(entity) in SEEN
    }
    for entity in sorted(expected.keys() | there.keys()):
        if expected.get(entity) != there.get(entity):
            yield f"{name} shows {entity} as {there.get(entity)}, not {expected.get(entity)}"


def _histories(board: BoardModel, told: Mapping[str, Did]) -> dict[str, list[Did]]:
    histories: dict[str, list[Did]] = {}
    logs = {*board.confirmed, *board.former, *(told[one].log for one in board.written)}
    for log in sorted(logs):
        for one in board.order(log, told):
            histories.setdefault(told[one].entity, []).append(told[one])
    return histories


def _seen(folded: Folded[Any], expected: Shown) -> Shown:
    """Return what a screen shows; who had the last word is compared by what they said."""
    state = folded.state
    seen = Shown(
        withdrawn=folded.withdrawn is not None,
        refused=set(folded.marks),
        history=folded.version,
        tier=expected.tier,
    )
    if isinstance(state, Card):
        seen.step, seen.sentence = state.progress.step, state.sentence or ""
        seen.reopened = state.reopened
        seen.says = expected.says if seen.step == "closed" else ""
        if isinstance(state.progress, Answered):
            seen.says, seen.tier = state.progress.answer, state.progress.tier
    elif isinstance(state, Recognition):
        seen.step, seen.sentence = "raised", state.sentence or ERASED_WORDS
    return seen
