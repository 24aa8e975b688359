"""The clocks of escalation cards: by when somebody owes the next step, and how late it is."""

from datetime import datetime, time, timedelta

from kiosk.domain.calendars import Calendar, at_local, shift_at
from kiosk.domain.cards import Acknowledged, Card, Owned, Raised, Returned
from kiosk.domain.clock import local_day

SHORTEST_CLOCK = timedelta(hours=4)
"""A card raised late in a shift still has this long (DOMAIN.md section 4)."""

SERIOUS_HARM_CLOCK = timedelta(minutes=30)
"""Serious harm is acknowledged within this time, at any hour."""


def card_due(card: Card, calendar: Calendar, zone: str, tier: int = 1) -> datetime | None:
    """Return the instant by which somebody owes the next step of a card, or None when nobody does.

    A clock runs from the moment of raising, and anew when a card comes back from above. Somebody
    who owns a card is held to the day they named; an answered card waits for the unit and is not
    late.

    Args:
        card: the card as it stands.
        calendar: the calendar of the node that raised it.
        zone: that node's IANA time zone.
        tier: that node's tier: on tier 1 the end of the same shift, but at least 4 h; above, the
            end of the same day.
    """
    match card.progress:
        case Owned(due=due):
            return due
        case Raised() if card.serious_harm:
            return card.raised_at + SERIOUS_HARM_CLOCK
        case Raised() | Acknowledged():
            return _end_of_clock(card.raised_at, calendar, zone, tier)
        case Returned(at=at):
            return _end_of_clock(at, calendar, zone, tier)
        case _:
            return None


def lateness(
    card: Card, now: datetime, calendar: Calendar, zone: str, tier: int = 1
) -> timedelta | None:
    """Return how late the next step of a card is, or None as long as it is in time."""
    due = card_due(card, calendar, zone, tier)
    return now - due if due is not None and now > due else None


def _end_of_clock(raised_at: datetime, calendar: Calendar, zone: str, tier: int) -> datetime:
    if tier == 1:
        end = shift_at(calendar, raised_at, zone).ends
        return max(end, raised_at + SHORTEST_CLOCK)
    tomorrow = local_day(raised_at, zone) + timedelta(days=1)
    return max(at_local(tomorrow, time(), zone), raised_at + SHORTEST_CLOCK)
