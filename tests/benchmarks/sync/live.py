"""A live change: from the touch at one board until it is on disk at another, and what it costs on the wire."""

import threading
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.benchmarks.figures import Finding
from tests.benchmarks.processes import Child
from tests.benchmarks.sync.boards import SmallBoard
from tests.benchmarks.sync.hospital import Hospital, Yard, hospital
from tests.benchmarks.sync.proxy import CountingProxy

PAUSE_S = 0.05
SETTLE_S = 2.0
IDLE_S = 5.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two boards of one ward, each a process."""

    one: Child
    other: Child

    def raise_cards(self, count: int) -> None:
        """Raise cards at the one, each once the one before has come to the other by all accounts."""
        for _ in range(count):
            self.one.tell("raise")
            _rest(PAUSE_S)
        _rest(SETTLE_S)


def live(yard: Yard) -> list[Finding]:
    """Time live changes, then count the bytes of others through a proxy."""
    count = yard.turns(400, 100)
    with hospital(yard.new("live")) as place:
        boards = place.board("one"), place.board("other")
        with _child(boards[0], place) as one, _child(boards[1], place) as other:
            pair = _up(one, other)
            pair.raise_cards(20)
            pair.raise_cards(count)
            from_touch, from_disk = _times(one.ask("report"), other.ask("report"), count)
        bytes_each = _bytes(place, count)
    name = "Change at A to committed at B over HTTPS"
    return [
        Finding(f"{name}, p50", "ms", from_touch, most=12),
        Finding(f"{name}, p95", "ms", from_touch, most=20, share=0.95),
        Finding(f"{name}, p50 from A's disk", "ms", from_disk),
        Finding("Bytes of a live change, all of A's and B's", "B", [bytes_each], most=2000),
    ]


def _child(board: SmallBoard, place: Hospital) -> Child:
    return Child("synced_board", str(board.folder), str(place.served.authority), around={})


def _up(one: Child, other: Child) -> Pair:
    for child in (one, other):
        child.hear()
    _rest(SETTLE_S)
    return Pair(one, other)


def _times(
    said: dict[str, Any], heard: dict[str, Any], count: int
) -> tuple[list[float], list[float]]:
    seen = heard["seen"]
    lost = [entity for entity in said["raised"] if entity not in seen]
    if lost or said["pending"]:
        raise RuntimeError(f"{len(lost)} did not come, {said['pending']} are not confirmed.")
    latest = list(said["raised"].items())[-count:]
    from_touch = [(seen[entity] - begun) / 1e6 for entity, (begun, _) in latest]
    from_disk = [(seen[entity] - kept) / 1e6 for entity, (_, kept) in latest]
    return from_touch, from_disk


def _bytes(place: Hospital, count: int) -> float:
    """Count what the proxy carries while cards are raised, less what it carries while nothing happens."""
    with CountingProxy(place.port) as proxy:
        boards = place.board("three", proxy.port), place.board("four", proxy.port)
        with _child(boards[0], place) as one, _child(boards[1], place) as other:
            pair = _up(one, other)
            pair.raise_cards(10)
            idle = []
            for _ in range(2):
                before = proxy.carried
                _rest(IDLE_S)
                idle.append((proxy.carried - before) / IDLE_S)
            before = proxy.carried
            pair.raise_cards(count)
            carried = proxy.carried - before
            said = one.ask("report")
            if said["pending"]:
                raise RuntimeError(f"{said['pending']} are not confirmed.")
            other.ask("report")
    return (carried - median(idle) * (count * PAUSE_S + SETTLE_S)) / count


def _rest(seconds: float) -> None:
    threading.Event().wait(seconds)
