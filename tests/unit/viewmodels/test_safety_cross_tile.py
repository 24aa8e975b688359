"""The safety cross: silence is not safety, and reporting is never worse."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.calendars import Calendar, ClosedPeriod
from kiosk.domain.events import EventType, Harm, SafetyEvent, Standing
from kiosk.layouts.tiles import SafetyCrossTile
from kiosk.viewmodels.safety_cross_tile import safety_cross_tile
from kiosk.viewmodels.tiles import DayMark, SafetyCrossTileView
from tests.unit.viewmodels.sample_wards import (
    TODAY,
    closed_days,
    empty_ward,
    event,
    node,
    numbered,
    scene,
)

TILE = SafetyCrossTile(id="cross", type="safety_cross")


def shown(
    events: Iterable[SafetyEvent] = (), tile: SafetyCrossTile = TILE, **parts: object
) -> SafetyCrossTileView:
    return safety_cross_tile(tile, scene(empty_ward(events=numbered("event", events), **parts)))


def mark(view: SafetyCrossTileView, day: int) -> DayMark:
    return view.cells[day - 1].mark


def november(day: int) -> date:
    return date(2026, 11, day)


def test_a_day_that_nobody_closed_is_open_and_has_no_colour() -> None:
    view = shown()
    assert {cell.mark for cell in view.cells[:24]} == {DayMark.OPEN}
    assert {cell.mark for cell in view.cells[24:]} == {DayMark.FUTURE}


def test_a_day_is_coloured_when_somebody_said_none_reported() -> None:
    assert mark(shown(safety_days=closed_days(november(3), november(3))), 3) is (
        DayMark.NONE_REPORTED
    )


def test_harm_beats_a_near_miss_and_an_event_beats_none_reported() -> None:
    events = [event(november(6), EventType.NEAR_MISS), event(november(6))]
    closed = closed_days(november(6), november(6))
    assert mark(shown(events, safety_days=closed), 6) is DayMark.HARM


@pytest.mark.parametrize("kind", [EventType.NEAR_MISS, EventType.GOOD_CATCH])
def test_near_misses_and_good_catches_share_a_mark(kind: EventType) -> None:
    assert mark(shown([event(november(9), kind)]), 9) is DayMark.NEAR_MISS


def test_a_layout_can_leave_near_misses_out() -> None:
    tile = SafetyCrossTile(id="cross", type="safety_cross", near_misses=False)
    view = shown([event(november(9), EventType.NEAR_MISS)], tile)
    assert mark(view, 9) is DayMark.OPEN
    assert [chip.text for chip in view.counts] == ["harm 0", "open 24"]


def test_an_event_to_confirm_colours_nothing_but_is_announced() -> None:
    view = shown([event(november(9), standing=Standing.TO_CONFIRM)])
    assert mark(view, 9) is DayMark.OPEN
    assert view.frame.foot_right == "1 to confirm"


@pytest.mark.parametrize(
    ("harm", "marked"), [(Harm.NONE, DayMark.OPEN), (Harm.MINOR, DayMark.HARM)]
)
def test_violence_is_harm_when_it_says_how_badly(harm: Harm, marked: DayMark) -> None:
    assert mark(shown([event(november(9), EventType.VIOLENCE, harm=harm)]), 9) is marked


def test_a_family_concern_neither_marks_nor_closes_a_day() -> None:
    assert mark(shown([event(november(9), EventType.FAMILY_CONCERN)]), 9) is DayMark.OPEN


def test_days_of_a_closed_ward_are_not_open() -> None:
    calendar = Calendar(closed=(ClosedPeriod(first=november(2), last=november(4)),))
    view = shown(node=node(calendar))
    assert [mark(view, day) for day in (1, 2, 4, 5)] == [
        DayMark.OPEN,
        DayMark.CLOSED_WARD,
        DayMark.CLOSED_WARD,
        DayMark.OPEN,
    ]


def test_the_counts_are_of_events_and_today_alone_is_no_omission() -> None:
    events = [event(november(1)), event(november(1)), event(november(6), EventType.NEAR_MISS)]
    view = shown(events, safety_days=closed_days(november(1), november(23)))
    assert [chip.text for chip in view.counts] == ["harm 2", "near miss 1", "today open"]


def test_the_month_is_the_wards_and_not_the_machines() -> None:
    late_on_the_30th = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    facts = node().facts.model_copy(update={"time_zone": "Australia/Sydney"})
    view = shown(now=late_on_the_30th, node=node().model_copy(update={"facts": facts}))
    assert view.month == "December"
    assert [cell.day for cell in view.cells if cell.today] == [1]


@given(st.sets(st.integers(1, 30)), st.sets(st.integers(1, 24)))
def test_only_closed_days_and_confirmed_events_are_coloured(
    closed: set[int], reported: set[int]
) -> None:
    days = closed_days(november(1), november(30), but=map(november, set(range(1, 31)) - closed))
    view = shown([event(november(day)) for day in reported], safety_days=days)
    coloured = {
        cell.day for cell in view.cells if cell.mark in (DayMark.HARM, DayMark.NONE_REPORTED)
    }
    assert coloured == reported | {day for day in closed if day <= TODAY.day}
