"""The connections that are open, so that another thread can end them: a stopped board waits for nobody."""

import threading
from contextlib import suppress
from socket import SHUT_RDWR

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

        class Plain(HTTPConnection):
            @override
            def connect(self) -> None:
                super().connect()
                known.add(self)

        class Secure(HTTPSConnection):
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


def _shut(connection: HTTPConnection) -> None:
    sock = connection.sock
    if sock is not None:
        with suppress(OSError, ValueError, AttributeError):
            sock.shutdown(SHUT_RDWR)
