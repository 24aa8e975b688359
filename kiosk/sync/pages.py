"""Reading pages: each change is kept word for word as it came, so that nobody has to write it out again to hash it."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from kiosk.domain.canonical import change_from_body
from kiosk.domain.changes import Record
from kiosk.sync.entries import record_from_wire, record_with

_decode = json.JSONDecoder().raw_decode

CHANGE: Final = '{"change":'
ENTRY: Final = re.compile(r'[\[,](?=\{"change":\{)')
"""Before an entry of a list; no text has this inside, because a quote in a text follows a backslash."""


def read_pages(body: bytes) -> Mapping[str, Any]:
    """Read an answer that has entries; its lists of entries hold records.

    Raises:
        KeyError, TypeError, ValueError: it cannot be read.
    """
    text = body.decode()
    records: list[Record] = []
    around: list[str] = []
    end = 0
    for begins, record, ends in _entries(text):
        around += (text[end:begins], str(len(records)))
        records.append(record)
        end = ends
    answer: Mapping[str, Any] = json.loads("".join((*around, text[end:])))
    for page in (answer, *answer.get("pages", ())):
        if "entries" in page:
            page["entries"] = tuple(
                records[entry] if type(entry) is int else record_from_wire(entry)
                for entry in page["entries"]
            )
    return answer


def _entries(text: str) -> Iterator[tuple[int, Record, int]]:
    """Yield the entries of an answer that begin with their change: where each begins, the record, and where it ends."""
    found = ENTRY.search(text)
    while found is not None:
        begins = found.end()
        body = begins + len(CHANGE)
        change, after = _decode(text, body)
        beside, ends = _rest(text, after)
        yield begins, record_with(change_from_body(text[body:after].encode(), change), beside), ends
        found = ENTRY.search(text, ends)


def _rest(text: str, after: int) -> tuple[Mapping[str, Any], int]:
    """Read what an entry has beside its change, from the comma on; return where it ends, too."""
    if text[after] != ",":
        message = "an entry is more than its change"
        raise ValueError(message)
    follows = text.find(CHANGE, after)
    try:
        beside, length = _decode(f"{{{text[after + 1 : follows]}")
    except ValueError:  # what follows is inside of it
        beside, length = _decode(f"{{{text[after + 1 :]}")
    return beside, after + length
