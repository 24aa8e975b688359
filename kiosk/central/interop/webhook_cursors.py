"""How far each subscription has been told of each log, and what is in the way; no crash loses it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from kiosk.central.storage.protocol import Changed, Registry
from kiosk.domain.clock import instant_from, instant_text

LEASES: Final = "webhook-lease"
DEVICES: Final = "devices"
"""Stands for the log of what happens to boards, which is the audit log."""
EVERYTHING: Final = "everything"
"""Stands for all logs, where the address itself cannot be reached."""

FIRST_WAIT: Final = timedelta(seconds=10)
LONGEST_WAIT: Final = timedelta(hours=1)
LONGEST_ASKED: Final = timedelta(days=1)
"""What `Retry-After` is heeded up to."""
GIVE_UP_AFTER: Final = timedelta(days=3)
"""After so long of trying nothing more is tried until somebody says so; nothing is lost."""
LEASE: Final = timedelta(seconds=60)
MOST_DOUBLINGS: Final = 16

_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is in the way.

    Attributes:
        since: when it was first noticed.
        tries: how often it was tried since.
        next_at: when it is tried again.
        why: in a word.
        parked: whether nothing more is tried until somebody says so.
    """

    since: datetime
    tries: int
    next_at: datetime
    why: str
    parked: bool = False

    @classmethod
    def after(
        cls,
        before: "Trouble | None",
        why: str,
        now: datetime,
        retry_after_s: float | None = None,
        *,
        gone: bool = False,
    ) -> "Trouble":
        """Return the trouble after one more try that failed.

        Args:
            before: the trouble so far.
            why: in a word.
            now: the instant.
            retry_after_s: how long the address asks to wait.
            gone: whether it says that nothing is ever taken again.
        """
        since = now if before is None else before.since
        tries = 1 if before is None else before.tries + 1
        wait = min(FIRST_WAIT * 2 ** min(tries - 1, MOST_DOUBLINGS), LONGEST_WAIT)
        if retry_after_s is not None:
            asked = timedelta(seconds=min(retry_after_s, LONGEST_ASKED.total_seconds()))
            wait = max(wait, asked)
        parked = gone or now - since >= GIVE_UP_AFTER
        return cls(since, tries, now + wait, why, parked)

    def holds(self, now: datetime) -> bool:
        """Tell whether nothing is to be tried now."""
        return self.parked or now < self.next_at


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a subscription has been told of a log.

    Attributes:
        log: the log, `DEVICES` or `EVERYTHING`.
        seq: the last number that is done with.
        timeline: of which timeline.
        at: when the last that is done with was received; None before the first.
        told: of `DEVICES`, what was told lately: event id → when.
        trouble: what is in the way, or None.
        version: of the document; 0 before there is one.
    """

    log: str
    seq: int = 0
    timeline: str = ""
    at: datetime | None = None
    told: tuple[tuple[str, datetime], ...] = ()
    trouble: Trouble | None = None
    version: int = 0


class Cursors:
    """The cursors of one subscription."""

    def __init__(self, registry: Registry, subscription: str) -> None:
        self._registry = registry
        self._kind = f"webhook-cursor:{subscription}"

    def all(self) -> dict[str, Cursor]:
        """Return the cursors by log."""
        found: dict[str, Cursor] = {}
        after = ""
        while True:
            page = self._registry.listed(self._kind, after=after, limit=_AT_ONCE)
            for document in page:
                cursor = _read(document.key, document.body)
                found[document.key] = replace(cursor, version=document.version)
            if len(page) < _AT_ONCE:
                return found
            after = page[-1].key

    def one(self, log: str) -> Cursor | None:
        """Return the cursor of a log, or None."""
        document = self._registry.get(self._kind, log)
        if document is None:
            return None
        return replace(_read(log, document.body), version=document.version)

    def put(self, cursor: Cursor) -> Cursor:
        """Keep a cursor; return it with its new version.

        Raises:
            Changed: another process has moved it: the lease was lost.
        """
        version = self._registry.put(
            self._kind, cursor.log, _written(cursor), expecting=cursor.version
        )
        return replace(cursor, version=version)

    def forget(self) -> None:
        """Delete all of them."""
        for log in self.all():
            self._registry.delete(self._kind, log)

    def resume(self, now: datetime) -> int:
        """Take away whatever is in the way, so that it is tried now; return how many were parked."""
        parked = 0
        for cursor in self.all().values():
            if cursor.trouble is None:
                continue
            parked += cursor.trouble.parked
            again = Trouble(now, 0, now, cursor.trouble.why)
            try:
                self.put(replace(cursor, trouble=again))
            except Changed:  # it is being told at this moment
                continue
        return parked


class Lease:
    """Who tells a subscription: one process at a time.

    Args:
        registry: where leases are kept.
        subscription: its id.
        holder: names this process.
    """

    def __init__(self, registry: Registry, subscription: str, holder: str) -> None:
        self._registry = registry
        self._subscription = subscription
        self._holder = holder
        self._until: datetime | None = None

    def take(self, now: datetime) -> bool:
        """Take the lease, or keep it for longer; tell whether it is held now."""
        if self._until is not None and self._until - now > LEASE / 2:
            return True
        document = self._registry.get(LEASES, self._subscription)
        if document is not None:
            until = instant_from(document.body["until"])
            if document.body["holder"] != self._holder and now < until:
                self._until = None
                return False
        until = now + LEASE
        told = {"holder": self._holder, "until": instant_text(until)}
        try:
            self._registry.put(
                LEASES,
                self._subscription,
                told,
                expecting=0 if document is None else document.version,
            )
        except Changed:
            self._until = None
            return False
        self._until = until
        return True

    def give_back(self) -> None:
        """Let another process have it at once."""
        document = self._registry.get(LEASES, self._subscription)
        if document is not None and document.body["holder"] == self._holder:
            self._registry.delete(LEASES, self._subscription)
        self._until = None


def _written(cursor: Cursor) -> dict[str, Any]:
    trouble = cursor.trouble
    return {
        "seq": cursor.seq,
        "timeline": cursor.timeline,
        "at": None if cursor.at is None else instant_text(cursor.at),
        "told": [[event, instant_text(at)] for event, at in cursor.told],
        "trouble": None
        if trouble is None
        else {
            "since": instant_text(trouble.since),
            "tries": trouble.tries,
            "next_at": instant_text(trouble.next_at),
            "why": trouble.why,
            "parked": trouble.parked,
        },
    }


def _read(log: str, body: Any) -> Cursor:
    trouble = body["trouble"]
    return Cursor(
        log=log,
        seq=body["seq"],
        timeline=body["timeline"],
        at=None if body["at"] is None else instant_from(body["at"]),
        told=tuple((event, instant_from(at)) for event, at in body["told"]),
        trouble=None
        if trouble is None
        else Trouble(
            instant_from(trouble["since"]),
            trouble["tries"],
            instant_from(trouble["next_at"]),
            trouble["why"],
            trouble["parked"],
        ),
    )
