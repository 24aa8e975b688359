"""Every interleaving of the small world: what can happen next, what must hold, what must be reachable.

Boards, answers and central's books are kept once each and named by numbers, and what can happen at a board is looked
up; so a place of the world is one whole number, and a step is two additions.

What can still happen at a place only grows with the faults that may still come. So a place is looked at again only
with faults that it was not looked at with before, and whether boards get in sync again is asked once for each place.

A push is taken at one moment and its acknowledgement arrives at another; anything may happen between. What only reads
(hello, pull) is read when its answer arrives, except where a failover or a late push comes between: there the answer
may be from before it. (An answer from longer before is a shorter page, and the same as one that arrived then.)
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, NamedTuple

from kiosk.sync.acts import Request, SendEntries
from kiosk.sync.effects import Lane
from kiosk.sync.protocol import Code, Refusal
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
NOTHING: Final = 0
"""The number of nothing: no answer on its way, no request, no ghost."""

CRASH, DOUBLE, FAILOVER, LOSS = 1, 2, 4, 8
"""Faults that there may be, as bits; each once."""

GHOST_BITS: Final = 12
BOOKS_BITS: Final = 16
SIDE_BITS: Final = 22
GHOST: Final = (1 << GHOST_BITS) - 1
BOOKS: Final = (1 << BOOKS_BITS) - 1
SIDE: Final = (1 << SIDE_BITS) - 1
BOOKS_AT: Final = GHOST_BITS
SIDES_AT: Final = (GHOST_BITS + BOOKS_BITS, GHOST_BITS + BOOKS_BITS + SIDE_BITS)
"""A place of the world: board b and board a, each with what is on its way to it, central's books, and a ghost: a push
that is still on its way although nobody waits for its answer. From the right: ghost, books, b, a."""


class Side(NamedTuple):
    """One board, and the answers that are on their way to it; by numbers."""

    board: int
    push_answer: int = NOTHING
    pull_answer: int = NOTHING


class Move(NamedTuple):
    """What can happen at one board: what it costs of the faults, what is after it, and a ghost that it leaves."""

    cost: int
    side: Side
    books: int
    ghost: int = NOTHING


class Violation(AssertionError):  # noqa: N818 - what it is
    """An invariant does not hold."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked at: places of the world, steps between them, and places in which all boards are in sync."""

    places: int
    steps: int
    converged: int
    boards: int


@dataclass(frozen=True, slots=True)
class View:
    """What can happen at a board, looked up once.

    Attributes:
        written: changes made here.
        waits: whether each lane waits for its timer.
        requests: what each lane has asked, by number.
    """

    written: int
    waits: tuple[bool, bool]
    requests: tuple[int, int]


class Known:
    """Values by number, each once; the first is nothing.

    Args:
        most: how many there may be.
    """

    def __init__(self, most: int = 1 << 30) -> None:
        self.values: list[Any] = [None]
        self._numbers: dict[Hashable, int] = {None: NOTHING}
        self._most = most

    def number(self, value: Any) -> int:
        """Return a value's number."""
        return self.number_of_key(key_of(value), value)

    def number_of_key(self, key: Hashable, value: Any) -> int:
        """Return the number of what has a key."""
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.values)
            self.values.append(value)
            if number > self._most:
                raise OverflowError("The world is larger than its numbers.")
        return number


