"""A network that a test can cut: a TCP proxy before a server on the loopback."""

import select
import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

PIECE = 65_536
LOOK_S = 0.05


class CutNetwork:
    """Carries bytes between whoever connects to `port` and a server; cut, it ends connections and refuses new ones.

    Attributes:
        port: on 127.0.0.1, the same whether it is cut or not.
        frozen: bytes are held back while connections stay: half-open, as a cable that was pulled far away leaves them.
    """

    def __init__(self, server_port: int) -> None:
        self._server = ("127.0.0.1", server_port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(LOOK_S)
        self.port: int = self._listening.getsockname()[1]
        self._cut = threading.Event()
        self.frozen = threading.Event()
        self._ended = threading.Event()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._accepting = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        """Carry from now on."""
        self._accepting.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End for good."""
        self._ended.set()
        self._end_all()
        self._accepting.join()
        self._listening.close()

    def cut(self) -> None:
        """End every connection, and every new one at once."""
        self._cut.set()
        self._end_all()

    def heal(self) -> None:
        """Carry again."""
        self._cut.clear()
        self.frozen.clear()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                client, _ = self._listening.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            if self._cut.is_set():
                client.close()
                continue
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with suppress(OSError), client, socket.create_connection(self._server) as server:
            with self._lock:
                self._open |= {client, server}
            try:
                self._pump(client, server)
            finally:
                with self._lock:
                    self._open -= {client, server}

    def _pump(self, client: socket.socket, server: socket.socket) -> None:
        ways = {client: server, server: client}
        while not (self._ended.is_set() or self._cut.is_set()):
            ready, _, _ = select.select([client, server], [], [], LOOK_S)
            if self.frozen.is_set():
                self._ended.wait(LOOK_S)
                continue
            for one in ready:
                piece = one.recv(PIECE)
                if not piece:
                    return
                ways[one].sendall(piece)

    def _end_all(self) -> None:
        with self._lock:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
