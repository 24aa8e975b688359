"""What can go wrong with the file, in words for a nurse; the driver's errors are turned into these once."""

# ruff: noqa: N818 - errors of the world are named by what happened

import errno
import sqlite3

from kiosk.domain.errors import KioskError

STILL_READS = "Everything that was saved is still here and can be read."


class StoreError(KioskError):
    """The board's file cannot do what was asked of it."""


class StoreFull(StoreError):
    """There is no room on the disk."""

    def __init__(self) -> None:
        super().__init__(
            "Not saved: the disk of this computer is full.",
            STILL_READS,
            "Ask IT to make room, then try again.",
        )


class StoreReadOnly(StoreError):
    """The file or its folder may not be written."""

    def __init__(self) -> None:
        super().__init__(
            "Not saved: this computer does not let the board write to its folder.",
            STILL_READS,
            "Ask IT to allow the board to write there, then try again.",
        )


class StoreInUse(StoreError):
    """Another program holds the file."""

    def __init__(self) -> None:
        super().__init__(
            "This board is already open on this computer.",
            "The board that is open works as before.",
            "Use that one, or close it first.",
        )


class StoreDamaged(StoreError):
    """The file cannot be trusted."""

    def __init__(self) -> None:
        super().__init__(
            "The board's file is damaged.",
            "What is on the screen can still be read.",
            "Start the board again: it puts the file aside and takes its last good copy.",
        )


class StoreReplaced(StoreError):
    """Another file lies where the one that is open was."""

    def __init__(self) -> None:
        super().__init__(
            "Not saved: another file was put in the place of the board's own.",
            "What is on the screen can still be read.",
            "Start the board again: it opens the file that is there now.",
        )


class DiskTrouble(StoreError):
    """The disk did not do what it was told, for a reason it does not name."""

    def __init__(self) -> None:
        super().__init__(
            "Not saved: the disk of this computer did not answer as it should.",
            STILL_READS,
            "Try again. If it happens again, ask IT to look at the disk.",
        )


class NewerStore(StoreError):
    """A newer program made the file."""

    def __init__(self) -> None:
        super().__init__(
            "The board's file was made by a newer version of this program.",
            "The file was not touched.",
            "Install the newer version.",
        )


class OtherFile(StoreError):
    """The file is not a board's, or not this board's."""

    def __init__(self, whose: str) -> None:
        super().__init__(
            f"This file belongs to {whose}.",
            "The file was not touched.",
            "Choose the file of this board.",
        )


class ForkError(StoreError):
    """The same name stands for two different things: a change's id, or a place in a stream or log."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"Two different changes claim to be the same one ({where}).",
            STILL_READS,
            "Ask IT whether this computer was copied or restored.",
        )


class GapError(StoreError):
    """A page does not begin where the log ends.

    Attributes:
        expected: the sequence number that would have followed.
    """

    def __init__(self, expected: int, got: int) -> None:
        self.expected = expected
        super().__init__(
            f"Changes are missing: number {expected} should follow, number {got} came.",
            STILL_READS,
            "The board asks for them again by itself.",
        )


class TooLarge(StoreError):
    """Something is over its limit."""

    def __init__(self, what: str, limit: str) -> None:
        super().__init__(
            f"Not saved: {what} is larger than {limit}.",
            STILL_READS,
            "Split it into smaller pieces.",
        )


_BY_CODE: dict[int, type[StoreFull | StoreReadOnly | StoreInUse | StoreDamaged | DiskTrouble]] = {
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_CANTOPEN: StoreReadOnly,
    sqlite3.SQLITE_PERM: StoreReadOnly,
    sqlite3.SQLITE_BUSY: StoreInUse,
    sqlite3.SQLITE_LOCKED: StoreInUse,
    sqlite3.SQLITE_CORRUPT: StoreDamaged,
    sqlite3.SQLITE_NOTADB: StoreDamaged,
    sqlite3.SQLITE_IOERR: DiskTrouble,
}

PRIMARY_CODE = 0xFF
"""SQLite's extended codes keep the primary one in their lowest byte (sqlite.org/rescode.html)."""


class Door:
    """Turns the driver's errors about the world into a `StoreError`; its errors about our code pass.

    It is passed at every statement, and has no state: one serves all.
    """

    def __enter__(self) -> None:
        """Go in."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> None:
        """Come out.

        Raises:
            StoreError: in words, with the driver's error as its cause.
        """
        if isinstance(error, sqlite3.Error):
            wrapped = in_words(error)
            if wrapped is not None:
                raise wrapped from error


DOOR = Door()


def door() -> Door:
    """Return the door."""
    return DOOR


def in_words(error: sqlite3.Error) -> StoreError | None:
    """Return what the driver's error means, in words; or None when it tells of a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    wrapped = None if code is None else _BY_CODE.get(code & PRIMARY_CODE)
    return None if wrapped is None else wrapped()


def disk_error(error: OSError) -> StoreError:
    """Return what the system's error about a file means, in words."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return StoreFull()
        case errno.EROFS | errno.EACCES | errno.EPERM | errno.ENOENT | errno.ENOTDIR | errno.EEXIST:
            return StoreReadOnly()
        case _:
            return DiskTrouble()
