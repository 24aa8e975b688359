"""Every interleaving of the small world, breadth first: what can happen next, what must hold, what must be reachable.

Boards, answers and central's books are kept once each and named by numbers, so that a state of the world is a few
numbers, and a step that was taken before is looked up.

A push is taken at one moment and its acknowledgement arrives at another; anything may happen between. What only reads
(hello, pull) is read when its answer arrives, except where a failover or a late push comes between: there the answer
may be from before it. (An answer from longer before is a shorter page, and the same as one that arrived then.)
"""

from array import array
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, NamedTuple

import numpy as np

from kiosk.sync.acts import Request, SendEntries
from kiosk.sync.effects import Lane
from tests.fakes.small_central import Books, ask, may_answer
from tests.simulation.small_world import (
    Board,
    answered,
    key_of,
    switched_on,
    unanswered,
    waited,
    wrote,
)

DEVICES: Final = ("a", "b")
LANES: Final = (Lane.PUSH, Lane.PULL)
NOTHING: Final = -1


class Part(NamedTuple):
    """One board with what is on its way to it, and central's books; by numbers, `NOTHING` where there is none."""

    board: int
    push_answer: int
    pull_answer: int
    books: int


class Move(NamedTuple):
    """What can happen at one board: what it costs of the faults there may be, and a ghost that it leaves, if any."""

    cost: int
    after: Part
    ghost: int = NOTHING


class World(NamedTuple):
    """A state of the world: both boards' parts, with the same books, a ghost, and the faults that may still happen.

    A ghost is a push that is still on its way although nobody waits for its answer.
    """

    a: int
    a_push: int
    a_pull: int
    b: int
    b_push: int
    b_pull: int
    books: int
    ghost: int
    faults: int


CRASH, DOUBLE, FAILOVER, LOSS = 1, 2, 4, 8
"""Faults that there may be, as bits; each once."""


class Violation(AssertionError):  # noqa: N818 - what it is
    """An invariant does not hold."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked at."""

    states: int
    transitions: int
    converged: int
    boards: int


@dataclass(frozen=True, slots=True)
class View:
    """What can happen at a board, looked up once.

    Attributes:
        written: changes made here.
        waits: whether each lane waits for its timer.
        requests: what each lane has asked, by number; `NOTHING` where nothing.
    """

    written: int
    waits: tuple[bool, bool]
    requests: tuple[int, int]


class Known:
    """Values by number, each once."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Hashable, int] = {}

    def number(self, value: Any) -> int:
        """Return a value's number."""
        key = key_of(value)
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(value)
        return self._numbers[key]


