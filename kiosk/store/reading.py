"""What can be asked of a store: entities, records, streams, figures, and whether it all agrees."""

from kiosk.domain.changes import Dead, Log, Record, Stream
from kiosk.domain.clock import instant_from
from kiosk.domain.leaving import Leaving
from kiosk.store import log as logs
from kiosk.store import meta, projections, releases, timelines
from kiosk.store.connection import Database
from kiosk.store.projections import AnyFolded, Kinds
from kiosk.store.verification import Break, first_break


class Reading:
    """The half of a store that changes nothing."""

    def __init__(self, database: Database, kinds: Kinds) -> None:
        self._database = database
        self._kinds = kinds

    def entity(self, entity: str) -> AnyFolded | None:
        """Return an entity as it stands, or None when there is none."""
        return projections.one(self._database, self._kinds, entity)

    def entities(self, kind: str) -> dict[str, AnyFolded]:
        """Return all entities of a kind by id, oldest first; those that do not stand too."""
        return projections.of_kind(self._database, self._kinds, kind)

    def all_entities(self) -> dict[str, AnyFolded]:
        """Return every entity by id, oldest first; those that do not stand too."""
        return projections.all_kept(self._database, self._kinds)

    def history(self, entity: str) -> list[Record]:
        """Return all records of an entity, in the order in which they came to this board."""
        return logs.history(self._database, entity)

    def record(self, change_id: str) -> Record | None:
        """Return the record of one change, or None."""
        return logs.record(self._database, change_id)

    def records(self, log: Log, after_seq: int = 0, limit: int = logs.PAGE_LIMIT) -> list[Record]:
        """Return the confirmed records of a log that follow a sequence number."""
        return logs.confirmed(self._database, log, after_seq, limit)

    def pending(
        self, log: Log, limit: int = logs.PAGE_LIMIT, after: tuple[int, int] = (0, 0)
    ) -> list[Record]:
        """Return own records of a log that are not confirmed and follow (incarnation, counter), oldest first."""
        return logs.pending(self._database, log, limit, after)

    def leaving(
        self, log: Log, limit: int = logs.PAGE_LIMIT, after: tuple[int, int] = (0, 0)
    ) -> list[Leaving]:
        """Return what `pending` does, as it is sent."""
        return logs.leaving(self._database, log, limit, after)

    def pending_logs(self) -> list[Log]:
        """Return the logs that have own records that are not confirmed."""
        return logs.pending_logs(self._database)

    def dead(self) -> list[Dead]:
        """Return the changes that central will never take, newest first."""
        return [
            Dead(record, reason, detail, instant_from(at))
            for record, reason, detail, at in logs.dead(self._database)
        ]

    def dead_count(self) -> int:
        """Return how many changes central will never take."""
        return logs.dead_count(self._database)

    def aliases(self) -> list[str]:
        """Return the nodes as which this ward ran alone before, as far as this computer knows."""
        return timelines.aliases(self._database)

    def missing_releases(self) -> list[str]:
        """Return the names of announced releases whose body is not here: this node's first, each newest first."""
        return projections.missing_releases(self._database, meta.read(self._database, meta.NODE))

    def pending_count(self) -> int:
        """Return how many of this board's own records are not confirmed, in all logs."""
        return logs.pending_count(self._database)

    def cursors(self) -> dict[Log, int]:
        """Return the last sequence number of each log."""
        return logs.cursors(self._database)

    def streams(self) -> dict[Stream, tuple[int, str]]:
        """Return the last counter of each stream, and its entry's hash."""
        return logs.streams(self._database)

    def meta(self, key: str) -> str | None:
        """Return a small value by its key, or None."""
        return meta.read(self._database, key)

    def release(self, name: str) -> bytes | None:
        """Return the body of published figures by their SHA-256, or None."""
        return releases.get(self._database, name)

    def releases(self) -> list[str]:
        """Return the names of all published figures, in the order in which they came."""
        return releases.names(self._database)

    def release_summaries(self) -> dict[str, tuple[str, str]]:
        """Return what was worked out from releases: rules and body, by the release's name."""
        return releases.summaries(self._database)

    def verify(self) -> Break | None:
        """Compute every hash, chain and sequence anew; return the first contradiction, or None."""
        return first_break(self._database)

    def check_projections(self) -> list[str]:
        """Return the ids of the entities that are not what their history says; there should be none."""
        kept = projections.all_kept(self._database, self._kinds)
        true = projections.all_from_scratch(self._database, self._kinds)
        return sorted(
            name for name in kept.keys() | true.keys() if kept.get(name) != true.get(name)
        )
