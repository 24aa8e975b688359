"""HTTP to central: every failure is a typed value, nothing is trusted that should not be, and headers stay few."""

import gzip
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from kiosk.sync import transport as transport_module
from kiosk.sync.acts import AskNonce, AskPages, AskToken, Outgoing, SendEntries
from kiosk.sync.events import Failure, PagesRead, Why
from kiosk.sync.packing import pack, unpack
from kiosk.sync.protocol import Code, Nonce, Pushed, Refusal
from kiosk.sync.proxies import proxy_for
from kiosk.sync.telling import failure_words
from kiosk.sync.transport import BadCertificateFile, Transport

pytestmark = pytest.mark.enable_socket

Answer = tuple[int, dict[str, str], bytes]
NONCE = json.dumps({"nonce": "n", "expires_s": 60}).encode()


class Server:
    """A server on loopback that answers as told, and remembers what it was asked."""

    def __init__(self, authority: trustme.CA | None = None) -> None:
        self.answer: Callable[[BaseHTTPRequestHandler], None] = said(200, NONCE)
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.connections: set[object] = set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.requests.append((self.path, dict(self.headers), body))
                outer.connections.add(self.client_address)
                outer.answer(self)

            do_GET = do_POST  # noqa: N815 - the library's name

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.scheme = "http"
        if authority is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert("127.0.0.1").configure_cert(context)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            self.scheme = "https"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"{self.scheme}://127.0.0.1:{self.server.server_address[1]}"