class Exploration:
    """Looks at everything that can happen from two boards in sync.

    Args:
        writes: how many changes people make at each board.
        faults: which there may be, once each.
    """

    def __init__(self, writes: tuple[int, int], faults: int) -> None:
        self._writes = writes
        self._faults = faults
        self._boards, self._answers = Known(), Known()
        self._books, self._requests = Known(), Known()
        self._views: dict[int, View] = {}
        self._replies: dict[tuple[int, int], tuple[int, int]] = {}
        self._news: dict[tuple[int, int], bool] = {}
        self._steps: dict[tuple[Any, ...], int] = {}
        self._moves: dict[tuple[int, Part], list[Move]] = {}
        self._reads: dict[tuple[int, Part], list[Part]] = {}
        self._failovers: dict[int, list[int]] = {}
        self._checked: dict[tuple[int, int], bool] = {}

    def explore(self) -> Found:
        """Look at every state.

        Raises:
            Violation: an invariant does not hold somewhere, or a state cannot get in sync any more.
        """
        first = self._first()
        numbers: dict[World, int] = {first: 0}
        worlds = [first]
        sources, targets = array("i"), array("i")
        converged: list[int] = []
        place = 0
        while place < len(worlds):
            world = worlds[place]
            if self._check(world):
                converged.append(place)
            for following in self._next(world):
                number = numbers.setdefault(following, len(worlds))
                if number == len(worlds):
                    worlds.append(following)
                if following.faults == world.faults:
                    sources.append(place)
                    targets.append(number)
            place += 1
        self._check_reachable(worlds, sources, targets, converged)
        return Found(len(worlds), len(sources), len(converged), len(self._boards.values))

    def _first(self) -> World:
        """Return the world in which both boards are in sync and nothing was written yet."""
        books = Books()
        names = []
        for device in DEVICES:
            board = switched_on(device)
            while (lane := _waits(board, books)) is not None:
                request = board.request(lane)
                assert request is not None
                books, reply = ask(books, device, request)
                board = answered(board, lane, reply)
            names.append(self._boards.number(board))
        none = NOTHING
        number = self._books.number(books)
        return World(names[0], none, none, names[1], none, none, number, none, self._faults)

    # What can happen

    def _next(self, world: World) -> Iterator[World]:
        a, a_push, a_pull, b, b_push, b_pull, books, ghost, faults = world
        parts = Part(a, a_push, a_pull, books), Part(b, b_push, b_pull, books)
        for cost, after, left in self._at_board(0, parts[0]):
            if not (cost & ~faults) and NOTHING in {left, ghost}:
                rest = (after.books, max(ghost, left), faults & ~cost)
                yield World(*after[:3], b, b_push, b_pull, *rest)
        for cost, after, left in self._at_board(1, parts[1]):
            if not (cost & ~faults) and NOTHING in {left, ghost}:
                rest = (after.books, max(ghost, left), faults & ~cost)
                yield World(a, a_push, a_pull, *after[:3], *rest)
        if ghost != NOTHING:
            yield world._replace(ghost=NOTHING)
            yield from self._ghost_arrives(world, parts)
        if faults & FAILOVER:
            yield from self._central_fails_over(world, parts)

    def _ghost_arrives(self, world: World, parts: tuple[Part, Part]) -> Iterator[World]:
        taken, _ = self._asked(world.books, world.ghost)
        for one, other in self._read_before(parts):
            yield World(*one[:3], *other[:3], taken, NOTHING, world.faults)

    def _central_fails_over(self, world: World, parts: tuple[Part, Part]) -> Iterator[World]:
        rest = (world.ghost, world.faults & ~FAILOVER)
        for one, other in self._read_before(parts):
            for left in self._failed_over(world.books):
                yield World(*one[:3], *other[:3], left, *rest)

    def _at_board(self, which: int, part: Part) -> list[Move]:
        found = self._moves.get((which, part))
        if found is None:
            found = self._moves[which, part] = list(self._possible(which, part))
        return found

    def _possible(self, which: int, part: Part) -> Iterator[Move]:
        view = self._view(part.board, which)
        if view.written < self._writes[which]:
            yield Move(0, part._replace(board=self._after(("wrote", part.board), wrote, part)))
        for place, lane in enumerate(LANES):
            if view.waits[place]:
                key = ("waited", part.board, lane)
                board = self._after(key, partial(waited, lane=lane), part)
                yield Move(0, part._replace(board=board))
            if view.requests[place] != NOTHING:
                yield from self._on_the_way(part, place, view.requests[place])
        if self._faults & CRASH:
            yield from self._crash(which, part, view.requests[0])

    def _on_the_way(self, part: Part, place: int, request: int) -> Iterator[Move]:
        slot, lane = ("push_answer", "pull_answer")[place], LANES[place]
        answer = part[1 + place]
        if answer != NOTHING:
            yield Move(0, self._arrived(part, place, answer))
        elif self._would_answer(part.books, request):
            books, reply = self._asked(part.books, request)
            after = part._replace(books=books)
            if self._is_push(request):
                after = after._replace(push_answer=reply)
                yield Move(0, after)
                yield Move(DOUBLE, after, request)
            else:
                yield Move(0, self._arrived(after, place, reply))
        if self._faults & LOSS:
            board = self._after(("lost", part.board, lane), partial(unanswered, lane=lane), part)
            yield Move(LOSS, part._replace(board=board, **{slot: NOTHING}))

    def _arrived(self, part: Part, place: int, answer: int) -> Part:
        lane, slot = LANES[place], ("push_answer", "pull_answer")[place]
        arrive = partial(answered, lane=lane, reply=self._answers.values[answer])
        board = self._after(("answered", part.board, lane, answer), arrive, part)
        return part._replace(board=board, **{slot: NOTHING})

    def _crash(self, which: int, part: Part, push: int) -> Iterator[Move]:
        """The program ends and starts again; what it had sent may still arrive."""

        def again(board: Board) -> Board:
            return switched_on(DEVICES[which], board.disk, board.written)

        after = Part(
            self._after(("crashed", part.board), again, part), NOTHING, NOTHING, part.books
        )
        yield Move(CRASH, after)
        if part.push_answer == NOTHING and self._is_push(push):
            yield Move(CRASH, after, push)

    def _after(self, key: tuple[Any, ...], act: Callable[[Board], Board], part: Part) -> int:
        """Return the number of the board after something happened at it."""
        after = self._steps.get(key)
        if after is None:
            after = self._steps[key] = self._boards.number(act(self._boards.values[part.board]))
        return after

    def _read_before(self, parts: tuple[Part, Part]) -> Iterator[tuple[Part, Part]]:
        """Yield the boards with none, some or all of what only reads answered, the answers on their way."""
        for one in self._read(0, parts[0]):
            for other in self._read(1, parts[1]):
                yield one, other

    def _read(self, which: int, part: Part) -> list[Part]:
        found = self._reads.get((which, part))
        if found is not None:
            return found
        found = [part]
        for place, request in enumerate(self._view(part.board, which).requests):
            waits = request != NOTHING and part[1 + place] == NOTHING
            if not waits or self._is_push(request):
                continue
            if self._would_answer(part.books, request):
                _, reply = self._asked(part.books, request)
                slot = ("push_answer", "pull_answer")[place]
                found += [one._replace(**{slot: reply}) for one in tuple(found)]
        self._reads[which, part] = found
        return found

    def _view(self, number: int, which: int) -> View:
        view = self._views.get(number)
        if view is None:
            board: Board = self._boards.values[number]
            push, pull = (board.request(lane) for lane in LANES)
            view = View(
                board.written,
                (board.state.push.wait is not None, board.state.pull.wait is not None),
                (self._request(which, push), self._request(which, pull)),
            )
            self._views[number] = view
        return view

    def _request(self, which: int, request: Request | None) -> int:
        return NOTHING if request is None else self._requests.number((which, request))

    def _is_push(self, request: int) -> bool:
        return request != NOTHING and isinstance(self._requests.values[request][1], SendEntries)

    def _asked(self, books: int, request: int) -> tuple[int, int]:
        found = self._replies.get((books, request))
        if found is None:
            which, asked = self._requests.values[request]
            after, reply = ask(self._books.values[books], DEVICES[which], asked)
            found = (self._books.number(after), self._answers.number(reply))
            self._replies[books, request] = found
        return found

    def _would_answer(self, books: int, request: int) -> bool:
        found = self._news.get((books, request))
        if found is None:
            which, asked = self._requests.values[request]
            found = may_answer(self._books.values[books], DEVICES[which], asked)
            self._news[books, request] = found
        return found

    def _failed_over(self, books: int) -> list[int]:
        found = self._failovers.get(books)
        if found is None:
            before: Books = self._books.values[books]
            lost = range(len(before.journal) + 1)
            found = [self._books.number(before.failed_over(one, "t2")) for one in lost]
            self._failovers[books] = found
        return found

    # What must hold

    def _check(self, world: World) -> bool:
        """Demand every invariant; tell whether the world is in sync.

        Raises:
            Violation: one does not hold.
        """
        in_sync = True
        for which, number in enumerate((world.a, world.b)):
            key = (number, world.books)
            if key not in self._checked:
                self._checked[key] = self._check_board(which, *key)
            in_sync = in_sync and self._checked[key]
        return in_sync

    def _check_board(self, which: int, number: int, books_number: int) -> bool:
        """Demand what must hold of a board and central; tell whether all that was written is in both."""
        device = DEVICES[which]
        board: Board = self._boards.values[number]
        books: Books = self._books.values[books_number]
        log = tuple(record.change.id for record in books.log("ward-1/shared"))
        if len(set(log)) != len(log):
            raise Violation(f"twice in the log: {log}")
        confirmed, pending = board.confirmed, board.pending
        if len({*confirmed, *pending}) != len(confirmed) + len(pending):
            raise Violation(f"twice at {device}: {confirmed} {pending}")
        mine = {f"{device}-{one}" for one in range(1, board.written + 1)}
        if not mine <= {*confirmed, *pending}:
            raise Violation(f"lost at {device}: {mine} {confirmed} {pending}")
        if board.disk.whose.timeline == books.timeline and log[: len(confirmed)] != confirmed:
            raise Violation(f"out of order at {device}: {confirmed} of {log}")
        if sum(seq for _, seq in board.disk.cursors) != len(confirmed):
            raise Violation(f"cursor apart from the log at {device}: {confirmed}")
        everything = len(log) == sum(self._writes)
        return everything and confirmed == log and not pending

    def _check_reachable(
        self, worlds: list[World], sources: "array[int]", targets: "array[int]", goal: list[int]
    ) -> None:
        """Demand that from every state the boards get in sync by themselves, without a further fault."""
        source, target = np.frombuffer(sources, np.int32), np.frombuffer(targets, np.int32)
        order = np.argsort(target, kind="stable")
        source, target = source[order], target[order]
        begins = np.searchsorted(target, np.arange(len(worlds) + 1))
        reaches = np.zeros(len(worlds), dtype=bool)
        reaches[goal] = True
        waiting = goal
        while waiting:
            before = np.concatenate([source[begins[one] : begins[one + 1]] for one in waiting])
            fresh = np.unique(before[~reaches[before]])
            reaches[fresh] = True
            waiting = fresh.tolist()
        if not reaches.all():
            stuck = int(np.argmin(reaches))
            raise Violation(f"never in sync again: {self.describe(worlds[stuck])}")

    def describe(self, world: World) -> str:
        """Return a state in words."""
        lines = [
            f"{world}",
            f"log {[one.change.id for one in self._books.values[world.books].log('ward-1/shared')]}",
        ]
        for number in (world.a, world.b):
            board: Board = self._boards.values[number]
            lines.append(f"confirmed {board.confirmed}, pending {board.pending}, {board.state}")
        return "\n".join(lines)


def _waits(board: Board, books: Books) -> Lane | None:
    """Return a lane that waits for an answer which central would give now."""
    for lane in LANES:
        request = board.request(lane)
        device = board.disk.whose.device
        if request is not None and may_answer(books, device, request):
            return lane
    return None
