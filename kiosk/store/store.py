"""The store of one board: what the layers above may ask of the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.domain.changes import Actor, Record
from kiosk.domain.clock import Clock
from kiosk.domain.entities import Act, TextErased
from kiosk.domain.ids import IdSource
from kiosk.domain.standing import ERASED
from kiosk.store import log as logs
from kiosk.store import meta, releases
from kiosk.store.authoring import Told
from kiosk.store.connection import Connect, connect
from kiosk.store.opening import open_file
from kiosk.store.projections import AnyFolded, Kinds
from kiosk.store.replicating import Replicating


@dataclass(frozen=True, slots=True)
class Appended:
    """What a write did.

    Attributes:
        records: the records, one for each act, in order.
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


class Store(Replicating):
    """One board's file, open in one thread. Use `open_store`."""

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
        self.stirred += key == meta.ALIASES
