"""Codes that let boards in: once and for ten minutes, or for a fleet within limits. Only their hashes are kept."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any, Final

from kiosk.central.storage.protocol import Changed, Document, Registry
from kiosk.domain.clock import Clock, instant_from, instant_text
from kiosk.domain.errors import KioskError
from kiosk.domain.ids import IdSource
from kiosk.sync.protocol import CODE_S

CODE: Final = "code"
BULK_CODE: Final = "bulk_code"
LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which look like each other."""
GROUP: Final = 4
ONCE_LETTERS: Final = 8
BULK_LETTERS: Final = 20
BULK_DAYS: Final = 30
BULK_BOARDS: Final = 100_000
SHOWN: Final = 10
"""As much of a code's hash as administrators see and type."""
TRIES: Final = 50


@dataclass(frozen=True, slots=True)
class BulkCode:
    """A code for a fleet; it can only let boards in, where its limits allow.

    Attributes:
        node: boards may belong to this node or below it.
        left: how many more boards.
        made: how many boards it was made for.
        expires_at: when it ends.
        network: an address range that boards must ask from, or empty.
        revoked: whether IT took it back.
    """

    node: str
    left: int
    made: int
    expires_at: str
    network: str = ""
    revoked: bool = False

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "BulkCode":
        """Read what `asdict` wrote."""
        return cls(**{name: body[name] for name in cls.__dataclass_fields__ if name in body})

    def lets_in(self, address: str, now: datetime) -> bool:
        """Tell whether it lets a board in that asks from an address."""
        if self.revoked or self.left < 1 or now >= instant_from(self.expires_at):
            return False
        return not self.network or within(address, self.network)


@dataclass(frozen=True, slots=True)
class Admission:
    """What a code allows: the node itself, or, from a bulk code, what is below it."""

    node: str
    bulk: bool
    code: str


@dataclass(frozen=True, slots=True)
class ListedCode:
    """A code as administrators see it; nobody can read the code itself again."""

    id: str
    node: str
    bulk: BulkCode | None
    expires_at: datetime | None


class Codes:
    """Makes codes, lists them, takes them back, and lets boards in."""

    def __init__(self, registry: Registry, clock: Clock, ids: IdSource) -> None:
        self._registry = registry
        self._clock = clock
        self._ids = ids

    def once(self, node: str, kind: str = CODE, lasts_s: float = CODE_S) -> str:
        """Return a new code for one board of a node, or for another kind of beginning; of one use."""
        code = self._drawn(ONCE_LETTERS)
        expires_at = self._clock.now() + timedelta(seconds=lasts_s)
        self._registry.put(kind, hashed(code), {"node": node}, node=node, expires_at=expires_at)
        return code

    def bulk(self, node: str, boards: int, days: int, network: str = "") -> str:
        """Return a new code for a fleet.

        Args:
            node: boards may belong to this node or below it.
            boards: for how many, at most 100,000.
            days: how long it holds, at most 30.
            network: an address range that boards must ask from (`10.20.0.0/16`), or empty.

        Raises:
            KioskError: a limit is not one that can be set.
        """
        if not 1 <= boards <= BULK_BOARDS:
            raise KioskError(f"{boards} boards cannot be. Allowed: 1 to {BULK_BOARDS}.")
        if not 1 <= days <= BULK_DAYS:
            raise KioskError(f"{days} days cannot be. Allowed: 1 to {BULK_DAYS}.")
        if network:
            _checked_network(network)
        code = self._drawn(BULK_LETTERS)
        expires_at = self._clock.now() + timedelta(days=days)
        body = BulkCode(node, boards, boards, instant_text(expires_at), network)
        self._registry.put(BULK_CODE, hashed(code), asdict(body), node=node, expires_at=expires_at)
        return code

    def admit(self, code: str, address: str) -> Admission | None:
        """Use a code up, once; return what it allows, or None when it is unknown, used, expired or out of its range."""
        one = self.admit_one(code)
        if one is not None:
            return one
        name, now = hashed(code), self._clock.now()
        for _ in range(TRIES):
            document = self._registry.get(BULK_CODE, name)
            if document is None:
                return None
            bulk = BulkCode.from_body(document.body)
            if not bulk.lets_in(address, now):
                return None
            try:
                self._keep(document, replace(bulk, left=bulk.left - 1))
            except Changed:
                continue
            return Admission(bulk.node, bulk=True, code=name[:SHOWN])
        raise Changed

    def admit_one(self, code: str) -> Admission | None:
        """Use a code for one board up; return what it allows, or None where it is none."""
        name = hashed(code)
        taken = self._registry.take(CODE, name, self._clock.now())
        if taken is None:
            return None
        return Admission(str(taken.body["node"]), bulk=False, code=name[:SHOWN])

    def listed(self) -> list[ListedCode]:
        """Return every code that has not expired, those for one board first."""
        now = self._clock.now()
        once = [
            ListedCode(document.key[:SHOWN], document.node, None, document.expires_at)
            for document in self._registry.listed(CODE)
        ]
        bulk = [
            ListedCode(
                document.key[:SHOWN],
                document.node,
                BulkCode.from_body(document.body),
                document.expires_at,
            )
            for document in self._registry.listed(BULK_CODE)
        ]
        return [code for code in once + bulk if code.expires_at is None or code.expires_at > now]

    def revoke(self, shown: str) -> bool:
        """Take a code back by the code itself or by what administrators see of it; tell whether there was one."""
        wanted = {shown, hashed(shown)[:SHOWN]}
        for document in self._registry.listed(CODE):
            if document.key[:SHOWN] in wanted:
                return self._registry.delete(CODE, document.key)
        for document in self._registry.listed(BULK_CODE):
            if document.key[:SHOWN] in wanted:
                self._keep(document, replace(BulkCode.from_body(document.body), revoked=True))
                return True
        return False

    def _keep(self, document: Document, bulk: BulkCode) -> None:
        self._registry.put(
            BULK_CODE,
            document.key,
            asdict(bulk),
            node=bulk.node,
            expires_at=instant_from(bulk.expires_at),
            expecting=document.version,
        )

    def _drawn(self, length: int) -> str:
        number = int.from_bytes(self._ids.new_key())
        letters = [LETTERS[number >> 5 * place & 31] for place in range(length)]
        groups = range(0, length, GROUP)
        return "-".join("".join(letters[first : first + GROUP]) for first in groups)


def hashed(code: str) -> str:
    """Return the SHA-256 of a code as it is kept; spaces, dashes and small letters do not matter."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(f"huddle-code-1:{plain}".encode()).hexdigest()


def within(address: str, network: str) -> bool:
    """Tell whether an address is in a range; an address that cannot be read is in none."""
    try:
        found = ip_address(address)
        mapped = getattr(found, "ipv4_mapped", None)
        return (mapped or found) in ip_network(network)
    except ValueError:
        return False


def _checked_network(network: str) -> None:
    try:
        ip_network(network)
    except ValueError as problem:
        raise KioskError(
            f"{network!r} is not an address range.", to_do="Write it like 10.20.0.0/16."
        ) from problem
