"""The administrator's PIN: a verifier beside the log, never a change, and patience with wrong ones."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.domain.clock import Clock, instant_from, instant_text
from kiosk.services.refused import Refused
from kiosk.services.ward_store import MetaStore

SHORTEST_PIN: Final = 4
LONGEST_PIN: Final = 12
WRONG_BEFORE_LOCK: Final = 5
FIRST_LOCK_S: Final = 30
LONGEST_LOCK_S: Final = 3_600
MOST_COUNTED: Final = 20
"""Wrong tries after which the wait is the longest anyway."""

_VERIFIER: Final = "admin_pin_verifier"
_WRONG: Final = "admin_pin_wrong"


@dataclass(frozen=True, slots=True)
class PinAnswer:
    """What came of trying a PIN.

    Attributes:
        right: whether it was the PIN.
        locked_s: for how many seconds no PIN is tried.
        words: what to say, or empty when it was right.
    """

    right: bool
    locked_s: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Wrong:
    """Wrong PINs in a row, and since when the last of them counts."""

    times: int
    since: datetime


def problem_with_pin(pin: str) -> str:
    """Return why a PIN cannot be chosen, in words, or nothing."""
    if not (pin.isascii() and pin.isdecimal()):
        return "A PIN has digits only."
    if not SHORTEST_PIN <= len(pin) <= LONGEST_PIN:
        return f"A PIN has {SHORTEST_PIN} to {LONGEST_PIN} digits."
    if len(set(pin)) == 1:
        return f"{pin} is the first that anybody tries. Choose another."
    return ""


class PinKeeper:
    """Keeps one PIN; after five wrong ones it waits, longer each time, through restarts too."""

    def __init__(self, store: MetaStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    @property
    def is_set(self) -> bool:
        """Whether there is a PIN."""
        return self._store.meta(_VERIFIER) is not None

    def set(self, pin: str) -> None:
        """Choose the PIN, in place of the one before.

        Raises:
            Refused: it is too easy.
            StoreError: it could not be kept.
        """
        problem = problem_with_pin(pin)
        if problem:
            raise Refused(problem)
        from argon2 import PasswordHasher  # noqa: PLC0415 - a board starts without it

        self._store.set_meta(_VERIFIER, PasswordHasher().hash(pin))
        self._store.set_meta(_WRONG, None)

    def forget(self) -> None:
        """Take the PIN away, so that another can be chosen in the settings: the way back in for IT.

        Raises:
            StoreError: it could not be taken away.
        """
        self._store.set_meta(_VERIFIER, None)
        self._store.set_meta(_WRONG, None)

    def verify(self, pin: str) -> PinAnswer:
        """Try a PIN; while it is locked none is tried.

        Raises:
            StoreError: the attempt could not be counted, so it was not made.
        """
        verifier = self._store.meta(_VERIFIER)
        if verifier is None:
            return PinAnswer(right=False, words="No PIN was set yet.")
        locked_s = self._locked_s()
        if locked_s:
            return _locked(locked_s)
        # Counted before it is tried: pulling the plug in between is not a way to try for nothing.
        wrong = self._wrong()
        self._count(wrong.times + 1)
        if _is_right(verifier, pin):
            self._store.set_meta(_WRONG, None)
            return PinAnswer(right=True)
        locked_s = self._locked_s()
        return (
            _locked(locked_s) if locked_s else PinAnswer(right=False, words="That is not the PIN.")
        )

    def _wrong(self) -> _Wrong:
        text = self._store.meta(_WRONG)
        if text is None:
            return _Wrong(0, self._clock.now())
        kept = json.loads(text)
        return _Wrong(kept["times"], instant_from(kept["since"]))

    def _count(self, times: int) -> None:
        since = instant_text(self._clock.now())
        self._store.set_meta(_WRONG, json.dumps({"times": times, "since": since}))

    def _locked_s(self) -> int:
        wrong = self._wrong()
        if wrong.times < WRONG_BEFORE_LOCK:
            return 0
        whole_s: int = min(
            FIRST_LOCK_S * (1 << (min(wrong.times, MOST_COUNTED) - WRONG_BEFORE_LOCK)),
            LONGEST_LOCK_S,
        )
        left_s = (wrong.since + timedelta(seconds=whole_s) - self._clock.now()).total_seconds()
        if left_s > whole_s:  # the clock was set back: begin the wait anew, do not wait for years
            self._count(wrong.times)
            return whole_s
        return max(0, -int(-left_s // 1))


def _locked(locked_s: int) -> PinAnswer:
    minutes, seconds = divmod(locked_s, 60)
    wait = f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
    return PinAnswer(right=False, locked_s=locked_s, words=f"Too many tries. Wait {wait}.")


def _is_right(verifier: str, pin: str) -> bool:
    from argon2 import PasswordHasher  # noqa: PLC0415 - a board starts without it
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

    try:
        return PasswordHasher().verify(verifier, pin)
    except (VerificationError, InvalidHashError):
        return False
