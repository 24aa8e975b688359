"""The threads that tell subscribers in a serving central: woken when a log grows, and looking again now and then."""

import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Thread
from typing import Final

from fastapi import APIRouter

from kiosk.central.interop.webhook_delivery import Delivery
from kiosk.central.interop.webhook_sending import HttpSender, Sender
from kiosk.central.interop.webhook_subscriptions import Subscription, Subscriptions
from kiosk.central.means import CentralMeans
from kiosk.central.storage.protocol import StorageBusy
from kiosk.domain.changes import Log

LOOK_EVERY_S: Final = 10.0
THREADS: Final = 4
"""Subscribers that are told at once."""

_log = logging.getLogger(__name__)


class WebhookRunner:
    """Tells subscribers until it is stopped.

    Args:
        means: what central works with.
        sender: posts events.
        look_every_s: how long between two looks where nothing wakes it.
    """

    def __init__(
        self,
        means: CentralMeans,
        sender: Sender | None = None,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._means = means
        self._sender = sender or HttpSender()
        self._look_every_s = look_every_s
        self._holder = means.ids.new_id()
        self._deliveries: dict[Subscription, Delivery] = {}
        self._running: dict[Subscription, Future[int]] = {}
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="webhooks")
        self._wake = Event()
        self._ending = False
        self._thread: Thread | None = None

    def router(self) -> APIRouter:
        """Return no routes: webhooks only go out."""
        return APIRouter()

    def start(self) -> None:
        """Begin."""
        self._means.storage.watch(self._told)
        self._thread = Thread(target=self._run, name="webhooks", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, after the deliveries at hand; other processes go on with the rest at once."""
        self._ending = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        self._pool.shutdown(wait=True)
        for delivery in self._deliveries.values():
            try:
                delivery.stop()
            except StorageBusy:
                continue

    def look(self) -> None:
        """Begin to tell every subscription that is not being told already."""
        there = Subscriptions(self._means).listed()
        for gone in self._deliveries.keys() - set(there):
            del self._deliveries[gone]
        for subscription in there:
            running = self._running.get(subscription)
            if running is not None and not running.done():
                running.add_done_callback(lambda _done: self._wake.set())
                continue
            if subscription not in self._deliveries:
                self._deliveries[subscription] = Delivery(
                    self._means, subscription, self._sender, self._holder
                )
            delivery = self._deliveries[subscription]
            self._running[subscription] = self._pool.submit(self._tell, delivery)

    def _tell(self, delivery: Delivery) -> int:
        try:
            return delivery.tell()
        except StorageBusy:
            return 0
        except Exception as error:  # noqa: BLE001 - the others are told all the same
            _log.error("a webhook failed", extra={"error": type(error).__name__})
            return 0

    def _told(self, _logs: Sequence[Log]) -> None:
        if self._deliveries:  # a new subscription is found by the next look
            self._wake.set()

    def _run(self) -> None:
        while not self._ending:
            self._wake.clear()
            try:
                self.look()
            except StorageBusy:
                _log.warning("the database is away: webhooks wait")
            except Exception as error:  # noqa: BLE001 - the thread lives
                _log.error("webhooks failed", extra={"error": type(error).__name__})
            self._wake.wait(self._look_every_s)
