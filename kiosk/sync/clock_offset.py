"""What a hello tells about this computer's clock: its offset by the round trip's midpoint, and an anchor."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

ROUND_TRIP_MOST_S: Final = 30.0
"""A round trip that took longer tells nothing about clocks."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The server's time at a moment of the monotonic clock; from it, times of this boot are told.

    Attributes:
        now_s: the moment.
        server_now: the server's time then.
        skew_s: by how much this wall clock is ahead of the server's; negative: behind.
    """

    now_s: float
    server_now: datetime
    skew_s: float

    def at(self, now_s: float) -> datetime:
        """Return the server's time at another moment of the monotonic clock."""
        return self.server_now + timedelta(seconds=now_s - self.now_s)


def anchor_from(
    sent: tuple[float, datetime], received_s: float, server_now: datetime
) -> Anchor | None:
    """Return an anchor: the server's time belongs to the middle of the round trip.

    The wall clock is read once, when the request leaves, so that a clock set in between does no harm.

    Args:
        sent: both clocks when the request left.
        received_s: the monotonic clock when the answer came.
        server_now: what it said.

    Returns:
        The anchor, or None when the round trip took too long or a clock went back.
    """
    sent_s, sent_wall = sent
    trip_s = received_s - sent_s
    if not 0 <= trip_s <= ROUND_TRIP_MOST_S:
        return None
    middle = timedelta(seconds=trip_s / 2)
    try:
        skew_s = (sent_wall + middle - server_now).total_seconds()
        return Anchor(received_s, server_now + middle, skew_s)
    except OverflowError:
        return None
