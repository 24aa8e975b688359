"""Ids of FHIR resources that say where a thing lies, so that it is found without an index: log, entity, change."""

import binascii
import re
from base64 import b32decode, b32encode
from dataclasses import dataclass
from typing import Final
from uuid import UUID

LONGEST: Final = 64
"""Characters of an id in FHIR (hl7.org/fhir/R4/datatypes.html#id)."""
TAIL: Final = 8
"""Letters of a change's id that tell it from the others of its entity."""

_ID: Final = re.compile(r"[a-z2-7]{1,27}\.[a-z2-7]{1,27}(?:\.[0-9a-z]{1,8})?")
_UUID, _TEXT = "u", "t"


class NoIdError(ValueError):
    """A text is no id of ours."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing lies.

    Attributes:
        node: the node whose log it is in.
        entity: the entity.
        tail: the end of the change's id; empty for the entity as a whole.
    """

    node: str
    entity: str
    tail: str = ""


def fhir_id(node: str, entity: str, change_id: str = "") -> str:
    """Return an id for an entity in a node's log, or for one of its changes."""
    parts = [_packed(node.partition(":")[2]), _packed(entity.partition(":")[2])]
    if change_id:
        parts.append(change_id[-TAIL:])
    return ".".join(parts)


def place_of(text: str, kind: str) -> Place:
    """Return what `fhir_id` was made of.

    Args:
        text: the id.
        kind: of entity that it is about.

    Raises:
        NoIdError: it is no id of ours.
    """
    if _ID.fullmatch(text) is None or len(text) > LONGEST:
        raise NoIdError(text)
    node, entity, *tail = text.split(".")
    return Place(f"node:{_unpacked(node)}", f"{kind}:{_unpacked(entity)}", *tail)


def _packed(text: str) -> str:
    try:
        identity = UUID(text)
    except ValueError:
        return _TEXT + _letters(text.encode())
    if str(identity) != text:
        return _TEXT + _letters(text.encode())
    return _UUID + _letters(identity.bytes)


def _letters(data: bytes) -> str:
    return b32encode(data).decode().rstrip("=").lower()


def _unpacked(letters: str) -> str:
    kind, text = letters[0], letters[1:].upper()
    try:
        data = b32decode(text + "=" * (-len(text) % 8))
        return str(UUID(bytes=data)) if kind == _UUID else data.decode()
    except (binascii.Error, ValueError) as problem:
        raise NoIdError(letters) from problem
