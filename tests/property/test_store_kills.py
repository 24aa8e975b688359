"""A kill between any two statements, or inside one, leaves a whole change or none of it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.changes import Log, LogKind
from kiosk.store.faults import StoreFull
from kiosk.store.store import Store
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.faults import Fuse
from tests.fakes.images import Camera, lay_out, torn_writes
from tests.fakes.stores import SISTER, WARD, close, count, open_notes, write

SHARED = Log(WARD, LogKind.SHARED)
NODE = "node:0190b000-0000-7000-8000-000000000001"
RENAMED = Log(NODE, LogKind.SHARED)
NAME = "Mr Featherstonehaugh"


def everything(store: Store) -> object:
    """Return all that can be read of a store."""
    return (
        store.all_entities(),
        store.records(SHARED),
        store.pending(SHARED),
        store.cursors(),
        store.streams(),
        store.releases(),
        store.meta("pin"),
        store.dead(),
        store.pending(RENAMED),
        store.identity,
    )


def begin(store: Store) -> None:
    store.append([write("a"), count("a", 2), write("name", NAME)], actor=SISTER)


def one_touch(store: Store) -> None:
    store.append([write("b", "Tap drips"), count("a", 1), close("a")], actor=SISTER)


def many(store: Store) -> None:
    told = [([write(str(n), "Long " * n), count("a")], SISTER, MONDAY_MORNING) for n in range(30)]
    store.append_many(told)


def erasing(store: Store) -> None:
    store.erase(store.history("note:name")[0].change.id, actor=SISTER)


def enrolling(store: Store) -> None:
    store.begin_timeline("central-1")


def publishing(store: Store) -> None:
    store.put_release(b"figures" * 2_000)


def remembering(store: Store) -> None:
    store.set_meta("pin", "argon2id")


def receiving(store: Store) -> None:
    pending = store.pending(SHARED)
    store.receive(SHARED, [replace(record, seq=seq) for seq, record in enumerate(pending, 1)])


def burying(store: Store) -> None:
    store.bury(store.pending(SHARED)[1].change.id, "not_permitted", "")


def forgetting(store: Store) -> None:
    store.forget_dead(store.dead()[0].record.change.id)


def renumbering(store: Store) -> None:
    store.renumber(4)


def following_nothing(store: Store) -> None:
    store.follow([])


def taking_a_snapshot(store: Store) -> None:
    pending = store.pending(SHARED)
    store.receive_snapshot(SHARED, 40, [replace(pending[0], seq=7, received_at=MONDAY_MORNING)])


def redating(store: Store) -> None:
    store.redate(0.0, MONDAY_MORNING.replace(hour=9))


def enrolling_a_ward(store: Store) -> None:
    store.enrol(NODE, "central-1", "device-7")


DEEDS: list[tuple[list[Callable[[Store], None]], Callable[[Store], None]]] = [
    ([begin], one_touch),
    ([begin], many),
    ([begin], erasing),
    ([begin], enrolling),
    ([begin], publishing),
    ([begin], remembering),
    ([begin], enrolling_a_ward),
    ([begin, enrolling, one_touch], receiving),
    ([begin, enrolling, one_touch], burying),
    ([begin, enrolling, one_touch, burying], forgetting),
    ([begin, enrolling, one_touch, receiving], following_nothing),
    ([begin, enrolling, one_touch], renumbering),
    ([begin, enrolling, one_touch], taking_a_snapshot),
    ([begin, enrolling, one_touch], redating),
]


@pytest.mark.parametrize(
    ("beforehand", "deed"),
    DEEDS,
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_kill_at_any_moment_leaves_all_or_nothing(
    tmp_path: Path, beforehand: list[Callable[[Store], None]], deed: Callable[[Store], None]
) -> None:
    camera = Camera()
    store = open_notes(tmp_path / "ward", connecting=camera.connect, device="device-1")
    for earlier in beforehand:
        earlier(store)
    before = everything(store)

    camera.watch(tmp_path / "ward")
    deed(store)
    camera.rest()
    after = everything(store)
    store.close()

    seen = []
    for number, image in enumerate(torn_writes(camera.images)):
        folder = tmp_path / str(number)
        lay_out(image, folder)
        store = open_notes(folder, seed=str(number), node=None)
        assert store.notice is None
        assert store.verify() is None
        assert store.check_projections() == []
        seen.append(everything(store))
        store.close()
    assert len(seen) > 1
    switched = seen.index(after)
    assert seen == [before] * switched + [after] * (len(seen) - switched)
    assert switched > 0


@pytest.mark.parametrize(
    ("beforehand", "deed"),
    DEEDS,
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_disk_that_fills_up_at_any_statement_leaves_all_or_nothing(
    tmp_path: Path, beforehand: list[Callable[[Store], None]], deed: Callable[[Store], None]
) -> None:
    fuse = Fuse()
    store = open_notes(tmp_path / "ward", connecting=fuse.connect, device="device-1")
    for earlier in beforehand:
        earlier(store)
    before, failed = everything(store), 0
    while True:
        fuse.light(failed)
        try:
            deed(store)
        except StoreFull:
            failed += 1 + failed // 25  # each of the first, then fewer of a long transaction's
            fuse.put_out()
            assert everything(store) == before
            assert store.verify() is None
            assert store.check_projections() == []
            continue
        break
    fuse.put_out()
    assert failed > 1
    assert everything(store) != before
    assert store.verify() is None
    assert store.check_projections() == []
    store.close()


def test_words_stay_erased_when_a_kill_interrupts_the_scrubbing(tmp_path: Path) -> None:
    camera = Camera()
    store = open_notes(tmp_path / "ward", connecting=camera.connect)
    begin(store)
    camera.watch(tmp_path / "ward")
    erasing(store)
    camera.rest()
    store.close()

    erased = 0
    for number, image in enumerate(camera.images):
        folder = tmp_path / str(number)
        lay_out(image, folder)
        store = open_notes(folder, seed=str(number))
        gone = store.history("note:name")[0].words is None
        store.close()
        found = [path.name for path in folder.iterdir() if NAME.encode() in path.read_bytes()]
        assert (found == []) == gone
        erased += gone
    assert 0 < erased < len(camera.images)


def test_a_kill_while_a_store_is_made_leaves_one_that_can_be_made_again(tmp_path: Path) -> None:
    camera = Camera()
    (tmp_path / "ward").mkdir()
    camera.watch(tmp_path / "ward")
    open_notes(tmp_path / "ward", connecting=camera.connect).close()
    camera.rest()

    assert len(camera.images) > 3
    for number, image in enumerate(camera.images):
        folder = tmp_path / str(number)
        lay_out(image, folder)
        store = open_notes(folder, seed=str(number))
        store.append([write("a")], actor=SISTER)
        assert store.notice is None
        assert store.verify() is None
        store.close()
