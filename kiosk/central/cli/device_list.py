"""The list of boards as IT reads it: those that need somebody first, and one line that counts them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from kiosk.central.devices.device import Device, Seen, Standing
from kiosk.domain.clock import instant_from
from kiosk.viewmodels.words import counted, length

SECONDS: Final = 1_000
MEGABYTE: Final = 1_000_000
MINUTE_MS: Final = 60_000
LONG_AGO: Final = timedelta(days=1)
"""A board that was not heard of for so long is counted: its ward may not know."""
HEADINGS: Final = (
    "name",
    "standing",
    "unit",
    "last seen",
    "version",
    "clock",
    "to send",
    "not taken",
    "free MB",
    "device",
)
NONE: Final = "No board has enrolled. `huddle-central code UNIT` makes a code that lets one in."
NONE_WAITS: Final = "No board waits for IT."
ORDER: Final = (Standing.WAITING, Standing.APPROVED, Standing.REVOKED)


@dataclass(frozen=True, slots=True)
class Listed:
    """A board and how it is.

    Attributes:
        device: the board.
        seen: how it was when it last said hello.
        unit: what its unit is called, or nothing.
    """

    device: Device
    seen: Seen
    unit: str

    def silent_for(self, now: datetime) -> timedelta | None:
        """Return how long ago it was heard of, or None before the first time."""
        return now - instant_from(self.seen.at) if self.seen.at else None

    def figure(self, name: str) -> Any:
        """Return a figure that it told of itself, or None."""
        return (self.seen.health or {}).get(name)


def table(boards: Iterable[Listed], now: datetime) -> list[str]:
    """Return the lines of the list: who waits for IT first, then by name; revoked boards last."""
    listed = sorted(
        boards, key=lambda b: (ORDER.index(b.device.standing), b.device.name.casefold())
    )
    rows = [HEADINGS, *(_row(board, now) for board in listed)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADINGS))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def summary(boards: Iterable[Listed], now: datetime) -> str:
    """Return one line that counts the boards: "312 boards · 2 wait for IT · 4 not seen for a day"."""
    known = tuple(boards)
    in_use = tuple(board for board in known if board.device.standing is Standing.APPROVED)
    told: tuple[tuple[str, Callable[[Listed], object]], ...] = (
        ("wait for IT", lambda board: board.device.standing is Standing.WAITING),
        ("revoked", lambda board: board.device.standing is Standing.REVOKED),
    )
    parts = [counted(len(known), "board", "boards")]
    parts += [_count(known, test, words) for words, test in told]
    parts += [
        _count(in_use, lambda board: _is_silent(board, now), "not seen for a day"),
        _count(in_use, lambda board: board.figure("dead"), "with entries not taken"),
    ]
    return " · ".join(part for part in parts if part)


def _count(boards: tuple[Listed, ...], test: Callable[[Listed], object], words: str) -> str:
    number = sum(1 for board in boards if test(board))
    return f"{number:,} {words}" if number else ""


def _is_silent(board: Listed, now: datetime) -> bool:
    silent = board.silent_for(now)
    return silent is None or silent >= LONG_AGO


def _row(board: Listed, now: datetime) -> tuple[str, ...]:
    device, seen = board.device, board.seen
    changed = " (another machine)" if seen.fingerprint_changed_at else ""
    free = board.figure("free_bytes")
    silent = board.silent_for(now)
    return (
        device.name,
        device.standing.value + changed,
        board.unit or "-",
        "never" if silent is None else f"{length(silent)} ago",
        device.app or "-",
        _clock(seen.skew_ms) if seen.at else "-",
        _figure(board.figure("pending")),
        _figure(board.figure("dead")),
        "-" if free is None else str(int(free) // MEGABYTE),
        device.id,
    )


def _figure(value: Any) -> str:
    return "-" if value is None else str(value)


def _clock(skew_ms: int) -> str:
    if abs(skew_ms) < MINUTE_MS:
        return f"{skew_ms / SECONDS:+.1f} s"
    return f"{skew_ms / MINUTE_MS:+.0f} min"
