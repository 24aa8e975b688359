"""Where streams stand: the last place of each, what it grew from, and which change stands at a place."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kiosk.domain.changes import GENESIS, Entry, Log, Stream
from kiosk.store.connection import Database
from kiosk.store.log import lineage_from, lineage_text

Lineage = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """What stands at one place of a stream: the change's row, the chain, and whether it has a sequence number."""

    row: int
    previous: str
    hash: str
    confirmed: bool


@dataclass(slots=True)
class Head:
    """Where one stream has come to.

    Attributes:
        row: of the stream.
        counter: its last place ever; it never goes back, whatever is let go of.
        hash: of the entry there.
        lineage: what the stream grew from.
        taken: the last place that came from the sequencer on this timeline.
        absent: how many places up to `counter` have nothing here.
        changed: whether it is to be written.
        places: what stands where, as far as it was looked up.
    """

    row: int
    counter: int = 0
    hash: str = GENESIS
    lineage: Lineage = ()
    taken: int = 0
    absent: int = 0
    changed: bool = False
    places: dict[int, Place] = field(default_factory=dict)

    def put(self, counter: int, place: Place) -> None:
        """Let something stand at a place where nothing stood."""
        if counter > self.counter:
            self.absent += counter - self.counter - 1
            self.counter, self.hash = counter, place.hash
        else:
            self.absent -= 1
            if counter == self.counter:
                self.hash = place.hash
        self.places[counter] = place
        self.changed = True

    def leave(self, counter: int) -> None:
        """Let nothing stand at a place any more."""
        self.places.pop(counter, None)
        self.absent += 1
        self.changed = True

    def hash_before(self, counter: int) -> str | None:
        """Return the hash that an entry at a place must follow, or None when that is not known here."""
        if counter == 1:
            return GENESIS
        before = self.places.get(counter - 1)
        if before is not None:
            return before.hash
        return self.hash if counter == self.counter + 1 else None


class Streams:
    """The heads that one transaction needs."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._heads: dict[tuple[Log, str, int], Head] = {}

    def head_of(self, log: Log, entry: Entry) -> Head:
        """Return where the stream of an entry in a log has come to; a new one stands before its first entry."""
        key = log, entry.device, entry.incarnation  # no `Stream`: this is asked for each change
        head = self._heads.get(key)
        return self.head(Stream(*key)) if head is None else head

    def head(self, stream: Stream) -> Head:
        """Return where a stream has come to; a new one stands before its first entry."""
        key = stream.log, stream.device, stream.incarnation
        if key not in self._heads:
            self._heads[key] = find(self._database, stream) or begin(self._database, stream)
        return self._heads[key]

    def foresee(self, stream: Stream, counters: Iterable[int]) -> None:
        """Look up at once what stands at some places of a stream, and beside them."""
        head, wanted = self.head(stream), list(counters)
        first, last = min(wanted) - 1, max(wanted) + 1
        if first > head.counter:
            return
        rows = self._database.rows(
            """
            SELECT e.counter, e.change, e.previous, e.hash, q.seq IS NOT NULL
            FROM entry e LEFT JOIN sequence q ON q.change = e.change
            WHERE e.stream = ? AND e.counter BETWEEN ? AND ?
            """,
            (head.row, first, last),
        )
        for counter, row, previous, digest, confirmed in rows:
            head.places.setdefault(counter, Place(row, previous, digest, bool(confirmed)))

    def flush(self) -> None:
        """Write what changed."""
        for head in self._heads.values():
            if head.changed:
                keep(self._database, head)
                head.changed = False


def find(database: Database, stream: Stream) -> Head | None:
    """Return where a stream has come to, or None when it is not here."""
    found = database.row(
        """
        SELECT row, counter, hash, lineage, taken, absent FROM stream
        WHERE log = ? AND device = ? AND incarnation = ?
        """,
        (str(stream.log), stream.device, stream.incarnation),
    )
    if found is None:
        return None
    row, counter, digest, lineage, taken, absent = found
    return Head(row, counter, digest, lineage_from(lineage), taken, absent)


def begin(database: Database, stream: Stream, lineage: Lineage = ()) -> Head:
    """Begin a stream that is not here, inside a transaction."""
    database.run(
        "INSERT INTO stream (log, device, incarnation, lineage) VALUES (?, ?, ?, ?)",
        (str(stream.log), stream.device, stream.incarnation, lineage_text(lineage)),
    )
    begun = find(database, stream)
    if begun is None:
        raise LookupError(str(stream))
    return begun


def keep(database: Database, head: Head) -> None:
    """Write where a stream has come to."""
    database.run(
        "UPDATE stream SET counter = ?, hash = ?, lineage = ?, taken = ?, absent = ? WHERE row = ?",
        (
            head.counter,
            head.hash,
            lineage_text(head.lineage),
            head.taken,
            head.absent,
            head.row,
        ),
    )


def count_absent(database: Database) -> None:
    """Count anew what is not here of each stream and log, after whole entities or places were let go of."""
    database.run(
        """
        UPDATE stream SET absent = counter - (
            SELECT count(*) FROM entry
            WHERE entry.stream = stream.row AND entry.counter <= stream.counter
        )
        """
    )
    database.run(
        """
        UPDATE cursor SET absent = seq - (
            SELECT count(*) FROM sequence WHERE sequence.log = cursor.log
        )
        """
    )
