"""The real engine in a small world, in every order in which things can happen there (SYNC.md, *How it is proved*)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.sync.acts import Request
from tests.fakes.replica import MemoryReplica
from tests.fakes.small_central import Books, Reply, ask
from tests.simulation import exhaustive
from tests.simulation.exhaustive import CRASH, DOUBLE, FAILOVER, LOSS, Exploration, Violation

EVERYTHING = CRASH | DOUBLE | FAILOVER

pytestmark = [pytest.mark.simulation, pytest.mark.timeout(300), pytest.mark.no_cover]


@pytest.mark.parametrize("writes", [(2, 1), (3, 0)], ids=["two and one", "three and none"])
def test_three_changes_get_in_sync_in_every_order_of_a_crash_a_double_and_a_failover(
    writes: tuple[int, int],
) -> None:
    found = Exploration(writes, EVERYTHING).explore()

    print(f"{found.places:,} places, {found.steps:,} steps between them")
    assert found.converged


def test_three_changes_of_two_boards_get_in_sync_in_every_order_of_a_lost_answer() -> None:
    assert Exploration((2, 1), LOSS).explore().converged


def twice(books: Books, device: str, request: Request) -> tuple[Books, Reply]:
    """Be a central that does not know what it has."""
    known = replace(books, journal=())
    after, reply = ask(known, device, request)
    return replace(after, journal=(*books.journal, *after.journal)), reply


def of_one_timeline(books: Books, device: str, request: Request) -> tuple[Books, Reply]:
    """Be a central that tells nobody of a failover."""
    after, reply = ask(replace(books, timeline="t1"), device, request)
    return replace(after, timeline="t1"), reply


def deleted_on_send(replica: MemoryReplica, names: list[str]) -> None:
    """Forget what is about to leave."""
    pending = tuple(one for one in replica.disk.pending if one[1].change.id not in names)
    replica.disk = replace(replica.disk, pending=pending)


@pytest.mark.parametrize(
    ("spoilt", "faults"),
    [
        ((exhaustive, "ask", twice), DOUBLE),
        ((exhaustive, "ask", of_one_timeline), FAILOVER),
        ((MemoryReplica, "mark_sent", deleted_on_send), CRASH),
    ],
    ids=["central takes everything anew", "nobody is told of a failover", "deleted on send"],
)
def test_a_protocol_bug_is_found(
    monkeypatch: pytest.MonkeyPatch, spoilt: tuple[object, str, Callable[..., object]], faults: int
) -> None:
    monkeypatch.setattr(*spoilt)

    with pytest.raises(Violation):
        Exploration((1, 1), faults).explore()
