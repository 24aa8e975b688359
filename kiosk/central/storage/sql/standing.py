"""Whether the database does what is asked of it: the log says so when that changes, and monitors ask."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from kiosk.central.storage.protocol import StorageBusy

logger = logging.getLogger(__name__)

READING: Final = "reading"
WRITING: Final = "writing"

REFUSALS: Final = (
    ("starting up", "starting"),
    ("recovery", "starting"),
    ("shutting down", "stopping"),
    ("Connection refused", "nobody listens"),
    ("No such file", "nobody listens"),
    ("timeout", "no answer in time"),
    ("authentication failed", "not let in"),
    ("no password", "not let in"),
    ("does not exist", "no such database or role"),
    ("too many", "no connection left"),
    ("remaining connection slots", "no connection left"),
    ("resolve", "no such host"),
    ("closed", "cut off"),
    ("terminat", "cut off"),
)
"""What a server says that lets nobody in, without a code of its own, and what the log says then."""


def reason_of(error: BaseException) -> str:
    """Return why a driver failed, in fixed words: SQLite's or PostgreSQL's name of the error, never what it says."""
    name = getattr(error, "sqlite_errorname", None)
    if name is not None:
        return str(name)
    if getattr(error, "sqlstate", None) is None:
        said = str(error)
        found = next((words for part, words in REFUSALS if part in said), None)
        if found is not None:
            return found
    return type(error).__name__


class Standing:
    """Knows what failed last, in this process."""

    def __init__(self) -> None:
        self._failing: dict[str, str] = {}

    @property
    def takes_writes(self) -> bool:
        """Whether the last transaction that wrote got through; true before the first."""
        return WRITING not in self._failing

    @contextmanager
    def noted(self, doing: str) -> Iterator[None]:
        """Note whether something gets through.

        Args:
            doing: `READING` or `WRITING`.
        """
        try:
            yield
        except StorageBusy as problem:
            if self._failing.get(doing) != problem.reason:
                self._failing[doing] = problem.reason
                logger.warning(
                    "the database fails", extra={"doing": doing, "reason": problem.reason}
                )
            raise
        if self._failing.pop(doing, None) is not None:
            logger.info("the database works again", extra={"doing": doing})
