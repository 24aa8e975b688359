"""Answers on the wire: JSON, packed in a way that the board can unpack, if that is worth it."""

import gzip
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kiosk.sync.packing import CODING, pack, worth_packing
from kiosk.sync.protocol import GZIP_FROM_BYTES

LEVEL: Final = 1
"""The quickest: a page of changes becomes a fifth, and stronger packing would save little and cost much."""


def packed(body: bytes, accepts: str = "", kind: str = "application/json") -> Response:
    """Return a body as an answer; called in a worker, because packing a large body takes milliseconds.

    Args:
        body: the JSON.
        accepts: what the one who asks can unpack, as `accepted` returns it.
        kind: of the body.
    """
    if CODING in accepts and worth_packing(len(body)):
        return Response(pack(body), 200, {"Content-Encoding": CODING}, kind)
    if "gzip" in accepts and len(body) > GZIP_FROM_BYTES:
        return Response(
            gzip.compress(body, LEVEL, mtime=0), 200, {"Content-Encoding": "gzip"}, kind
        )
    return Response(body, 200, None, kind)


def accepted(request: Request) -> str:
    """Return what the one who asks can unpack."""
    return request.headers.get("accept-encoding", "").lower()
