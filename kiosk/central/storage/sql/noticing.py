"""Noticing what other processes commit to the embedded database: it has no NOTIFY, so one thread looks at it."""

import logging
from threading import Event, Thread
from typing import Final

from sqlalchemy import Connection, select
from sqlalchemy.engine import Engine

from kiosk.central.storage.protocol import StorageBusy
from kiosk.central.storage.sql import tables
from kiosk.central.storage.sql.database import Told, door
from kiosk.domain.changes import Log, LogKind

LOOK_EVERY_S: Final = 1.0
END_S: Final = 5.0

logger = logging.getLogger(__name__)

Heads = dict[Log, int]


class Noticing:
    """Tells of logs that have grown, whoever wrote; what this process wrote is told at once elsewhere, and here again.

    Args:
        engine: gives the one connection that looks; it is disposed of at the end.
        told: called in the thread that looks.
    """

    def __init__(self, engine: Engine, told: Told) -> None:
        self._engine = engine
        self._told = told
        self._ended = Event()
        self._began = Event()
        self._thread = Thread(target=self._keep_looking, name="storage-notices", daemon=True)

    def begin(self) -> None:
        """Begin to look; what is committed from the return on is noticed."""
        self._thread.start()
        self._began.wait(END_S)

    def close(self) -> None:
        """End."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(END_S)
        self._engine.dispose()

    def _keep_looking(self) -> None:
        while not self._ended.is_set():
            try:
                with door(), self._engine.connect() as connection:
                    self._look_until_ended(connection)
            except StorageBusy:
                logger.warning("looking for what other processes wrote failed")
                self._ended.wait(LOOK_EVERY_S)

    def _look_until_ended(self, connection: Connection) -> None:
        version, heads = _version(connection), _heads(connection)
        self._began.set()
        while not self._ended.wait(LOOK_EVERY_S):
            newest = _version(connection)
            if newest == version:
                continue
            version, before, heads = newest, heads, _heads(connection)
            grown = [log for log, seq in heads.items() if seq > before.get(log, 0)]
            if grown:
                self._told(grown)


def _version(connection: Connection) -> int:
    """Return a number that changes when another connection, of whatever process, has committed."""
    return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())


def _heads(connection: Connection) -> Heads:
    kept = tables.log.c
    rows = connection.execute(select(kept.node, kept.kind, kept.last_seq))
    return {Log(node, LogKind(kind)): last_seq for node, kind, last_seq in rows}
