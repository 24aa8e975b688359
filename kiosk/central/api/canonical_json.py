"""Canonical JSON (RFC 8785) of what came over the wire, in one pass of a fast encoder wherever that agrees."""

from collections.abc import Iterable

import orjson

from kiosk.domain.canonical import LARGEST_EXACT_INTEGER, canonical
from kiosk.domain.changes import Json


def canonical_json(value: Json) -> bytes:
    """Return a value's canonical JSON.

    orjson sorts, spaces and escapes as RFC 8785 does; it differs in fractions, in integers beyond 2**53, and in the
    order of names outside of ASCII. What might have those goes to the slower encoder.

    Raises:
        ValueError: the value has no canonical JSON: an integer beyond 2**53, half of a character, not a number.
    """
    try:
        text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        if text.isascii() and _are_written_alike((value,)):
            return text
        return canonical(value)
    except (TypeError, RecursionError) as problem:
        message = "this has no canonical JSON"
        raise ValueError(message) from problem


def _are_written_alike(values: Iterable[Json]) -> bool:
    """Tell whether there is no fraction and no integer beyond 2**53 anywhere in some values."""
    for value in values:
        kind = type(value)
        if kind is str or kind is bool or value is None:
            continue
        if kind is int:
            alike = -LARGEST_EXACT_INTEGER <= value <= LARGEST_EXACT_INTEGER
        elif kind is dict:
            alike = _are_written_alike(value.values())
        else:
            alike = kind is list and _are_written_alike(value)
        if not alike:
            return False
    return True
