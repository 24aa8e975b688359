"""The store of one board: what the layers above may ask of the file."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.domain.changes import Actor, Log, Record
from kiosk.domain.clock import Clock
from kiosk.domain.entities import Act, TextErased
from kiosk.domain.ids import IdSource
from kiosk.domain.standing import ERASED
from kiosk.store import backups, erasure, meta, projections, releases, timelines
from kiosk.store import log as logs
from kiosk.store.authoring import Author, Told
from kiosk.store.backups import KEEP_DAYS
from kiosk.store.connection import Connect, connect
from kiosk.store.faults import DiskTrouble, StoreError, StoreFull, StoreReplaced
from kiosk.store.meta import Identity
from kiosk.store.opening import Opened, open_file
from kiosk.store.presence import mark_of
from kiosk.store.projections import AnyFolded, Kinds
from kiosk.store.reading import Reading
from kiosk.store.receiving import receive
from kiosk.store.writing import Writing

WRITTEN_AGAIN = (
    "The board's file was deleted while the board was open. The board has written it again, and nothing is lost. "
    "Tell IT."
)


@dataclass(frozen=True, slots=True)
class Appended:
    """What a write did.

    Attributes:
        records: the records, one for each act, in order.
        changed: the entities that it touched, as they stand now.
    """

    records: tuple[Record, ...]
    changed: tuple[AnyFolded, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """What a page did.

    Attributes:
        records: those that were new or pending here.
        changed: the entities that it touched, as they stand now.
    """

    records: tuple[Record, ...]
    changed: tuple[AnyFolded, ...]


def open_store(  # noqa: PLR0913 - a store's whole world, each by its name
    path: Path,
    *,
    kinds: Kinds,
    node: str | None = None,
    device: str | None = None,
    ids: IdSource,
    clock: Clock,
    boot_id: str,
    connecting: Connect = connect,
) -> "Store":
    """Open a board's store, or make it.

    The thread that opens it is the only one that may use it.

    Args:
        path: the file; what belongs to it lies beside it.
        kinds: every kind of entity by name.
        node: the ward whose store it is, or None for the one that the file names; a new file gets a new one.
        device: this computer, or None for the one that the file names; a new file gets a new one.
        ids: makes identities and keys.
        clock: tells the time.
        boot_id: the run of the machine.
        connecting: how the file is reached.

    Raises:
        StoreError: another program holds it, or made it, or it cannot even be read.
    """
    opened = open_file(path, connecting)
    store = Store(path, opened, kinds, (ids, clock, boot_id), connecting)
    try:
        store.prepare(node, device)
    except BaseException:
        store.close()
        raise
    return store


class Store(Reading):
    """One board's file, open in one thread. Use `open_store`.

    Attributes:
        notice: what the board has to say about its file, or None: it was damaged, or cannot be written.
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

    def append(
        self,
        acts: Sequence[Act],
        *,
        actor: Actor,
        log_node: str | None = None,
        occurred_at: datetime | None = None,
        change_ids: Sequence[str] = (),
    ) -> Appended:
        """Keep what somebody did, all of it or nothing; when it returns, it is on disk.

        Args:
            acts: what was decided.
            actor: who did it.
            log_node: the node whose log a new entity lives in; this store's node unless told.
            occurred_at: when; now unless told.
            change_ids: ids chosen before, one for each act; a repetition is answered with the same records.

        Raises:
            StoreError: it was not kept, with the reason.
        """
        now = self._clock.now()
        told = (acts, actor, occurred_at or now)
        with self._writing() as writing:
            records = self._author().write(
                writing, told, now, log_node or self._identity.node, change_ids
            )
        return Appended(records, writing.changed)

    def append_many(self, told: Sequence[Told], *, log_node: str | None = None) -> Appended:
        """Keep many acts of many moments in one transaction, each touched entity folded once.

        Args:
            told: acts, who did them and when; in the order in which they happened.
            log_node: the node whose log new entities live in; this store's node unless told.

        Raises:
            StoreError: nothing was kept, with the reason.
        """
        author, node = self._author(), log_node or self._identity.node
        records: list[Record] = []
        with self._writing() as writing:
            writing.foresee_many()
            for acts, actor, occurred_at in told:
                records += author.write(writing, (acts, actor, occurred_at), occurred_at, node)
        return Appended(tuple(records), writing.changed)

    def receive(self, log: Log, page: Sequence[Record]) -> Received:
        """Take a contiguous page of a log from its sequencer: page and cursor in one transaction, each record once.

        Raises:
            GapError: the page begins after the end of the log, or has a hole.
            ForkError: it contradicts what is here.
            StoreError: it was not kept, with the reason.
        """
        with self._writing() as writing:
            records = receive(writing, log, page)
        return Received(records, writing.changed)

    def erase(self, change_id: str, *, actor: Actor) -> Appended:
        """Delete the words beside a change, here and, by a change of its own, on every replica.

        Raises:
            LookupError: there is no such change.
            StoreError: it was not done, with the reason.
        """
        found = logs.record(self._database, change_id)
        if found is None:
            raise LookupError(change_id)
        act = Act(found.change.entity, ERASED, TextErased(change=change_id))
        return self.append([act], actor=actor)

    def put_release(self, body: bytes) -> str:
        """Keep published figures; return their name, the SHA-256 of the body."""
        with self._transaction():
            return releases.put(self._database, body, self._clock.now())

    def put_release_summary(self, name: str, rules: str, body: str) -> None:
        """Keep what was worked out from a release that is here."""
        with self._transaction():
            releases.put_summary(self._database, name, rules, body)

    def expire_releases(self, current: frozenset[str]) -> int:
        """Delete releases that are not on the board and came more than 24 months ago; return how many."""
        with self._transaction():
            before = self._clock.now() - timedelta(days=releases.KEEP_DAYS)
            return releases.expire(self._database, current, before)

    def set_meta(self, key: str, value: str | None) -> None:
        """Keep a small value by its key; None forgets it."""
        with self._transaction():
            meta.write(self._database, key, value)

    def begin_timeline(self, name: str) -> None:
        """Follow another sequencer: no change is confirmed any more, and one's own are to be sent again, in order."""
        with self._transaction():
            timelines.begin(self._database, self._identity, name)
            projections.rebuild(self._database, self._kinds)
        self._identity = meta.identity(self._database, self._identity.node)

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
        return Author(self._identity, self._kinds, self._ids, self._boot_id)

    @contextmanager
    def _writing(self) -> Iterator[Writing]:
        with self._transaction():
            writing = Writing(self._database, self._kinds)
            yield writing
            writing.finish()
            if writing.erased:
                erasure.make_due(self._database)
        if writing.erased:
            self._scrub_if_due()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self._refusal is not None:
            self._open_again()
        self.keep_in_place()
        with self._database.transaction():
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
