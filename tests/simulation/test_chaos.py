"""Real processes that are killed lose nothing: the short form; `make chaos MINUTES=5` is the long one."""

import os

import pytest

from tests.simulation.chaos.run import Plan, run
from tests.simulation.postgres import NoPostgres, find_programs, ordinary_user

SECONDS = float(os.environ.get("HUDDLE_CHAOS_SECONDS", "15"))


@pytest.fixture
def postgres() -> None:
    try:
        find_programs()
        ordinary_user()
    except NoPostgres as missing:
        pytest.skip(str(missing))


@pytest.mark.skipif(
    "HUDDLE_LONG" not in os.environ,
    reason="about two minutes of two cores: make soak runs it, make chaos at length",
)
@pytest.mark.simulation
@pytest.mark.end2end
@pytest.mark.enable_socket
@pytest.mark.timeout(300)
@pytest.mark.usefixtures("postgres")
def test_boards_centrals_and_a_database_that_are_killed_lose_nothing_and_agree_again() -> None:
    figures = run(Plan(SECONDS, wards=1, kill_every_s=0.8))

    print(figures.lines())
    assert figures.violations == []
    assert figures.changes > figures.confirmed // 2
    assert figures.kills.total() >= 5
