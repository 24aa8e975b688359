"""From what the engine asks to a request, and from what came back to an event; the simulation's half of a transport."""

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

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
from kiosk.sync.entries import record_from_wire
from kiosk.sync.events import (
    Answer,
    BodyRead,
    Failure,
    PageRead,
    PagesRead,
    PieceRead,
    Why,
)
from kiosk.sync.protocol import (
    PATHS,
    Enrolled,
    Hello,
    Nonce,
    Pushed,
    Refusal,
    Token,
    Welcome,
)
from tests.simulation.central import Response

OK = 200
ACCEPTED = 202


def request_of(act: Request, key: Ed25519PrivateKey) -> tuple[str, str, bytes]:
    """Return method, path and body of a request; its long poll is waited for by the simulation itself."""
    match act:
        case AskRelease(name):
            return "GET", PATHS["release"].format(sha256=name), b""
        case SendEntries(timeline, log, entries):
            bodies = ",".join(entry.body for entry in entries)
            head = json.dumps({"timeline": timeline, "log": log})[:-1]
            return "POST", PATHS["push"], f'{head},"entries":[{bodies}]}}'.encode()
        case _:
            name, message = _message(act, key)
            return "POST", PATHS[name], json.dumps(message).encode()


def _message(act: Request, key: Ed25519PrivateKey) -> tuple[str, dict[str, Any]]:
    match act:
        case AskEnrolment(application):
            return "enrol", application.model_dump(mode="json")
        case AskNonce(device):
            return "nonce", {"device": device}
        case AskToken(device, nonce):
            signature = key.sign(f"huddle-token-1:{device}:{nonce}".encode()).hex()
            return "token", {"device": device, "nonce": nonce, "signature": signature}
        case SayHello(standing, now, fingerprint):
            hello = Hello(
                now=instant_text(now),
                timeline=None if standing.timeline == "local" else standing.timeline,
                fingerprint=fingerprint,
                streams=list(standing.streams),
                cursors=dict(standing.cursors),
                health=standing.health,
            )
            return "hello", hello.model_dump(mode="json")
        case AskPages(timeline, cursors, _):
            return "pull", {"timeline": timeline, "cursors": dict(cursors), "wait_s": 0}
        case AskSnapshot(timeline, log, at, after_seq):
            return "snapshot", {
                "timeline": timeline,
                "log": log,
                "at": at,
                "after_seq": after_seq,
            }
        case _:
            raise TypeError(act)


def answer_of(act: Request, response: Response) -> Answer | Refusal | Failure:
    """Return what a response says."""
    if response.status not in {OK, ACCEPTED}:
        try:
            return Refusal.model_validate_json(response.body)
        except ValidationError:
            return Failure(Why.CENTRAL_FAILED, str(response.status))
    match act:
        case AskEnrolment():
            return Enrolled.model_validate_json(response.body)
        case AskNonce():
            return Nonce.model_validate_json(response.body)
        case AskToken():
            return Token.model_validate_json(response.body)
        case SayHello():
            return Welcome.model_validate_json(response.body)
        case SendEntries():
            return Pushed.model_validate_json(response.body)
        case AskRelease():
            return BodyRead(response.body)
        case AskPages():
            said = json.loads(response.body)
            pages = tuple(
                PageRead(page["log"], tuple(map(record_from_wire, page["entries"])), page["head"])
                for page in said["pages"]
            )
            return PagesRead(pages, tuple(said["snapshot"]))
        case AskSnapshot():
            said = json.loads(response.body)
            entries = tuple(map(record_from_wire, said["entries"]))
            return PieceRead(said["log"], said["at"], entries, said["more"])
