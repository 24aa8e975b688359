"""Who asks for a page: a session, its account, and the offices that it may act in today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kiosk.central.web.accounts import Account, Accounts
from kiosk.central.web.delegations import Delegations
from kiosk.central.web.offices import Office
from kiosk.central.web.sessions import Session, Sessions
from kiosk.domain.clock import Clock, local_day
from kiosk.domain.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who is signed in.

    Attributes:
        session: their session.
        account: who they are.
        offices: whom they may act as, their own first; none for an administrator.
        office: whom they act as now; None for an administrator.
        token: a token for the forms of one page.
    """

    session: Session
    account: Account
    offices: tuple[Office, ...]
    office: Office | None
    token: str


class Callers:
    """Finds out who asks."""

    def __init__(
        self,
        sessions: Sessions,
        accounts: Accounts,
        delegations: Delegations,
        organisation: Callable[[], Organisation],
        clock: Clock,
    ) -> None:
        self._sessions = sessions
        self._accounts = accounts
        self._delegations = delegations
        self._organisation = organisation
        self._clock = clock

    def of(self, cookie: str) -> Caller | None:
        """Return who a cookie belongs to, or None: no session, or an account that has changed since."""
        session = self._sessions.find(cookie)
        if session is None:
            return None
        account = self._accounts.get(session.account)
        if account is None or account.disabled or account.epoch != session.epoch:
            self._sessions.end(session)
            return None
        return self._caller(session, account)

    def today(self, node: str) -> date:
        """Return the day at a node."""
        placement = self._organisation().placement(node)
        return local_day(self._clock.now(), placement.time_zone if placement else "UTC")

    def _caller(self, session: Session, account: Account) -> Caller:
        own = account.office(self._name(account.node))
        offices = () if own is None else (own, *self._held(account))
        acting = (office for office in offices if office.delegation == session.acting)
        office = next(acting, own)
        return Caller(session, account, offices, office, self._sessions.token(session))

    def _held(self, account: Account) -> list[Office]:
        """Return the offices in which somebody acts as a deputy today; those of accounts that were disabled too."""
        found = []
        for each in self._delegations.held(account, self.today(account.node)):
            holder = self._accounts.get(each.holder)
            if holder is not None and holder.node:
                name = self._name(holder.node)
                found.append(
                    Office(holder.name, holder.part, holder.title, holder.node, name, True, each.id)  # noqa: FBT003
                )
        return found

    def _name(self, node: str) -> str:
        placement = self._organisation().placement(node)
        return placement.name if placement is not None else "a unit that is gone"
