"""When this board writes something: by its own clocks, and corrected by the server's once that is known."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain.clock import Clock, instant_from, instant_text


@dataclass(frozen=True, slots=True)
class Written:
    """When this board wrote something, by both of its clocks: what it is dated again by.

    Attributes:
        at: by its clock, as `instant_text` writes it.
        monotonic_s: by the clock that never goes back.
    """

    at: str
    monotonic_s: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """The server's time at a moment of the clock that never goes back, in this boot."""

    monotonic_s: float
    server_now: datetime

    def at(self, monotonic_s: float) -> datetime:
        """Return the server's time at another moment of that clock."""
        return self.server_now + timedelta(seconds=monotonic_s - self.monotonic_s)


@dataclass(frozen=True, slots=True)
class Dated:
    """When a transaction writes.

    Attributes:
        written: by both of this board's clocks.
        correction_ms: what this board's clock is behind the server's; 0 while that is not known.
    """

    written: Written
    correction_ms: int


def dated(clock: Clock, anchor: Anchor | None) -> Dated:
    """Return when a transaction that begins now writes."""
    written = Written(instant_text(clock.now()), clock.monotonic_s())
    return Dated(written, 0 if anchor is None else correction_ms(written, anchor))


def correction_ms(written: Written, anchor: Anchor) -> int:
    """Return by what this board's clock was behind the server's, or, negative, ahead of it."""
    behind = anchor.at(written.monotonic_s) - instant_from(written.at)
    return round(behind / timedelta(milliseconds=1))