class Exploration:
    """Looks at everything that can happen from two boards in sync.

    Args:
        writes: how many changes people make at each board.
        faults: which there may be, once each.
    """

    def __init__(self, writes: tuple[int, int], faults: int) -> None:
        self._writes = writes
        self._faults = faults
        self._boards, self._answers, self._requests = Known(), Known(), Known(GHOST)
        self._books, self._sides = Known(BOOKS), Known(SIDE)
        self._views: dict[int, View] = {}
        self._replies: dict[tuple[int, int], tuple[int, int]] = {}
        self._news: dict[tuple[int, int], bool] = {}
        self._after: dict[tuple[Any, ...], int] = {}
        self._free: tuple[dict[int, list[int]], ...] = ({}, {})
        self._costly: tuple[dict[int, list[tuple[int, int, int]]], ...] = ({}, {})
        self._read: dict[tuple[int, int, int], list[int]] = {}
        self._failovers: dict[int, list[int]] = {}
        self._haunts: dict[tuple[int, int], int] = {}
        self._checked: dict[tuple[int, int, int], bool] = {}

    def explore(self) -> Found:
        """Look at every place.

        Raises:
            Violation: an invariant does not hold somewhere, or the boards cannot get in sync any more.
        """
        first = self._first()
        seen = {first: _within(self._faults)}
        waiting: dict[int, list[int]] = {faults: [] for faults in range(self._faults + 1)}
        waiting[self._faults].append(first)
        steps = 0
        # With most faults first: where they took one, there is nothing to be looked at again with fewer.
        for faults in sorted(waiting, key=lambda one: (-one.bit_count(), one)):
            here, within = waiting[faults], _within(faults)
            while here:
                place = here.pop()
                for following in self._free_steps(place):
                    steps += 1
                    before = seen.get(following, 0)
                    if not before >> faults & 1:
                        seen[following] = before | within
                        here.append(following)
                for cost, following in self._faulty_steps(place, faults):
                    steps += 1
                    left = faults & ~cost
                    before = seen.get(following, 0)
                    if not before >> left & 1:
                        seen[following] = before | _within(left)
                        waiting[left].append(following)
        converged = self._check_all(seen)
        return Found(len(seen), steps, converged, len(self._boards.values) - 1)

    def _first(self) -> int:
        """Return the place in which both boards are in sync and nothing was written yet."""
        books = Books()
        boards = []
        for device in DEVICES:
            board = switched_on(device)
            while (lane := _waits(board, books)) is not None:
                request = board.request(lane)
                assert request is not None
                books, reply = ask(books, device, request)
                board = answered(board, lane, reply)
            boards.append(self._boards.number(board))
        a, b = (self._sides.number(Side(board)) for board in boards)
        return a << SIDES_AT[0] | b << SIDES_AT[1] | self._books.number(books) << BOOKS_AT

    # What can happen

    def _free_steps(self, place: int) -> Iterator[int]:
        """Yield the places after everything that is no fault."""
        books, ghost = place >> BOOKS_AT & BOOKS, place & GHOST
        for which in (0, 1):
            key = (place >> SIDES_AT[which] & SIDE) << BOOKS_BITS | books
            moves = self._free[which].get(key)
            if moves is None:
                moves = self._look_up(which, key)
            rest = place & REST[which]
            if ghost:
                yield from (self._haunted(rest | move, ghost) for move in moves)
            else:
                for move in moves:
                    yield rest | move
        if ghost:
            taken, _ = self._asked(books, ghost)
            yield from self._read_before(place, taken, NOTHING)

    def _faulty_steps(self, place: int, faults: int) -> Iterator[tuple[int, int]]:
        """Yield what each fault that may come costs, and the place after it; a ghost may never come."""
        books, ghost = place >> BOOKS_AT & BOOKS, place & GHOST
        if ghost:
            yield 0, place & ~GHOST
        for which in (0, 1):
            key = (place >> SIDES_AT[which] & SIDE) << BOOKS_BITS | books
            rest = place & REST[which]
            for cost, move, left in self._costly[which][key]:
                if cost & faults and not (left and ghost):
                    yield cost, self._haunted(rest | move, left or ghost)
        if faults & FAILOVER:
            for kept in self._failed_over(books):
                for after in self._read_before(place, kept, NOTHING):
                    yield FAILOVER, self._haunted(after, ghost)

    def _haunted(self, place: int, ghost: int) -> int:
        """Return a place with a ghost that may still do something there, or without one that never will.

        What central has on a timeline it keeps, and what is sent on another it refuses. So a push that changes nothing
        now changes nothing later, unless it comes too early: with a gap before it.
        """
        if not ghost:
            return place
        books = place >> BOOKS_AT & BOOKS
        haunts = self._haunts.get((books, ghost))
        if haunts is None:
            taken, reply = self._asked(books, ghost)
            told = self._answers.values[reply]
            early = isinstance(told, Refusal) and told.error is Code.GAP
            haunts = self._haunts[books, ghost] = ghost if taken != books or early else NOTHING
        return place & ~GHOST | haunts

    def _look_up(self, which: int, key: int) -> list[int]:
        """Find out what can happen at a board; return what of it is no fault."""
        side, books = self._sides.values[key >> BOOKS_BITS], key & BOOKS
        free: dict[int, None] = {}
        costly: dict[tuple[int, int, int], None] = {}
        for move in self._possible(which, side, books):
            after = self._sides.number(move.side) << SIDES_AT[which] | move.books << BOOKS_AT
            if not move.cost:
                free[after] = None
            elif move.cost & self._faults:
                costly[move.cost, after, move.ghost] = None
        self._costly[which][key] = list(costly)
        found = self._free[which][key] = list(free)
        return found

    def _possible(self, which: int, side: Side, books: int) -> Iterator[Move]:
        view = self._view(side.board, which)
        if view.written < self._writes[which]:
            yield Move(0, side._replace(board=self._step(side, ("wrote",), wrote)), books)
        for place, lane in enumerate(LANES):
            if view.waits[place]:
                board = self._step(side, ("waited", lane), partial(waited, lane=lane))
                yield Move(0, side._replace(board=board), books)
            if view.requests[place]:
                yield from self._on_the_way(side, books, place, view.requests[place])
        if self._faults & CRASH:
            yield from self._crash(which, side, books, view.requests[0])

    def _on_the_way(self, side: Side, books: int, place: int, request: int) -> Iterator[Move]:
        answer, lane = side[1 + place], LANES[place]
        if answer:
            yield Move(0, self._arrived(side, place, answer), books)
        elif self._would_answer(books, request):
            after, reply = self._asked(books, request)
            if self._is_push(request):
                sent = side._replace(push_answer=reply)
                yield Move(0, sent, after)
                yield Move(DOUBLE, sent, after, request)
            else:
                yield Move(0, self._arrived(side, place, reply), after)
        if self._faults & LOSS:
            board = self._step(side, ("lost", lane), partial(unanswered, lane=lane))
            yield Move(LOSS, _without_answer(side, place)._replace(board=board), books)

    def _arrived(self, side: Side, place: int, answer: int) -> Side:
        lane = LANES[place]
        arrive = partial(answered, lane=lane, reply=self._answers.values[answer])
        board = self._step(side, ("answered", lane, answer), arrive)
        return _without_answer(side, place)._replace(board=board)

    def _crash(self, which: int, side: Side, books: int, push: int) -> Iterator[Move]:
        """The program ends and starts again; what it had sent may still arrive."""

        def again(board: Board) -> Board:
            return switched_on(DEVICES[which], board.disk, board.written)

        after = Side(self._step(side, ("crashed",), again))
        yield Move(CRASH, after, books)
        if not side.push_answer and self._is_push(push):
            yield Move(CRASH, after, books, push)

    def _step(self, side: Side, how: tuple[Any, ...], act: Callable[[Board], Board]) -> int:
        """Return the number of the board after something happened at it."""
        key = (side.board, *how)
        after = self._after.get(key)
        if after is None:
            after = self._boards.number(act(self._boards.values[side.board]))
            self._after[key] = after
        return after

    def _read_before(self, place: int, books: int, ghost: int) -> Iterator[int]:
        """Yield the places with other books, and none, some or all of what only reads answered before."""
        rest = books << BOOKS_AT | ghost
        for a in self._answers_before(0, place):
            for b in self._answers_before(1, place):
                yield rest | a | b

    def _answers_before(self, which: int, place: int) -> list[int]:
        number, books = place >> SIDES_AT[which] & SIDE, place >> BOOKS_AT & BOOKS
        found = self._read.get((which, number, books))
        if found is not None:
            return found
        side: Side = self._sides.values[number]
        sides = [side]
        for lane, request in enumerate(self._view(side.board, which).requests):
            if not request or side[1 + lane] or self._is_push(request):
                continue
            if self._would_answer(books, request):
                _, reply = self._asked(books, request)
                slot = SLOTS[lane]
                sides += [one._replace(**{slot: reply}) for one in tuple(sides)]
        found = [self._sides.number(one) << SIDES_AT[which] for one in sides]
        self._read[which, number, books] = found
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

    def _check_all(self, seen: dict[int, int]) -> int:
        """Demand every invariant everywhere, and that boards get in sync from everywhere without a further fault.

        Returns:
            In how many places they are in sync.

        Raises:
            Violation: one does not hold.
        """
        gets_there = {place for place in seen if self._check(place)}
        converged = len(gets_there)
        for place in seen:
            if place not in gets_there:
                self._follow(place, gets_there)
        return converged

    def _follow(self, place: int, gets_there: set[int]) -> None:
        """Find a way to where boards get in sync, and add what is on it.

        Raises:
            Violation: there is none.
        """
        been = {place}
        way = [(place, self._free_steps(place))]
        while way:
            following = next(way[-1][1], None)
            if following is None:
                way.pop()
            elif following in gets_there:
                gets_there.update(one for one, _ in way)
                return
            elif following not in been:
                been.add(following)
                way.append((following, self._free_steps(following)))
        raise Violation(f"never in sync again: {self.describe(place)}")

    def _check(self, place: int) -> bool:
        """Demand every invariant; tell whether the boards are in sync.

        Raises:
            Violation: one does not hold.
        """
        books = place >> BOOKS_AT & BOOKS
        in_sync = True
        for which in (0, 1):
            key = (which, place >> SIDES_AT[which] & SIDE, books)
            holds = self._checked.get(key)
            if holds is None:
                holds = self._checked[key] = self._check_board(*key)
            in_sync = in_sync and holds
        return in_sync

    def _check_board(self, which: int, side: int, books_number: int) -> bool:
        """Demand what must hold of a board and central; tell whether all that was written is in both."""
        device = DEVICES[which]
        board: Board = self._boards.values[self._sides.values[side].board]
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

    def describe(self, place: int) -> str:
        """Return a place in words."""
        books = self._books.values[place >> BOOKS_AT & BOOKS]
        lines = [f"log {[one.change.id for one in books.log('ward-1/shared')]}"]
        for at in SIDES_AT:
            side: Side = self._sides.values[place >> at & SIDE]
            board: Board = self._boards.values[side.board]
            lines.append(f"confirmed {board.confirmed}, pending {board.pending}, {board.state}")
        return "\n".join(lines)


SLOTS: Final = ("push_answer", "pull_answer")
REST: Final = tuple(SIDE << SIDES_AT[1 - which] | GHOST for which in (0, 1))
"""By board, what of a place is not changed by what happens at it."""


def _without_answer(side: Side, place: int) -> Side:
    return side._replace(**{SLOTS[place]: NOTHING})


def _within(faults: int) -> int:
    """Return all sets of faults that lie within one, as bits."""
    return sum(1 << one for one in range(faults + 1) if not one & ~faults)


def _waits(board: Board, books: Books) -> Lane | None:
    """Return a lane that waits for an answer which central would give now."""
    for lane in LANES:
        request = board.request(lane)
        device = board.disk.whose.device
        if request is not None and may_answer(books, device, request):
            return lane
    return None
