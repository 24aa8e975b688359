"""The storm catches known protocol bugs; `make mutants` hunts all of them, in up to 100 seeds each."""

import pytest

from tests.simulation.flaws import SOUND
from tests.simulation.mutants import MUTANTS, SMALL, wrong_with

SEED = 1
CAUGHT = ("delete on send", "dead dropped", "dead blocks the queue", "no fsync")
"""Mutants that this one seed catches."""


@pytest.mark.simulation
@pytest.mark.no_cover
@pytest.mark.timeout(300)
def test_a_storm_that_holds_catches_known_bugs() -> None:
    assert wrong_with(SOUND, SEED, SMALL) == ""
    assert [name for name in CAUGHT if not wrong_with(MUTANTS[name](), SEED, SMALL)] == []
