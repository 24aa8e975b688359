"""Two boards and a sequencer, with faults: what a board shows always equals a fold of what it has."""
# ruff: noqa: D102 - the names of rules are sentences

import shutil
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from typing_extensions import override

from kiosk.domain.changes import Log, LogKind, Record
from kiosk.domain.entities import Act, ChangeWithdrawn, TextErased, fold
from kiosk.domain.standing import ERASED, WITHDRAWN
from kiosk.store.faults import StoreFull
from kiosk.store.log import FORMER
from kiosk.store.rows import FURTHER_BACK
from kiosk.store.store import Store
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.faults import Fuse
from tests.fakes.stores import NOTE, SISTER, WARD, close, count, open_notes, write

SHARED = Log(WARD, LogKind.SHARED)
NAMES = st.sampled_from("abc")
BOARDS = st.integers(0, 1)
DEEDS = st.lists(
    st.one_of(
        st.builds(write, NAMES, st.sampled_from(["Hoist", "Tap", "Größe"])),
        st.builds(count, NAMES, st.integers(1, 9)),
        st.builds(close, NAMES),
    ),
    min_size=1,
    max_size=3,
)


class Board:
    """A real store, and the plain list of records that it must agree with."""

    def __init__(self, folder: Path, name: str) -> None:
        self._name = name
        self._folder = folder / name
        self._opened = 0
        self.fuse = Fuse()
        self.records: list[Record] = []
        self.store = self._open()
        self.store.begin_timeline("central-1")

    def _open(self) -> Store:
        self._opened += 1
        return open_notes(
            self._folder,
            seed=f"{self._name} {self._opened}",
            device=self._name,
            connecting=self.fuse.connect,
        )

    def restart(self) -> None:
        """Close the store as one should, and open it."""
        self.store.close()
        self.store = self._open()

    def kill(self) -> None:
        """Go on with what lies on the disk at this moment, as after a SIGKILL."""
        image = self._folder.with_name(f"{self._folder.name}+")
        shutil.copytree(self._folder, image)
        self.store.close()
        self._folder = image
        self.store = self._open()

    def learn(self, records: tuple[Record, ...]) -> None:
        """Take records into the plain list: confirmed ones over pending ones, words once."""
        for record in records:
            known = [r for r in self.records if r.change.id == record.change.id]
            self.records = [r for r in self.records if r.change.id != record.change.id]
            self.records.append(replace(record, words=known[0].words if known else record.words))
        erased = {r.change.payload["change"] for r in self.records if r.change.kind == ERASED}
        self.records = [
            replace(r, words=None) if r.change.id in erased else r for r in self.records
        ]

    def enter_anew(self) -> None:
        """Take over the entries that the store gave to what waits; the changes and their order are the same."""
        anew = {record.change.id: record.entry for record in self.store.pending(SHARED)}
        assert list(anew) == self.waiting()
        self.records = [
            replace(r, entry=anew[r.change.id]) if r.change.id in anew else r for r in self.records
        ]

    def begin_timeline(self, name: str) -> None:
        """Follow another sequencer: what had a number keeps its place in the order, behind what gets one."""
        self.store.begin_timeline(name)
        self.records = [
            replace(record, seq=former(record.seq), received_at=None) for record in self.records
        ]

    def let_go_of_others_than(self, whole: set[str]) -> None:
        """Forget the entities that a snapshot left out, unless something of this board waits in them."""
        waits = set(self.waiting())
        kept = whole | {r.change.entity for r in self.records if r.change.id in waits}
        self.records = [record for record in self.records if record.change.entity in kept]

    def bury(self, change_id: str) -> None:
        """Let a change be dead."""
        self.store.bury(change_id, "not_permitted", "")
        self.records = [record for record in self.records if record.change.id != change_id]

    def waiting(self) -> list[str]:
        """Return the ids of this board's changes that have no number, in order."""
        mine = [
            record.entry
            for record in self.records
            if record.entry.device == self._name and not has_number(record)
        ]
        mine.sort(key=lambda entry: (entry.incarnation, entry.counter))
        return [entry.change.id for entry in mine]

    def agrees(self) -> None:
        """Compare the store with a straight fold of the plain list."""
        names = {record.change.entity for record in self.records}
        assert self.store.all_entities() == {
            name: fold(NOTE, name, [r for r in self.records if r.change.entity == name], WARD)
            for name in names
        }
        assert self.store.check_projections() == []
        assert self.store.verify() is None
        assert [r.change.id for r in self.store.pending(SHARED)] == self.waiting()
        assert self.store.pending_count() == len(self.waiting())
        assert len(self.store.records(SHARED)) == self.store.cursors().get(SHARED, 0)


def has_number(record: Record) -> bool:
    """Tell whether a record has a number on the timeline that is followed now."""
    return record.seq is not None and record.seq < FORMER


def former(seq: int | None) -> int | None:
    """Return where a record is folded once its number is forgotten."""
    if seq is None:
        return None
    return FORMER + seq if seq < FORMER else seq + FURTHER_BACK


