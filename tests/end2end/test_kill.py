"""A process that is killed at a random moment has lost nothing that it had confirmed."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from kiosk.domain.changes import Log, LogKind
from kiosk.store.store import Store
from tests.fakes.stores import WARD, open_notes

ROOT = Path(__file__).resolve().parents[2]
SHARED = Log(WARD, LogKind.SHARED)
KILLS_ON_ONE_STORE = 20
STORES = 11 if os.environ.get("HUDDLE_TEST_PROFILE") == "long" else 1
"""20 kills in every run, 220 in a long one."""


def write_until_killed(folder: Path, seed: str, confirmations: int) -> list[str]:
    """Let a board write, kill it soon after it has confirmed so many changes, return all it had confirmed.

    The pipe is read to its end after the kill, so what was confirmed in the last moment counts too.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "tests.end2end.writer", str(folder), seed],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as board:
        assert board.stdout is not None
        said = [board.stdout.readline().strip() for _ in range(confirmations + 1)]
        board.kill()
        said += board.stdout.read().splitlines()
    assert said[0] == "open"
    return said[1:]


def read_all(store: Store) -> set[str]:
    """Return the ids of all changes in a log, page by page."""
    seen: set[str] = set()
    while page := store.records(SHARED, after_seq=len(seen)):
        seen.update(record.change.id for record in page)
    return seen


@pytest.mark.end2end
@pytest.mark.timeout(300)
@pytest.mark.parametrize("store_number", range(STORES))
def test_no_confirmed_change_is_lost_however_often_the_board_is_killed(
    tmp_path: Path, seed: int, store_number: int
) -> None:
    random = Random(f"{seed}-{store_number}")  # noqa: S311 - a repeatable choice of moments
    confirmed: set[str] = set()
    for kill in range(KILLS_ON_ONE_STORE):
        moment = random.randrange(120)
        name = f"{seed}-{store_number}-{kill}"
        confirmed.update(write_until_killed(tmp_path, name, moment))

        store = open_notes(tmp_path, seed=f"{name}-after")
        assert store.notice is None, f"damaged after {name} at {moment}"
        assert store.verify() is None
        assert store.check_projections() == []
        assert confirmed <= read_all(store), f"lost after {name} at {moment}"
        store.close()
    assert len(confirmed) > KILLS_ON_ONE_STORE
