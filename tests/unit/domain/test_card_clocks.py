"""The clocks of escalation cards."""

from datetime import UTC, datetime, time, timedelta

import pytest
from pydantic import ValidationError

from kiosk.domain.calendars import Calendar, Shift
from kiosk.domain.card_clocks import Clocks, card_due, lateness, time_allowed
from kiosk.domain.cards import (
    Acknowledged,
    Answered,
    Card,
    Closed,
    Criterion,
    Need,
    Owned,
    Progress,
    Raised,
    Returned,
)

ZONE = "Europe/London"


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def card(raised_at: datetime, progress: Progress | None = None, *, serious: bool = False) -> Card:
    return Card(
        node="node:1",
        category="equipment",
        phrase="Broken, waiting for repair",
        sentence=None,
        need=Need.ACTION,
        criterion=Criterion.BARRIER,
        serious_harm=serious,
        raised_at=raised_at,
        progress=progress or Raised(),
    )


@pytest.mark.parametrize(
    ("raised", "due"),
    [
        (at(7, 5), at(15)),  # the day shift ends at 15:00
        (at(11), at(15)),  # exactly four hours are left
        (at(14, 30), at(18, 30)),  # at least four hours
        (at(23), at(7, day=25)),  # the night shift ends on the next day
    ],
)
def test_on_a_ward_the_clock_runs_to_the_end_of_the_shift_but_four_hours_at_least(
    raised: datetime, due: datetime
) -> None:
    assert card_due(card(raised), Calendar(), ZONE) == due


def test_a_node_with_clocks_of_its_own_is_held_to_them() -> None:
    clocks = Clocks(shortest_minutes=60, serious_harm_minutes=10)
    late = card(at(14, 30))
    assert card_due(late, Calendar(), ZONE, clocks=clocks) == at(15, 30)
    assert card_due(card(at(7), serious=True), Calendar(), ZONE, clocks=clocks) == at(7, 10)


@pytest.mark.parametrize(
    "wrong", [{"shortest_minutes": 29}, {"shortest_minutes": 1441}, {"serious_harm_minutes": 4}]
)
def test_a_clock_that_nobody_could_keep_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Clocks.model_validate(wrong)


def test_above_the_ward_it_runs_to_the_end_of_the_day() -> None:
    assert card_due(card(at(9)), Calendar(), ZONE, tier=2) == at(0, day=25)


def test_serious_harm_is_seen_within_half_an_hour() -> None:
    serious = card(at(7), serious=True)
    assert card_due(serious, Calendar(), ZONE) == at(7, 30)
    assert lateness(serious, at(8), Calendar(), ZONE) == timedelta(minutes=30)


def test_seen_serious_harm_goes_on_with_the_cards_clock() -> None:
    seen = card(at(7), Acknowledged(by="Service", at=at(7, 10)), serious=True)
    assert card_due(seen, Calendar(), ZONE) == at(15)


def test_whoever_owns_a_card_is_held_to_the_time_they_named() -> None:
    owned = card(at(7), Owned(by="Estates", at=at(8), due=at(12)))
    assert lateness(owned, at(12), Calendar(), ZONE) is None
    assert lateness(owned, at(13), Calendar(), ZONE) == timedelta(hours=1)


@pytest.mark.parametrize(
    "progress",
    [
        Owned(by="Estates", at=at(8), due=None),
        Answered(by="Estates", at=at(8), answer="Tomorrow"),
        Closed(at=at(8), answer=None, answered_by=None),
    ],
)
def test_nobody_is_late_with_what_they_named_no_time_for_or_have_answered(
    progress: Progress,
) -> None:
    assert lateness(card(at(7), progress), at(7, day=30), Calendar(), ZONE) is None


HOLIDAY_HOURS = Calendar(
    shifts=(Shift(name="Day", starts=time(9)), Shift(name="Off", starts=time(17)))
)


def says_itself(**how: object) -> Card:
    return card(at(10)).model_copy(update={"within_s": 7 * 3600, **how})


def test_a_card_that_says_how_long_it_has_is_due_then_on_every_board() -> None:
    carried = says_itself()

    assert time_allowed(at(10), HOLIDAY_HOURS, ZONE) == timedelta(hours=7)
    for calendar, zone, tier in ((Calendar(), ZONE, 2), (HOLIDAY_HOURS, "Asia/Tokyo", 1)):
        assert card_due(carried, calendar, zone, tier) == at(17)


def test_serious_harm_carries_its_own_time_until_somebody_has_seen_it() -> None:
    serious = says_itself(serious_harm=True, seen_within_s=600)
    seen = serious.model_copy(update={"progress": Acknowledged(by="Service lead", at=at(10, 5))})

    assert card_due(serious, Calendar(), ZONE) == at(10, 10)
    assert card_due(seen, Calendar(), ZONE) == at(17)


def test_a_card_that_came_back_has_as_long_as_at_first_unless_it_says_otherwise() -> None:
    back = Returned(by="Service lead", at=at(12), tier=1, reason="The ward orders it itself")

    plain = says_itself(progress=back)
    exact = says_itself(progress=back.model_copy(update={"within_s": 5 * 3600}))

    assert card_due(plain, Calendar(), ZONE) == at(19)
    assert card_due(exact, Calendar(), ZONE) == at(17)
