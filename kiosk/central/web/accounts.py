"""Local accounts of leaders, support departments and administrators; their names stand nowhere but in the registry."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from kiosk.central.storage.protocol import Changed, Registry
from kiosk.central.web.offices import TITLE_LIMIT, Office, Part
from kiosk.central.web.passwords import Passwords, why_weak
from kiosk.domain.errors import KioskError

ACCOUNT: Final = "account"
NAME: Final = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")
TRIES: Final = 10


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in.

    Attributes:
        name: what they sign in with.
        part: what they may do.
        title: what their office is called ("service lead"); shown on wards in the place of a name.
        node: the node that they belong to; empty for an administrator.
        hash: the encoded hash of the password; empty where only a sign-in proxy lets them in.
        disabled: whether they may not sign in any more.
        epoch: rises whenever every session of the account has to end.
    """

    name: str
    part: Part
    title: str
    node: str
    hash: str = ""
    disabled: bool = False
    epoch: int = 1

    def office(self, node_name: str) -> Office | None:
        """Return the account's own office, or None for an administrator."""
        if self.part is Part.ADMINISTRATOR:
            return None
        return Office(self.name, self.part, self.title, self.node, node_name)


class Accounts:
    """Reads and writes accounts. Safe for several threads and processes: documents carry versions."""

    def __init__(self, registry: Registry, passwords: Passwords) -> None:
        self._registry = registry
        self._passwords = passwords

    def get(self, name: str) -> Account | None:
        """Return an account, disabled or not, or None."""
        if not NAME.fullmatch(plain(name)):
            return None
        document = self._registry.get(ACCOUNT, plain(name))
        return None if document is None else _account(document.body)

    def all(self) -> list[Account]:
        """Return every account, by name."""
        found: list[Account] = []
        after = ""
        while page := self._registry.listed(ACCOUNT, after=after):
            found += [_account(document.body) for document in page]
            after = page[-1].key
        return found

    def add(self, account: Account, password: str) -> Account:
        """Keep a new account; an empty password lets in through a sign-in proxy only.

        Raises:
            KioskError: it is there already, or something of it cannot be.
        """
        account = replace(account, name=plain(account.name), title=account.title.strip())
        _demand_fit(account)
        encoded = self._encoded(account.name, password) if password else ""
        account = replace(account, hash=encoded)
        try:
            self._registry.put(
                ACCOUNT, account.name, asdict(account), node=account.node, expecting=0
            )
        except Changed as there:
            raise KioskError(f"There is an account {account.name!r} already.") from there
        return account

    def set_password(self, name: str, password: str) -> Account:
        """Give an account another password; whoever is signed in with it is signed out.

        Raises:
            KioskError: there is no such account, or the password is weak.
        """
        encoded = self._encoded(plain(name), password)
        return self._change(name, lambda account: replace(account, hash=encoded))

    def set_part(self, name: str, part: Part, title: str, node: str) -> Account:
        """Say what an account may do, and where.

        Raises:
            KioskError: there is no such account, or something cannot be.
        """

        def changed(account: Account) -> Account:
            new = replace(account, part=part, title=title.strip(), node=node)
            _demand_fit(new)
            return new

        return self._change(name, changed)

    def disable(self, name: str, *, on: bool = True) -> Account:
        """Let an account not sign in any more, or again.

        Raises:
            KioskError: there is no such account.
        """
        return self._change(name, lambda account: replace(account, disabled=on))

    def signing_in(self, name: str, password: str) -> Account | None:
        """Return the account that a name and a password are of, or None; it takes as long for one that is not there."""
        account = self.get(name)
        fits = self._passwords.fits(account.hash if account else "", password)
        if account is None or not fits or account.disabled:
            return None
        return account

    def _encoded(self, name: str, password: str) -> str:
        weak = why_weak(password, name)
        if weak:
            raise KioskError(weak)
        return self._passwords.hashed(password)

    def _change(self, name: str, changed: Callable[[Account], Account]) -> Account:
        for _ in range(TRIES):
            document = self._registry.get(ACCOUNT, plain(name))
            if document is None:
                raise KioskError(f"There is no account {name!r}.")
            before = _account(document.body)
            account = replace(changed(before), epoch=before.epoch + 1)
            try:
                self._registry.put(
                    ACCOUNT,
                    account.name,
                    asdict(account),
                    node=account.node,
                    expecting=document.version,
                )
            except Changed:
                continue
            return account
        raise Changed


def plain(name: str) -> str:
    """Return the name of an account in its one spelling."""
    return name.strip().casefold()


def _account(body: Mapping[str, Any]) -> Account:
    known = {name: body[name] for name in Account.__dataclass_fields__ if name in body}
    return Account(**{**known, "part": Part(body["part"])})


def _demand_fit(account: Account) -> None:
    if not NAME.fullmatch(account.name):
        raise KioskError(
            f"{account.name!r} cannot be the name of an account.",
            to_do="Use 1 to 64 small letters, digits and . _ @ + -",
        )
    if account.part is Part.ADMINISTRATOR:
        return
    if not account.node:
        raise KioskError("Say which node the account belongs to.")
    if not 1 <= len(account.title) <= TITLE_LIMIT:
        raise KioskError(
            f"Say what the office is called, in 1 to {TITLE_LIMIT} characters.",
            to_do="It stands on wards in the place of a name: service lead, director of nursing.",
        )
