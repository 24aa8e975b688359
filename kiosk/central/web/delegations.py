"""Deputies: who acts for whom, from one day to another; kept in the registry, because it names accounts."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from kiosk.central.storage.protocol import Registry
from kiosk.central.web.accounts import Account, Accounts
from kiosk.central.web.offices import DELEGATION_DAYS, DELEGATIONS_LIMIT, Delegation, Part
from kiosk.domain.clock import Clock
from kiosk.domain.errors import KioskError
from kiosk.domain.ids import IdSource

DELEGATION: Final = "delegation"
KEPT: Final = timedelta(days=400)
"""For how long a delegation that has ended can still be looked up."""


class Delegations:
    """Names deputies, takes that back, and tells for whom somebody acts.

    A delegation is listed under the account that gave it (`from:<account>`) and found by its deputy (`to:<account>`):
    two documents of the same content, the first of which counts.
    """

    def __init__(self, registry: Registry, accounts: Accounts, clock: Clock, ids: IdSource) -> None:
        self._registry = registry
        self._accounts = accounts
        self._clock = clock
        self._ids = ids

    def give(
        self, holder: Account, deputy: str, first: date, last: date, today: date
    ) -> Delegation:
        """Name a deputy.

        Raises:
            KioskError: that cannot be; it says why.
        """
        account = self._accounts.get(deputy)
        wrong = self._wrong(holder, account, first, last, today)
        if wrong or account is None:
            raise KioskError(wrong or "There is no such account.")
        given = Delegation(self._ids.new_id(), holder.name, account.name, first, last)
        body = {
            "holder": given.holder,
            "deputy": given.deputy,
            "first": first.isoformat(),
            "last": last.isoformat(),
        }
        expires = self._clock.now() + (last - today) + KEPT
        for node in (f"from:{holder.name}", f"to:{account.name}"):
            key = f"{given.id}:{node.partition(':')[0]}"
            self._registry.put(DELEGATION, key, body, node=node, expires_at=expires)
        return given

    def take_back(self, holder: Account, delegation: str) -> bool:
        """End a delegation now; tell whether it was the holder's own to end."""
        if delegation not in {each.id for each in self.given(holder)}:
            return False
        self._registry.delete(DELEGATION, f"{delegation}:from")
        self._registry.delete(DELEGATION, f"{delegation}:to")
        return True

    def given(self, holder: Account) -> list[Delegation]:
        """Return the deputies that somebody has named, oldest first."""
        return self._listed(f"from:{holder.name}")

    def held(self, deputy: Account, on: date) -> list[Delegation]:
        """Return the delegations under which somebody acts on a day."""
        return [each for each in self._listed(f"to:{deputy.name}") if each.runs(on)]

    def _listed(self, node: str) -> list[Delegation]:
        documents = self._registry.listed(DELEGATION, node=node)
        return [_delegation(document.key, document.body) for document in documents]

    def _wrong(
        self, holder: Account, deputy: Account | None, first: date, last: date, today: date
    ) -> str:
        """Return why somebody cannot be a deputy, or nothing."""
        if deputy is None or deputy.disabled or deputy.part is Part.ADMINISTRATOR:
            return "There is no leader's account of that name."
        if deputy.name == holder.name:
            return "Name somebody else as your deputy."
        running = [each for each in self.given(holder) if each.last >= today]
        reasons = (
            (last < first, "The last day is before the first."),
            (last < today, "That time has passed."),
            ((last - first).days >= DELEGATION_DAYS, f"At most {DELEGATION_DAYS} days at once."),
            (len(running) >= DELEGATIONS_LIMIT, f"At most {DELEGATIONS_LIMIT} deputies at once."),
        )
        return next((words for is_wrong, words in reasons if is_wrong), "")


def _delegation(key: str, body: Mapping[str, Any]) -> Delegation:
    return Delegation(
        id=key.partition(":")[0],
        holder=str(body["holder"]),
        deputy=str(body["deputy"]),
        first=date.fromisoformat(str(body["first"])),
        last=date.fromisoformat(str(body["last"])),
    )
