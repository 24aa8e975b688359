"""A ward that finds a central system: everything it did is sent again, in order, and nothing twice."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kiosk.domain.changes import Log, LogKind, Record
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.stores import SISTER, WARD, close, count, open_notes, write

SHARED = Log(WARD, LogKind.SHARED)


def confirmed(records: Sequence[Record], first: int = 1) -> list[Record]:
    return [
        replace(record, seq=seq, received_at=MONDAY_MORNING)
        for seq, record in enumerate(records, first)
    ]


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


def test_what_others_did_stays_in_its_order_until_there_is_another(tmp_path: Path) -> None:
    other = open_notes(tmp_path / "other", seed="other", device="other")
    other.begin_timeline("central-1")
    store = open_notes(tmp_path / "mine", seed="mine", device="mine")
    store.begin_timeline("central-1")
    mine = store.append([write("a"), count("a", 1)], actor=SISTER).records
    store.receive(SHARED, confirmed(mine))
    other.receive(SHARED, confirmed(mine))
    theirs = other.append([count("a", 10), close("a")], actor=SISTER).records
    store.receive(SHARED, confirmed(theirs, 3))
    before = store.all_entities()

    store.begin_timeline("central-2")

    assert store.all_entities() == before
    assert store.verify() is None
    store.receive(SHARED, confirmed(mine[:1]))
    assert store.all_entities() == before
    assert store.check_projections() == []
    store.begin_timeline("central-3")
    store.begin_timeline("central-4")
    assert store.all_entities() == before
    assert [record.change for record in store.pending(SHARED)] == [r.change for r in mine]
    assert {record.seq for record in store.pending(SHARED)} == {None}
    store.receive(SHARED, confirmed([*mine, *theirs]))
    assert store.all_entities() == before
    assert store.verify() is None
    other.close()
    store.close()


def test_what_is_dead_is_not_offered_again(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.begin_timeline("central-1")
    first, dead = store.append([write("a"), count("a")], actor=SISTER).records
    store.bury(dead.change.id, "not_permitted", "")

    store.begin_timeline("central-2")

    assert store.pending(SHARED) == [first]
    assert [one.record for one in store.dead()] == [dead]
    store.close()


def test_every_incarnation_is_offered_again_in_order(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.begin_timeline("central-1")
    old = store.append([write("a"), count("a")], actor=SISTER).records
    store.receive(SHARED, confirmed(old))
    store.renumber(1)
    new = store.append([count("a")], actor=SISTER).records

    store.begin_timeline("central-2")

    assert store.pending(SHARED) == [*old, *new]
    assert store.pending(SHARED, 500, (1, 1)) == [*old[1:], *new]
    assert store.pending(SHARED, 1, (1, 2)) == list(new)
    store.close()


def test_the_timeline_outlives_a_restart(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.begin_timeline("central-1")
    store.close()

    store = open_notes(tmp_path)
    record = store.append([write("a")], actor=SISTER).records[0]

    assert record.seq is None
    store.close()
