"""Letting processes know that logs have grown: one NOTIFY a process every 50 ms, outside of what is written.

NOTIFY inside the transaction that writes costs a quarter to a third of the commits (SYNC.md). Here one that is lost
only delays somebody who waits.
"""

import logging
from collections.abc import Sequence
from threading import Event, Lock, Thread
from typing import Any, Final

import orjson
import psycopg

from kiosk.central.storage.sql.database import Told
from kiosk.domain.changes import Log

CHANNEL: Final = "huddle_logs"
EVERY_S: Final = 0.05
LOGS_IN_ONE: Final = 50
"""Logs that one notification names; a name has at most 80 letters, and a notification 8,000 bytes."""
LOOK_UP_S: Final = 1.0
"""How often a listener looks whether it is to end."""
AGAIN_S: Final = 2.0
"""How long to wait before a lost connection is made again."""
END_S: Final = 5.0

logger = logging.getLogger(__name__)


class Telling:
    """Tells other processes, and listens to them; threads begin when they are needed."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._lock = Lock()
        self._grown: dict[Log, None] = {}
        self._watchers: list[Told] = []
        self._some, self._ended = Event(), Event()
        self._threads: dict[str, Thread] = {}
        self._own_process = 0

    def tell(self, log: Log) -> None:
        """Tell this process at once, and the others soon."""
        with self._lock:
            self._grown[log] = None
            self._begin("tells", self._keep_telling)
        self._some.set()
        self._say([log])

    def watch(self, told: Told) -> None:
        """Call `told` when this process or another has told."""
        with self._lock:
            self._watchers.append(told)
            self._begin("listens", self._keep_listening)

    def close(self) -> None:
        """Tell what is still to be told, and end."""
        self._ended.set()
        self._some.set()
        with self._lock:
            threads = tuple(self._threads.values())
        for thread in threads:
            thread.join(END_S)

    def _begin(self, name: str, work: Any) -> None:
        if name not in self._threads and not self._ended.is_set():
            thread = self._threads[name] = Thread(target=work, name=f"storage-{name}", daemon=True)
            thread.start()

    def _keep_telling(self) -> None:
        connection: psycopg.Connection[Any] | None = None
        while not (self._ended.is_set() and not self._grown):
            self._some.wait()
            self._ended.wait(EVERY_S)  # let more come together
            self._some.clear()
            with self._lock:
                grown, self._grown = list(self._grown), {}
            try:
                connection = connection or self._connect()
                self._own_process = connection.info.backend_pid
                _notify(connection, grown)
            except psycopg.Error as error:
                logger.warning("telling other processes failed: %s", type(error).__name__)
                _drop(connection)
                connection = None
        _drop(connection)

    def _keep_listening(self) -> None:
        while not self._ended.is_set():
            try:
                with self._connect() as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    while not self._ended.is_set():
                        for notice in connection.notifies(timeout=LOOK_UP_S):
                            self._hear(notice)
            except psycopg.Error as error:
                logger.warning("listening to other processes failed: %s", type(error).__name__)
                self._ended.wait(AGAIN_S)

    def _hear(self, notice: psycopg.Notify) -> None:
        if notice.pid == self._own_process:
            return
        try:
            logs = [Log.from_text(str(name)) for name in orjson.loads(notice.payload)]
        except (ValueError, TypeError):
            logger.warning("a notification could not be read")
            return
        self._say(logs)

    def _say(self, logs: Sequence[Log]) -> None:
        with self._lock:
            watchers = tuple(self._watchers)
        for told in watchers:
            told(logs)

    def _connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(
            self._address, autocommit=True, connect_timeout=5, application_name="huddle-central"
        )


def _notify(connection: psycopg.Connection[Any], grown: Sequence[Log]) -> None:
    names = [str(log) for log in grown]
    pieces = [
        orjson.dumps(names[first : first + LOGS_IN_ONE]).decode()
        for first in range(0, len(names), LOGS_IN_ONE)
    ]
    if pieces:
        connection.execute(
            "SELECT pg_notify(%s, piece) FROM unnest(%s::text[]) AS piece", [CHANNEL, pieces]
        )


def _drop(connection: psycopg.Connection[Any] | None) -> None:
    if connection is not None:
        connection.close()
