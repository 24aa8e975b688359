"""The real engine in a small world, in every order in which things can happen there (SYNC.md, *How it is proved*)."""

import os

import pytest

from tests.simulation.exhaustive import CRASH, DOUBLE, FAILOVER, LOSS, Exploration

FAULTS = {
    "a crash, and a push taken twice": CRASH | DOUBLE,
    "a failover": FAILOVER,
    "an answer lost": LOSS,
}
EVERYTHING = CRASH | DOUBLE | FAILOVER

pytestmark = [pytest.mark.simulation, pytest.mark.timeout(300)]


def explore(writes: tuple[int, int], faults: int) -> None:
    found = Exploration(writes, faults).explore()
    print(f"{found.states:,} states, {found.transitions:,} transitions")
    assert found.converged


@pytest.mark.parametrize("faults", FAULTS.values(), ids=FAULTS)
def test_three_changes_of_two_boards_get_in_sync_in_every_order(faults: int) -> None:
    explore((2, 1), faults)


def test_two_boards_get_in_sync_in_every_order_of_a_crash_a_double_and_a_failover() -> None:
    explore((1, 1), EVERYTHING)


@pytest.mark.skipif("HUDDLE_LONG" not in os.environ, reason="millions of states: HUDDLE_LONG=1")
@pytest.mark.timeout(3_600)
def test_three_changes_get_in_sync_in_every_order_of_a_crash_a_double_and_a_failover() -> None:
    explore((2, 1), EVERYTHING)