def said(status: int, body: bytes, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response_only(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@contextmanager
def served(authority: trustme.CA | None = None) -> Iterator[Server]:
    server = Server(authority)
    server.thread.start()
    try:
        yield server
    finally:
        server.server.shutdown()
        server.server.server_close()
        server.thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    with served() as running:
        yield running


def transport(address: str, ca: Path | None = None) -> Transport:
    return Transport(
        address, lambda device, nonce: f"{device}{nonce}".encode().hex().ljust(128, "0"), ca
    )


@pytest.fixture
def wire(server: Server) -> Iterator[Transport]:
    made = transport(server.address)
    yield made
    made.close()


@pytest.fixture
def wire_to() -> Iterator[Callable[[str], Transport]]:
    with ExitStack() as ending:

        def made(address: str) -> Transport:
            one = transport(address)
            ending.callback(one.close)
            return one

        yield made


def test_an_answer_is_a_typed_message(wire: Transport) -> None:
    assert wire.ask(AskNonce("device-a"), None) == Nonce(nonce="n", expires_s=60)


def test_a_nonce_is_signed_by_the_shell(server: Server, wire: Transport) -> None:
    server.answer = said(200, b'{"token": "t", "expires_s": 900}')
    wire.ask(AskToken("device-a", "nonce"), None)

    sent = json.loads(server.requests[0][2])
    assert sent["signature"].startswith(b"device-anonce".hex())


def test_requests_share_a_connection_and_carry_few_headers(server: Server, wire: Transport) -> None:
    server.answer = said(200, b'{"answers": [], "now": ""}')
    push = SendEntries("t1", "ward-1/shared", (Outgoing("a-1", (1, 1), '{"change":{}}'),))
    for _ in range(3):
        assert isinstance(wire.ask(push, "token"), Pushed)

    assert len(server.connections) == 1
    _, headers, body = server.requests[0]
    assert set(headers) == {
        "Host",
        "Accept-Encoding",
        "Authorization",
        "Content-Type",
        "Content-Length",
    }
    assert json.loads(body)["entries"] == [{"change": {}}]


def test_a_request_leaves_in_one_piece(wire_to: Callable[[str], Transport]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        wire = wire_to(f"http://127.0.0.1:{listening.getsockname()[1]}")
        asking = threading.Thread(target=wire.ask, args=(AskNonce("device"), None))
        asking.start()
        connection, _ = listening.accept()
        with connection:
            first = connection.recv(65_536)
        asking.join()

    head, _, body = first.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /v1/nonce ")
    assert json.loads(body) == {"device": "device"}


def test_a_body_above_a_kibibyte_is_packed_both_ways(server: Server, wire: Transport) -> None:
    answer = json.dumps({"answers": [], "now": "x" * 5_000}).encode()
    server.answer = said(200, gzip.compress(answer), Content_Encoding="gzip")
    push = SendEntries("t1", "l", (Outgoing("a", (1, 1), json.dumps({"change": "y" * 5_000})),))
    assert wire.ask(push, "t") == Pushed(answers=[], now="x" * 5_000)

    _, headers, body = server.requests[0]
    assert headers["Content-Encoding"] == "gzip"
    assert len(gzip.decompress(body)) > 5_000
    assert len(body) < 1_000


def test_small_messages_are_packed_with_the_dictionary_once_central_has_shown_that_it_knows_it(
    server: Server, wire: Transport
) -> None:
    answer = pack(json.dumps({"answers": [], "now": "x" * 500}).encode())
    server.answer = said(200, answer, Content_Encoding="huddle-1")
    push = SendEntries("t1", "l", (Outgoing("a", (1, 1), json.dumps({"change": "y" * 500})),))
    for _ in range(2):
        assert wire.ask(push, "t") == Pushed(answers=[], now="x" * 500)

    (_, first, _), (_, second, body) = server.requests
    assert "Content-Encoding" not in first
    assert second["Content-Encoding"] == "huddle-1"
    assert json.loads(unpack(body, 5_000))["entries"] == [{"change": "y" * 500}]


@pytest.mark.parametrize("status", [400, 415])
def test_who_does_not_know_the_dictionary_is_asked_without_it(
    server: Server, wire: Transport, status: int
) -> None:
    push = SendEntries("t1", "l", (Outgoing("a", (1, 1), json.dumps({"change": "y" * 500})),))
    answer = json.dumps({"answers": [], "now": "x" * 500}).encode()
    server.answer = said(200, pack(answer), Content_Encoding="huddle-1")
    wire.ask(push, "t")

    def older(handler: BaseHTTPRequestHandler) -> None:
        knows = "Content-Encoding" not in handler.headers
        refusal = b'{"error": "malformed", "message": "packed in a way that is not known"}'
        (said(200, answer) if knows else said(status, refusal))(handler)

    server.answer = older
    for _ in range(2):
        assert wire.ask(push, "t") == Pushed(answers=[], now="x" * 500)
    assert len(server.requests) == 1 + 2 + 1


@pytest.mark.parametrize("body", [b"no dictionary", pack(b"{}")[:-1]])
def test_an_answer_that_cannot_be_unpacked_is_cut(
    server: Server, wire: Transport, body: bytes
) -> None:
    server.answer = said(200, body, Content_Encoding="huddle-1")
    failure = wire.ask(AskNonce("d"), None)

    assert isinstance(failure, Failure)
    assert failure.why is Why.CUT


def test_a_small_answer_that_unpacks_to_more_than_it_may_is_not_centrals(
    server: Server, wire: Transport
) -> None:
    server.answer = said(200, pack(bytes(10_000_000)), Content_Encoding="huddle-1")
    failure = wire.ask(AskNonce("d"), None)

    assert isinstance(failure, Failure)
    assert failure.why is Why.NOT_CENTRAL


def test_a_refusal_of_central_is_its_code_and_the_wait_that_it_asks_for(
    server: Server, wire: Transport
) -> None:
    server.answer = said(503, b'{"error": "busy", "message": "Later."}', Retry_After="7")

    assert wire.ask(AskNonce("d"), None) == Refusal(
        error=Code.BUSY, message="Later.", retry_after_s=7.0
    )


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (200, b"<html>Sign in to the guest network</html>", Why.NOT_CENTRAL),
        (200, b'{"pages": [{"log": "x"}]}', Why.NOT_CENTRAL),
        (302, b"", Why.NOT_CENTRAL),
        (404, b"Not found", Why.NOT_CENTRAL),
        (407, b"Proxy authentication required", Why.PROXY),
        (413, b"Request entity too large", Why.NOT_CENTRAL),
        (500, b'{"error": "failed"}', Why.CENTRAL_FAILED),
        (502, b"Bad gateway", Why.CENTRAL_FAILED),
    ],
)
def test_what_is_no_answer_of_central_is_a_failure(
    server: Server, wire: Transport, status: int, body: bytes, why: Why
) -> None:
    server.answer = said(status, body)
    answer = wire.ask(AskPages("t1", (), 0.0), "token")

    assert isinstance(answer, Failure)
    assert answer.why is why


def test_an_answer_at_the_limit_is_read_and_one_beyond_it_is_not(
    wire: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_module, "SMALL_ANSWER_BYTES", len(NONCE))
    assert isinstance(wire.ask(AskNonce("d"), None), Nonce)
    monkeypatch.setattr(transport_module, "SMALL_ANSWER_BYTES", len(NONCE) - 1)
    assert isinstance(wire.ask(AskNonce("d"), None), Failure)


def test_a_packed_answer_is_measured_unpacked(server: Server, wire: Transport) -> None:
    server.answer = said(200, gzip.compress(b" " * 10_000_000), Content_Encoding="gzip")
    answer = wire.ask(AskNonce("d"), None)

    assert isinstance(answer, Failure)


def test_an_answer_that_is_cut_in_the_middle_is_cut(server: Server, wire: Transport) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response_only(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"nonce"')
        handler.close_connection = True

    server.answer = cut
    answer = wire.ask(AskNonce("d"), None)

    assert isinstance(answer, Failure)
    assert answer.why is Why.CUT


def test_a_connection_that_ends_before_an_answer_says_how(server: Server, wire: Transport) -> None:
    def hang_up(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True

    server.answer = hang_up
    answer = wire.ask(AskNonce("d"), None)

    assert answer == Failure(Why.CUT, "RemoteDisconnected")


def test_nobody_who_listens_is_no_network() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    answer = transport(address).ask(AskNonce("d"), None)

    assert isinstance(answer, Failure)
    assert answer.why is Why.NO_NETWORK


def test_an_answer_that_does_not_come_is_a_timeout(
    server: Server, wire: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_module, "ANSWER_S", 0.05)
    done = threading.Event()

    def keep_quiet(_handler: BaseHTTPRequestHandler) -> None:
        done.wait(30)

    server.answer = keep_quiet
    answer = wire.ask(AskNonce("d"), None)
    done.set()

    assert isinstance(answer, Failure)
    assert answer.why is Why.TIMEOUT


def test_a_close_ends_a_request_that_waits(server: Server, wire: Transport) -> None:
    asked, answers = threading.Event(), []
    done = threading.Event()

    def wait(_handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        done.wait(30)

    server.answer = wait
    thread = threading.Thread(
        target=lambda: answers.append(wire.ask(AskPages("t1", (), 25.0), "t"))
    )
    thread.start()
    assert asked.wait(30)
    wire.close()
    thread.join(30)
    done.set()

    assert isinstance(answers[0], Failure)
    assert isinstance(wire.ask(AskNonce("d"), None), Failure)


def test_an_authority_that_is_pinned_is_trusted_and_no_other(tmp_path: Path) -> None:
    ours, other = trustme.CA(), trustme.CA()
    ca, other_ca = tmp_path / "ours.pem", tmp_path / "other.pem"
    ours.cert_pem.write_to_path(ca)
    other.cert_pem.write_to_path(other_ca)
    with served(ours) as server:
        assert isinstance(transport(server.address, ca).ask(AskNonce("d"), None), Nonce)
        for untrusted in (transport(server.address, other_ca), transport(server.address)):
            answer = untrusted.ask(AskNonce("d"), None)
            assert isinstance(answer, Failure)
            assert answer.why is Why.TLS


def test_a_network_that_cuts_the_handshake_is_no_matter_of_certificates(tmp_path: Path) -> None:
    trustme.CA().cert_pem.write_to_path(tmp_path / "ours.pem")
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def cut() -> None:
            with listening.accept()[0] as came:
                came.recv(1)
                came.shutdown(socket.SHUT_RDWR)

        thread = threading.Thread(target=cut)
        thread.start()
        address = f"https://127.0.0.1:{listening.getsockname()[1]}"
        answer = transport(address, tmp_path / "ours.pem").ask(AskNonce("d"), None)
        thread.join(30)

    assert isinstance(answer, Failure)
    assert answer.why is Why.CUT


def test_an_address_behind_which_nobody_speaks_tls_is_said_to_be_one(tmp_path: Path) -> None:
    ours = trustme.CA()
    ours.cert_pem.write_to_path(tmp_path / "ours.pem")
    with served() as server:
        address = server.address.replace("http://", "https://")
        answer = transport(address, tmp_path / "ours.pem").ask(AskNonce("d"), None)

    assert isinstance(answer, Failure)
    assert answer.why is Why.PLAIN
    assert "speaks no TLS" in failure_words(answer)


def test_a_file_that_is_no_certificate_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadCertificateFile, match="nothing-there"):
        transport("https://127.0.0.1:1", tmp_path / "nothing-there.pem")


def test_without_tls_only_this_computer_is_spoken_to() -> None:
    with pytest.raises(ValueError, match="TLS"):
        transport("http://huddle.hospital.example")


def test_the_log_for_it_is_sent(server: Server, wire: Transport) -> None:
    server.answer = said(204, b"")
    assert wire.send_log("started", "token") is None

    assert json.loads(server.requests[0][2]) == {"text": "started"}


def test_pages_are_read_as_records(server: Server, wire: Transport) -> None:
    server.answer = said(200, b'{"pages": [], "snapshot": ["ward-1/shared"], "now": ""}')

    assert wire.ask(AskPages("t1", (), 0.0), "t") == PagesRead((), ("ward-1/shared",))


@pytest.mark.parametrize(
    ("url", "named", "bypassed", "found"),
    [
        ("https://central.example", {"https": "http://proxy:8080"}, False, "http://proxy:8080"),
        ("https://central.example", {"https": "proxy:8080"}, False, "http://proxy:8080"),
        ("https://central.example", {"all": "http://proxy:1"}, False, "http://proxy:1"),
        ("https://central.example", {"https": "http://proxy:8080"}, True, None),
        ("https://127.0.0.1:8480", {"https": "http://proxy:8080"}, False, None),
        ("https://central.example", {}, False, "http://from-pac:3128"),
    ],
)
def test_the_systems_proxy_and_its_pac_file_are_honoured(
    url: str,
    named: dict[str, str],
    bypassed: bool,  # noqa: FBT001 - a case
    found: str | None,
) -> None:
    way = proxy_for(
        url,
        named=lambda: named,
        bypassed=lambda _host: bypassed,
        by_pac=lambda _url: "http://from-pac:3128",
    )

    assert way == found
