"""A ward that finds a central system: everything it did is sent again, in order, and nothing twice."""

from dataclasses import replace
from pathlib import Path

from kiosk.domain.changes import Log, LogKind
from tests.fakes.stores import SISTER, WARD, count, open_notes, write

SHARED = Log(WARD, LogKind.SHARED)


def test_a_new_timeline_makes_every_own_change_pending_again_in_order(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    records = [store.append([write(name), count(name)], actor=SISTER).records for name in "ab"]
    before = {name: folded.state for name, folded in store.all_entities().items()}

    store.begin_timeline("central-1")

    flat = [record for pair in records for record in pair]
    assert [record.change for record in store.pending(SHARED)] == [r.change for r in flat]
    assert store.cursors() == {}
    assert {name: folded.state for name, folded in store.all_entities().items()} == before
    assert store.identity.timeline == "central-1"
    store.receive(SHARED, [replace(r, seq=n) for n, r in enumerate(flat, 1)])
    assert store.pending(SHARED) == []
    assert {name: folded.state for name, folded in store.all_entities().items()} == before
    assert store.verify() is None
    store.close()


def test_the_timeline_outlives_a_restart(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.begin_timeline("central-1")
    store.close()

    store = open_notes(tmp_path)
    record = store.append([write("a")], actor=SISTER).records[0]

    assert record.seq is None
    store.close()
