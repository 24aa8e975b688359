"""What connects a board to a central system, as text: `huddle:https://host#CODE`, typed, scanned or pasted."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from kiosk.domain.errors import KioskError

SCHEME: Final = "huddle:"
LINK_LIMIT: Final = 300
CODE_LEAST, CODE_MOST = 4, 64
"""Characters of a code, as `kiosk.sync.protocol.Enrol` takes it."""
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""The only hosts that may be reached without TLS."""
SHOW: Final = "It looks like this: https://huddle.hospital.example"


class BadLink(KioskError):  # noqa: N818 - said to a person, like every refusal
    """The text is no address of a central system, or holds no code."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a central system is, and the code that lets a board in.

    Attributes:
        central: `https://host` or `https://host:port`, without a slash at the end.
        code: the code as it was given, or empty when the text held none.
    """

    central: str
    code: str = ""

    @property
    def text(self) -> str:
        """The link as a QR code carries it."""
        return f"{SCHEME}{self.central}#{self.code}"


def read_link(text: str) -> Link:
    """Read an address with or without its code, however it was typed.

    Args:
        text: `huddle:https://host:port#CODE`, `https://host#CODE`, or `host`; large letters and spaces do no harm.

    Raises:
        BadLink: it is no address that can be used, with the reason.
    """
    joined = "".join(text.split())
    if len(joined) > LINK_LIMIT:
        raise BadLink(f"The address is longer than {LINK_LIMIT} characters.", to_do=SHOW)
    if joined.casefold().startswith(SCHEME):
        joined = joined[len(SCHEME) :]
    address, _, code = joined.partition("#")
    return Link(_central(address), _code(code) if code else "")


def read_code(text: str) -> str:
    """Read a code as somebody typed it; spaces do no harm.

    Raises:
        BadLink: it is too short or too long.
    """
    return _code("".join(text.split()))


def _code(code: str) -> str:
    if not CODE_LEAST <= len(code) <= CODE_MOST:
        raise BadLink(f"A code has {CODE_LEAST} to {CODE_MOST} characters.", to_do="Ask IT for it.")
    return code


def _central(address: str) -> str:
    if not address:
        raise BadLink("The address is missing.", to_do=SHOW)
    parts = _parts(address if "://" in address else f"https://{address}")
    host = (parts.hostname or "").lower()
    if parts.scheme not in {"https", "http"} or not host or parts.username or parts.query:
        raise BadLink(f"{address} is not an address.", to_do=SHOW)
    if parts.scheme == "http" and host not in LOOPBACK:
        raise BadLink("The address must begin with https:// so that nobody can listen.", to_do=SHOW)
    shown = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{shown}{port}{parts.path.rstrip('/')}"


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port  # a port that is no number is only noticed here
    except ValueError as problem:
        raise BadLink(f"{address} is not an address.", to_do=SHOW) from problem
    return parts
