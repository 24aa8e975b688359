"""Bodies that come in: never more than a limit, however they are sent or packed."""

import asyncio
import zlib
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.central.api.refusing import Refused
from kiosk.sync.packing import CODING, unpack
from kiosk.sync.protocol import BODY_LIMIT_BYTES, Code

GZIP: Final = 16 + zlib.MAX_WBITS
BODY_WITHIN_S: Final = 60.0
"""For a body of a mebibyte over a slow line; half-open connections are let go after it."""
TOO_LARGE_STATUS: Final = 413
CUT: Final = "The body cannot be unpacked."


async def read_body(request: Request, limit: int = BODY_LIMIT_BYTES) -> bytes:
    """Return a request's body, unpacked.

    Args:
        request: the request.
        limit: bytes that it may have, before and after packing.

    Raises:
        Refused: it has more, is packed in a way that is not known, or is cut.
    """
    packing = request.headers.get("content-encoding", "identity").strip().lower()
    if packing not in {"identity", "gzip", CODING}:
        raise Refused(Code.MALFORMED, "The body is packed in a way that central does not know.")
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            body = await _received(request, limit)
    except TimeoutError as problem:
        raise Refused(Code.MALFORMED, "The body took too long to come.") from problem
    if packing == CODING:
        return _short(body, limit)
    return body if packing == "identity" else _unpacked(body, limit)


async def _received(request: Request, limit: int) -> bytes:
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > limit:
        raise _too_large(limit)
    pieces: list[bytes] = []
    size = 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > limit:
                raise _too_large(limit)
            pieces.append(piece)
    except ClientDisconnect as cut:
        raise Refused(Code.MALFORMED, "The body was cut in the middle.") from cut
    return b"".join(pieces)


def _short(body: bytes, limit: int) -> bytes:
    try:
        plain = unpack(body, limit)
    except ValueError as problem:
        raise Refused(Code.MALFORMED, CUT) from problem
    if len(plain) > limit:
        raise _too_large(limit)
    return plain


def _unpacked(body: bytes, limit: int) -> bytes:
    unpacking = zlib.decompressobj(GZIP)
    try:
        plain = unpacking.decompress(body, limit + 1)
    except zlib.error as problem:
        raise Refused(Code.MALFORMED, CUT) from problem
    if len(plain) > limit:
        raise _too_large(limit)
    if not unpacking.eof or unpacking.unused_data:
        raise Refused(Code.MALFORMED, CUT)
    return plain


def _too_large(limit: int) -> Refused:
    return Refused(Code.TOO_LARGE, f"At most {limit} bytes at once. Send smaller pieces.")


class LimitBodies:
    """Ends a request whose body is larger than a limit, for routes that do not read it piece by piece themselves.

    Args:
        app: what stands behind.
        limit: bytes.
        larger: beginnings of paths with a limit of their own.
    """

    def __init__(self, app: ASGIApp, limit: int, larger: dict[str, int] | None = None) -> None:
        self._app = app
        self._limit = limit
        self._larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit_of(scope["path"])
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit:
                raise HTTPException(TOO_LARGE_STATUS)
            return message

        await self._app(scope, counted, send)

    def _limit_of(self, path: str) -> int:
        for beginning, limit in self._larger.items():
            if path.startswith(beginning):
                return limit
        return self._limit
