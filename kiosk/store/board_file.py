"""The open file of one board: who writes, in which transaction, and what is done when it lies elsewhere or is full."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kiosk.domain.clock import Clock
from kiosk.domain.ids import IdSource
from kiosk.store import backups, erasure, meta, projections
from kiosk.store.authoring import Author
from kiosk.store.backups import KEEP_DAYS
from kiosk.store.connection import Connect
from kiosk.store.dating import Anchor, dated
from kiosk.store.faults import DiskTrouble, StoreError, StoreFull, StoreReplaced
from kiosk.store.meta import Identity
from kiosk.store.opening import Opened, open_file
from kiosk.store.presence import mark_of
from kiosk.store.projections import Kinds
from kiosk.store.reading import Reading
from kiosk.store.writing import Writing

WRITTEN_AGAIN = (
    "The board's file was deleted while the board was open. The board has written it again, and nothing is lost. "
    "Tell IT."
)


class BoardFile(Reading):
    """One board's file, open in one thread.

    Attributes:
        notice: what the board has to say about its file, or None: it was damaged, or cannot be written.
        stirred: grows whenever all that was read of the file is to be read anew: other dates, names, numbers.
    """

    def __init__(
        self,
        path: Path,
        opened: Opened,
        kinds: Kinds,
        means: tuple[IdSource, Clock, str],
        connecting: Connect,
    ) -> None:
        super().__init__(opened.database, kinds)
        self._path = path
        self._lock = opened.lock
        self._refusal = opened.refusal
        self._mark = mark_of(path)
        self.notice = opened.notice
        self._ids, self._clock, self._boot_id = means
        self._connecting = connecting
        self._identity = Identity("", "", 0, "")
        self._anchor: Anchor | None = None
        self.stirred = 0

    def prepare(self, node: str | None, device: str | None) -> None:
        """Say whose store it is, and finish what an earlier run could not; `open_store` does it.

        Raises:
            OtherFile: it is another ward's.
        """
        self._node, self._device = node, device
        known = meta.read(self._database, meta.DEVICE)
        if known is None or (self.writable and device not in {None, known}):
            with self._transaction():
                meta.found_identity(self._database, node, device, self._ids)
        self._identity = meta.identity(self._database, node)
        if not self.writable:
            return
        if meta.read(self._database, meta.FOLDED_BY) != projections.fingerprint(self._kinds):
            self.rebuild_projections()
        self._scrub_if_due()

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def identity(self) -> Identity:
        """Who writes here, and on which timeline."""
        return self._identity

    @property
    def writable(self) -> bool:
        """Whether the file could be opened for writing; a write tries again by itself."""
        return self._refusal is None

    def rebuild_projections(self) -> None:
        """Fold every entity anew from its history."""
        with self._transaction():
            projections.rebuild(self._database, self._kinds)
            meta.write(self._database, meta.FOLDED_BY, projections.fingerprint(self._kinds))

    def backup(self, path: Path | None = None) -> Path:
        """Write a whole copy: beside the store, where a damaged one is healed from, or to a path of one's own.

        Raises:
            StoreError: it could not be written; what is there of it is deleted.
        """
        return backups.back_up(self._database, self._path, self._clock.now(), path)

    def backups(self) -> list[Path]:
        """Return the copies beside the store, newest first."""
        return backups.backups(self._path)

    def expire_backups(self, days: int = KEEP_DAYS) -> list[Path]:
        """Delete copies and damaged files that are older than some days; return what was deleted."""
        return backups.expire(self._path, self._clock.now(), days)

    def keep_in_place(self) -> bool:
        """Write the file again when somebody deleted it under the open board; tell whether that was so.

        Raises:
            StoreReplaced: another file lies there, which is left alone.
            StoreError: it could not be written.
        """
        found = mark_of(self._path)
        if self._refusal is not None or found == self._mark:
            return False
        if found is not None:
            raise StoreReplaced
        self.backup(self._path)
        self._open_again()
        self.notice = WRITTEN_AGAIN
        return True

    def close(self) -> None:
        """Close the file and let go of its lock, whatever state the file is in."""
        try:
            self._scrub_if_due()
        finally:
            self._let_go()

    def _let_go(self) -> None:
        try:
            self._database.close()
        finally:
            if self._lock is not None:
                self._lock.release(clean=self._database.sound)
                self._lock = None

    def _author(self) -> Author:
        return Author(
            self._identity,
            self._kinds,
            self._ids,
            self._boot_id,
            dated(self._clock, self._anchor),
        )

    @contextmanager
    def _writing(self) -> Iterator[Writing]:
        with self._transaction(), self._step() as writing:
            yield writing
        if writing.erased:
            self._scrub_if_due()

    @contextmanager
    def _step(self) -> Iterator[Writing]:
        """Write, inside a transaction, what is collected in one step of it."""
        writing = Writing(self._database, self._kinds)
        yield writing
        writing.finish()
        if writing.erased:
            erasure.make_due(self._database)

    @contextmanager
    def _transaction(self, *, hasty: bool = False) -> Iterator[None]:
        if self._refusal is not None:
            self._open_again()
        self.keep_in_place()
        database = self._database
        with database.hasty_transaction() if hasty else database.transaction():
            yield

    def _open_again(self) -> None:
        """Open for writing what could only be read so far, or what was written again.

        Raises:
            StoreError: it still cannot be written.
        """
        self._let_go()
        try:
            opened = open_file(self._path, self._connecting)
        except StoreError as refusal:
            self._refusal = refusal  # the next touch tries again
            raise
        self._database, self._lock = opened.database, opened.lock
        self._refusal, self.notice = opened.refusal, opened.notice
        self._mark = mark_of(self._path)
        if self._refusal is not None:
            raise self._refusal
        self.prepare(self._node, self._device)

    def _scrub_if_due(self) -> None:
        if not self.writable:
            return
        # A full disk leaves it due; what was erased cannot be read through the store any more.
        with suppress(StoreFull, DiskTrouble):
            if erasure.is_due(self._database):
                erasure.scrub(self._database)
