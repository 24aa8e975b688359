"""The real engine in a small world, in every order in which things can happen there (SYNC.md, *How it is proved*)."""

import pytest

from tests.simulation.exhaustive import Exploration

FAULTS = {
    "a crash and a push taken twice": {"crashes": 1, "doubles": 1, "failovers": 0},
    "an answer lost": {"crashes": 0, "doubles": 0, "failovers": 0, "losses": 1},
}


@pytest.mark.simulation
@pytest.mark.timeout(300)
@pytest.mark.parametrize("faults", FAULTS.values(), ids=FAULTS)
def test_three_changes_of_two_boards_get_in_sync_in_every_order(faults: dict[str, int]) -> None:
    found = Exploration((2, 1), **faults).explore()
    print(f"{found.states:,} states, {found.transitions:,} transitions, {faults}")
    assert found.converged


@pytest.mark.simulation
@pytest.mark.timeout(300)
def test_two_boards_get_in_sync_in_every_order_when_central_loses_what_it_took() -> None:
    found = Exploration((1, 1), crashes=0, doubles=0, failovers=1).explore()
    print(f"{found.states:,} states, {found.transitions:,} transitions, a failover")
    assert found.converged
