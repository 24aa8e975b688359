"""Time as the domain asks for it: instants are aware and in UTC, days belong to a ward."""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the time; only `kiosk.host` has one that reads the machine's."""

    def now(self) -> datetime:
        """Return the instant, aware and in UTC."""
        ...

    def monotonic_s(self) -> float:
        """Return seconds that never go back, for measuring how long something took."""
        ...


def local_time(instant: datetime, zone: str) -> datetime:
    """Return the wall-clock time of an instant in an IANA time zone."""
    return instant.astimezone(ZoneInfo(zone))


def local_day(instant: datetime, zone: str) -> date:
    """Return the calendar day of an instant in an IANA time zone."""
    return local_time(instant, zone).date()


def instant_text(instant: datetime) -> str:
    """Return an instant as it is stored and hashed: `2026-11-24T07:03:00.000Z`, cut to milliseconds."""
    in_utc = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    return in_utc.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def instant_from(text: str) -> datetime:
    """Read what `instant_text` wrote.

    Raises:
        ValueError: the text is not an instant, or has no time zone.
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        message = f"{text!r} has no time zone"
        raise ValueError(message)
    return instant.astimezone(UTC)
