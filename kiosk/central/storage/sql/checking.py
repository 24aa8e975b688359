"""Reading the logs anew, in the order in which they are verified."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    LargeBinary,
    String,
    and_,
    func,
    null,
    select,
    union_all,
)

from kiosk.central.storage.sql import tables
from kiosk.central.storage.verification import PlaceRow

ROWS_AT_ONCE = 1_000

change, words, spent, stream, log = (
    tables.change,
    tables.words,
    tables.spent,
    tables.stream,
    tables.log,
)
PLACE = ("node", "kind", "device", "incarnation", "counter")
ENTRY = ("change_hash", "previous", "clock_correction_ms", "lineage", "entry_hash", "body")


class Checking:
    """What verification looks at, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection.execution_options(yield_per=ROWS_AT_ONCE)

    def places(self) -> Iterator[PlaceRow]:
        """Yield all places, by stream and counter."""
        numbered = select(
            *_columns(change, PLACE), change.c.id, *_columns(change, ENTRY), change.c.seq,
            words.c.key, words.c.fields,
        ).select_from(change.outerjoin(words, _same(change, words, ("node", "kind", "seq"))))  # fmt: skip
        others = select(
            *_columns(spent, PLACE), spent.c.change_id, *_columns(spent, ENTRY),
            null().cast(BigInteger), null().cast(LargeBinary), null().cast(String),
        )  # fmt: skip
        both = union_all(numbered, others).subquery()
        for row in self._connection.execute(select(both).order_by(*_columns(both, PLACE))):
            yield PlaceRow(*row)

    def numbers(self) -> Iterator[tuple[str, str, int, int, int]]:
        """Yield each log's last number, how many changes it has, and their largest number."""
        counted = (
            select(log.c.node, log.c.kind, log.c.last_seq, func.count(change.c.seq),
                   func.coalesce(func.max(change.c.seq), 0))
            .select_from(log.outerjoin(change, _same(log, change, ("node", "kind"))))
            .group_by(log.c.node, log.c.kind, log.c.last_seq)
        )  # fmt: skip
        for row in self._connection.execute(counted):
            yield tuple(row)

    def heads(self) -> Iterator[tuple[str, str, str, int, str, str | None]]:
        """Yield each stream's last place and hash, and the hash of the entry there."""
        joined = stream.outerjoin(change, _same(stream, change, PLACE)).outerjoin(
            spent, _same(stream, spent, PLACE)
        )
        found = func.coalesce(change.c.entry_hash, spent.c.entry_hash)
        asking = select(
            stream.c.node, stream.c.kind, stream.c.device, stream.c.counter, stream.c.hash, found
        ).select_from(joined)
        for row in self._connection.execute(asking):
            yield tuple(row)


def _columns(table: Any, names: tuple[str, ...]) -> list[Any]:
    return [table.c[name] for name in names]


def _same(one: Any, other: Any, names: tuple[str, ...]) -> Any:
    return and_(*(one.c[name] == other.c[name] for name in names))
