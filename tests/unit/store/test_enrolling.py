"""A ward that ran alone belongs to a node: what it did goes with it, once and in order; its configuration does not."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.domain.changes import Log, LogKind, Record
from kiosk.domain.entities import Act, EntityKind
from kiosk.store.store import Store
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.stores import (
    NOTE,
    NOTES,
    SISTER,
    WARD,
    NoteWritten,
    count,
    note_of,
    open_notes,
    write,
)

NODE = "node:0190b000-0000-7000-8000-000000000001"
SHARED = Log(NODE, LogKind.SHARED)
OWN = Log(NODE, LogKind.OWN)
CONFIG = Log(WARD, LogKind.CONFIG)
KINDS: Mapping[str, EntityKind[Any]] = {
    **NOTES,
    "rule": replace(NOTE, name="rule", log=LogKind.CONFIG),
    "tally": replace(NOTE, name="tally", log=LogKind.OWN),
}
RULE = Act("rule:r", "note.written", NoteWritten(), {"text": "Quiet at night"})
TALLY = Act("tally:t", "note.written", NoteWritten(), {"text": "Falls"})


def alone(folder: Path, seed: str = "alone") -> Store:
    store = open_notes(folder, seed=seed, device=f"local-{seed}", kinds=KINDS)
    store.append([RULE, write("a"), TALLY, count("a", 2)], actor=SISTER)
    store.append([count("a", 3), write("b")], actor=SISTER)
    return store


def reopened(folder: Path, seed: str = "again") -> Store:
    store = open_notes(folder, seed=seed, kinds=KINDS, node=None)
    assert store.verify() is None
    assert store.check_projections() == []
    return store


def test_everything_is_pending_again_in_order_under_the_nodes_name(tmp_path: Path) -> None:
    store = alone(tmp_path)
    before = store.records(Log(WARD, LogKind.SHARED))

    store.enrol(NODE, "central-1", "device-7")

    pending = store.pending(SHARED)
    assert [record.change for record in pending] == [record.change for record in before]
    assert [record.words for record in pending] == [record.words for record in before]
    assert [record.entry.counter for record in pending] == [1, 2, 3, 4]
    assert {(r.entry.device, r.entry.incarnation) for r in pending} == {("device-7", 1)}
    assert store.pending_logs() == [OWN, SHARED]
    assert store.cursors() == {}
    assert (store.identity.node, store.identity.device) == (NODE, "device-7")
    assert store.identity.timeline == "central-1"
    assert store.aliases() == [WARD]
    assert store.verify() is None
    assert store.check_projections() == []
    store.close()


def test_the_configuration_stays_here_and_is_never_sent(tmp_path: Path) -> None:
    store = alone(tmp_path)

    store.enrol(NODE, "central-1", "device-7")
    store.follow([SHARED, OWN, Log(NODE, LogKind.CONFIG)])
    store.begin_timeline("central-2")

    assert store.entities("rule")["rule:r"].state is not None
    assert store.entities("rule")["rule:r"].node == WARD
    assert CONFIG not in store.pending_logs()
    assert store.pending_count() == 5
    store.close()


def test_enrolling_twice_is_enrolling_once(tmp_path: Path) -> None:
    store = alone(tmp_path)
    store.enrol(NODE, "central-1", "device-7")
    before = (store.pending(SHARED), store.pending(OWN), store.streams(), store.all_entities())

    store.enrol(NODE, "central-1", "device-7")
    store.close()
    store = reopened(tmp_path)
    store.enrol(NODE, "central-1", "device-7")

    assert before == (
        store.pending(SHARED),
        store.pending(OWN),
        store.streams(),
        store.all_entities(),
    )
    store.close()


def test_an_enrolled_ward_writes_on_under_the_nodes_name(tmp_path: Path) -> None:
    store = alone(tmp_path)
    store.enrol(NODE, "central-1", "device-7")

    record = store.append([count("a", 10)], actor=SISTER).records[0]

    assert record.change.log == SHARED
    assert record.entry.previous == store.pending(SHARED)[3].entry.hash
    assert store.pending(SHARED)[4] == record
    assert note_of(store.entity("note:a")).tally == 15
    store.close()


def test_a_board_remembers_as_whom_it_ran_alone_through_every_later_enrolment(
    tmp_path: Path,
) -> None:
    store = alone(tmp_path)
    before = store.identity.node
    store.enrol(NODE, "central-1", "device-7")
    store.enrol(NODE, "central-2", "device-7")

    assert store.identity.alone_as == before
    assert store.meta("alone_as") == before
    store.close()


def test_two_wards_that_ran_alone_enrol_into_one_node_and_nothing_is_lost_or_twice(
    tmp_path: Path,
) -> None:
    stores = [
        open_notes(tmp_path / name, seed=name, device=name, kinds=KINDS) for name in ("one", "two")
    ]
    for number, store in enumerate(stores):
        store.append([write(f"{number}"), count(f"{number}", 2)], actor=SISTER)
        store.append([write("same"), count("same", 1 + number)], actor=SISTER)
        store.enrol(NODE, "central-1", f"device-{number}")
    log: list[Record] = []
    for store in stores:
        for record in store.pending(SHARED):
            log.append(replace(record, seq=len(log) + 1, received_at=MONDAY_MORNING))

    for store in stores:
        store.receive(SHARED, log)

    shown = [store.all_entities() for store in stores]
    assert shown[0] == shown[1]
    assert note_of(shown[0]["note:same"]).tally == 3
    assert note_of(shown[0]["note:0"]).tally == 2
    assert len({record.change.id for record in log}) == len(log) == 8
    for store in stores:
        assert store.pending_count() == 0
        assert store.verify() is None
        store.close()


def test_a_board_that_is_moved_keeps_its_logs_and_writes_into_the_new_nodes(tmp_path: Path) -> None:
    store = alone(tmp_path)
    store.enrol(NODE, "central-1", "device-7")
    pending = store.pending(SHARED)

    store.enrol("node:other", "central-1", "device-7")

    assert store.pending(SHARED) == pending
    record = store.append([write("new")], actor=SISTER).records[0]
    assert record.change.log == Log("node:other", LogKind.SHARED)
    assert store.aliases() == [WARD]
    assert store.verify() is None
    store.close()


def test_a_board_that_enrols_anew_offers_what_is_pending_under_its_new_name(tmp_path: Path) -> None:
    store = alone(tmp_path)
    store.enrol(NODE, "central-1", "device-7")
    before = store.pending(SHARED)
    store.receive(SHARED, [replace(before[0], seq=1, received_at=MONDAY_MORNING)])

    store.enrol(NODE, "central-1", "device-8")

    after = store.pending(SHARED)
    assert [record.change for record in after] == [record.change for record in before[1:]]
    assert [(r.entry.device, r.entry.counter) for r in after] == [
        ("device-8", 1),
        ("device-8", 2),
        ("device-8", 3),
    ]
    assert store.verify() is None
    store.close()


def test_what_it_wrote_as_another_device_is_offered_again_to_a_central_that_lost_it(
    tmp_path: Path,
) -> None:
    store = alone(tmp_path)
    store.enrol(NODE, "central-1", "device-7")
    first = store.pending(SHARED)
    confirmed = [
        replace(record, seq=seq, received_at=MONDAY_MORNING)
        for seq, record in enumerate(first[:2], start=1)
    ]
    store.receive(SHARED, confirmed)
    store.enrol(NODE, "central-1", "device-8")

    store.begin_timeline("central-2")

    offered = store.pending(SHARED)
    assert [record.change for record in offered] == [record.change for record in first]
    assert {record.entry.device for record in offered} == {"device-8"}
    assert [record.entry.counter for record in offered] == [1, 2, 3, 4]
    assert store.pending_logs() == [OWN, SHARED]
    assert store.verify() is None

    store.receive(SHARED, confirmed)

    assert [record.change for record in store.pending(SHARED)] == [
        record.change for record in first[2:]
    ]
    assert store.verify() is None
    assert store.check_projections() == []
    store.close()


def test_an_older_backup_of_an_enrolled_board_is_of_the_same_node(tmp_path: Path) -> None:
    store = alone(tmp_path)
    store.enrol(NODE, "central-1", "device-7")
    backup = store.backup()
    store.close()
    (tmp_path / "ward.sqlite").write_bytes(b"x" * 9000)
    (tmp_path / "ward.sqlite.open").touch()

    store = reopened(tmp_path)

    assert backup.exists()
    assert store.identity.incarnation == 2
    later = store.append([count("a")], actor=SISTER).records[0]
    assert later.entry.lineage == ((1, 4),)
    assert json.loads(store.meta("aliases") or "") == [WARD]
    store.close()
