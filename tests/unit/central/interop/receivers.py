"""A receiver of webhooks on loopback, which answers what a test tells it to, and one without a network."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread
from typing import Any

from kiosk.central.interop.webhook_sending import Delivered, Failed
from kiosk.central.interop.webhook_subscriptions import Subscription

Answer = Callable[[socket.socket], None]


@dataclass
class Heard:
    """A subscriber without a network.

    Attributes:
        answers: what comes of the next deliveries; afterwards everything is taken.
        bodies: what was posted, taken or not.
        taken: what was taken.
    """

    answers: list[Delivered | Failed] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)

    def __call__(
        self, _subscription: Subscription, event_id: str, body: bytes, _now: datetime
    ) -> Delivered | Failed:
        """Take an event, or not."""
        told = json.loads(body)
        assert told["id"] == event_id
        self.bodies.append(told)
        answer = self.answers.pop(0) if self.answers else Delivered()
        if isinstance(answer, Delivered):
            self.taken.append(told)
        return answer

    def types(self) -> list[str]:
        """What was taken, in order."""
        return [one["type"].removeprefix("huddle.") for one in self.taken]


@dataclass
class Receiver:
    """An HTTP server that hears one request for each answer that it was given.

    Attributes:
        url: where it listens.
        requests: head and body of each request.
    """

    url: str
    requests: list[tuple[bytes, bytes]] = field(default_factory=list)


@contextmanager
def receiver(*answers: Answer) -> Iterator[Receiver]:
    """Listen on loopback, and answer each request in turn."""
    listening = socket.create_server(("127.0.0.1", 0))
    here = Receiver(f"http://127.0.0.1:{listening.getsockname()[1]}/hook?from=central")

    def serve() -> None:
        for answer in answers:
            connection, _ = listening.accept()
            with connection:
                here.requests.append(_request(connection))
                answer(connection)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield here
        thread.join()
    finally:
        listening.close()


def says(status: str, *headers: str, body: bytes = b"") -> Answer:
    """Answer with a status."""

    def answer(connection: socket.socket) -> None:
        head = "\r\n".join([f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers])
        connection.sendall(head.encode() + b"\r\n\r\n" + body)

    return answer


def closes(connection: socket.socket) -> None:
    """Say nothing that is whole."""
    connection.sendall(b"HTTP/1.")


def closes_mid_body(connection: socket.socket) -> None:
    """Take it, and break off in the answer's body."""
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")


def fails_mid_body(connection: socket.socket) -> None:
    """Do not take it, and break off in the answer's body."""
    connection.sendall(b"HTTP/1.1 500 Oh\r\ncontent-length: 100\r\n\r\nhalf")


def drips(connection: socket.socket) -> None:
    """Answer a letter at a time, until the other side has had enough."""
    connection.settimeout(0.02)
    try:
        while True:
            connection.sendall(b"H")
            try:
                if not connection.recv(1):
                    return
            except TimeoutError:
                continue
    except OSError:
        return


def hangs(connection: socket.socket) -> None:
    """Say nothing until the other side goes."""
    connection.settimeout(30)
    while connection.recv(1024):
        pass


def _request(connection: socket.socket) -> tuple[bytes, bytes]:
    heard = b""
    while b"\r\n\r\n" not in heard:
        heard += connection.recv(65_536)
    head, _, body = heard.partition(b"\r\n\r\n")
    length = next(
        int(line.partition(b":")[2])
        for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length")
    )
    while len(body) < length:
        body += connection.recv(65_536)
    return head, body
