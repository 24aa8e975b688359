"""Passwords of local accounts: argon2id, a few at once, and never a hint whether an account exists."""

from functools import cached_property
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST: Final = 12
LONGEST: Final = 200
AT_ONCE: Final = 2
"""Each takes 64 MiB while it is checked; more wait."""
EASY: Final = frozenset(
    {
        "password1234",
        "passwordpassword",
        "123456789012",
        "qwertyuiop12",
        "changemeplease",
        "letmeinplease",
    }
)


def why_weak(password: str, account: str) -> str:
    """Return why a password cannot be, in words, or nothing."""
    if len(password) < SHORTEST:
        return f"A password has at least {SHORTEST} characters. A few words in a row are good."
    if len(password) > LONGEST:
        return f"A password has at most {LONGEST} characters."
    plain = password.casefold()
    if plain in EASY or len(set(plain)) < 4 or (account and account in plain):  # noqa: PLR2004
        return "That password is easy to guess. A few words in a row are good."
    return ""


class Passwords:
    """Hashes and checks passwords (RFC 9106). Safe for several threads."""

    def __init__(self, hasher: "PasswordHasher | None" = None) -> None:
        self._given = hasher
        self._room = BoundedSemaphore(AT_ONCE)
        self._nobody = ""

    def hashed(self, password: str) -> str:
        """Return the encoded hash of a password."""
        with self._room:
            return self._hasher.hash(password)

    def fits(self, encoded: str, password: str) -> bool:
        """Tell whether a password is the one; as long for an account that does not exist."""
        from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - as below

        if not encoded:
            self._nobody = self._nobody or self.hashed("nobody has this password")
        try:
            with self._room:
                self._hasher.verify(encoded or self._nobody, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
        return bool(encoded)

    def is_old(self, encoded: str) -> bool:
        """Tell whether a hash was made with other costs than today's."""
        return self._hasher.check_needs_rehash(encoded)

    @cached_property
    def _hasher(self) -> "PasswordHasher":
        if self._given is not None:
            return self._given
        from argon2 import PasswordHasher  # noqa: PLC0415 - nobody needs it before the first password

        return PasswordHasher()
