"""Signing in and out: name and password with patience, or the administrator's code for the first account."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kiosk.central.devices.codes import hashed as hashed_code
from kiosk.central.web.accounts import Account
from kiosk.central.web.callers import Caller
from kiosk.central.web.gate import Gate
from kiosk.central.web.offices import Part
from kiosk.central.web.patience import Who
from kiosk.central.web.requests import (
    FORM_COOKIE,
    Fields,
    cookie_name,
    is_secure,
    path_within,
    peer_of,
)
from kiosk.central.web.room import Room
from kiosk.domain.errors import KioskError

ADMIN_CODE: Final = "admin_code"
"""The kind of the code that `serve` prints for the first account; its key is its hash."""
WRONG: Final = "That name and password do not belong together."
USED_UP: Final = "That code is not valid, or was used."
LONGEST_NAME: Final = 64


@dataclass(frozen=True, slots=True)
class NodeChoice:
    """A node that an account can belong to."""

    value: str
    text: str


class SigningIn:
    """The pages before anybody is signed in."""

    def __init__(self, room: Room, gate: Gate) -> None:
        self._room = room
        self._gate = gate

    def show(self, request: Request, _fields: Fields) -> Response:
        """Show the form."""
        return self._form(request, "", "", path_within(request.query_params.get("next", "/")))

    def sign_in(self, request: Request, fields: Fields) -> Response:
        """Take the form: the same answer for a wrong name and a wrong password."""
        name, on = fields.get("name")[: LONGEST_NAME + 1], path_within(fields.get("next"))
        if not self._is_own_form(request, fields):
            return self._form(request, "This page was open for too long. Try again.", name, on)
        room = self._room
        tried = (Who("account", name.casefold()), Who("address", peer_of(request)))
        wait = room.patience.wait(*tried)
        if wait:
            return self._form(request, _wait_words(wait), name, on, 429)
        account = room.accounts.signing_in(name, fields.secret("password"))
        if account is None:
            room.patience.failed(*tried)
            self._audit(name if room.accounts.get(name) else "unknown", "sign-in refused")
            return self._form(request, WRONG, name, on, 401)
        room.patience.succeeded(tried[0])
        return self._begin(request, account, on)

    def sign_out(self, request: Request, caller: Caller, _fields: Fields) -> Response:
        """End the session."""
        self._room.sessions.end(caller.session)
        self._audit(caller.account.name, "signed out")
        answer = self._gate.go_on("/sign-in")
        secure = is_secure(request, self._room.means.settings.public_url)
        answer.delete_cookie(cookie_name("huddle", secure=secure), path="/", secure=secure)
        return answer

    def show_first(self, request: Request, _fields: Fields) -> Response:
        """Show the form for the first account."""
        return self._first(request, "", Fields([]))

    def make_first(self, request: Request, fields: Fields) -> Response:
        """Make the first account with the code that `serve` printed; the code is used up."""
        if not self._is_own_form(request, fields):
            return self._first(request, "This page was open for too long. Try again.", fields)
        room, address = self._room, Who("address", peer_of(request))
        wait = room.patience.wait(address)
        if wait:
            return self._first(request, _wait_words(wait), fields, 429)
        key = hashed_code(fields.get("code"))
        known = room.means.storage.get(ADMIN_CODE, key) is not None
        if not known:
            room.patience.failed(address)
        account, problem = self._made(fields) if known else (None, USED_UP)
        if account is None:
            return self._first(request, problem, fields, 422)
        return self._begin(request, account, "/")

    def _made(self, fields: Fields) -> tuple[Account | None, str]:
        """Make the account and use the code up, or say why not."""
        room, leads = self._room, fields.get("part") == "leader"
        part = Part.LEADER if leads else Part.ADMINISTRATOR
        node = fields.get("node") if leads else ""
        if leads and room.organisation().placement(node) is None:
            return None, "Choose where you lead."
        account = Account(fields.get("name"), part, fields.get("title"), node)
        try:
            account = room.accounts.add(account, fields.secret("password") or " ")
        except KioskError as problem:
            return None, str(problem)
        key, now = hashed_code(fields.get("code")), room.means.clock.now()
        if room.means.storage.take(ADMIN_CODE, key, now) is None:
            room.accounts.disable(account.name)  # somebody else was faster with the same code
            return None, USED_UP
        self._audit(account.name, "first account made")
        return account, ""

    def _begin(self, request: Request, account: Account, on: str) -> Response:
        before = self._room.sessions.find(self._gate.cookie(request))
        if before is not None:
            self._room.sessions.end(before)
        _session, cookie = self._room.sessions.begin(account)
        self._audit(account.name, "signed in")
        answer = self._gate.go_on(on)
        self._gate.keep_cookie(request, answer, cookie)
        return answer

    def _audit(self, who: str, what: str) -> None:
        means = self._room.means
        means.storage.audit(means.clock.now(), who, what, "leaders' page", {})

    def _form(
        self, request: Request, problem: str, name: str, on: str, status: int = 200
    ) -> Response:
        values = {
            "problem": problem,
            "name": name,
            "next": on,
            "proxy": bool(self._room.proxy.header),
        }
        return self._with_form_cookie(request, "sign_in", values, status)

    def _first(self, request: Request, problem: str, fields: Fields, status: int = 200) -> Response:
        organisation, now = self._room.organisation(), self._room.means.clock.now()
        nodes = [NodeChoice(placed.node, placed.name) for placed in organisation.standing(now)]
        typed = {name: fields.get(name) for name in ("code", "name", "title", "part", "node")}
        values = {"problem": problem, "typed": typed, "nodes": nodes}
        return self._with_form_cookie(request, "first_account", values, status)

    def _with_form_cookie(
        self, request: Request, template: str, values: Mapping[str, object], status: int
    ) -> Response:
        """Return a form of somebody who has no session: a cookie and a field that agree show that it is ours."""
        secret = self._gate.cookie(request, FORM_COOKIE) or self._room.means.ids.new_key().hex()
        answer = self._room.pages.page(template, {**values, "form_token": secret}, status)
        secure = is_secure(request, self._room.means.settings.public_url)
        answer.set_cookie(
            cookie_name(FORM_COOKIE, secure=secure),
            secret,
            path="/",
            secure=secure,
            httponly=True,
            samesite="strict",
        )
        return answer

    def _is_own_form(self, request: Request, fields: Fields) -> bool:
        kept, sent = self._gate.cookie(request, FORM_COOKIE), fields.get("token")
        return bool(kept) and hmac.compare_digest(kept.encode(), sent.encode())


def _wait_words(wait: timedelta) -> str:
    seconds = int(wait.total_seconds()) + 1
    span = f"{seconds} seconds" if seconds < 60 else f"{-(-seconds // 60)} minutes"  # noqa: PLR2004
    return f"Too many wrong tries. Wait {span}, then try again."
