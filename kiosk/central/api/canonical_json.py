"""Canonical JSON (RFC 8785) of what came over the wire, in one pass of a fast encoder wherever that agrees."""

import re
from typing import Final

import orjson

from kiosk.domain.canonical import canonical
from kiosk.domain.changes import Json

NUMBERS_APART: Final = re.compile(rb'(?:":|[\[,])-?(?:[0-9]+[.eE]|[0-9]{16})')
"""A fraction or a large integer where a value begins; inside of texts it finds too much, which costs time only."""


def canonical_json(value: Json) -> bytes:
    """Return a value's canonical JSON.

    orjson sorts, spaces and escapes as RFC 8785 does; it differs in fractions, in integers beyond 2**53, and in the
    order of names outside of ASCII. What might have those goes to the slower encoder.

    Raises:
        ValueError: the value has no canonical JSON: an integer beyond 2**53, half of a character, not a number.
    """
    try:
        text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        if text.isascii() and NUMBERS_APART.search(text) is None:
            return text
        return canonical(value)
    except (TypeError, RecursionError) as problem:
        message = "this has no canonical JSON"
        raise ValueError(message) from problem
