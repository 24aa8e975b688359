"""Changing the organisation as central's device: one administrator at a time, audited, while boards go on."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Final

from kiosk.central.authoring import Look, NotDoneError, Scribe
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.deciding import ConfigCommand, Foresight, log_kind
from kiosk.central.organisation.tree import ORGANISATION, ROOT, Tree
from kiosk.central.storage.protocol import Changed
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.entities import Act, Decision, Refusal, State
from kiosk.domain.errors import KioskError
from kiosk.domain.organisation import Organisation
from kiosk.domain.placed_nodes import Placement, placement_id
from kiosk.domain.reorganising import Reorganising, TreeCommand

WRITING: Final = "writing"
"""The registry's document that only one administrator at a time can have."""
WRITING_FOR: Final = timedelta(minutes=10)
"""After this an administrator whose program ended in the middle is in nobody's way any more."""
ACTS_AT_ONCE: Final = 500
"""Changes of the tree in one transaction."""


class BusyError(KioskError):
    """Somebody else is changing the organisation."""


class Administration:
    """Writes the tree and how nodes are set up."""

    def __init__(self, means: CentralMeans, who: str) -> None:
        """Begin.

        Args:
            means: what central works with.
            who: whose name stands in the audit log.
        """
        self._means = means
        self._who = who
        self._scribe = Scribe(means)
        self.tree = Tree(means.storage, means.clock)

    def now(self) -> datetime:
        """Return the instant."""
        return self._means.clock.now()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else change the organisation meanwhile.

        Raises:
            BusyError: somebody else is at it.
        """
        until = self._means.clock.now() + WRITING_FOR
        try:
            self._means.storage.put(
                ORGANISATION, WRITING, {"who": self._who}, expires_at=until, expecting=0
            )
        except Changed as problem:
            raise BusyError(
                "Somebody else is changing the organisation right now.",
                "Nothing was changed.",
                f"Try again; after {WRITING_FOR.seconds // 60} minutes at the latest it is free.",
            ) from problem
        self.tree.forget()
        try:
            yield
        finally:
            self._means.storage.delete(ORGANISATION, WRITING)
            self.tree.forget()

    def begin(self, root: str) -> Organisation:
        """Return the tree; of an empty central one that a first node's log is to hold.

        Args:
            root: the node that holds the tree if nobody does yet.
        """
        organisation = self.tree.organisation()
        if organisation.root:
            return organisation
        self._means.storage.put(ORGANISATION, ROOT, {"node": root})
        self.tree.forget()
        return self.tree.organisation()

    def reorganise(self, commands: Sequence[TreeCommand]) -> int:
        """Change the tree; return by how many changes.

        Raises:
            NotDoneError: one of them cannot be; those of earlier transactions stand, and it can be asked again.
            StorageBusy: try again later.
        """
        organisation = self.tree.organisation()
        changing = Reorganising(organisation)
        acts: list[Act] = []
        for command in commands:
            decision = changing.decide(command)
            if isinstance(decision, Refusal):
                raise NotDoneError(decision.reason)
            acts += decision
        before = {placement_id(node): placed for node, placed in organisation.placements.items()}
        log = Log(organisation.root, LogKind.CONFIG)
        for start in range(0, len(acts), ACTS_AT_ONCE):
            some = acts[start : start + ACTS_AT_ONCE]
            self._scribe.write(log, partial(_unchanged, before, some))
            self.tree.forget()
            after = self.tree.organisation().placements
            before = {placement_id(node): placed for node, placed in after.items()}
        return len(acts)

    def configure(self, node: str, commands: Sequence[ConfigCommand], today: date) -> int:
        """Change how a node is set up, in one transaction for each of its logs; return by how many changes.

        Raises:
            NotDoneError: one of them cannot be.
            StorageBusy: try again later.
        """
        made = 0
        for kind, some in groupby(sorted(commands, key=log_kind), key=log_kind):
            log = Log(node, kind)
            made += len(self._scribe.write(log, partial(_decided, tuple(some), today)))
        return made

    def audit(self, what: str, about: str, detail: Mapping[str, object]) -> None:
        """Write down who did what; the detail has no free text and no names of people."""
        self._means.storage.audit(self._means.clock.now(), self._who, what, about, detail)


def _unchanged(before: Mapping[str, Placement], acts: Sequence[Act], look: Look) -> Decision:
    """Return the acts if what they were decided on still stands."""
    for entity in dict.fromkeys(act.entity for act in acts):
        if look(entity).state != before.get(entity):
            return Refusal("The organisation has changed meanwhile. Try again.")
    return tuple(acts)


def _decided(commands: Sequence[ConfigCommand], today: date, look: Look) -> Decision:
    def state(entity: str) -> State | None:
        folded = look(entity)
        found: State | None = folded.state if folded.stands else None
        return found

    foresight = Foresight(state)
    acts: list[Act] = []
    for command in commands:
        decision = foresight.decide(command, today)
        if isinstance(decision, Refusal):
            return decision
        acts += decision
    return tuple(acts)
