"""Records as they came, packed: the pieces of a snapshot wait for the last of them, and there may be many."""

import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from typing_extensions import override

from kiosk.domain.changes import Record
from kiosk.sync.pages import read_pages

LEVEL = 1


class Packed(Sequence[Record]):
    """The records of an answer, read anew whenever somebody goes through them.

    Args:
        body: the answer.
        records: what was read of it.

    Attributes:
        numbers: their sequence numbers; 0 for one that has none.
    """

    __slots__ = ("_body", "numbers")

    def __init__(self, body: bytes, records: Iterable[Record]) -> None:
        self.numbers = array("Q", [record.seq or 0 for record in records])
        self._body = zlib.compress(body, LEVEL)

    @override
    def __len__(self) -> int:
        return len(self.numbers)

    @override
    def __iter__(self) -> Iterator[Record]:
        yield from read_pages(zlib.decompress(self._body))["entries"]

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Record, ...]: ...
    @override
    def __getitem__(self, index: int | slice) -> Record | tuple[Record, ...]:
        return tuple(self)[index]

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    @override
    def __hash__(self) -> int:
        return hash(tuple(self.numbers))


def numbers_of(records: Sequence[Record]) -> Sequence[int]:
    """Return the sequence numbers of records; 0 for one that has none."""
    if isinstance(records, Packed):
        return records.numbers
    return [record.seq or 0 for record in records]
