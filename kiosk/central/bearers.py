"""Accounts of programs: a name, a token that is shown once, and what it may do; only the token's hash is kept."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from kiosk.central.storage.protocol import Registry
from kiosk.domain.clock import Clock, instant_from, instant_text
from kiosk.domain.errors import KioskError
from kiosk.domain.ids import IdSource

NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
LONGEST_TOKEN: Final = 128
MOST_ACCOUNTS: Final = 200
"""Of one kind."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """An account of a program.

    Attributes:
        name: what IT calls it.
        made_at: when its token was made.
        grants: what it may do.
    """

    name: str
    made_at: datetime
    grants: Mapping[str, Any] = field(default_factory=dict)


class Bearers:
    """The accounts of one kind.

    Args:
        registry: where they are kept.
        clock: tells the time.
        ids: makes tokens.
        kind: `warehouse-account`, `integration-account`.
    """

    def __init__(self, registry: Registry, clock: Clock, ids: IdSource, kind: str) -> None:
        self._registry = registry
        self._clock = clock
        self._ids = ids
        self._kind = kind

    def make(self, name: str, grants: Mapping[str, Any]) -> str:
        """Make an account and return its token, which is never shown again; an older token of it ends.

        Raises:
            KioskError: the name cannot be used, or there are too many accounts.
        """
        if NAME.fullmatch(name) is None:
            raise KioskError(
                f"{name[:40]!r} cannot be the name of an account.",
                to_do="Use at most 40 small letters, digits, - and _; name the program, never a person.",
            )
        if self._registry.get(self._kind, name) is None and len(self.listed()) >= MOST_ACCOUNTS:
            raise KioskError(
                f"There are {MOST_ACCOUNTS} accounts already.", to_do="Remove one first."
            )
        token = f"{name}.{self._ids.new_key().hex()}"
        told = {
            "token_sha256": _hash(token),
            "made_at": instant_text(self._clock.now()),
            "grants": dict(grants),
        }
        self._registry.put(self._kind, name, told)
        return token

    def of_token(self, token: str) -> Bearer | None:
        """Return the account of a token, or None when there is none."""
        name, dot, _ = token.partition(".")
        if not dot or len(token) > LONGEST_TOKEN or NAME.fullmatch(name) is None:
            return None
        document = self._registry.get(self._kind, name)
        kept = "" if document is None else str(document.body["token_sha256"])
        if document is None or not hmac.compare_digest(kept, _hash(token)):
            return None
        return _bearer(name, document.body)

    def listed(self) -> list[Bearer]:
        """Return all accounts by name."""
        found = self._registry.listed(self._kind, limit=MOST_ACCOUNTS)
        return [_bearer(document.key, document.body) for document in found]

    def remove(self, name: str) -> bool:
        """End an account's token; tell whether there was one."""
        return self._registry.delete(self._kind, name)


def token_in(header: str) -> str:
    """Return the token of an `Authorization` header, or nothing."""
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.casefold() == "bearer" else ""


def _bearer(name: str, body: Mapping[str, Any]) -> Bearer:
    return Bearer(name, instant_from(body["made_at"]), body["grants"])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
