"""Sessions of the leaders' page: a random cookie, of which the registry keeps the hash; they end by themselves."""

import hmac
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from kiosk.central.storage.protocol import Registry
from kiosk.central.web.accounts import Account
from kiosk.domain.clock import Clock, instant_from, instant_text
from kiosk.domain.ids import IdSource

SESSION: Final = "session"
IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)
NOTED_EVERY: Final = timedelta(minutes=1)
TOKEN_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in.

    Attributes:
        key: the hash of the cookie.
        account: who.
        epoch: the account's when they signed in; another one ends the session.
        secret: what tokens of forms are made from, in hex.
        began: when they signed in.
        used: when they last asked for a page, to the minute.
        acting: the delegation that they act under, or empty for their own office.
        proxy: a sign-in proxy vouches for them in each request.
    """

    key: str
    account: str
    epoch: int
    secret: str
    began: str
    used: str
    acting: str = ""
    proxy: bool = False


class Sessions:
    """Begins, finds and ends sessions.

    Args:
        registry: where they are kept.
        clock: tells the time.
        ids: makes the cookies.
        idle: how long a session lasts without being used.
    """

    def __init__(
        self, registry: Registry, clock: Clock, ids: IdSource, idle: timedelta = IDLE
    ) -> None:
        self._registry = registry
        self._clock = clock
        self._ids = ids
        self._idle = idle

    def begin(self, account: Account, *, proxy: bool = False) -> tuple[Session, str]:
        """Begin a session; return it and its cookie."""
        cookie = self._ids.new_key().hex()
        now = instant_text(self._clock.now())
        secret = self._ids.new_key().hex()
        session = Session(
            hashed(cookie), account.name, account.epoch, secret, now, now, proxy=proxy
        )
        self._keep(session)
        return session, cookie

    def find(self, cookie: str) -> Session | None:
        """Return the session of a cookie, noting that it was used; None when it has ended."""
        if not cookie:
            return None
        document = self._registry.get(SESSION, hashed(cookie))
        now = self._clock.now()
        if document is None or (document.expires_at is not None and document.expires_at <= now):
            return None
        session = _session(document.body)
        if now - instant_from(session.used) >= NOTED_EVERY:
            session = replace(session, used=instant_text(now))
            self._keep(session)
        return session

    def act_under(self, session: Session, delegation: str) -> Session:
        """Act under a delegation from now on, or, with none, in one's own office."""
        session = replace(session, acting=delegation)
        self._keep(session)
        return session

    def end(self, session: Session) -> None:
        """Sign out."""
        self._registry.delete(SESSION, session.key)

    def token(self, session: Session) -> str:
        """Return the token of a form: another text each time, so that a packed page does not give it away."""
        pad = self._ids.new_key()[:TOKEN_BYTES]
        secret = bytes.fromhex(session.secret)
        return (pad + _mixed(pad, secret)).hex()

    def _keep(self, session: Session) -> None:
        ends = min(self._clock.now() + self._idle, instant_from(session.began) + LONGEST)
        self._registry.put(SESSION, session.key, asdict(session), expires_at=ends)


def is_token(session: Session, token: str) -> bool:
    """Tell whether a form's token is one of this session."""
    try:
        sent = bytes.fromhex(token)
    except ValueError:
        return False
    if len(sent) != 2 * TOKEN_BYTES:
        return False
    secret = _mixed(sent[:TOKEN_BYTES], sent[TOKEN_BYTES:])
    return hmac.compare_digest(secret.hex(), session.secret)


def hashed(cookie: str) -> str:
    """Return what is kept of a cookie."""
    return sha256(f"huddle-session-1:{cookie}".encode()).hexdigest()


def ends_at(session: Session, idle: timedelta = IDLE) -> datetime:
    """Return when a session ends if it is not used any more."""
    return min(instant_from(session.used) + idle, instant_from(session.began) + LONGEST)


def _mixed(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _session(body: Mapping[str, Any]) -> Session:
    return Session(**{name: body[name] for name in Session.__dataclass_fields__ if name in body})
