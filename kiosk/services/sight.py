"""What a board shows: its ward as it stands, and what happened to each entity; kept up as changes come."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.domain.changes import Record
from kiosk.domain.clock import Clock
from kiosk.domain.ids import IdSource
from kiosk.domain.standing import in_order
from kiosk.domain.wards import Ward
from kiosk.services.mirror import Mirror
from kiosk.services.release_summaries import ReleaseSummaries
from kiosk.services.ward_store import AnyFolded, WardStore


@dataclass(frozen=True, slots=True)
class History:
    """What happened to an entity, and what of it does not stand.

    Attributes:
        records: all of it, in the order in which it is folded.
        marks: change id → why that change does not stand.
    """

    records: tuple[Record, ...]
    marks: dict[str, str]


class Sight:
    """The ward as a board sees it, in the thread that owns its store."""

    def __init__(
        self, store: WardStore, clock: Clock, ids: IdSource, node_id: str, *, training: bool = False
    ) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._node_id = node_id
        self._training = training
        self._summaries = ReleaseSummaries(store)
        self.look_again()

    @property
    def node_id(self) -> str:
        """The node whose board this is."""
        return self._node_id

    def ward(self) -> Ward:
        """Return the ward as it stands now."""
        published = self._mirror.published
        return self._mirror.ward(
            self._clock.now(),
            {
                "summaries": self._summaries.of(published),
                "waiting": self._store.pending_count(),
                "alone": self._store.identity.sequences_itself,
                "training": self._training,
                "notice": self._store.notice or "",
            },
        )

    def look_again(self) -> None:
        """Read everything anew: after another timeline, other dates, or another name of the node."""
        self._mirror = Mirror(self._node_id, self._store.release, self._store.aliases())
        self._mirror.take(self._store.all_entities().values())

    def take_in(self, changed: Iterable[AnyFolded]) -> None:
        """Show what came from other boards: entities as they stand now."""
        self._mirror.take(changed)

    def history(self, entity: str) -> History:
        """Return what happened to an entity; empty when there is no such entity."""
        kept_as = self._mirror.kept_as(entity)
        folded = self._store.entity(kept_as)
        records = tuple(in_order(self._store.history(kept_as)))
        return History(records, {} if folded is None else folded.marks)
