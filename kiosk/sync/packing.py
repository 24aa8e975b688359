"""Small messages packed with a dictionary of what all of them are made of: half of what gzip leaves.

Both sides have to know the dictionary, so the coding has a name of its own: a board says in `Accept-Encoding` that it
can unpack it, and packs what it sends itself only for a central that has answered in it.
"""

import zlib
from typing import Final

CODING: Final = "huddle-1"
"""Of `Accept-Encoding` and `Content-Encoding`; another dictionary has another name."""
FROM_BYTES: Final = 256
UPTO_BYTES: Final = 16 * 1024
"""Beyond it the dictionary saves little, and gzip is packed and unpacked piece by piece."""
RAW: Final = -zlib.MAX_WBITS
MEMORY: Final = 8
LEVEL: Final = 9

DICTIONARY: Final = (
    b"pleaseWithoutpatientsneededmissingbroken the for and not is of to in on bed ward nurse staff"
    b'"metric":"observation.recorded","day":"2026-","answer":"counted","numerator":,"denominator":null'
    b'"type":"event.reported","what":"","harm":"none","shift":"night""event.confirmed"'
    b'"safety_day.none_reported""recognition.given","group":"ticket.raised","theme":"'
    b'"announcement.posted","until":"2026-"voice.recorded","week":"2026-'
    b'"card.acknowledged","by":""card.owned","due":"2026-","tier":"card.answered""card.returned"'
    b'"card.asked""card.replied""card.closed","closed_by":""card.reopened""card.edited"'
    b'"role":"charge_nurse""staffing""equipment_lifts""criterion":"barrier""need":"information"'
    b'/own","entity":"event:/config","entity":"observation:'
    b'{"timeline":"","log":"node:/shared","entries":[{"answers":[{"id":"","dead":"not_permitted","detail":"'
    b'"cursors":{"node:/own":0,"fresh":true}"wait_s":25.0{"of":"","at":['
    b'{"pages":[{"log":"node:/shared","entries":[{"change":{"actor":{"kind":"board","person":null,"role":null}'
    b',"based_on":null,"boot_id":"","entity":"card:","id":"","kind":"card.raised","log":"node:/shared"'
    b',"occurred_at":"2026-11-27T12:00:00.000Z","payload":{"category":"equipment_lifts","criterion":"barrier"'
    b',"need":"action","node":"node:","phrase":null,"serious_harm":false,"words":{"sentence":""}},"schema":1}'
    b',"device":"","incarnation":1,"counter":,"previous":"","seq":,"received_at":"2026-","lineage":[['
    b',"words":{"key":"","fields":{"sentence":""}}}],"head":}],"snapshot":[],"now":"2026-11-27T12:00:00.000Z"}'
)
"""What often stands in messages, the most frequent last; never changed under this name."""


def worth_packing(size: int) -> bool:
    """Tell whether a message of so many bytes is packed in this coding."""
    return FROM_BYTES < size <= UPTO_BYTES


def pack(body: bytes) -> bytes:
    """Return a message packed: raw deflate with the dictionary."""
    packing = zlib.compressobj(
        LEVEL, zlib.DEFLATED, RAW, MEMORY, zlib.Z_DEFAULT_STRATEGY, DICTIONARY
    )
    return packing.compress(body) + packing.flush()


def unpack(packed: bytes, limit: int) -> bytes:
    """Return a message unpacked.

    Args:
        packed: what `pack` returned.
        limit: bytes that it may have.

    Returns:
        The message; of one that has more than it may, one byte too many.

    Raises:
        ValueError: it is cut, or was never packed.
    """
    unpacking = zlib.decompressobj(RAW, DICTIONARY)
    try:
        body = unpacking.decompress(packed, limit + 1)
    except zlib.error as problem:
        raise ValueError(CODING) from problem
    if len(body) <= limit and (not unpacking.eof or unpacking.unused_data):
        raise ValueError(CODING)
    return body
