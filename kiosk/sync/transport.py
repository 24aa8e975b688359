"""HTTP to central: one pool, trusted TLS, the system's proxy; every failure becomes a typed value, here and once."""

import gzip
import json
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import urllib3
from urllib3 import exceptions
from urllib3.response import BaseHTTPResponse
from urllib3.util import SKIP_HEADER, parse_url

from kiosk.domain.errors import KioskError
from kiosk.sync.acts import AskPages, Request
from kiosk.sync.bodies import ANSWER_BYTES, SMALL_ANSWER_BYTES, Sign, read, read_refusal, written
from kiosk.sync.connections import OpenConnections
from kiosk.sync.events import Answer, Failure, Why
from kiosk.sync.links import LOOPBACK
from kiosk.sync.packing import CODING, pack, unpack, worth_packing
from kiosk.sync.protocol import GZIP_FROM_BYTES, PATHS, Refusal, SupportLog
from kiosk.sync.proxies import proxy_for

CONNECT_S: Final = 10.0
ANSWER_S: Final = 30.0
"""How long an answer may take, beside what a pull waits for news."""
CONNECTIONS: Final = 2
"""One for each lane."""
PIECE_BYTES: Final = 64 * 1024
REFUSAL_BYTES: Final = 64 * 1024
SUPPORT_LOG_ANSWER_BYTES: Final = 1_024
RETRY_AFTER_MOST_S: Final = 3_600.0

FAILURES: Final[tuple[tuple[type[Exception], Why], ...]] = (
    (exceptions.SSLError, Why.TLS),
    (ssl.SSLError, Why.TLS),
    (exceptions.ProxyError, Why.PROXY),
    (exceptions.NewConnectionError, Why.NO_NETWORK),
    (exceptions.ConnectTimeoutError, Why.TIMEOUT),
    (exceptions.ReadTimeoutError, Why.TIMEOUT),
    (exceptions.DecodeError, Why.CUT),
    (exceptions.ProtocolError, Why.CUT),
    (exceptions.HTTPError, Why.CUT),
    (TimeoutError, Why.TIMEOUT),
    (OSError, Why.NO_NETWORK),
)
"""What each error of the library means; the first that fits."""
CUT_SHORT: Final = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
"""A connection that ended in the middle of TLS: the network's doing, and nothing for IT to look at."""
NOT_UNDERSTOOD: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNSUPPORTED_MEDIA_TYPE})
"""Answers to a coding that is not known."""
NO_TLS: Final = (
    "WRONG_VERSION_NUMBER",
    "HTTP_REQUEST",
    "wrong version number",
    "record layer failure",
)
"""What OpenSSL says of an answer that is no TLS."""


