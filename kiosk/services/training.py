"""When training ends: by itself, at the next shift start that is at least an hour away."""

from datetime import datetime, timedelta

from kiosk.domain.calendars import Calendar, shift_at

SHORTEST_TRAINING = timedelta(hours=1)
LONGEST_TRAINING = timedelta(hours=49)
"""A whole day's shift, begun within an hour of the one before, on the night when clocks go back."""


def training_ends(calendar: Calendar, zone: str, began: datetime) -> datetime:
    """Return the instant at which training ends.

    Args:
        calendar: the ward's shifts.
        zone: the ward's IANA time zone.
        began: when training began.
    """
    ends = shift_at(calendar, began, zone).ends
    while ends - began < SHORTEST_TRAINING:
        ends = shift_at(calendar, ends, zone).ends
    return ends


def training_has_ended(ends_at: datetime, now: datetime) -> bool:
    """Tell whether training is over; an end further off than any shift was set by a wrong clock."""
    return now >= ends_at or ends_at - now > LONGEST_TRAINING
