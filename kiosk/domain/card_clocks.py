"""The clocks of escalation cards: by when somebody owes the next step, and how late it is."""

from datetime import datetime, time, timedelta

from pydantic import Field

from kiosk.domain.calendars import Calendar, at_local, shift_at
from kiosk.domain.cards import Acknowledged, Card, Owned, Raised, Returned
from kiosk.domain.clock import local_day
from kiosk.domain.entities import State


class Clocks(State):
    """How long a node's cards may wait; the defaults are those of DOMAIN.md, section 4.

    Attributes:
        shortest_minutes: a card raised late in a shift, or late in the day, still has this long.
        serious_harm_minutes: serious harm is acknowledged within this time, at any hour.
    """

    shortest_minutes: int = Field(default=240, ge=30, le=1440)
    serious_harm_minutes: int = Field(default=30, ge=5, le=240)

    @property
    def shortest(self) -> timedelta:
        """What every card has at least."""
        return timedelta(minutes=self.shortest_minutes)

    @property
    def serious_harm(self) -> timedelta:
        """What serious harm has."""
        return timedelta(minutes=self.serious_harm_minutes)


USUAL_CLOCKS = Clocks()
"""What holds where nobody set anything else."""


def time_allowed(
    begun: datetime,
    calendar: Calendar,
    zone: str,
    tier: int = 1,
    clocks: Clocks = USUAL_CLOCKS,
) -> timedelta:
    """Return how long somebody has for the next step of a card, in whole seconds.

    Args:
        begun: when its clock began.
        calendar: of the node that raised it.
        zone: that node's IANA time zone.
        tier: that node's: on tier 1 the end of the same shift, but at least 4 h; above, the end of the same day.
        clocks: that node's.
    """
    left = _end(begun, calendar, zone, tier) - begun
    return timedelta(seconds=round(max(left, clocks.shortest).total_seconds()))


def card_due(
    card: Card, calendar: Calendar, zone: str, tier: int = 1, clocks: Clocks = USUAL_CLOCKS
) -> datetime | None:
    """Return the instant by which somebody owes the next step of a card, or None when nobody does.

    A clock runs from the moment of raising, and anew when a card comes back from above. Somebody who owns a card is
    held to the day they named; an answered card waits for the unit and is not late. How long a clock runs is carried
    by the card, so that every board says the same, whatever its own calendar is.

    Args:
        card: the card as it stands.
        calendar: of the node that raised it; this and the rest hold for a card that does not say how long it has.
        zone: that node's IANA time zone.
        tier: that node's tier.
        clocks: that node's.
    """
    match card.progress:
        case Owned(due=due):
            return due
        case Raised() if card.serious_harm:
            seen_within_s = card.seen_within_s
            if seen_within_s is None:
                return card.raised_at + clocks.serious_harm
            return card.raised_at + timedelta(seconds=seen_within_s)
        case Raised() | Acknowledged():
            begun, within_s = card.raised_at, card.within_s
        case Returned(at=at, within_s=anew):
            begun, within_s = at, card.within_s if anew is None else anew
        case _:
            return None
    if within_s is not None:
        return begun + timedelta(seconds=within_s)
    return begun + time_allowed(begun, calendar, zone, tier, clocks)


def lateness(
    card: Card,
    now: datetime,
    calendar: Calendar,
    zone: str,
    tier: int = 1,
    clocks: Clocks = USUAL_CLOCKS,
) -> timedelta | None:
    """Return how late the next step of a card is, or None as long as it is in time."""
    due = card_due(card, calendar, zone, tier, clocks)
    return now - due if due is not None and now > due else None


def _end(begun: datetime, calendar: Calendar, zone: str, tier: int) -> datetime:
    """Return the end of the shift in which a clock began, above the ward that of the day."""
    if tier == 1:
        return shift_at(calendar, begun, zone).ends
    tomorrow = local_day(begun, zone) + timedelta(days=1)
    return at_local(tomorrow, time(), zone)
