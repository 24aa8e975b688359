"""Telling one subscription what is new, log by log in order, at least once; what fails is tried again later."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import orjson

from kiosk.central.interop.webhook_cursors import (
    DEVICES,
    EVERYTHING,
    Cursor,
    Cursors,
    Lease,
    Trouble,
)
from kiosk.central.interop.webhook_events import KINDS, Event, device_event, event_of
from kiosk.central.interop.webhook_sending import Delivered, Failed, Sender
from kiosk.central.interop.webhook_subscriptions import Subscription, Subscriptions
from kiosk.central.means import CentralMeans
from kiosk.central.storage.protocol import LIST_LIMIT, Changed, Stored
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.clock import instant_from

PAGE: Final = 200
PAGE_BYTES: Final = 1024 * 1024
READ_AGAIN_AFTER: Final = timedelta(seconds=60)
"""Whoever holds the lease knows the cursors, but somebody may have said that what was parked is to be tried."""
OVERLAP: Final = timedelta(minutes=5)
"""Lines of the audit log are looked at again for so long: processes' clocks and commits differ a little."""

_log = logging.getLogger(__name__)


class LostError(Exception):
    """Another process tells this subscription now."""


class AwayError(Exception):
    """The address takes nothing at present."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """What came of an event: whether to go on with its log."""

    goes_on: bool
    cursor: Cursor


class Delivery:
    """Tells one subscription, as long as this process holds its lease.

    Args:
        means: what central works with.
        subscription: whom.
        sender: posts events.
        holder: names this process.
    """

    def __init__(
        self, means: CentralMeans, subscription: Subscription, sender: Sender, holder: str
    ) -> None:
        self._means = means
        self._storage = means.storage
        self._subscription = subscription
        self._sender = sender
        self._cursors = Cursors(means.storage, subscription.id)
        self._lease = Lease(means.storage, subscription.id, holder)
        self._start: dict[str, int] | None = None
        self._known: dict[str, Cursor] = {}
        self._read_at: datetime | None = None
        self._source = means.settings.public_url or "urn:huddle-kiosk:central"

    def tell(self) -> int:
        """Tell everything that is new and due; return how many events were taken.

        Raises:
            StorageBusy: try again later.
        """
        now = self._means.clock.now()
        if not self._lease.take(now):
            return 0
        if self._read_at is None or now - self._read_at > READ_AGAIN_AFTER:
            self._known, self._read_at = self._cursors.all(), now
        told = 0
        try:
            if self._held(self._known.get(EVERYTHING)):
                return 0
            for cursor in self._due():
                told += self._tell_one(cursor)
        except AwayError:
            pass
        except (LostError, Changed):
            self._read_at = None
            _log.info("another process tells a webhook", extra={"webhook": self._subscription.id})
        return told

    def stop(self) -> None:
        """Let another process go on."""
        self._lease.give_back()

    def _held(self, cursor: Cursor | None) -> bool:
        if cursor is None or cursor.trouble is None:
            return False
        return cursor.trouble.holds(self._means.clock.now())

    def _put(self, cursor: Cursor) -> Cursor:
        """Keep a cursor, here too.

        Raises:
            Changed: another process has moved it.
        """
        kept = self._cursors.put(cursor)
        self._known[cursor.log] = kept
        return kept

    def _due(self) -> Iterator[Cursor]:
        """Give the cursors of logs that have something new and nothing in the way."""
        timeline = self._storage.timeline()
        for log, head in sorted(self._storage.all_logs().items(), key=lambda one: str(one[0])):
            if log.kind is not LogKind.SHARED or not self._follows(log.node):
                continue
            cursor = self._known.get(str(log)) or self._first(str(log), timeline)
            if (
                cursor.timeline != timeline
            ):  # it was restored: what was told before is passed over by its day
                cursor = replace(cursor, seq=0, timeline=timeline)
            if cursor.seq < head and not self._held(cursor):
                yield cursor
        if any(event.startswith("device.") for event in self._subscription.events):
            cursor = self._known.get(DEVICES) or Cursor(DEVICES, at=self._subscription.made_at)
            if not self._held(cursor):
                yield cursor

    def _follows(self, node: str) -> bool:
        return not self._subscription.nodes or node in self._subscription.nodes

    def _first(self, log: str, timeline: str) -> Cursor:
        if self._start is None:
            self._start = Subscriptions(self._means).start(self._subscription)
        return Cursor(log, self._start.get(log, 0), timeline)

    def _tell_one(self, cursor: Cursor) -> int:
        if cursor.log == DEVICES:
            return self._tell_of_devices(cursor)
        return self._tell_of_log(cursor)

    def _tell_of_log(self, cursor: Cursor) -> int:
        log, told = Log.from_text(cursor.log), 0
        since, kept = (cursor.at if cursor.seq == 0 else None), cursor
        while page := self._storage.page(log, cursor.seq, PAGE, PAGE_BYTES):
            for stored in page:
                event = self._event(log, stored, since)
                if event is None:
                    cursor = _past(cursor, stored)
                    continue
                sent = self._send(event, cursor)
                cursor = sent.cursor
                if not sent.goes_on:
                    return told
                told += 1
                cursor = kept = self._put(_past(cursor, stored))
            cursor = kept = cursor if cursor == kept else self._put(cursor)
        return told

    def _event(self, log: Log, stored: Stored, since: datetime | None) -> Event | None:
        """Return what an entry is worth to the subscription, or None."""
        if since is not None and instant_from(stored.received_at) <= since:
            return None
        change: Any = orjson.loads(stored.body)
        if change.get("kind") not in KINDS:
            return None
        history = self._storage.history(log, change["entity"])
        event = event_of(log, history, stored.seq)
        if event is None or not self._subscription.wants(event.what, event.node):
            return None
        return event

    def _tell_of_devices(self, cursor: Cursor) -> int:
        since = (cursor.at or self._subscription.made_at) - OVERLAP
        lines = reversed(self._storage.audited(since=since, limit=LIST_LIMIT))
        done = 0
        known = {event for event, _ in cursor.told}
        for line in lines:
            event = device_event(line)
            if event is None or event.id in known or line["at"] < self._subscription.made_at:
                continue
            if self._subscription.wants(event.what, event.node):
                sent = self._send(event, cursor)
                cursor = sent.cursor
                if not sent.goes_on:
                    return done
                done += 1
            known.add(event.id)
            at = max(event.at, cursor.at or event.at)
            lately = [(one, when) for one, when in cursor.told if when >= at - 2 * OVERLAP]
            told = (*lately, (event.id, event.at))
            cursor = self._put(replace(cursor, at=at, told=told))
        return done

    def _send(self, event: Event, cursor: Cursor) -> _Sent:
        """Post one event; note what is in the way where it is not taken.

        Raises:
            LostError: another process tells this subscription now.
            AwayError: the address takes nothing at present.
        """
        now = self._means.clock.now()
        if not self._lease.take(now):
            raise LostError
        found = self._sender(self._subscription, event.id, event.body(self._source), now)
        if isinstance(found, Delivered):
            self._clear_everything()
            return _Sent(goes_on=True, cursor=replace(cursor, trouble=None))
        _log.info("webhook not taken", extra={"webhook": self._subscription.id, "error": found.why})
        if found.everything or found.gone:
            self._away(found)
            raise AwayError
        trouble = Trouble.after(cursor.trouble, found.why, now, found.retry_after_s)
        return _Sent(goes_on=False, cursor=self._put(replace(cursor, trouble=trouble)))

    def _away(self, failed: Failed) -> None:
        cursor = self._known.get(EVERYTHING) or Cursor(EVERYTHING)
        now = self._means.clock.now()
        trouble = Trouble.after(
            cursor.trouble, failed.why, now, failed.retry_after_s, gone=failed.gone
        )
        self._put(replace(cursor, trouble=trouble))

    def _clear_everything(self) -> None:
        cursor = self._known.get(EVERYTHING)
        if cursor is not None and cursor.trouble is not None:
            self._put(replace(cursor, trouble=None))


def _past(cursor: Cursor, stored: Stored) -> Cursor:
    """Return a cursor that is done with an entry."""
    at = instant_from(stored.received_at)
    return replace(cursor, seq=stored.seq, at=at if cursor.at is None else max(cursor.at, at))
