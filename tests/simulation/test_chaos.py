"""Real processes that are killed lose nothing: the short form; `make chaos MINUTES=5` is the long one."""

import pytest

from tests.simulation.chaos.plan import Plan
from tests.simulation.chaos.run import run
from tests.simulation.postgres import NoPostgres, find_programs, ordinary_user

SHORT_S, LONG_S = 12.0, 60.0


@pytest.fixture
def postgres() -> None:
    try:
        find_programs()
        ordinary_user()
    except NoPostgres as missing:
        pytest.skip(str(missing))


@pytest.mark.simulation
@pytest.mark.end2end
@pytest.mark.enable_socket
@pytest.mark.timeout(300)
@pytest.mark.usefixtures("postgres")
def test_boards_centrals_and_a_database_that_are_killed_lose_nothing_and_agree_again(
    *, long_run: bool
) -> None:
    seconds = LONG_S if long_run else SHORT_S
    figures = run(Plan(seconds, services=1, wards=2, kill_every_s=0.7))

    print(figures.lines())
    assert figures.violations == []
    assert set(figures.kills) == {"board", "central", "postgres"}
    assert figures.confirmed > 100
    assert figures.faults.total() > 0
