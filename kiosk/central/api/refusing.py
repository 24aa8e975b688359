"""How central says no: the wire's stable codes with their status, and words for a person."""

from typing import Any, Final

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from kiosk.central.storage.protocol import StorageBusy
from kiosk.sync.protocol import Code

STATUS: Final = {
    Code.MALFORMED: 400,
    Code.TOKEN: 401,
    Code.REVOKED: 403,
    Code.NOT_PERMITTED: 403,
    Code.FORK: 409,
    Code.GAP: 409,
    Code.TIMELINE: 409,
    Code.HELLO: 410,
    Code.TOO_LARGE: 413,
    Code.NEEDS_UPDATE: 426,
    Code.SLOW_DOWN: 429,
    Code.BUSY: 503,
}
RETRY_AFTER_BUSY_S: Final = 2.0


class Refused(Exception):  # noqa: N818 - an answer, not a failure
    """A request is answered with no.

    Args:
        code: why.
        message: for a person; never quotes what the request held.
        more: further fields of the wire's `Refusal`.
    """

    def __init__(self, code: Code, message: str, **more: Any) -> None:
        self.code = code
        self.message = message
        self.more = more
        super().__init__(code)


class Busy(Refused):
    """More is going on than central can do at once; nothing was begun."""

    def __init__(self, retry_after_s: float = RETRY_AFTER_BUSY_S) -> None:
        super().__init__(
            Code.BUSY,
            "Central is busy. The board keeps everything and asks again.",
            retry_after_s=retry_after_s,
        )


def add_refusals(app: FastAPI) -> None:
    """Have an application answer as the wire says: refusals, a database that is away, what the framework refuses."""
    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(StorageBusy, refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(500, _failed)


def refusal(refused: Refused) -> JSONResponse:
    """Return a refusal as the wire writes it."""
    body = {"error": refused.code.value, "message": refused.message, **refused.more}
    headers = {}
    wait_s = refused.more.get("retry_after_s")
    if wait_s is not None:
        headers["Retry-After"] = str(max(1, round(wait_s)))
    if refused.code is Code.TOKEN:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(body, STATUS[refused.code], headers)


async def refused(request: Request, problem: Exception) -> JSONResponse:
    """Return the answer to a request that was refused, or that the storage could not serve."""
    if isinstance(problem, StorageBusy):
        request.state.reason = problem.reason
    return refusal(problem if isinstance(problem, Refused) else Busy())


async def _http(_request: Request, problem: Exception) -> JSONResponse:
    status = problem.status_code if isinstance(problem, HTTPException) else 500
    headers = problem.headers if isinstance(problem, HTTPException) else None
    words = {
        404: "There is nothing here.",
        405: "This cannot be done here.",
        413: "That is more than is taken at once. Send smaller pieces.",
    }
    code = Code.TOO_LARGE if status == STATUS[Code.TOO_LARGE] else Code.MALFORMED
    message = words.get(status, "This request could not be read.")
    return JSONResponse({"error": code.value, "message": message}, status, headers)


async def _failed(_request: Request, _problem: Exception) -> JSONResponse:
    message = "Central failed at this. Nothing was lost; ask again later, and tell IT."
    return JSONResponse({"error": "failed", "message": message}, 500)
