"""What comes with a request, read with limits: the fields of a form, where it was sent from, its cookie."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from kiosk.central.web.peers import PEER

FORM_LIMIT_BYTES: Final = 64 * 1024
FIELDS_LIMIT: Final = 400
COOKIE: Final = "huddle"
FORM_COOKIE: Final = "huddle-form"
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class FormTooLarge(Exception):  # noqa: N818 - an answer to a request
    """More came than a form can hold."""


class Fields:
    """The fields of a form; a field may come several times."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs

    def get(self, name: str) -> str:
        """Return the first value of a field, without spaces around it, or nothing."""
        return next((value.strip() for key, value in self._pairs if key == name), "")

    def all(self, name: str) -> list[str]:
        """Return every value of a field."""
        return [value for key, value in self._pairs if key == name]

    def secret(self, name: str) -> str:
        """Return a value as it was typed: of a password, spaces count."""
        return next((value for key, value in self._pairs if key == name), "")


async def read_fields(request: Request) -> Fields:
    """Return the fields of a form.

    Raises:
        FormTooLarge: it is over the limits.
    """
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > FORM_LIMIT_BYTES:
            raise FormTooLarge
    try:
        text = body.decode("ascii", "replace")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_LIMIT)
    except ValueError as problem:
        raise FormTooLarge from problem
    return Fields(pairs)


def is_secure(request: Request, public_url: str) -> bool:
    """Tell whether the browser speaks TLS: to central itself, or to a proxy before it."""
    return request.url.scheme == "https" or public_url.startswith("https:")


def cookie_name(name: str, *, secure: bool) -> str:
    """Return a cookie's name: the prefix binds it to this host and to TLS."""
    return f"__Host-{name}" if secure else name


def is_from_here(headers: Mapping[str, str], public_url: str) -> bool:
    """Tell whether a form was sent by a page of ours: by the browser's own word, where it gives one."""
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin", "")
    if not origin:
        return True
    hosts = {headers.get("host", ""), urlsplit(public_url).netloc}
    return urlsplit(origin).netloc in hosts


def peer_of(request: Request) -> str:
    """Return the address that the connection comes from, whatever a header says."""
    told = request.scope.get("state", {}).get(PEER)
    if isinstance(told, str):
        return told
    return request.client.host if request.client else ""


def path_within(text: str) -> str:
    """Return an address of this site to go on to, or the first page for any other."""
    parts = urlsplit(text)
    fine = text.startswith("/") and not text.startswith(("//", "/\\")) and not parts.netloc
    return text if fine and parts.path != "/sign-in" and text.isprintable() else "/"
