"""What central does by itself, again and again: in every process, so each chore may be done twice without harm."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from kiosk.central.api.refusing import Busy
from kiosk.central.api.workers import Workers
from kiosk.central.means import CentralMeans
from kiosk.central.storage.protocol import StorageBusy

LOG: Final = logging.getLogger("kiosk.central.chores")
EXPIRE_EVERY_S: Final = 300.0


@dataclass(frozen=True, slots=True)
class Chore:
    """Something that is done again and again.

    Attributes:
        name: for the log.
        every_s: seconds from the end of one time to the begin of the next.
        do: does it, in a thread; what it raises is logged, and it is done again.
    """

    name: str
    every_s: float
    do: Callable[[], object]


def forgetting(means: CentralMeans) -> Chore:
    """Return the chore that deletes what has expired: codes, nonces, logs for IT."""
    return Chore("expire", EXPIRE_EVERY_S, lambda: means.storage.expire(means.clock.now()))


@asynccontextmanager
async def doing(chores: Sequence[Chore], workers: Workers) -> AsyncIterator[None]:
    """Do chores as long as the context lasts."""
    tasks = [asyncio.create_task(_do(chore, workers), name=chore.name) for chore in chores]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _do(chore: Chore, workers: Workers) -> None:
    while True:
        try:
            await workers.run(chore.do)
        except (StorageBusy, Busy):
            LOG.info("chore waits", extra={"chore": chore.name})
        except Exception:
            LOG.exception("chore failed", extra={"chore": chore.name})
        await asyncio.sleep(chore.every_s)
