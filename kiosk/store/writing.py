"""One transaction's worth of writing: what it adds to logs, streams, words and outbox, and what that changed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kiosk.domain.canonical import change_body, entry_hash, sha256
from kiosk.domain.changes import Change, Log, Record
from kiosk.domain.entities import Folded
from kiosk.domain.standing import ERASED
from kiosk.store import log as logs
from kiosk.store import projections
from kiosk.store.connection import Database
from kiosk.store.dating import Written
from kiosk.store.log import Held
from kiosk.store.projections import AnyFolded, Kinds
from kiosk.store.rows import Rows
from kiosk.store.streams import Place, Streams, count_absent

Named = tuple[Log, str, str]
"""The log, the entity and the id of a change whose words are to be forgotten."""


class Writing:
    """Collects what one transaction writes, and writes it at the end: rows in bulk, each touched entity folded once.

    Attributes:
        kinds: every kind of entity by name.
        streams: where the streams stand.
        changed: the entities that it changed, after `finish`.
        erased: whether words were erased.
    """

    def __init__(self, database: Database, kinds: Kinds) -> None:
        self._database = database
        self.kinds = kinds
        self.streams = Streams(database)
        self._rows = Rows(database)
        self._cursors: dict[Log, int] = {}
        self._here: set[str] | None = None
        self._homes: dict[str, Log] = {}
        self._histories: dict[str, dict[str, Record]] = {}
        self._held: dict[str, Held] = {}
        self._mixed: set[str] = set()
        self._touched: dict[str, None] = {}
        self._erasures: list[Named] = []
        self._named: set[Named] = set()
        self._forgotten: set[str] = set()
        self._counted_anew = False
        self.changed: tuple[AnyFolded, ...] = ()

    @property
    def erased(self) -> bool:
        """Whether words were erased."""
        return bool(self._erasures)

    def foresee_many(self) -> None:
        """Learn at once which entities are here, instead of asking for each."""
        self._here = set(projections.ids(self._database))

    def foresee(self, entities: Iterable[str], change_ids: Iterable[str]) -> None:
        """Learn at once the histories of entities, and whose words are to be forgotten, instead of asking for each."""
        unknown = {entity for entity in entities if entity not in self._histories}
        self._histories.update({entity: {} for entity in unknown})
        for held in logs.held_of(self._database, unknown) if unknown else ():
            self._learn(held)
        self._forgotten |= self._rows.forgotten(change_ids)

    def held(self, change_id: str) -> Held | None:
        """Return a change that is here already, of an entity whose history was asked for."""
        return self._held.get(change_id)

    def known(self, change_id: str) -> Record | None:
        """Return the record of a change that is here already, dead or not."""
        held = self._held.get(change_id)
        return logs.record(self._database, change_id) if held is None else held.record

    def home(self, entity: str) -> Log | None:
        """Return the log in which an entity lives, or None when it is new."""
        self._living(entity)
        return self._homes.get(entity)

    def last_confirmed(self, entity: str) -> str | None:
        """Return the id of an entity's last confirmed change: what its next one is based on."""
        confirmed = [record for record in self._living(entity) if record.seq is not None]
        return max(confirmed, key=lambda record: record.seq or 0).change.id if confirmed else None

    def was_erased(self, log: Log, change: Change) -> bool:
        """Tell whether the words beside a change of a log were asked to be forgotten before it came."""
        if change.id in self._forgotten:
            return True
        return bool(self._named) and (log, change.entity, change.id) in self._named

    def cursor(self, log: Log) -> int:
        """Return the last sequence number of a log."""
        if log not in self._cursors:
            found = self._database.row("SELECT seq FROM cursor WHERE log = ?", (str(log),))
            self._cursors[log] = 0 if found is None else found[0]
        return self._cursors[log]

    def add(self, log: Log, record: Record, *, written: Written | None = None) -> None:
        """Add a record that is not here yet.

        Args:
            log: the log that it lies in.
            record: the record; without a sequence number it is pending.
            written: when this board wrote it; a pending one is to be sent then.
        """
        change, body = record.change, change_body(record.change)
        held = Held(self._rows.next_row(), sha256(body), log, record)
        self._rows.change(held, body.decode())
        if record.words is not None:
            self._rows.words(held.row, record.words)
        self._stand(held)
        if record.seq is not None:
            self._confirm(held)
        elif written is not None:
            self._rows.waiting(held.row, log, (written.monotonic_s, written.at))
        self._history(change.entity)
        self._learn(held)
        self._touched[change.entity] = None
        named = _named_by(held)
        if named is not None:
            self._erasures.append(named)

    def confirm(self, held: Held, record: Record) -> None:
        """Give a change that is here its sequence number, and the place at which the log has it."""
        words = None if self.was_erased(held.log, record.change) else held.record.words
        confirmed = replace(held, record=replace(record, words=words))
        self._rows.confirmed(held.row)
        if held.record.entry != record.entry:
            entry = held.record.entry
            self.streams.head_of(held.log, entry).leave(entry.counter)
            self._rows.leave(held.row)
            self._stand(confirmed)
        self._confirm(confirmed)
        self._learn(confirmed)
        self._touched[record.change.entity] = None

    def give_way(self, row: int) -> None:
        """Let go of what is no part of any state, because something else has its place or its name."""
        gone = logs.held_at(self._database, row)
        self.foresee([gone.record.change.entity], ())
        entry = gone.record.entry
        self.streams.head_of(gone.log, entry).leave(entry.counter)
        self._rows.let_go(row)
        self._counted_anew |= gone.confirmed
        self.drop(gone.record.change)

    def drop(self, change: Change) -> None:
        """Fold an entity without one of its changes."""
        self._history(change.entity).pop(change.id, None)
        self._held.pop(change.id, None)
        self._touched[change.entity] = None

    def drop_all(self, entity: str) -> None:
        """Fold an entity of which nothing is here any more."""
        self._histories[entity] = {}
        self._touched[entity] = None
        self._counted_anew = True

    def reach(self, log: Log, seq: int) -> None:
        """Say how far a log has come, whatever of it is here."""
        self._cursors[log] = max(self.cursor(log), seq)
        self._counted_anew = True

    def touch(self, entities: Iterable[str]) -> None:
        """Fold some entities again, as they lie in the file now."""
        self._touched.update(dict.fromkeys(entities))

    def finish(self) -> None:
        """Write everything that was collected, and fold what it touched."""
        self._rows.flush(self._cursors)
        self.streams.flush()
        if self._counted_anew:
            count_absent(self._database)
        for named in self._erasures:
            self._erase(named)
        self.foresee(self._touched, ())
        folded: dict[Log, list[AnyFolded]] = {}
        gone: list[AnyFolded] = []
        for entity in self._touched:
            history = self._living(entity)
            if history:
                home = self._homes[entity]
                folded.setdefault(home, []).append(
                    projections.folded(self.kinds, entity, history, home)
                )
            else:
                gone.append(Folded(id=entity, state=None))
        for log, entities in folded.items():
            projections.keep(self._database, log, entities)
        projections.forget(self._database, [entity.id for entity in gone])
        self.changed = (*(one for entities in folded.values() for one in entities), *gone)

    def _stand(self, held: Held) -> None:
        entry = held.record.entry
        digest = entry_hash(entry, held.change_hash)
        head = self.streams.head_of(held.log, entry)
        place = Place(held.row, entry.previous, digest, held.confirmed)
        if head.counter == 0 and not head.lineage:
            head.lineage = entry.lineage
        head.put(entry.counter, place)
        self._rows.entry(head, held, digest)

    def _confirm(self, held: Held) -> None:
        seq = held.record.seq or 0
        self._rows.sequence(held)
        self._cursors[held.log] = max(self.cursor(held.log), seq)

    def _learn(self, held: Held) -> None:
        change = held.record.change
        if self._homes.setdefault(change.entity, held.log) != held.log:
            self._mixed.add(change.entity)
        self._held[change.id] = held
        self._histories[change.entity][change.id] = held.record
        if change.kind == ERASED:
            self._named |= {named for named in (_named_by(held),) if named is not None}

    def _history(self, entity: str) -> dict[str, Record]:
        if entity not in self._histories:
            if self._here is not None and entity not in self._here:
                self._histories[entity] = {}
            else:
                self.foresee([entity], ())
        return self._histories[entity]

    def _living(self, entity: str) -> Sequence[Record]:
        """Return what an entity is folded from: its records in the log where it lives."""
        history = self._history(entity)
        if entity not in self._mixed:
            return list(history.values())
        living = logs.living([self._held[change_id] for change_id in history])
        if living:
            self._homes[entity] = living[0].log
        return [held.record for held in living]

    def _erase(self, named: Named) -> None:
        """Delete the words that an erasure names, if they are of its own entity, in its own log."""
        log, entity, change_id = named
        self._history(entity)
        held = self._held.get(change_id)
        if held is None or (held.log, held.record.change.entity) != (log, entity):
            return
        self._rows.erase(change_id)
        self._learn(replace(held, record=replace(held.record, words=None)))
        self._touched[entity] = None


def _named_by(held: Held) -> Named | None:
    """Return the log, the entity and the id of the change whose words an erasure names; None for any other."""
    change = held.record.change
    said = change.payload.get("change") if change.kind == ERASED else None
    return (held.log, change.entity, said) if isinstance(said, str) else None
