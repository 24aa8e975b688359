"""`huddle-kiosk sync` as IT runs it, against a real central: enrolled, sent, fetched, said, and small."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.app.means import machine_means
from kiosk.app.places import Places
from kiosk.domain.card_states import Criterion, Need
from kiosk.domain.cards import RaiseCard
from kiosk.domain.kinds import KINDS
from kiosk.services.board import BoardService
from kiosk.store.store import Store, open_store
from tests.fakes.central_process import CentralProcess, running_central

pytestmark = [pytest.mark.end2end, pytest.mark.enable_socket, pytest.mark.timeout(300)]

ROOT = Path(__file__).resolve().parents[2]
MEMORY_LIMIT_KIB = 65 * 1024
"""SYNC.md: of a `sync once` process."""
MEASURED = """
import sys
from kiosk.cli import main
code = main(sys.argv[1:])
with open("/proc/self/smaps_rollup") as rollup:
    print(next(line for line in rollup if line.startswith("Pss:")), file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[CentralProcess]:
    with running_central(tmp_path / "central") as running:
        yield running


def sync(data: Path, *words: str, expecting: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "sync", words[0], "--data", str(data), *words[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == expecting, done.stdout + done.stderr
    return done


def store_of(data: Path) -> Store:
    means = machine_means()
    return open_store(
        Places(data).store, kinds=KINDS, ids=means.ids, clock=means.clock, boot_id=means.boot_id
    )


def raise_cards(data: Path, count: int) -> None:
    means, store = machine_means(), store_of(data)
    service = BoardService(store, means.clock, means.ids, store.identity.node)
    for number in range(count):
        card = RaiseCard(
            card_id=f"card:{means.ids.new_id()}",
            node=store.identity.node,
            category="equipment",
            phrase=None,
            sentence=f"Drip stand {number} is missing",
            need=Need.ACTION,
            criterion=Criterion.BARRIER,
            serious_harm=False,
        )
        service.perform(card, means.ids.new_id())
    store.close()


def test_a_ward_enrols_sends_its_history_and_a_second_pc_fetches_it(
    tmp_path: Path, served: CentralProcess
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    raise_cards(one, 5)
    central = ["--central", served.address, "--ca", str(served.authority)]

    sync(one, "once", expecting=1)
    assert sync(one, "enrol", served.codes[0], *central, "--silent").stdout == ""
    sent = sync(one, "once")
    assert "5 sent" in sent.stdout
    sync(other, "enrol", served.codes[1], *central)
    fetched = sync(other, "once")

    known = store_of(other)
    cards = [entity for entity in known.all_entities() if entity.startswith("card:")]
    known.close()
    assert len(cards) == 5
    told = json.loads(sync(one, "status", "--json").stdout)
    assert told["enrolled"]
    assert (told["pending"], told["dead"], told["state"]) == (0, 0, "in_sync")
    assert "Waiting to send: 0" in sync(one, "status").stdout
    for done in (sent, fetched):
        used = re.search(r"Pss:\s+(\d+) kB", done.stderr)
        assert used is not None
        assert int(used[1]) <= MEMORY_LIMIT_KIB


def test_without_a_central_everything_stays_and_the_exit_code_says_so(
    tmp_path: Path, served: CentralProcess
) -> None:
    data = tmp_path / "one"
    data.mkdir()
    raise_cards(data, 1)
    sync(data, "enrol", served.codes[0], "--central", served.address, "--ca", str(served.authority))
    sync(data, "once")
    served.kill()
    raise_cards(data, 2)

    gone = sync(data, "once", expecting=1)

    assert "0 sent" in gone.stdout
    assert "Central cannot be reached" in gone.stderr
    assert "Waiting to send: 2" in sync(data, "status").stdout
    exported = tmp_path / "out.changes"
    assert "2 changes" in sync(data, "export", str(exported)).stdout
    assert exported.stat().st_size
