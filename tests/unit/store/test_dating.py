"""When something was written: corrected by the server's clock, as long as nobody else has the date."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.changes import Log, LogKind
from kiosk.store import moving
from kiosk.store.store import Store, open_store
from tests.fakes.clock import MONDAY_MORNING, FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.stores import NOTES, SISTER, WARD, count, open_notes, write

SHARED = Log(WARD, LogKind.SHARED)
HOUR = timedelta(hours=1)


def board(folder: Path, clock: FixedClock, *, boot_id: str = "boot-1", seed: str = "mine") -> Store:
    store = open_store(
        folder / "ward.sqlite",
        kinds=NOTES,
        node=WARD,
        ids=SeededIds(seed),
        clock=clock,
        boot_id=boot_id,
    )
    store.begin_timeline("central-1")
    return store


def test_what_is_written_once_the_servers_time_is_known_is_corrected_by_it(tmp_path: Path) -> None:
    clock = FixedClock()
    store = board(tmp_path, clock)
    store.set_clock_anchor(clock.monotonic_s(), MONDAY_MORNING + HOUR)
    clock.advance(timedelta(minutes=5))
    clock.set(MONDAY_MORNING - timedelta(days=400))

    record = store.append([write("a")], actor=SISTER).records[0]

    assert record.happened_at == MONDAY_MORNING + HOUR + timedelta(minutes=5)
    assert store.verify() is None
    store.close()


def test_a_ward_alone_is_its_own_clock(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.set_clock_anchor(0.0, MONDAY_MORNING + HOUR)
    assert store.append([write("a")], actor=SISTER).records[0].entry.clock_correction_ms == 0
    store.close()


def test_what_was_never_sent_is_dated_again(tmp_path: Path) -> None:
    clock = FixedClock()
    store = board(tmp_path, clock)
    first = store.append([write("a")], actor=SISTER).records[0]
    clock.advance(timedelta(minutes=10))
    store.append([count("a")], actor=SISTER)
    store.mark_sent([first.change.id])
    clock.advance(timedelta(minutes=10))

    redated = store.redate(clock.monotonic_s(), clock.now() + HOUR)

    sent, never_sent = store.pending(SHARED)
    assert redated == 1
    assert sent == first
    assert never_sent.happened_at == MONDAY_MORNING + timedelta(minutes=10) + HOUR
    assert never_sent.entry.previous == first.entry.hash
    assert store.streams()[first.entry.stream] == (2, never_sent.entry.hash)
    assert store.redate(clock.monotonic_s(), clock.now() + HOUR) == 0
    later = store.append([count("a")], actor=SISTER).records[0]
    assert later.entry.previous == never_sent.entry.hash
    assert store.verify() is None
    assert store.check_projections() == []
    store.close()


def test_much_is_dated_again_some_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "AT_ONCE", 2)
    clock = FixedClock()
    store = board(tmp_path, clock)
    store.append([write("a"), count("a"), count("a"), write("b"), count("b")], actor=SISTER)
    store.close()
    store = board(tmp_path, clock, boot_id="boot-2", seed="later")
    store.append([count("a"), count("b")], actor=SISTER)

    assert store.redate(clock.monotonic_s(), clock.now() + HOUR) == 2

    corrections = [record.entry.clock_correction_ms for record in store.pending(SHARED)]
    assert corrections == [0] * 5 + [3_600_000] * 2
    assert store.append([count("a")], actor=SISTER).records[0].entry.counter == 8
    assert store.verify() is None
    assert store.check_projections() == []
    store.close()


def test_what_an_earlier_boot_wrote_keeps_its_date(tmp_path: Path) -> None:
    clock = FixedClock()
    store = board(tmp_path, clock)
    store.append([write("a")], actor=SISTER)
    store.close()
    store = board(tmp_path, clock, boot_id="boot-2", seed="later")
    store.append([count("a")], actor=SISTER)

    assert store.redate(clock.monotonic_s(), clock.now() + HOUR) == 1

    corrections = [record.entry.clock_correction_ms for record in store.pending(SHARED)]
    assert corrections == [0, 3_600_000]
    assert store.verify() is None
    store.close()


def test_a_clock_that_jumped_in_between_does_not_move_what_was_written_before(
    tmp_path: Path,
) -> None:
    clock = FixedClock()
    store = board(tmp_path, clock)
    store.append([write("a")], actor=SISTER)
    clock.advance(HOUR)
    clock.set(MONDAY_MORNING + timedelta(days=2))

    store.redate(clock.monotonic_s(), MONDAY_MORNING + HOUR)

    assert store.pending(SHARED)[0].happened_at == MONDAY_MORNING
    store.close()


def test_a_date_that_is_right_to_the_second_stays(tmp_path: Path) -> None:
    clock = FixedClock()
    store = board(tmp_path, clock)
    kept = store.append([write("a")], actor=SISTER).records[0]
    clock.set(MONDAY_MORNING + timedelta(seconds=5))
    store.append([count("a")], actor=SISTER)

    assert store.redate(clock.monotonic_s(), MONDAY_MORNING + timedelta(milliseconds=999)) == 1

    first, second = store.pending(SHARED)
    assert first == kept
    assert second.entry.clock_correction_ms == -4_001
    assert second.entry.previous == kept.entry.hash
    assert store.redate(clock.monotonic_s(), MONDAY_MORNING) == 0
    assert store.verify() is None
    store.close()


def test_sent_outlives_a_restart(tmp_path: Path) -> None:
    clock = FixedClock()
    store = board(tmp_path, clock)
    made = store.append([write("a")], actor=SISTER).records[0]
    store.mark_sent([made.change.id])
    store.close()
    store = board(tmp_path, clock, seed="later")

    assert store.redate(clock.monotonic_s(), clock.now() + HOUR) == 0
    store.close()


def test_a_power_cut_that_forgets_what_was_sent_dates_nothing_again(tmp_path: Path) -> None:
    clock = FixedClock()
    store = board(tmp_path / "board", clock)
    made = store.append([write("a")], actor=SISTER).records[0]
    shutil.copytree(tmp_path / "board", tmp_path / "after")
    store.mark_sent([made.change.id])
    store.close()
    store = board(tmp_path / "after", clock, boot_id="boot-2", seed="later")

    assert store.redate(clock.monotonic_s(), clock.now() + HOUR) == 0
    assert store.pending(SHARED) == [made]
    store.close()


def test_whoever_read_the_store_is_told_when_all_of_it_is_to_be_read_anew(tmp_path: Path) -> None:
    clock = FixedClock()
    store = board(tmp_path, clock)
    store.append([write("a")], actor=SISTER)
    before = store.stirred

    store.redate(clock.monotonic_s(), clock.now())
    assert store.stirred == before
    store.redate(clock.monotonic_s(), clock.now() + HOUR)
    store.set_meta("aliases", '["node:before"]')
    store.renumber(1)
    store.begin_timeline("central-2")

    assert store.stirred == before + 4
    store.close()
