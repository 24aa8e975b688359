"""The administrator's PIN: not too easy, never in a log, and patient with wrong ones."""

from datetime import timedelta

import pytest

from kiosk.domain.errors import KioskError
from kiosk.services.pins import PinKeeper, problem_with_pin
from kiosk.services.refused import Refused
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.memory_store import MemoryStore
from tests.unit.services.ward import NODE, TUESDAY


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(TUESDAY)


@pytest.fixture
def store(clock: FixedClock) -> MemoryStore:
    return MemoryStore(NODE, SeededIds(), clock)


@pytest.fixture
def keeper(store: MemoryStore, clock: FixedClock) -> PinKeeper:
    keeper = PinKeeper(store, clock)
    keeper.set("4827")
    return keeper


def wrong(keeper: PinKeeper, times: int) -> int:
    """Try a wrong PIN several times; return how long it is locked afterwards."""
    return [keeper.verify("1111").locked_s for _ in range(times)][-1]


@pytest.mark.parametrize(
    ("pin", "words"),
    [
        ("0000", "first that anybody tries"),
        ("7777", "first that anybody tries"),
        ("111111", "first that anybody tries"),
        ("482", "4 to 12 digits"),
        ("1234567890123", "4 to 12 digits"),
        ("", "digits only"),
        ("48a7", "digits only"),
        ("48 7", "digits only"),
        ("\N{ARABIC-INDIC DIGIT FOUR}827", "digits only"),
        ("4827", ""),
        ("482700001111", ""),
    ],
)
def test_a_pin_that_is_too_easy_is_refused_with_words(pin: str, words: str) -> None:
    assert (words in problem_with_pin(pin)) if words else problem_with_pin(pin) == ""


def test_a_refused_pin_does_not_replace_the_one_before(keeper: PinKeeper) -> None:
    with pytest.raises(Refused):
        keeper.set("0000")
    assert keeper.verify("4827").right


def test_the_right_pin_opens_and_a_wrong_one_does_not(keeper: PinKeeper) -> None:
    assert keeper.verify("4827").right
    answer = keeper.verify("4828")
    assert not answer.right
    assert answer.words == "That is not the PIN."


def test_a_board_without_a_pin_opens_to_none(store: MemoryStore, clock: FixedClock) -> None:
    keeper = PinKeeper(store, clock)
    assert not keeper.is_set
    assert not keeper.verify("4827").right


def test_the_pin_itself_is_kept_nowhere(keeper: PinKeeper, store: MemoryStore) -> None:
    assert keeper.is_set
    verifier = store.meta("admin_pin_verifier")
    assert verifier is not None
    assert "4827" not in verifier.split("$")
    assert verifier.startswith("$argon2id$")
    assert store.all_entities() == {}


def test_after_five_wrong_pins_even_the_right_one_waits(
    keeper: PinKeeper, clock: FixedClock
) -> None:
    assert wrong(keeper, 4) == 0
    assert wrong(keeper, 1) == 30
    answer = keeper.verify("4827")
    assert not answer.right
    assert answer.words == "Too many tries. Wait 30 s."

    clock.advance(timedelta(seconds=29))
    assert keeper.verify("4827").locked_s == 1
    clock.advance(timedelta(seconds=1))
    assert keeper.verify("4827").right


def test_each_further_wrong_pin_doubles_the_wait_up_to_an_hour(
    keeper: PinKeeper, clock: FixedClock
) -> None:
    waits = [wrong(keeper, 5)]
    for _ in range(8):
        clock.advance(timedelta(seconds=waits[-1]))
        waits.append(wrong(keeper, 1))

    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_the_right_pin_begins_the_count_anew(keeper: PinKeeper) -> None:
    wrong(keeper, 4)
    assert keeper.verify("4827").right
    assert wrong(keeper, 4) == 0


def test_the_wait_survives_a_restart(
    keeper: PinKeeper, store: MemoryStore, clock: FixedClock
) -> None:
    wrong(keeper, 5)
    assert PinKeeper(store, clock).verify("4827").locked_s == 30


def test_a_clock_that_was_set_back_does_not_lock_for_years(
    keeper: PinKeeper, clock: FixedClock
) -> None:
    wrong(keeper, 5)
    clock.set(TUESDAY - timedelta(days=700))
    assert keeper.verify("4827").locked_s == 30
    clock.advance(timedelta(seconds=30))
    assert keeper.verify("4827").right


def test_a_try_that_cannot_be_counted_is_not_made(keeper: PinKeeper, store: MemoryStore) -> None:
    store.fault = KioskError("Not saved: the disk is full.")
    with pytest.raises(KioskError):
        keeper.verify("4827")
