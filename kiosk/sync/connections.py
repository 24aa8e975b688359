"""The connections that are open: another thread can end them, and a request leaves in one go."""

import threading
from contextlib import suppress
from socket import SHUT_RDWR
from typing import Any

import urllib3
from typing_extensions import override
from urllib3.connection import HTTPConnection, HTTPSConnection


class OpenConnections:
    """Knows the connections of one transport; `ended` once they are ended for good."""

    def __init__(self) -> None:
        self._connections: list[HTTPConnection] = []
        self._lock = threading.Lock()
        self.ended = False

    def pool_classes(self) -> dict[str, type[urllib3.HTTPConnectionPool]]:
        """Return the library's pools, with connections that are known here."""
        known = self

        class Plain(InOneGo, HTTPConnection):
            @override
            def connect(self) -> None:
                super().connect()
                known.add(self)

        class Secure(InOneGo, HTTPSConnection):
            @override
            def connect(self) -> None:
                super().connect()
                known.add(self)

        class PlainPool(urllib3.HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(urllib3.HTTPSConnectionPool):
            ConnectionCls = Secure

        return {"http": PlainPool, "https": SecurePool}

    def add(self, connection: HTTPConnection) -> None:
        """Know a connection; end it at once when all were ended meanwhile."""
        with self._lock:
            self._connections = [one for one in self._connections if one.sock is not None]
            self._connections.append(connection)
            ended = self.ended
        if ended:
            _shut(connection)

    def end(self) -> None:
        """End all, now and from now on."""
        with self._lock:
            self.ended = True
            connections = list(self._connections)
        for connection in connections:
            _shut(connection)


class InOneGo(HTTPConnection):
    """Sends the head of a request and its body together: one TLS record, one packet, one waking of central."""

    _held: list[Any] | None = None

    @override
    def request(self, *what: Any, **how: Any) -> None:
        self._held = []
        try:
            super().request(*what, **how)
            whole = b"".join(self._held)
        finally:
            self._held = None
        self.send(whole)

    @override
    def send(self, data: Any) -> None:
        if self._held is None:
            super().send(data)
        else:
            self._held.append(data)


def _shut(connection: HTTPConnection) -> None:
    sock = connection.sock
    if sock is not None:
        with suppress(OSError, ValueError, AttributeError):
            sock.shutdown(SHUT_RDWR)
