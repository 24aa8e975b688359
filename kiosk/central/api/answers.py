"""Answers on the wire: JSON, packed above 1 KiB where the board can unpack it."""

import gzip
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kiosk.sync.protocol import GZIP_FROM_BYTES

LEVEL: Final = 1
"""The quickest: a page of changes becomes a fifth, and stronger packing would save little and cost much."""


def packed(body: bytes, *, can_unpack: bool, kind: str = "application/json") -> Response:
    """Return a body as an answer; called in a worker, because packing a large body takes milliseconds."""
    if can_unpack and len(body) > GZIP_FROM_BYTES:
        return Response(
            gzip.compress(body, LEVEL, mtime=0), 200, {"Content-Encoding": "gzip"}, kind
        )
    return Response(body, 200, None, kind)


def can_unpack(request: Request) -> bool:
    """Tell whether the one who asks can unpack gzip."""
    return "gzip" in request.headers.get("accept-encoding", "").lower()
