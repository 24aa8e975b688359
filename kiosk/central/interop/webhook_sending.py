"""Posting one event to one address: signed, over trusted TLS, within a time, and followed nowhere else."""

import hashlib
import hmac
import socket
import ssl
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from threading import Timer
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urlsplit

from kiosk.central.interop.webhook_events import CONTENT_TYPE
from kiosk.central.interop.webhook_subscriptions import SECRET, Subscription, is_loopback

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection

CONNECT_WITHIN_S: Final = 5.0
ANSWER_WITHIN_S: Final = 10.0
DONE_WITHIN_S: Final = 15.0
"""The whole of one delivery; what is still going on then is cut."""
MOST_BYTES: Final = 64 * 1024
"""Of one event; larger than any."""
AGENT: Final = "huddle-central"
AWAY: Final = frozenset({408, 425, 429, 502, 503, 504})
"""Answers that say that nothing can be delivered there now, whatever it is."""
GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Delivered:
    """The address has taken the event."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The address has not taken the event.

    Attributes:
        why: a status or the kind of a failure, never what the address said.
        everything: whether other events would not be taken either.
        gone: whether the address says that it will never take one.
        retry_after_s: how long it asks to wait, or None.
    """

    why: str
    everything: bool
    gone: bool = False
    retry_after_s: float | None = None


class Sender(Protocol):
    """Posts events."""

    def __call__(
        self, subscription: Subscription, event_id: str, body: bytes, now: datetime, /
    ) -> Delivered | Failed:
        """Post one event, and say what came of it."""
        ...


class HttpSender:
    """Posts events over HTTP.

    Args:
        done_within_s: the whole of one delivery.
        context: whom to trust; the operating system's trust store unless told.
    """

    def __init__(
        self, done_within_s: float = DONE_WITHIN_S, context: ssl.SSLContext | None = None
    ) -> None:
        self._done_within_s = done_within_s
        self._context = context

    def __call__(
        self, subscription: Subscription, event_id: str, body: bytes, now: datetime
    ) -> Delivered | Failed:
        """Post one event, and say what came of it."""
        parts = urlsplit(subscription.url)
        if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
            return Failed("not over https", everything=True)
        if len(body) > MOST_BYTES:
            return Failed("too large to be sent", everything=False)
        from urllib3.exceptions import HTTPError  # noqa: PLC0415 - nobody needs it before the first delivery

        connection = self._connection(subscription.url)
        cut = Timer(self._done_within_s, _cut, (connection,))
        cut.daemon = True
        cut.start()
        try:
            return _post(connection, subscription, event_id, body, now)
        except (HTTPError, HTTPException, OSError) as problem:
            return Failed(type(problem).__name__, everything=True)
        finally:
            cut.cancel()
            connection.close()

    def _connection(self, url: str) -> "HTTPConnection":
        from urllib3.connection import HTTPConnection, HTTPSConnection  # noqa: PLC0415 - as above

        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme == "https":
            return HTTPSConnection(
                host, parts.port or 443, timeout=CONNECT_WITHIN_S, ssl_context=self._trust()
            )
        return HTTPConnection(host, parts.port or 80, timeout=CONNECT_WITHIN_S)

    def _trust(self) -> ssl.SSLContext:
        if self._context is None:
            import truststore  # noqa: PLC0415 - nobody needs it before the first delivery

            self._context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return self._context


def signature(secret: str, event_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers that sign a delivery, as Standard Webhooks says (github.com/standard-webhooks).

    Args:
        secret: `whsec_` and the key in base64.
        event_id: of the event.
        at: when it is sent.
        body: what is sent.
    """
    seconds = str(int(at.timestamp()))
    key = b64decode(secret.removeprefix(SECRET))
    mac = hmac.new(key, f"{event_id}.{seconds}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": event_id,
        "webhook-timestamp": seconds,
        "webhook-signature": "v1," + b64encode(mac).decode(),
    }


def _post(
    connection: "HTTPConnection",
    subscription: Subscription,
    event_id: str,
    body: bytes,
    now: datetime,
) -> Delivered | Failed:
    parts = urlsplit(subscription.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {
        "content-type": CONTENT_TYPE,
        "user-agent": AGENT,
        "connection": "close",
        **signature(subscription.secret, event_id, now, body),
    }
    connection.connect()
    if connection.sock is not None:
        connection.sock.settimeout(ANSWER_WITHIN_S)
    connection.request("POST", path, body, headers, preload_content=False)
    answer = connection.getresponse()
    status = int(answer.status)
    if status // 100 == 2:  # noqa: PLR2004 - of HTTP
        return Delivered()  # what else it says is not read
    if status // 100 == 3:  # noqa: PLR2004 - of HTTP
        return Failed(f"{status}: it points elsewhere, and nobody goes there", everything=False)
    return Failed(
        str(status),
        everything=status in AWAY,
        gone=status == GONE,
        retry_after_s=_retry_after_s(answer.headers.get("retry-after", ""), now),
    )


def _retry_after_s(said: str, now: datetime) -> float | None:
    """Return what a `Retry-After` asks for: seconds, or an instant."""
    text = said.strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    aware = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())


def _cut(connection: "HTTPConnection") -> None:
    """End a connection that drips; whoever waits for it is told."""
    sock = connection.sock
    if sock is not None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
