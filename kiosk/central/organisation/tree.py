"""Reading the tree from the root's config log, folded once and then only where it has changed."""

from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Final

from kiosk.central.permissions import refusals
from kiosk.central.storage.protocol import Storage
from kiosk.domain.changes import Change, Log, LogKind
from kiosk.domain.clock import Clock, local_day
from kiosk.domain.entities import fold
from kiosk.domain.ids import entity_kind
from kiosk.domain.organisation import Organisation
from kiosk.domain.placements import PLACEMENT

if TYPE_CHECKING:
    from kiosk.domain.placed_nodes import Placement

ORGANISATION: Final = "organisation"
"""The kind of the registry's documents about the organisation."""
ROOT: Final = "root"
"""The document that says whose config log holds the tree."""

LOOKED_FOR_S: Final = 1.0
"""For so long the tree is taken to be as it was when it was last looked at; other processes may change it."""


class Tree:
    """The organisation as it stands; cheap to ask for every request, from any thread."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._lock = Lock()
        self._placements: dict[str, Placement] = {}
        self._organisation = Organisation("", {})
        self._head = 0
        self._timeline = ""
        self._looked_at: float | None = None

    def organisation(self) -> Organisation:
        """Return the tree; empty, with an empty root, before the first node.

        Raises:
            StorageBusy: try again later.
        """
        with self._lock:
            now = self._clock.monotonic_s()
            if self._looked_at is None or now - self._looked_at > LOOKED_FOR_S:
                self._look()
                self._looked_at = now
            return self._organisation

    def forget(self) -> None:
        """Look again when next asked: the tree was changed, or the storage restored."""
        with self._lock:
            self._looked_at = None

    def today(self, node: str) -> date:
        """Return a node's day: by its own time zone, in UTC where it was never placed."""
        placement = self.organisation().placement(node)
        return local_day(self._clock.now(), "UTC" if placement is None else placement.time_zone)

    def standing(self) -> tuple["Placement", ...]:
        """Return the nodes that stand today, each by its own time zone, oldest first."""
        return self.organisation().standing(self._clock.now())

    def name(self, node: str) -> str | None:
        """Return what a node is called, or None when it was never placed."""
        placement = self.organisation().placement(node)
        return None if placement is None else placement.name

    def follows(self, node: str) -> tuple[Log, ...]:
        """Return the logs that a node's boards follow today."""
        return self.organisation().follows(node, self.today(node))

    def is_within(self, node: str, top: str) -> bool:
        """Tell whether a node is another, or stands or stood anywhere below it."""
        return node == top or top in self.organisation().ancestors(node, self.today(node))

    def refusals(self, node: str, log: Log) -> Callable[[Change], str | None]:
        """Return what tells why a board of a node may not write a change into a log today, in words, or None."""
        return refusals(self.organisation(), node, log, self.today(log.node))

    def _look(self) -> None:
        document = self._storage.get(ORGANISATION, ROOT)
        root = "" if document is None else str(document.body["node"])
        log = Log(root, LogKind.CONFIG)
        head, timeline = self._storage.heads([log]).get(log, 0), self._storage.timeline()
        if (root, timeline) != (self._organisation.root, self._timeline) or head < self._head:
            self._placements, self._head = {}, 0  # another tree, or one that was restored
        elif head == self._head:
            return
        if root:
            self._read(log)
        self._head, self._timeline = head, timeline
        self._organisation = Organisation(
            root, {placed.node: placed for placed in self._placements.values()}
        )

    def _read(self, log: Log) -> None:
        touched = [
            one.entity
            for one in self._storage.touched(log, self._head)
            if entity_kind(one.entity) == PLACEMENT.name
        ]
        histories = self._storage.histories(log, touched)
        for entity in touched:
            state = fold(PLACEMENT, entity, histories.get(entity, [])).state
            if state is not None:
                self._placements[entity] = state
