"""One connection of a board or a browser: what is said in one go leaves in one go."""

import asyncio
from collections.abc import Callable
from typing import Any

from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class Joining:
    """A transport that sends the head of an answer and its body together: one TLS record, one packet, one waking.

    Args:
        transport: the real one; whatever is not said here is its own.
        soon: calls something once what runs now is done: `asyncio`'s `call_soon`.
    """

    def __init__(
        self, transport: asyncio.Transport, soon: Callable[[Callable[[], None]], object]
    ) -> None:
        self._transport = transport
        self._soon = soon
        self._held: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        """Pass through."""
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send, together with what else is sent at this moment."""
        if not self._held:
            self._soon(self._flush)
        self._held.append(data)

    def close(self) -> None:
        """End the connection after what was sent."""
        self._flush()
        self._transport.close()

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Hand the connection over."""
        self._flush()
        self._transport.set_protocol(protocol)

    def _flush(self) -> None:
        held, self._held = self._held, []
        if held and not self._transport.is_closing():
            self._transport.write(b"".join(held))


class Connection(HttpToolsProtocol):
    """uvicorn's HTTP on such a transport."""

    @override
    def connection_made(self, transport: Any) -> None:
        super().connection_made(Joining(transport, self.loop.call_soon))  # type: ignore[arg-type]
