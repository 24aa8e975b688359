"""Counts of windows: their ends, and everyone but one group."""

import pytest

from kiosk.analytics.comparable import Measure
from kiosk.analytics.counts import Counted, end_length, ends_of, pooled, rest_of


@pytest.mark.parametrize(
    ("windows", "length"), [(2, 1), (3, 1), (5, 1), (6, 2), (9, 3), (12, 3), (24, 3)]
)
def test_a_third_of_the_windows_but_no_more_than_three_is_an_end(windows: int, length: int) -> None:
    assert end_length(windows) == length


def test_the_ends_are_taken_together_from_windows_that_are_shown() -> None:
    counts = [None, *(Counted(each, 10) for each in range(6)), None, Counted(0, 0)]
    assert ends_of(counts) == (Counted(1, 20), Counted(9, 20))


def test_one_window_has_no_ends() -> None:
    assert ends_of([Counted(1, 2), None]) is None


def test_several_windows_together_are_their_sums() -> None:
    assert pooled([Counted(1, 2), Counted(3, 4)]) == Counted(4, 6)


def test_the_rest_is_everyone_without_the_group() -> None:
    assert rest_of([Counted(7, 10)], [Counted(2, 4)], Measure.PROPORTION) == (Counted(5, 6),)


@pytest.mark.parametrize(
    ("everyone", "group"),
    [
        (None, Counted(1, 2)),
        (Counted(1, 2), None),
        (Counted(5, 10), Counted(5, 10)),
        (Counted(5, 10), Counted(6, 8)),
        (Counted(9, 10), Counted(0, 5)),
    ],
)
def test_where_the_rest_cannot_be_known_there_is_none(
    everyone: Counted | None, group: Counted | None
) -> None:
    assert rest_of([everyone], [group], Measure.PROPORTION) == (None,)


def test_the_rest_may_have_more_events_than_time_at_risk() -> None:
    assert rest_of([Counted(9, 2)], [Counted(1, 1)], Measure.RATE) == (Counted(8, 1),)
