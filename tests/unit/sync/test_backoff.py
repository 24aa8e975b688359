"""Waits: full jitter between limits, what central asks for, and a spread after an outage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync.backoff import (
    FIRST_S,
    MOST_S,
    RETRY_AFTER_MOST_S,
    SPREAD_S,
    ceiling_s,
    spread_s,
    wait_s,
)

DRAWS = st.floats(0.0, 1.0, exclude_max=True)


@pytest.mark.parametrize(
    ("attempts", "ceiling"), [(1, FIRST_S), (2, 4.0), (8, 256.0), (9, MOST_S), (10**9, MOST_S)]
)
def test_the_ceiling_doubles_from_two_seconds_to_five_minutes(
    attempts: int, ceiling: float
) -> None:
    assert ceiling_s(attempts) == ceiling


@given(st.integers(1, 40), DRAWS)
def test_a_wait_is_anywhere_below_the_ceiling(attempts: int, draw: float) -> None:
    assert wait_s(attempts, draw) == draw * ceiling_s(attempts)


@given(st.integers(1, 40), DRAWS, st.floats(0.001, RETRY_AFTER_MOST_S))
def test_a_wait_is_never_shorter_than_central_asks_for(
    attempts: int, draw: float, asked_s: float
) -> None:
    assert asked_s <= wait_s(attempts, draw, asked_s) <= 2 * asked_s


@pytest.mark.parametrize("asked_s", [0.0, -1.0, float("nan")])
def test_a_wait_that_makes_no_sense_is_not_asked_for(asked_s: float) -> None:
    assert wait_s(1, 0.5, asked_s) == 1.0


def test_central_cannot_send_a_board_away_for_more_than_an_hour() -> None:
    assert wait_s(1, 0.0, 1e9) == RETRY_AFTER_MOST_S


@given(st.floats(-10.0, 1e9), DRAWS)
def test_after_an_outage_boards_come_back_within_two_minutes(outage_s: float, draw: float) -> None:
    assert 0.0 <= spread_s(outage_s, draw) <= SPREAD_S


def test_a_short_outage_costs_no_wait() -> None:
    assert spread_s(1.0, 0.999) < 0.1


@given(st.integers(1, 50), DRAWS, st.floats(0, 1e6))
def test_no_wait_is_longer_than_a_quarter_of_the_outage(
    attempts: int, draw: float, outage_s: float
) -> None:
    wait = wait_s(attempts, draw, outage_s=outage_s)

    assert wait <= max(FIRST_S, outage_s / 4)
    assert wait <= wait_s(attempts, draw)
