"""The agenda tile: countdown, items, the answers that wait, the question of the day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from kiosk.domain.agendas import Agenda, AgendaItem
from kiosk.domain.calendars import Calendar, ClosedPeriod, HuddleSlot
from kiosk.domain.cards import Answered
from kiosk.layouts.tiles import AgendaTile
from kiosk.viewmodels.agenda_tile import agenda_tile
from kiosk.viewmodels.tiles import AgendaTileView
from tests.unit.viewmodels.sample_wards import NOW, card, empty_ward, node, scene

TILE = AgendaTile(id="agenda", type="agenda")


def at(now: datetime, calendar: Calendar | None = None) -> AgendaTileView:
    return agenda_tile(TILE, scene(empty_ward(now=now, node=node(calendar))))


def closed(first: date, last: date) -> ClosedPeriod:
    return ClosedPeriod(first=first, last=last)


def test_minutes_to_the_huddle_count_down() -> None:
    view = at(NOW)
    assert (view.countdown, view.when) == ("12 min", "07:15 · 10 minutes")


def test_the_countdown_agrees_with_the_clock_within_a_minute() -> None:
    assert at(NOW + timedelta(seconds=59)).countdown == "12 min"


@pytest.mark.parametrize("minute", [15, 20, 24])
def test_the_huddle_is_now_during_its_minutes(minute: int) -> None:
    assert at(datetime(2026, 11, 24, 7, minute, tzinfo=UTC)).countdown == "now"


def test_after_the_last_huddle_the_next_one_is_tomorrow() -> None:
    view = at(datetime(2026, 11, 24, 7, 25, tzinfo=UTC))
    assert (view.countdown, view.when) == ("07:15", "tomorrow · 10 minutes")


def test_a_huddle_later_today_is_said_by_its_time() -> None:
    view = at(NOW - timedelta(hours=2))
    assert (view.countdown, view.when) == ("07:15", "today · 10 minutes")


def test_a_huddle_over_midnight_is_still_now_on_the_next_day() -> None:
    night = Calendar(huddles=(HuddleSlot(name="Night", starts=time(23, 50), minutes=30),))
    assert at(datetime(2026, 11, 25, 0, 10, tzinfo=UTC), night).countdown == "now"


def test_a_closed_ward_says_until_when_over_periods_that_touch() -> None:
    calendar = Calendar(
        closed=(
            closed(date(2026, 11, 20), date(2026, 11, 25)),
            closed(date(2026, 11, 26), date(2026, 11, 29)),
        )
    )
    view = at(NOW, calendar)
    assert (view.countdown, view.when) == ("Closed", "until Sunday 29 November")


def test_a_ward_without_huddles_says_so() -> None:
    assert at(NOW, Calendar(huddles=())).when == "no huddle planned"


def test_the_items_stand_with_their_minutes_as_in_the_catalogue() -> None:
    rows = [(row.text, row.right) for row in at(NOW).rows]
    assert rows == [
        ("Thanks, good catches", "1 min"),
        ("Look back 24 h", "2 min"),
        ("Look ahead 24 h", "2 min"),
        ("Ready? (MESS)", "1½ min"),
        ("Answers", "1 min"),
        ("Cards", "1 min"),
        ("Improvement", "¾ min"),
    ]


def test_a_wards_own_agenda_replaces_the_shipped_one_without_open_and_close() -> None:
    items = (
        AgendaItem(key="open", title="Open", seconds=30),
        AgendaItem(key="beds", title="Beds", seconds=90),
    )
    view = agenda_tile(TILE, scene(empty_ward(agenda=Agenda(items=items))))
    assert [row.text for row in view.rows] == ["Beds"]


def test_answers_that_wait_stand_at_their_item() -> None:
    answered = Answered(by="Service", at=NOW, answer="A porter comes")
    cards = {"card:1": card(timedelta(days=1), answered), "card:2": card(timedelta(days=1))}
    view = agenda_tile(TILE, scene(empty_ward(cards=cards)))
    chips = {row.text: row.chip.text for row in view.rows if row.chip}
    assert chips == {"Answers": "1 came down"}


def test_the_equity_question_changes_every_day_and_comes_back() -> None:
    questions = [at(NOW + timedelta(days=ahead)).question for ahead in range(11)]
    assert len(set(questions)) == 10
    assert questions[0] == questions[10]


def test_a_layout_can_leave_the_question_out() -> None:
    tile = AgendaTile(id="agenda", type="agenda", question=False)
    view = agenda_tile(tile, scene(empty_ward()))
    assert (view.question, view.question_label) == ("", "")
