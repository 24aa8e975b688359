"""Requests as bytes, and answers read back from bytes; what cannot be understood is a `ValueError`."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from kiosk.domain.changes import LOCAL_TIMELINE
from kiosk.domain.clock import instant_text
from kiosk.sync.acts import (
    AskEnrolment,
    AskNonce,
    AskPages,
    AskRelease,
    AskSnapshot,
    AskToken,
    Request,
    SayHello,
    SendEntries,
)
from kiosk.sync.events import Answer, BodyRead, PageRead, PagesRead, PieceRead
from kiosk.sync.packed import Packed
from kiosk.sync.pages import read_pages
from kiosk.sync.protocol import (
    PATHS,
    Enrolled,
    Hello,
    Message,
    Nonce,
    NonceRequest,
    Pull,
    Pushed,
    Refusal,
    SnapshotRequest,
    Token,
    TokenRequest,
    Welcome,
)

Sign = Callable[[str, str], str]
"""Signs a nonce of a device: `kiosk.sync.credentials.Credentials.sign`."""

KIB: Final = 1024
SMALL_ANSWER_BYTES: Final = 64 * KIB
WELCOME_BYTES: Final = 4 * KIB * KIB
PAGES_BYTES: Final = 32 * KIB * KIB
RELEASE_BYTES: Final = 32 * KIB * KIB
ANSWER_BYTES: Final[Mapping[type[Any], int]] = {
    SayHello: WELCOME_BYTES,
    SendEntries: KIB * KIB,
    AskPages: PAGES_BYTES,
    AskSnapshot: PAGES_BYTES,
    AskRelease: RELEASE_BYTES,
}
"""The most that an answer may have, unpacked; any other one `SMALL_ANSWER_BYTES`."""


@dataclass(frozen=True, slots=True)
class Written:
    """A request as it is sent; `trusted` ones carry the token."""

    path: str
    body: bytes | None
    trusted: bool = True


def written(request: Request, sign: Sign) -> Written:
    """Return a request as it is sent."""
    match request:
        case AskEnrolment(application):
            return _message("enrol", application, trusted=False)
        case AskNonce(device):
            return _message("nonce", NonceRequest(device=device), trusted=False)
        case AskToken(device, nonce):
            signed = TokenRequest(device=device, nonce=nonce, signature=sign(device, nonce))
            return _message("token", signed, trusted=False)
        case SayHello():
            return _message("hello", _hello(request))
        case SendEntries(timeline, log, entries):
            envelope = json.dumps({"timeline": timeline, "log": log})
            body = f'{envelope[:-1]},"entries":[{",".join(entry.body for entry in entries)}]}}'
            return Written(PATHS["push"], body.encode())
        case AskPages():
            return Written(
                PATHS["pull"], _pull(request).model_dump_json(exclude_unset=True).encode()
            )
        case AskSnapshot(timeline, log, at, after_seq):
            asked = SnapshotRequest(timeline=timeline, log=log, at=at, after_seq=after_seq)
            return _message("snapshot", asked)
        case AskRelease(name):
            return Written(PATHS["release"].replace("{sha256}", name), None)


def read(request: Request, body: bytes) -> Answer:
    """Read the answer to a request.

    Raises:
        ValueError: it is none.
    """
    try:
        match request:
            case AskEnrolment():
                return Enrolled.model_validate_json(body)
            case AskNonce():
                return Nonce.model_validate_json(body)
            case AskToken():
                return Token.model_validate_json(body)
            case SayHello():
                return Welcome.model_validate_json(body)
            case SendEntries():
                return Pushed.model_validate_json(body)
            case AskPages():
                return _pages(read_pages(body))
            case AskSnapshot():
                return _piece(body)
            case AskRelease():
                return BodyRead(body)
    except (
        ValidationError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OverflowError,
        RecursionError,
    ) as problem:
        raise ValueError(type(problem).__name__) from problem


def read_refusal(body: bytes) -> Refusal | None:
    """Read a refusal of central; None when it is not central that says no."""
    try:
        return Refusal.model_validate_json(body)
    except ValueError:
        return None


def _message(name: str, message: Message, *, trusted: bool = True) -> Written:
    return Written(PATHS[name], message.model_dump_json().encode(), trusted)


def _pull(request: AskPages) -> Pull:
    said: dict[str, Any] = {"wait_s": request.wait_s}
    if request.own is not None:
        said["own"] = request.own
    if request.vector:
        return Pull(of=request.vector, at=[seq for _, seq in request.cursors], **said)
    return Pull(timeline=request.timeline, cursors=dict(request.cursors), **said)


def _hello(request: SayHello) -> Hello:
    standing = request.standing
    alone = standing.timeline == LOCAL_TIMELINE
    return Hello(
        now=instant_text(request.now),
        timeline=None if alone else standing.timeline,
        local_node=standing.node if alone else standing.alone_as or None,
        fingerprint=request.fingerprint,
        streams=list(standing.streams),
        cursors=dict(standing.cursors),
        health=standing.health,
    )


def _pages(wire: Mapping[str, Any]) -> PagesRead:
    pages = tuple(
        PageRead(str(page["log"]), page["entries"], int(page["head"])) for page in wire["pages"]
    )
    return PagesRead(pages, tuple(str(log) for log in wire.get("snapshot", ())))


def _piece(body: bytes) -> PieceRead:
    wire = read_pages(body)
    records = Packed(body, wire["entries"])
    return PieceRead(str(wire["log"]), int(wire["at"]), records, bool(wire["more"]))
