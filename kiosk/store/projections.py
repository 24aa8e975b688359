"""What each entity is now: folded from its history, kept beside it, never edited."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, overload

from typing_extensions import override

from kiosk.domain.canonical import canonical, sha256
from kiosk.domain.changes import Log, Record
from kiosk.domain.entities import EntityKind, Folded, fold
from kiosk.domain.ids import entity_kind
from kiosk.store import log as logs
from kiosk.store import releases
from kiosk.store.connection import Database, Row
from kiosk.store.log import Held

Kinds = Mapping[str, EntityKind[Any]]
AnyFolded = Folded[Any]

UNKNOWN_KIND = "needs an update of this board"

AT_ONCE: Final = 500
"""Entities that are read at once."""

FOLD_VERSION = 4
"""Raised when the same kinds fold to something else than before."""

_ENTITY = """
    SELECT id, kind, state, withdrawn, marks, version, last_confirmed, log
    FROM entity
"""


def folded(kinds: Kinds, entity: str, history: Iterable[Record], home: Log) -> AnyFolded:
    """Return an entity as it stands; one of a kind that this program does not know has no state."""
    kind = kinds.get(entity_kind(entity))
    if kind is not None:
        return fold(kind, entity, history, home.node)
    records = list(history)
    confirmed = [record for record in records if record.seq is not None]
    last = max(confirmed, key=lambda record: record.seq or 0, default=None)
    return Folded(
        id=entity,
        state=None,
        marks={record.change.id: UNKNOWN_KIND for record in records},
        version=len(records),
        last_confirmed=None if last is None else last.change.id,
        node=home.node,
    )


def keep(database: Database, log: Log, entities: Iterable[AnyFolded]) -> None:
    """Write entities of one log as they stand."""
    log_text = str(log)
    database.run_many(
        """
        INSERT INTO entity (id, kind, log, state, withdrawn, marks, version, last_confirmed)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET
            log = excluded.log, state = excluded.state, withdrawn = excluded.withdrawn, marks = excluded.marks,
            version = excluded.version, last_confirmed = excluded.last_confirmed
        """,
        (
            (
                entity.id,
                entity_kind(entity.id),
                log_text,
                None if entity.state is None else entity.state.model_dump_json(),
                entity.withdrawn,
                json.dumps(entity.marks) if entity.marks else "{}",
                entity.version,
                entity.last_confirmed,
            )
            for entity in entities
        ),
    )


def forget(database: Database, entities: Iterable[str]) -> None:
    """Delete what entities were that are no more, inside a transaction."""
    database.run_many("DELETE FROM entity WHERE id = ?", [(entity,) for entity in entities])


def ids(database: Database) -> list[str]:
    """Return the ids of all entities."""
    return [str(row[0]) for row in database.rows("SELECT id FROM entity")]


class Kept(Sequence[AnyFolded]):
    """Some entities as they stand when somebody looks, read some at a time; one that is here no more has no state."""

    def __init__(self, database: Database, kinds: Kinds, names: Sequence[str]) -> None:
        self._database, self._kinds, self._names = database, kinds, names

    @override
    def __len__(self) -> int:
        return len(self._names)

    @override
    def __iter__(self) -> Iterator[AnyFolded]:
        for first in range(0, len(self), AT_ONCE):
            yield from self[first : first + AT_ONCE]

    @overload
    def __getitem__(self, index: int) -> AnyFolded: ...
    @overload
    def __getitem__(self, index: slice) -> list[AnyFolded]: ...
    @override
    def __getitem__(self, index: int | slice) -> AnyFolded | list[AnyFolded]:
        if isinstance(index, int):
            return self[index : index + 1 or None][0]
        names = self._names[index]
        sql = f"{_ENTITY} WHERE id {logs.AMONG}"
        rows = self._database.rows(sql, (json.dumps(names),))
        here = {row[0]: _read(self._kinds, row) for row in rows}
        return [here.get(name) or Folded(id=name, state=None) for name in names]


def one(database: Database, kinds: Kinds, entity: str) -> AnyFolded | None:
    """Return one entity as it stands, or None."""
    found = database.row(f"{_ENTITY} WHERE id = ?", (entity,))
    return None if found is None else _read(kinds, found)


def of_kind(database: Database, kinds: Kinds, kind: str) -> dict[str, AnyFolded]:
    """Return all entities of one kind by id, oldest first."""
    sql = f"{_ENTITY} WHERE kind = ? ORDER BY row"
    return {row[0]: _read(kinds, row) for row in database.rows(sql, (kind,))}


def all_kept(database: Database, kinds: Kinds) -> dict[str, AnyFolded]:
    """Return every entity by id, oldest first."""
    rows = database.rows(f"{_ENTITY} ORDER BY row")
    return {row[0]: _read(kinds, row) for row in rows}


def all_from_scratch(database: Database, kinds: Kinds) -> dict[str, AnyFolded]:
    """Return every entity by id, folded from its whole history."""
    return {
        entity: folded(kinds, entity, [one.record for one in history], history[0].log)
        for entity, history in _histories(database)
    }


def rebuild(database: Database, kinds: Kinds) -> None:
    """Forget what the entities are and fold all of them anew, inside a transaction."""
    database.run("DELETE FROM entity")
    by_log: dict[Log, list[AnyFolded]] = {}
    for entity, history in _histories(database):
        home, records = history[0].log, [one.record for one in history]
        by_log.setdefault(home, []).append(folded(kinds, entity, records, home))
    for log, entities in by_log.items():
        keep(database, log, entities)


def missing_releases(database: Database, node: str | None) -> list[str]:
    """Return the names of announced releases whose body is not here: a node's own first, each newest first."""
    rows = database.rows(
        """
        SELECT e.log, json_extract(e.state, '$.sha256') FROM entity e
        JOIN change c ON c.entity = e.id
        WHERE e.kind = 'release' AND e.state IS NOT NULL AND e.withdrawn IS NULL
        GROUP BY e.id ORDER BY max(c.row) DESC
        """
    )
    here = set(releases.names(database))
    rows.sort(key=lambda row: Log.from_text(row[0]).node != node)
    return [name for _, name in rows if name is not None and name not in here]


def fingerprint(kinds: Kinds) -> str:
    """Return what tells projections that this program made from those of another."""
    shape = {
        name: [sorted(kind.payloads), sorted(kind.state.model_fields)]
        for name, kind in kinds.items()
    }
    return f"{FOLD_VERSION}-{sha256(canonical(shape))[:16]}"


def _histories(database: Database) -> Iterable[tuple[str, list[Held]]]:
    by_entity = attrgetter("record.change.entity")
    for entity, history in groupby(sorted(logs.every_held(database), key=by_entity), by_entity):
        yield entity, logs.living(list(history))


def _read(kinds: Kinds, row: Row) -> AnyFolded:
    entity, kind, state, withdrawn, marks, version, last_confirmed, log = row
    return Folded(
        id=entity,
        state=None if state is None else kinds[kind].state.model_validate_json(state),
        withdrawn=withdrawn,
        marks={} if marks == "{}" else json.loads(marks),
        version=version,
        last_confirmed=last_confirmed,
        node=Log.from_text(log).node,
    )
