"""The queries, built once for a database."""

from typing import Any

from sqlalchemy import Select, String, and_, bindparam, func, literal, null, select, union_all
from sqlalchemy.sql.selectable import CompoundSelect

from kiosk.central.storage.rows import ChangeRow
from kiosk.central.storage.sql import tables
from kiosk.central.storage.sql.database import Database

change, words, spent, stream = tables.change, tables.words, tables.spent, tables.stream

CHANGE_COLUMNS = len(ChangeRow._fields)


class Statements:
    """Queries of one log each, by the parameters `node` and `kind` and others that are named beside them.

    Attributes:
        heads: last places of the streams of `devices`.
        known: what is known of changes by `ids`: confirmed, dead, erased.
        places: changes at the places of `devices` from counter `first` on: confirmed, spent.
        page: a piece of the log after `after`, at most `limit`, and with it the bytes up to each.
        pieces: entries of `entities` after `after`, up to `upto`, at most `limit`.
        histories: entries of `entities`.
        touched: what was touched after `after`, whole.
        numbers: the last numbers of the logs of `nodes`; of any logs.
        meta: the storage's own value of a `name`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.heads = self._heads()
        self.known = self._known()
        self.places = self._places()
        self.page = self._page()
        self.pieces = self._pieces()
        self.histories = self._histories()
        self.touched = self._touched()
        self.numbers = self._numbers()
        self.meta = select(tables.meta.c.value).where(tables.meta.c.name == bindparam("name"))

    def _heads(self) -> Select[Any]:
        columns = stream.c
        return select(columns.device, columns.incarnation, columns.counter, columns.hash).where(
            *_of_log(stream), self._database.among(columns.device, "devices")
        )

    def _numbers(self) -> Select[Any]:
        columns = tables.log.c
        return select(columns.node, columns.kind, columns.last_seq).where(
            self._database.among(columns.node, "nodes")
        )

    def _known(self) -> CompoundSelect[Any]:
        nothing = null().cast(String)
        confirmed = select(
            change.c.id, change.c.change_hash, change.c.seq, nothing.label("reason"), nothing
        ).where(*_of_log(change), self._database.among(change.c.id, "ids"))
        dead = select(
            spent.c.change_id, spent.c.change_hash, literal(0), spent.c.reason, spent.c.detail
        ).where(
            *_of_log(spent),
            self._database.among(spent.c.change_id, "ids"),
            spent.c.reason.is_not(None),
        )
        erased = select(tables.erased.c.change_id, nothing, literal(0), nothing, nothing).where(
            *_of_log(tables.erased), self._database.among(tables.erased.c.change_id, "ids")
        )
        return union_all(confirmed, dead, erased)

    def _places(self) -> CompoundSelect[Any]:
        return union_all(
            *(
                select(
                    table.c.device, table.c.incarnation, table.c.counter, table.c[change_id]
                ).where(
                    *_of_log(table),
                    self._database.among(table.c.device, "devices"),
                    table.c.counter.between(bindparam("first"), bindparam("last")),
                )
                for table, change_id in ((change, "id"), (spent, "change_id"))
            )
        )

    def _page(self) -> Select[Any]:
        size = self._database.size_of(change.c.body)
        upto = func.sum(size).over(order_by=change.c.seq).label("upto")
        inner = (
            select(change, upto)
            .where(*_of_log(change), change.c.seq > bindparam("after"))
            .order_by(change.c.seq)
            .limit(bindparam("limit"))
            .subquery()
        )
        columns = [inner.c[name] for name in ChangeRow._fields]
        return (
            select(*columns, words.c.key, words.c.fields)
            .select_from(inner.outerjoin(words, _same(inner, words)))
            .where(
                (inner.c.upto <= bindparam("most_bytes")) | (inner.c.seq == bindparam("after") + 1)
            )
            .order_by(inner.c.seq)
        )

    def _pieces(self) -> Select[Any]:
        return (
            self._whole()
            .where(
                self._database.among(change.c.entity, "entities"),
                change.c.seq > bindparam("after"),
                change.c.seq <= bindparam("upto"),
            )
            .order_by(change.c.seq)
            .limit(bindparam("limit"))
        )

    def _histories(self) -> Select[Any]:
        return (
            self._whole()
            .where(self._database.among(change.c.entity, "entities"))
            .order_by(change.c.seq)
        )

    def _touched(self) -> Select[Any]:
        entity = change.c.entity
        newer = change.alias()
        first = func.min(change.c.seq)
        since = (
            select(newer.c.entity)
            .where(*_of_log(newer), newer.c.seq > bindparam("after"))
            .distinct()
        )
        return (
            select(
                entity,
                func.min(change.c.entity_kind),
                first,
                func.max(change.c.seq),
                func.max(change.c.received_at),
            )
            .where(*_of_log(change), entity.in_(since))
            .group_by(entity)
            .order_by(first)
        )

    def _whole(self) -> Select[Any]:
        return (
            select(change, words.c.key, words.c.fields)
            .select_from(change.outerjoin(words, _same(change, words)))
            .where(*_of_log(change))
        )


def _of_log(table: Any) -> tuple[Any, Any]:
    return table.c.node == bindparam("node"), table.c.kind == bindparam("kind")


def _same(one: Any, other: Any) -> Any:
    return and_(*(one.c[name] == other.c[name] for name in ("node", "kind", "seq")))
