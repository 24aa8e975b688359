"""Days between events: the spells against the calendar, the limits by hand."""

from datetime import date, timedelta

import pytest

from kiosk.analytics.rare_events import (
    SpellRule,
    days_between,
    g_limits,
    spell_chart,
    t_limits,
)

FIRST = date(2025, 1, 1)


def after(*days: int) -> list[date]:
    return [FIRST + timedelta(days=each) for each in days]


def test_spells_are_the_days_from_one_event_to_the_next_in_any_order() -> None:
    assert days_between(after(30, 0, 12)) == (12, 18)


def test_events_on_one_day_are_no_day_apart() -> None:
    assert days_between(after(0, 5, 5)) == (5, 0)


@pytest.mark.parametrize("events", [[], after(4)])
def test_fewer_than_two_events_have_no_spell_between_them(events: list[date]) -> None:
    assert days_between(events) == ()


def test_closed_days_are_left_out_of_a_spell() -> None:
    friday, saturday, sunday, monday = after(2, 3, 4, 5)
    assert days_between([friday, monday], closed=[sunday, saturday, saturday]) == (1,)


def test_spells_add_up_across_an_event_on_a_closed_day() -> None:
    closed = after(3, 4)
    assert days_between(after(0, 10), closed) == (8,)
    assert sum(days_between(after(0, 3, 10), closed)) == 8


def test_a_spell_across_the_change_of_clocks_is_counted_in_days() -> None:
    assert days_between([date(2025, 3, 29), date(2025, 3, 31)]) == (2,)


def test_without_events_there_is_neither_a_running_spell_nor_a_usual_one() -> None:
    chart = spell_chart([], FIRST)
    assert (chart.running, chart.usual, chart.upper) == (None, None, None)
    assert chart.spells_until_limits == 12
    assert not chart.longer_than_upper


def test_one_event_starts_a_running_spell() -> None:
    chart = spell_chart(after(0), after(40)[0], closed=after(10))
    assert chart.running == 39
    assert chart.usual is None


def test_on_the_day_of_an_event_the_running_spell_is_zero() -> None:
    assert spell_chart(after(0), FIRST).running == 0


def test_events_after_today_are_left_out() -> None:
    chart = spell_chart(after(0, 10, 50), after(20)[0])
    assert chart.spells == (10,)
    assert chart.running == 10


def test_eleven_spells_have_no_limits_and_twelve_have() -> None:
    events = after(*range(0, 60, 5))
    eleven = spell_chart(events, events[-1])
    twelve = spell_chart([*events, after(60)[0]], after(60)[0])
    assert (len(eleven.spells), eleven.upper, eleven.spells_until_limits) == (11, None, 1)
    assert eleven.usual == 5
    assert (len(twelve.spells), twelve.spells_until_limits) == (12, 0)
    assert twelve.upper == pytest.approx(5 + 3 * 30**0.5)
    assert twelve.lower == 0


def test_the_running_spell_is_unusually_long_only_strictly_beyond_the_upper_limit() -> None:
    events = after(*range(0, 104, 8))
    upper = 8 + 3 * 72**0.5
    last_usual, first_unusual = int(upper), int(upper) + 1
    assert not spell_chart(events, after(96 + last_usual)[0]).longer_than_upper
    assert spell_chart(events, after(96 + first_unusual)[0]).longer_than_upper


def test_the_running_spell_moves_neither_the_usual_length_nor_the_limits() -> None:
    events = after(*range(0, 104, 8))
    now, later = spell_chart(events, after(97)[0]), spell_chart(events, after(500)[0])
    assert (now.usual, now.upper) == (later.usual, later.upper)


def test_events_all_on_one_day_have_no_limits() -> None:
    chart = spell_chart(after(*[3] * 20), after(3)[0])
    assert (chart.usual, chart.lower, chart.upper) == (0, None, None)
    assert not chart.longer_than_upper


def test_a_t_chart_counts_a_spell_of_no_whole_day_as_half_a_day_and_says_how_many() -> None:
    events = after(0, 0, *range(3, 60, 4))
    chart = spell_chart(events, after(60)[0], rule=SpellRule.T)
    expected = t_limits([0.5, 3, *[4] * 14])
    assert chart.counted_as_half == 1
    assert (chart.usual, chart.upper) == (
        expected.usual,
        expected.limits and expected.limits.upper,
    )
    assert spell_chart(events, after(60)[0]).counted_as_half == 0


def test_times_that_never_vary_have_no_t_limits() -> None:
    assert t_limits([6.0] * 20).limits is None


def test_negative_spells_and_none_at_all_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        g_limits([3, -1])
    with pytest.raises(ValueError, match="no days between"):
        g_limits([])
    with pytest.raises(ValueError, match="times above 0"):
        t_limits([None])
