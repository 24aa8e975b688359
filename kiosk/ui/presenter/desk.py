"""What the presenter asks of the desk and of the machine, and the plain values that come back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from kiosk.viewmodels.boards import BoardView, Face
from kiosk.viewmodels.forms.form import Context

ResultT = TypeVar("ResultT")
UndoToken = Any
"""What the desk needs in order to take something back; opaque here."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The board as it stands, and what forms may know; `board` is None before the first set-up."""

    board: BoardView | None
    context: Context


@dataclass(frozen=True, slots=True)
class Kept:
    """Something is on disk; `undo` takes it back while that can stand."""

    undo: UndoToken | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class NotKept:
    """Nothing was written, and why, in words."""

    words: str


class Desk(Protocol):
    """What runs off the UI thread: every method returns plain values and raises nothing expected."""

    def show(self, face: Face) -> Shown:
        """Return the board as it stands."""
        ...

    def history(self, context: Context, entity: str) -> Context:
        """Return the context with an entity's history."""
        ...

    def perform(self, node_id: str, commands: tuple[Any, ...], command_id: str) -> Kept | NotKept:
        """Carry commands out on a node's board, all or none; the same id twice is done once."""
        ...

    def undo(self, token: UndoToken) -> Kept | NotKept:
        """Take something back."""
        ...

    def ask(self, request: str, values: Mapping[str, str]) -> Kept | NotKept:
        """Do what is not a change of the ward."""
        ...

    def look_round(self) -> bool:
        """Take in what came from outside (a layout saved, a release dropped); tell whether anything did."""
        ...


class Post(Protocol):
    """Runs work at the desk, off the UI thread, and hands the result back on it."""

    def __call__(
        self, work: Callable[[Any], ResultT], reply: Callable[[ResultT], None] | None = None
    ) -> None:
        """Queue work; replies come in order."""
        ...


@dataclass(frozen=True, slots=True)
class Habits:
    """Times after which the board acts by itself, in seconds."""

    idle_return_s: float = 60.0
    staff_face_s: float = 60.0
    undo_s: float = 10.0
    look_round_s: float = 2.0
    changes_s: float = 0.4
    """How often, at most, what comes from other boards is shown."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What the presenter takes from the machine, so that tests can give their own."""

    monotonic_s: Callable[[], float]
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    leave: Callable[[], None]
