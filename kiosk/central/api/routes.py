"""The wire's routes, and what each says of itself in the OpenAPI document."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter

from kiosk.central.api.enrolling import Enrolments
from kiosk.central.api.express import Handler
from kiosk.central.api.fetching import Fetches
from kiosk.central.api.greeting import Greetings
from kiosk.central.api.pulling import Pulls
from kiosk.central.api.pushing import Pushes
from kiosk.central.api.snapshots import Snapshots
from kiosk.central.api.trusting import Trust
from kiosk.central.api.watching import Watching
from kiosk.central.api.wire import Wire
from kiosk.sync.protocol import (
    PATHS,
    Enrol,
    Enrolled,
    Hello,
    Message,
    Nonce,
    NonceRequest,
    Pull,
    Pulled,
    Push,
    Pushed,
    Refusal,
    Snapshot,
    SnapshotRequest,
    SupportLog,
    Token,
    TokenRequest,
    Welcome,
)

ASKED: Final[tuple[type[Message], ...]] = (
    Enrol,
    NonceRequest,
    TokenRequest,
    Hello,
    Push,
    Pull,
    SnapshotRequest,
    SupportLog,
)
"""Models of the bodies that are read by hand, for the OpenAPI document."""

SECURITY: Final = "device"
KNOWN: Final = (400, 413, 429, 503)
"""Refusals that any request may be answered with."""
TRUSTED: Final = (401, 403)


def wire_handlers(wire: Wire) -> dict[str, Handler]:
    """Return what answers the posts of boards, by path."""
    trust = Trust(wire)
    return {
        PATHS["pull"]: Pulls(wire).handle,
        PATHS["push"]: Pushes(wire).handle,
        PATHS["enrol"]: Enrolments(wire).handle,
        PATHS["nonce"]: trust.nonce,
        PATHS["token"]: trust.token,
        PATHS["hello"]: Greetings(wire).handle,
        PATHS["snapshot"]: Snapshots(wire).handle,
    }


def wire_routes(wire: Wire, handlers: Mapping[str, Handler]) -> APIRouter:
    """Return the routes that boards ask; what they post comes by the short way (`Express`), and is described here."""
    router = APIRouter(tags=["boards"])
    fetches = Fetches(wire)
    said = {
        "pull": _trusted(Pulled, Pull, 409, 410, 426),
        "push": _trusted(Pushed, Push, 409),
        "enrol": _says(Enrolled, Enrol, 403),
        "nonce": _says(Nonce, NonceRequest),
        "token": _says(Token, TokenRequest, *TRUSTED),
        "hello": _trusted(Welcome, Hello),
        "snapshot": _trusted(Snapshot, SnapshotRequest, 409),
    }
    for name, how in said.items():
        router.post(PATHS[name], **how)(handlers[PATHS[name]])
    router.get(PATHS["release"], **_release())(fetches.release)
    router.post(PATHS["support_log"], **_trusted(None, SupportLog), status_code=204)(
        fetches.support_log
    )
    return router


def watching_routes(wire: Wire) -> APIRouter:
    """Return the routes that monitors ask."""
    router = APIRouter(tags=["monitors"])
    watching = Watching(wire)
    status: dict[str, Any] = {
        "type": "object",
        "properties": {"status": {"type": "string"}, "reason": {"type": "string"}},
        "required": ["status"],
    }
    answer = {"content": {"application/json": {"schema": status}}}
    router.get("/healthz", responses={200: answer})(watching.alive)
    router.get("/readyz", responses={200: answer, 503: {**answer, "description": "not ready"}})(
        watching.ready
    )
    router.get(
        "/metrics",
        responses={
            200: {"content": {"text/plain": {"schema": {"type": "string"}}}},
            403: {"model": Refusal},
        },
    )(watching.metrics)
    return router


def _says(
    answers: type[Message] | None, asks: type[Message] | None, *refuses: int
) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    if asks is not None:
        schema = {"$ref": f"#/components/schemas/{asks.__name__}"}
        extra["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    refusals: dict[int | str, dict[str, Any]] = {
        status: {"model": Refusal} for status in (*KNOWN, *refuses)
    }
    return {"response_model": answers, "responses": refusals, "openapi_extra": extra}


def _trusted(
    answers: type[Message] | None, asks: type[Message] | None, *refuses: int
) -> dict[str, Any]:
    said = _says(answers, asks, *TRUSTED, *refuses)
    said["openapi_extra"]["security"] = [{SECURITY: []}]
    return said


def _release() -> dict[str, Any]:
    said = _trusted(None, None)
    said["responses"][200] = {"content": {"application/json": {"schema": {"type": "object"}}}}
    said["openapi_extra"]["parameters"] = [
        {
            "name": "sha256",
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        }
    ]
    return said