class Boards(RuleBasedStateMachine):
    """What people, disks and networks do to two boards of one ward."""

    def __init__(self) -> None:
        super().__init__()
        self._temporary = tempfile.TemporaryDirectory()
        folder = Path(self._temporary.name)
        self.boards = [Board(folder, "first"), Board(folder, "second")]
        self.log: list[Record] = []
        self.once_in_it: set[str] = set()
        self.timelines = 1
        self.touches = 0

    @rule(number=BOARDS, acts=DEEDS)
    def somebody_touches(self, number: int, acts: list[Act]) -> None:
        board = self.boards[number]
        board.learn(board.store.append(acts, actor=SISTER).records)

    @rule(number=BOARDS, acts=DEEDS, data=st.data())
    def somebody_touches_twice(self, number: int, acts: list[Act], data: st.DataObject) -> None:
        board = self.boards[number]
        self.touches += 1
        ids = [f"{self.touches}-{place}" for place in range(len(acts))]
        first = board.store.append(acts, actor=SISTER, change_ids=ids)
        if data.draw(st.booleans()):
            board.restart()
        assert board.store.append(acts, actor=SISTER, change_ids=ids).records == first.records
        board.learn(first.records)

    @rule(number=BOARDS, data=st.data())
    def somebody_takes_back_or_erases(self, number: int, data: st.DataObject) -> None:
        board = self.boards[number]
        if not board.records:
            return
        change = data.draw(st.sampled_from(board.records)).change
        act = data.draw(
            st.sampled_from(
                [
                    Act(change.entity, WITHDRAWN, ChangeWithdrawn(change=change.id)),
                    Act(change.entity, WITHDRAWN, ChangeWithdrawn(), {"reason": "entered twice"}),
                    Act(change.entity, ERASED, TextErased(change=change.id)),
                ]
            )
        )
        board.learn(board.store.append([act], actor=SISTER).records)

    @rule(number=BOARDS, many=st.integers(1, 5))
    def a_board_sends(self, number: int, many: int) -> None:
        known = {record.change.id for record in self.log}
        store = self.boards[number].store
        sent = store.pending(SHARED, many)
        store.mark_sent([record.change.id for record in sent])
        for record in sent:
            if record.change.id not in known:
                self.log.append(replace(record, seq=len(self.log) + 1, received_at=MONDAY_MORNING))
                self.once_in_it.add(record.change.id)

    @rule(number=BOARDS, data=st.data())
    def a_board_fetches(self, number: int, data: st.DataObject) -> None:
        board = self.boards[number]
        page = self._page(board, data)
        board.store.receive(SHARED, page)
        board.learn(tuple(page))

    @rule(number=BOARDS, data=st.data(), acts=DEEDS, statements=st.integers(0, 30))
    def the_disk_is_full_in_between(
        self, number: int, data: st.DataObject, acts: list[Act], statements: int
    ) -> None:
        board = self.boards[number]
        page = self._page(board, data)
        board.fuse.light(statements)
        try:
            if data.draw(st.booleans(), label="fetching"):
                board.store.receive(SHARED, page)
                board.learn(tuple(page))
            else:
                board.learn(board.store.append(acts, actor=SISTER).records)
        except StoreFull:
            pass
        finally:
            board.fuse.put_out()

    @rule(number=BOARDS, data=st.data())
    def central_refuses(self, number: int, data: st.DataObject) -> None:
        board = self.boards[number]
        open_to_it = [one for one in board.waiting() if one not in self.once_in_it]
        if open_to_it:
            board.bury(data.draw(st.sampled_from(open_to_it)))

    @rule(number=BOARDS, newest=st.integers(0, 5))
    def a_board_begins_an_incarnation(self, number: int, newest: int) -> None:
        board = self.boards[number]
        before = board.store.identity.incarnation
        board.store.renumber(newest)
        assert board.store.identity.incarnation > max(before, newest)
        board.enter_anew()

    @rule(number=BOARDS, hours=st.integers(-9, 9))
    def a_board_learns_the_time(self, number: int, hours: int) -> None:
        board = self.boards[number]
        board.store.redate(0.0, MONDAY_MORNING + timedelta(hours=hours))
        board.enter_anew()

    @rule(lost=st.integers(0, 4))
    def central_is_restored_from_a_backup(self, lost: int) -> None:
        self.timelines += 1
        self.log = self.log[: max(len(self.log) - lost, 0)]
        for board in self.boards:
            board.begin_timeline(f"central-{self.timelines}")

    @rule(number=BOARDS)
    def a_board_takes_a_snapshot(self, number: int) -> None:
        board = self.boards[number]
        whole = {record.change.entity for record in self.log}
        board.store.receive_snapshot(SHARED, len(self.log), self.log)
        board.let_go_of_others_than(whole)
        board.learn(tuple(self.log))

    @rule(number=BOARDS)
    def a_board_restarts(self, number: int) -> None:
        self.boards[number].restart()

    @rule(number=BOARDS)
    def a_board_is_killed(self, number: int) -> None:
        self.boards[number].kill()

    @invariant()
    def every_board_shows_what_it_has(self) -> None:
        for board in self.boards:
            board.agrees()

    @override
    def teardown(self) -> None:
        """Let everything arrive: then both boards show the same."""
        for number, board in enumerate(self.boards):
            self.a_board_sends(number, board.store.pending_count() + 1)
        for board in self.boards:
            board.store.receive(SHARED, self.log)
            assert board.store.pending_count() == 0
        shown = [
            {name: folded.state for name, folded in board.store.all_entities().items()}
            for board in self.boards
        ]
        for board in self.boards:
            board.store.close()
        self._temporary.cleanup()
        assert shown[0] == shown[1]

    def _page(self, board: Board, data: st.DataObject) -> list[Record]:
        cursor = board.store.cursors().get(SHARED, 0)
        start = data.draw(st.integers(0, cursor), label="from")
        end = data.draw(st.integers(cursor, len(self.log)), label="to")
        return self.log[start:end]


EXAMPLES = max(8, settings().max_examples // 4)
"""Every example opens two stores and writes to them dozens of times."""

TestBoards = pytest.mark.timeout(300)(Boards.TestCase)
TestBoards.settings = settings(max_examples=EXAMPLES, stateful_step_count=25)
