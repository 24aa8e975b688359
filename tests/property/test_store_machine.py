"""Two boards and a sequencer, with faults: what a board shows always equals a fold of what it has."""
# ruff: noqa: D102 - the names of rules are sentences

import shutil
import tempfile
from dataclasses import replace
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

    def agrees(self) -> None:
        """Compare the store with a straight fold of the plain list."""
        names = {record.change.entity for record in self.records}
        assert self.store.all_entities() == {
            name: fold(NOTE, name, [r for r in self.records if r.change.entity == name], WARD)
            for name in names
        }
        assert self.store.check_projections() == []
        assert self.store.verify() is None
        waiting = [r.change.id for r in self.records if r.seq is None]
        assert [r.change.id for r in self.store.pending(SHARED)] == waiting
        assert len(self.store.records(SHARED)) == self.store.cursors().get(SHARED, 0)


class Boards(RuleBasedStateMachine):
    """What people, disks and networks do to two boards of one ward."""

    def __init__(self) -> None:
        super().__init__()
        self._temporary = tempfile.TemporaryDirectory()
        folder = Path(self._temporary.name)
        self.boards = [Board(folder, "first"), Board(folder, "second")]
        self.log: list[Record] = []

    @rule(number=BOARDS, acts=DEEDS)
    def somebody_touches(self, number: int, acts: list[Act]) -> None:
        board = self.boards[number]
        board.learn(board.store.append(acts, actor=SISTER).records)

    @rule(number=BOARDS, acts=DEEDS, data=st.data())
    def somebody_touches_twice(self, number: int, acts: list[Act], data: st.DataObject) -> None:
        board = self.boards[number]
        ids = [f"{number}-{len(board.records)}-{place}" for place in range(len(acts))]
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
        for record in self.boards[number].store.pending(SHARED, many):
            if record.change.id not in known:
                self.log.append(replace(record, seq=len(self.log) + 1, received_at=MONDAY_MORNING))

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
