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
from typing import Any, Final, NamedTuple

from kiosk.sync.acts import Request, SendEntries
from kiosk.sync.effects import Lane
from tests.fakes.small_central import Books, ask, has_news
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


class World(NamedTuple):
    """A state of the world, by numbers; `NOTHING` where there is none.

    `answers` are on their way to (board a push, board a pull, board b push, board b pull); a ghost is a push that is
    still on its way although nobody waits for its answer.
    """

    boards: tuple[int, int]
    answers: tuple[int, int, int, int]
    books: int
    ghost: int
    crashes: int
    doubles: int
    failovers: int
    losses: int


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
        crashes, doubles, failovers, losses: how many there may be.
    """

    def __init__(
        self,
        writes: tuple[int, int] = (2, 1),
        *,
        crashes: int = 1,
        doubles: int = 1,
        failovers: int = 1,
        losses: int = 0,
    ) -> None:
        self._writes = writes
        self._budget = (crashes, doubles, failovers, losses)
        self._boards, self._answers = Known(), Known()
        self._books, self._requests = Known(), Known()
        self._steps: dict[tuple[Any, ...], int] = {}
        self._views: dict[int, View] = {}
        self._replies: dict[tuple[int, int], tuple[int, int]] = {}
        self._news: dict[tuple[int, int], bool] = {}
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
        sources, targets = array("l"), array("l")
        converged: list[int] = []
        place = 0
        while place < len(worlds):
            world = worlds[place]
            if self._check(world):
                converged.append(place)
            for fault, following in self._next(world):
                number = numbers.setdefault(following, len(worlds))
                if number == len(worlds):
                    worlds.append(following)
                if not fault:
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
        return World(
            (names[0], names[1]), (NOTHING,) * 4, self._books.number(books), NOTHING, *self._budget
        )

    # What can happen

    def _next(self, world: World) -> Iterator[tuple[bool, World]]:
        """Yield whether it is a fault, and the world after it."""
        for which in (0, 1):
            yield from self._at_board(world, which)
        if world.ghost != NOTHING:
            yield False, world._replace(ghost=NOTHING)
            for read in self._read_before(world):
                books, _ = self._asked(world.books, world.ghost)
                yield False, read._replace(ghost=NOTHING, books=books)
        if world.failovers:
            for read in self._read_before(world):
                for books in self._failed_over(world.books):
                    yield True, read._replace(books=books, failovers=world.failovers - 1)

    def _read_before(self, world: World) -> list[World]:
        """Return the world with none, some or all of what only reads answered, the answers on their way."""
        found = [world]
        for which in (0, 1):
            for place, request in enumerate(self._view(world.boards[which], which).requests):
                slot = which * 2 + place
                if (
                    request == NOTHING
                    or world.answers[slot] != NOTHING
                    or self._is_push(request)
                    or not self._would_answer(world.books, request)
                ):
                    continue
                _, reply = self._asked(world.books, request)
                found += [
                    one._replace(answers=_put(one.answers, slot, reply)) for one in tuple(found)
                ]
        return found

    def _at_board(self, world: World, which: int) -> Iterator[tuple[bool, World]]:
        number = world.boards[which]
        view = self._view(number, which)
        if view.written < self._writes[which]:
            yield False, self._with(world, which, ("wrote", number), wrote)
        for place, lane in enumerate(LANES):
            if view.waits[place]:
                yield False, self._waited(world, which, lane)
            if view.requests[place] != NOTHING:
                yield from self._on_the_way(world, which, place, view.requests[place])
        if world.crashes:
            yield from self._crash(world, which, view.requests[0])

    def _on_the_way(
        self, world: World, which: int, place: int, request: int
    ) -> Iterator[tuple[bool, World]]:
        number, slot, lane = world.boards[which], which * 2 + place, LANES[place]
        answer = world.answers[slot]
        if answer != NOTHING:
            yield False, self._arrived(world, slot, answer)
        elif self._would_answer(world.books, request):
            books, reply = self._asked(world.books, request)
            after = world._replace(books=books)
            if self._is_push(request):
                after = after._replace(answers=_put(world.answers, slot, reply))
                yield False, after
                if world.doubles and world.ghost == NOTHING:
                    yield True, after._replace(ghost=request, doubles=world.doubles - 1)
            else:
                yield False, self._arrived(after, slot, reply)
        if world.losses:
            key = ("lost", number, lane)
            lost = self._with(world, which, key, lambda b: unanswered(b, lane))
            yield True, _without_answer(lost, slot)._replace(losses=world.losses - 1)

    def _waited(self, world: World, which: int, lane: Lane) -> World:
        key = ("waited", world.boards[which], lane)
        return self._with(world, which, key, lambda b: waited(b, lane))

    def _arrived(self, world: World, slot: int, answer: int) -> World:
        which, lane = slot // 2, LANES[slot % 2]
        reply = self._answers.values[answer]
        key = ("answered", world.boards[which], lane, answer)
        after = self._with(world, which, key, lambda b: answered(b, lane, reply))
        return _without_answer(after, slot)

    def _crash(self, world: World, which: int, push: int) -> Iterator[tuple[bool, World]]:
        """The program ends and starts again; what it had sent may still arrive."""
        device, number = DEVICES[which], world.boards[which]
        after = self._with(
            world, which, ("crashed", number), lambda b: switched_on(device, b.disk, b.written)
        )
        for slot in (which * 2, which * 2 + 1):
            after = _without_answer(after, slot)
        after = after._replace(crashes=world.crashes - 1)
        yield True, after
        not_taken = world.answers[which * 2] == NOTHING
        if not_taken and world.ghost == NOTHING and self._is_push(push):
            yield True, after._replace(ghost=push)

    def _with(
        self, world: World, which: int, key: tuple[Any, ...], act: Callable[[Board], Board]
    ) -> World:
        """Return the world after something happened at a board."""
        after = self._steps.get(key)
        if after is None:
            after = self._boards.number(act(self._boards.values[world.boards[which]]))
            self._steps[key] = after
        boards = (after, world.boards[1]) if which == 0 else (world.boards[0], after)
        return world._replace(boards=boards)

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
            found = self._replies[books, request] = (
                self._books.number(after),
                self._answers.number(reply),
            )
        return found

    def _would_answer(self, books: int, request: int) -> bool:
        found = self._news.get((books, request))
        if found is None:
            asked = self._requests.values[request][1]
            found = self._news[books, request] = has_news(self._books.values[books], asked)
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
        for which, number in enumerate(world.boards):
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
        """Demand that from every state the boards get in sync by themselves."""
        before: list[list[int]] = [[] for _ in worlds]
        for source, target in zip(sources, targets, strict=True):
            before[target].append(source)
        reaches = bytearray(len(worlds))
        waiting = list(goal)
        for place in waiting:
            reaches[place] = 1
        while waiting:
            for source in before[waiting.pop()]:
                if not reaches[source]:
                    reaches[source] = 1
                    waiting.append(source)
        stuck = reaches.find(0)
        if stuck >= 0:
            raise Violation(f"never in sync again: {self.describe(worlds[stuck])}")

    def describe(self, world: World) -> str:
        """Return a state in words."""
        lines = [
            f"{world}",
            f"log {[one.change.id for one in self._books.values[world.books].log('ward-1/shared')]}",
        ]
        for number in world.boards:
            board: Board = self._boards.values[number]
            lines.append(f"confirmed {board.confirmed}, pending {board.pending}, {board.state}")
        return "\n".join(lines)


def _waits(board: Board, books: Books) -> Lane | None:
    """Return a lane that waits for an answer which central would give now."""
    for lane in LANES:
        request = board.request(lane)
        if request is not None and has_news(books, request):
            return lane
    return None


def _put(answers: tuple[int, int, int, int], slot: int, answer: int) -> tuple[int, int, int, int]:
    changed = list(answers)
    changed[slot] = answer
    return (changed[0], changed[1], changed[2], changed[3])


def _without_answer(world: World, slot: int) -> World:
    return world._replace(answers=_put(world.answers, slot, NOTHING))
