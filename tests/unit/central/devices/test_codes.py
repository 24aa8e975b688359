"""Codes let boards in within their limits, however many ask at once; nobody can read one again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from kiosk.central.devices.codes import BULK_BOARDS, BULK_DAYS, LETTERS, Codes, hashed, within
from kiosk.central.storage.memory.storage import MemoryStorage
from kiosk.domain.errors import KioskError
from tests.fakes.clock import FixedClock
from tests.fakes.directories import WARD
from tests.fakes.ids import SeededIds


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands."""
    return FixedClock()


@pytest.fixture
def codes(clock: FixedClock) -> Codes:
    """Codes in memory."""
    return Codes(MemoryStorage(clock, SeededIds()), clock, SeededIds("codes"))


def test_a_code_has_no_letters_that_look_like_each_other(codes: Codes) -> None:
    for _ in range(50):
        code = codes.once(WARD)
        assert len(code) == 9
        assert set(code.replace("-", "")) <= set(LETTERS)
    assert not set("01IO") & set(LETTERS)


def test_of_many_who_use_a_code_at_once_one_comes_in(codes: Codes) -> None:
    code = codes.once(WARD)

    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(lambda _: codes.admit(code, "127.0.0.1"), range(32)))

    assert sum(one is not None for one in came) == 1


def test_of_many_who_use_a_fleet_code_at_once_as_many_come_in_as_it_says(codes: Codes) -> None:
    code = codes.bulk(WARD, boards=5, days=1)

    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(lambda _: codes.admit(code, "127.0.0.1"), range(32)))

    assert sum(one is not None for one in came) == 5


@pytest.mark.parametrize(
    ("boards", "days", "network"),
    [
        (0, 1, ""),
        (BULK_BOARDS + 1, 1, ""),
        (1, 0, ""),
        (1, BULK_DAYS + 1, ""),
        (1, 1, "10.0.0.1/8"),
    ],
)
def test_limits_of_a_fleet_code_have_limits(
    codes: Codes, boards: int, days: int, network: str
) -> None:
    with pytest.raises(KioskError):
        codes.bulk(WARD, boards, days, network)


def test_the_largest_fleet_code_can_be_made(codes: Codes, clock: FixedClock) -> None:
    code = codes.bulk(WARD, BULK_BOARDS, BULK_DAYS)
    clock.advance(timedelta(days=BULK_DAYS) - timedelta(seconds=1))
    assert codes.admit(code, "::1") is not None
    clock.advance(timedelta(seconds=1))
    assert codes.admit(code, "::1") is None


def test_codes_are_listed_without_what_opens_anything(codes: Codes, clock: FixedClock) -> None:
    once, bulk = codes.once(WARD), codes.bulk(WARD, boards=2, days=1)

    listed = codes.listed()
    clock.advance(timedelta(minutes=11))

    assert [code.bulk is None for code in listed] == [True, False]
    assert not {once, bulk} & {code.id for code in listed}
    assert len(codes.listed()) == 1


def test_a_code_is_taken_back_by_itself_or_by_what_is_listed(codes: Codes) -> None:
    once, other = codes.once(WARD), codes.once(WARD)

    assert codes.revoke(once)
    assert codes.revoke(hashed(other)[:10])
    assert not codes.revoke("nothing")
    assert codes.admit(once, "127.0.0.1") is None
    assert codes.listed() == []


@pytest.mark.parametrize(
    ("address", "network", "inside"),
    [
        ("10.20.3.4", "10.20.0.0/16", True),
        ("10.21.3.4", "10.20.0.0/16", False),
        ("::ffff:10.20.3.4", "10.20.0.0/16", True),
        ("fd00::1", "10.20.0.0/16", False),
        ("somewhere", "10.20.0.0/16", False),
    ],
)
def test_an_address_is_inside_or_outside(address: str, network: str, inside: bool) -> None:  # noqa: FBT001 - of a table
    assert within(address, network) is inside
