"""The gate before every page: who asks, may they, was the form ours; and what is answered when something is wrong."""

from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from kiosk.central.storage.protocol import StorageBusy
from kiosk.central.web.callers import Caller
from kiosk.central.web.pages import SECURITY
from kiosk.central.web.proxies import HeaderRefused
from kiosk.central.web.reach import OutOfReach
from kiosk.central.web.requests import (
    COOKIE,
    Fields,
    FormTooLarge,
    cookie_name,
    is_from_here,
    is_secure,
    peer_of,
    read_fields,
)
from kiosk.central.web.room import Room
from kiosk.central.web.sessions import is_token

THREADS: Final = 8
"""Pages of one process that speak to the storage at once; more wait."""
COME_BACK_S: Final = "5"
TOKEN: Final = "token"  # noqa: S105 - the name of a field
"""The field of a form that holds its token."""

Endpoint = Callable[[Request], Awaitable[Response]]
Handler = Callable[[Request, Caller], Response]
FormHandler = Callable[[Request, Caller, Fields], Response]
OpenHandler = Callable[[Request, Fields], Response]


class Gate:
    """Wraps what a page does in what every page has to ask first."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._limiter = CapacityLimiter(THREADS)

    def open(self, handler: OpenHandler) -> Endpoint:
        """Return an endpoint that asks nobody who they are: signing in."""

        def work(request: Request, fields: Fields) -> Response:
            return handler(request, fields)

        return self._endpoint(work)

    def page(self, handler: Handler) -> Endpoint:
        """Return an endpoint for whoever is signed in."""

        def work(request: Request, _fields: Fields) -> Response:
            caller, cookie = self._caller(request)
            if caller is None:
                return self._to_sign_in(request)
            answer = handler(request, caller)
            if cookie:
                self.keep_cookie(request, answer, cookie)
            return answer

        return self._endpoint(work)

    def form(self, handler: FormHandler) -> Endpoint:
        """Return an endpoint for a form of whoever is signed in."""

        def work(request: Request, fields: Fields) -> Response:
            caller, _cookie = self._caller(request)
            if caller is None:
                return self._to_sign_in(request)
            if not is_token(caller.session, fields.get(TOKEN)):
                return self.problem(
                    "That form is not valid any more",
                    "Go back, load the page again and send it.",
                    403,
                )
            return handler(request, caller, fields)

        return self._endpoint(work)

    def keep_cookie(self, request: Request, answer: Response, cookie: str) -> None:
        """Give a browser the cookie of its session."""
        secure = is_secure(request, self._room.means.settings.public_url)
        answer.set_cookie(
            cookie_name(COOKIE, secure=secure),
            cookie,
            path="/",
            secure=secure,
            httponly=True,
            samesite="lax",
        )

    def problem(self, title: str, to_do: str, status: int) -> Response:
        """Return a page that says what is wrong and what to do."""
        return self._room.pages.page("problem", {"title": title, "to_do": to_do}, status)

    def cookie(self, request: Request, name: str = COOKIE) -> str:
        """Return a cookie of a request, or nothing."""
        secure = is_secure(request, self._room.means.settings.public_url)
        return request.cookies.get(cookie_name(name, secure=secure), "")

    def _caller(self, request: Request) -> tuple[Caller | None, str]:
        """Return who asks; with a new cookie when a sign-in proxy vouches for somebody who has none yet."""
        room = self._room
        named = room.proxy.account(request.headers, peer_of(request))
        caller = room.callers.of(self.cookie(request))
        if not room.proxy.header:
            return caller, ""
        if caller is not None and caller.session.proxy and named == caller.account.name:
            return caller, ""
        account = room.accounts.get(named) if named else None
        if account is None or account.disabled:
            # Where a proxy signs people in, a session holds only as long as the proxy vouches for it.
            return (None if caller is None or caller.session.proxy else caller), ""
        _session, cookie = room.sessions.begin(account, proxy=True)
        room.means.storage.audit(room.means.clock.now(), account.name, "signed in", "proxy", {})
        return room.callers.of(cookie), cookie

    def _to_sign_in(self, request: Request) -> Response:
        """Send somebody to the sign-in page; a form that was sent is lost, so it comes back to the page before it."""
        path = request.url.path if request.method == "GET" else "/"
        query = f"?{request.url.query}" if request.method == "GET" and request.url.query else ""
        return self.go_on(f"/sign-in?next={quote(path + query)}")

    def go_on(self, address: str) -> Response:
        """Send a browser on to another page."""
        return RedirectResponse(address, 303, dict(SECURITY))

    def _endpoint(self, work: Callable[[Request, Fields], Response]) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            fields = Fields([])
            if request.method == "POST":
                if not is_from_here(request.headers, self._room.means.settings.public_url):
                    return self.problem(
                        "That form came from another site", "Nothing was done.", 403
                    )
                try:
                    fields = await read_fields(request)
                except FormTooLarge:
                    return self.problem("That is too much for this form", "Nothing was done.", 413)
                except ClientDisconnect:
                    return Response(status_code=400)
            return await to_thread.run_sync(
                self._guarded, work, request, fields, limiter=self._limiter
            )

        return endpoint

    def _guarded(
        self, work: Callable[[Request, Fields], Response], request: Request, fields: Fields
    ) -> Response:
        try:
            return work(request, fields)
        except StorageBusy:
            answer = self.problem(
                "The database does not answer at the moment",
                "Nothing was lost; boards keep everything. Load this page again in a few seconds.",
                503,
            )
            answer.headers["Retry-After"] = COME_BACK_S
            return answer
        except OutOfReach:
            return self.problem(
                "That is not here", "It may have moved, or is not in your reach.", 404
            )
        except HeaderRefused:
            return self.problem(
                "You cannot sign in from there", "Use the address that IT gave you.", 403
            )
