"""The storm catches known protocol bugs; `make mutants` hunts all of them, in up to 100 seeds each."""

import pytest

from tests.simulation.mutants import FIRST_SEEDS, hunt

HUNTED = (
    "delete on send",
    "dead dropped",
    "dead blocks the queue",
    "no fsync",
)
"""Bugs of a board: in its store, in its engine, and on its disk."""


@pytest.mark.simulation
@pytest.mark.no_cover
@pytest.mark.timeout(300)
def test_storms_that_hold_catch_known_bugs() -> None:
    caught = [hunt(name, [FIRST_SEEDS.get(name, 1)]) for name in HUNTED]
    assert [one.name for one in caught if not one.seed] == []