class BadCertificateFile(KioskError):  # noqa: N818 - said to a person, like every refusal
    """The file of the pinned certificate authority cannot be used."""


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer as bytes."""

    status: int
    body: bytes
    retry_after_s: float | None
    dictionary: bool


class TooMuch(Exception):  # noqa: N818 - what it is
    """An answer has more bytes than it may."""


class Transport:
    """Speaks to one central system; any thread may ask, and `close` ends all that wait.

    Args:
        central: `https://host:port`; `http://` only where the host is this computer.
        sign: signs a nonce of a device.
        ca: a file with the certificate authority that is trusted instead of the system's; None for the system's.
        proxy: tells which proxy leads to an address.

    Raises:
        BadCertificateFile: the file of the authority cannot be used.
        ValueError: the address would be spoken to without TLS.
    """

    def __init__(
        self,
        central: str,
        sign: Sign,
        ca: Path | None = None,
        proxy: Callable[[str], str | None] = proxy_for,
    ) -> None:
        address = parse_url(central)
        host = (address.host or "").strip("[]")
        if address.scheme != "https" and host not in LOOPBACK:
            message = "central is only spoken to by TLS"
            raise ValueError(message)
        self._central = central.rstrip("/")
        self._sign = sign
        self._context = _context(ca) if address.scheme == "https" else None
        self._proxy = proxy
        self._open = OpenConnections()
        self._pool: urllib3.PoolManager | None = None
        self._via: str | None = None
        self._lock = threading.Lock()
        self._dictionary = False  # whether central knows it: it has answered in it

    def ask(self, request: Request, token: str | None) -> Answer | Refusal | Failure:
        """Send a request and wait for what comes of it; never raises for what the world does.

        Args:
            request: what is asked.
            token: trust, for the requests that need it.
        """
        out = written(request, self._sign)
        wait_s = request.wait_s if isinstance(request, AskPages) else 0.0
        limit = ANSWER_BYTES.get(type(request), SMALL_ANSWER_BYTES)
        raw = self._exchange(
            (out.path, out.body), token if out.trusted else None, wait_s + ANSWER_S, limit
        )
        if isinstance(raw, Failure):
            return raw
        if raw.status != HTTPStatus.OK:
            return _no(raw)
        try:
            return read(request, raw.body)
        except ValueError as problem:
            return Failure(Why.NOT_CENTRAL, f"an answer that cannot be read: {problem}"[:200])

    def send_log(self, text: str, token: str) -> Refusal | Failure | None:
        """Send the program's log for IT; return why not, or None when central has it."""
        body = SupportLog(text=text).model_dump_json().encode()
        raw = self._exchange(
            (PATHS["support_log"], body), token, ANSWER_S, SUPPORT_LOG_ANSWER_BYTES
        )
        if isinstance(raw, Failure):
            return raw
        if raw.status in {HTTPStatus.OK, HTTPStatus.NO_CONTENT}:
            return None
        return _no(raw)

    def close(self) -> None:
        """End every connection, also those on which somebody waits."""
        self._open.end()
        with self._lock:
            if self._pool is not None:
                self._pool.clear()

    def renew(self) -> None:
        """Forget connections and the way to central: the network is another."""
        with self._lock:
            if self._pool is not None:
                self._pool.clear()
            self._pool = None

    def _exchange(
        self, out: tuple[str, bytes | None], token: str | None, answer_s: float, limit: int
    ) -> Raw | Failure:
        path, body = out
        headers = {"User-Agent": SKIP_HEADER, "Accept-Encoding": f"{CODING}, gzip"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if body is not None:
            headers["Content-Type"] = "application/json"
            how, body = self._packed(body)
            if how:
                headers["Content-Encoding"] = how
        try:
            response = self._connections().request(
                "GET" if body is None else "POST",
                self._central + path,
                body=body,
                headers=headers,
                timeout=urllib3.Timeout(connect=CONNECT_S, read=answer_s),
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=True,
            )
            try:
                raw = _raw(response, limit)
            finally:
                response.release_conn()
        except TooMuch:
            return Failure(Why.NOT_CENTRAL, f"an answer of more than {limit} bytes")
        except (exceptions.HTTPError, OSError) as problem:
            return _failure(problem)
        self._dictionary = self._dictionary or raw.dictionary
        if raw.status in NOT_UNDERSTOOD and headers.get("Content-Encoding") == CODING:
            # A process of an older central, or a proxy: they take what all of them take.
            self._dictionary = False
            return self._exchange(out, token, answer_s, limit)
        return raw

    def _packed(self, body: bytes) -> tuple[str, bytes]:
        """Return how a body is packed, or nothing, and what it is then."""
        if self._dictionary and worth_packing(len(body)):
            return CODING, pack(body)
        if len(body) > GZIP_FROM_BYTES:
            return "gzip", gzip.compress(body, 1, mtime=0)
        return "", body

    def _connections(self) -> urllib3.PoolManager:
        with self._lock:
            if self._open.ended:
                message = "closed"
                raise ConnectionAbortedError(message)
            if self._pool is None:
                self._via = self._proxy(self._central)
                self._pool = self._made(self._via)
            return self._pool

    def _made(self, via: str | None) -> urllib3.PoolManager:
        more: dict[str, Any] = {"maxsize": CONNECTIONS, "block": False}
        if self._context is not None:
            more["ssl_context"] = self._context
        pool: urllib3.PoolManager
        if via is None:
            pool = urllib3.PoolManager(num_pools=1, **more)
        else:
            user = parse_url(via).auth
            if user:
                more["proxy_headers"] = urllib3.make_headers(proxy_basic_auth=user)
            pool = urllib3.ProxyManager(via, num_pools=1, **more)
        pool.pool_classes_by_scheme = self._open.pool_classes()
        return pool


def _context(ca: Path | None) -> ssl.SSLContext:
    """Return what is trusted: the operating system's authorities, or the pinned one alone."""
    if ca is not None:
        try:
            return ssl.create_default_context(cafile=str(ca))
        except (OSError, ssl.SSLError) as problem:
            raise BadCertificateFile(
                f"{ca} is no certificate that can be used.",
                still_works="The board works as ever, and keeps everything.",
                to_do="Ask IT for the certificate of central's authority, in PEM.",
            ) from problem
    import truststore  # noqa: PLC0415 - not needed where an authority is pinned

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _raw(response: BaseHTTPResponse, limit: int) -> Raw:
    """Read an answer, and no more of it than it may have.

    Raises:
        TooMuch: it has more.
    """
    most = limit if response.status == HTTPStatus.OK else REFUSAL_BYTES
    pieces: list[bytes] = []
    size = 0
    for piece in response.stream(PIECE_BYTES):
        size += len(piece)
        if size > most:
            response.close()
            raise TooMuch
        pieces.append(piece)
    body = b"".join(pieces)
    dictionary = response.headers.get("Content-Encoding") == CODING
    if dictionary:
        body = _unpacked(body, most)
    after_s = _retry_after(response.headers.get("Retry-After"))
    return Raw(response.status, body, after_s, dictionary)


def _unpacked(packed: bytes, most: int) -> bytes:
    try:
        body = unpack(packed, most)
    except ValueError as problem:
        raise exceptions.DecodeError(CODING) from problem
    if len(body) > most:
        raise TooMuch
    return body


def _retry_after(text: str | None) -> float | None:
    try:
        seconds = float(text or "")
    except ValueError:
        return None
    return seconds if 0 < seconds <= RETRY_AFTER_MOST_S else None


def _no(raw: Raw) -> Refusal | Failure:
    refusal = read_refusal(raw.body)
    if refusal is not None:
        if refusal.retry_after_s is None and raw.retry_after_s is not None:
            return refusal.model_copy(update={"retry_after_s": raw.retry_after_s})
        return refusal
    why = Why.NOT_CENTRAL
    if raw.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        why = Why.PROXY
    elif raw.status >= HTTPStatus.INTERNAL_SERVER_ERROR or _is_error_of_central(raw.body):
        why = Why.CENTRAL_FAILED
    return Failure(why, f"status {raw.status}", raw.retry_after_s)


def _is_error_of_central(body: bytes) -> bool:
    """Whether it is JSON with a code that this program does not know."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and isinstance(said.get("error"), str)


def _failure(problem: Exception) -> Failure:
    why = next((why for kind, why in FAILURES if isinstance(problem, kind)), Why.NO_NETWORK)
    cause = next((one for one in problem.args if isinstance(one, Exception)), problem)
    if why is Why.TLS and isinstance(cause, CUT_SHORT):
        why = Why.CUT
    elif why is Why.TLS and any(reason in str(problem) for reason in NO_TLS):
        why = Why.PLAIN
    return Failure(why, type(cause).__name__)
