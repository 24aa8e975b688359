"""A clock that stands until it is told to go on."""

from datetime import UTC, datetime, timedelta

MONDAY_MORNING = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


class FixedClock:
    """Tells the same time until it is advanced."""

    def __init__(self, now: datetime = MONDAY_MORNING) -> None:
        self._now = now
        self._monotonic_s = 0.0

    def now(self) -> datetime:
        """Return the instant, aware and in UTC."""
        return self._now

    def monotonic_s(self) -> float:
        """Return seconds that never go back, whatever the wall clock is set to."""
        return self._monotonic_s

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by
        self._monotonic_s += by.total_seconds()

    def set(self, now: datetime) -> None:
        """Set the wall clock, as a person or a time server does; the monotonic clock goes on."""
        self._now = now
