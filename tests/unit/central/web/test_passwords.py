"""Passwords: long enough, not easy, and checked as long for nobody as for somebody."""

from typing import Literal

import pytest
from argon2 import PasswordHasher

from kiosk.central.web.passwords import LONGEST, SHORTEST, Passwords, why_weak
from tests.fakes.leaders_hospital import CHEAP, PASSWORD


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("abcdefghijk", "at least 12"),
        ("ab cd ef gh ij kl mn op "[:SHORTEST], ""),
        ("ab cd " * 33 + "xy", ""),
        ("x1y2 " * 41, "at most 200"),
        ("passwordpassword", "easy to guess"),
        ("aaaaaaaaaaab", "easy to guess"),
        ("my name is hall ok", "easy to guess"),
    ],
)
def test_a_password_is_long_enough_and_not_easy(password: str, words: str) -> None:
    said = why_weak(password, "hall")
    assert words in said
    assert bool(said) == bool(words)
    assert LONGEST == 200


def test_the_usual_costs_are_those_of_argon2id() -> None:
    encoded = Passwords().hashed(PASSWORD)
    assert encoded.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert Passwords().fits(encoded, PASSWORD)
    assert not Passwords().fits(encoded, PASSWORD + "x")


def test_nobody_has_no_password_and_the_check_is_made_all_the_same() -> None:
    checked: list[str] = []

    class Watching(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002
            checked.append(str(hash))
            return super().verify(hash, password)

    passwords = Passwords(Watching(time_cost=1, memory_cost=8, parallelism=1))
    assert not passwords.fits("", "nobody has this password")
    assert len(checked) == 1


def test_a_damaged_hash_fits_nothing() -> None:
    assert not Passwords(CHEAP).fits("not a hash", PASSWORD)
