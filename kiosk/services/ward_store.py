"""What the services ask of a store, so that any store that keeps these promises will do."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from kiosk.domain.changes import Actor, Record
from kiosk.domain.entities import Act, Folded

AnyFolded = Folded[Any]


class Kept(Protocol):
    """What a write did: the records, and the entities as they stand now."""

    @property
    def records(self) -> tuple[Record, ...]:
        """One record for each act."""
        ...

    @property
    def changed(self) -> Sequence[AnyFolded]:
        """The entities that were touched."""
        ...


class Touched(Protocol):
    """What something did: the entities as they stand now."""

    @property
    def changed(self) -> Sequence[AnyFolded]:
        """The entities that were touched."""
        ...


class EntityStore(Protocol):
    """Keeps changes, and knows what they make of each entity."""

    def append(
        self,
        acts: Sequence[Act],
        *,
        actor: Actor,
        occurred_at: datetime | None = None,
        change_ids: Sequence[str] = (),
    ) -> Kept:
        """Keep acts in one transaction; when it returns, they are on disk."""
        ...

    def entity(self, entity: str) -> AnyFolded | None:
        """Return an entity as it stands, or None."""
        ...

    def all_entities(self) -> dict[str, AnyFolded]:
        """Return every entity by id, oldest first."""
        ...

    def history(self, entity: str) -> list[Record]:
        """Return all records of an entity."""
        ...

    def record(self, change_id: str) -> Record | None:
        """Return the record of one change, or None."""
        ...

    def prune(self, is_done: Callable[[AnyFolded], bool]) -> Touched:
        """Let go of what other nodes are done with and nobody touched for 90 days, whole entities at a time."""
        ...


class ReleaseStore(Protocol):
    """Keeps published figures by their SHA-256."""

    def put_release(self, body: bytes) -> str:
        """Keep a body; return its name."""
        ...

    def release(self, name: str) -> bytes | None:
        """Return a body by its name, or None."""
        ...

    def put_release_summary(self, name: str, rules: str, body: str) -> None:
        """Keep what was worked out from a release that is here, under some rules."""
        ...

    def release_summaries(self) -> dict[str, tuple[str, str]]:
        """Return what was worked out from releases: rules and body, by the release's name."""
        ...

    def expire_releases(self, current: frozenset[str]) -> int:
        """Delete releases that are not on the board and came more than 24 months ago; return how many."""
        ...


class MetaStore(Protocol):
    """Keeps small values by key, outside every log."""

    def meta(self, key: str) -> str | None:
        """Return a value, or None."""
        ...

    def set_meta(self, key: str, value: str | None) -> None:
        """Keep a value; None forgets it."""
        ...


class Sequencing(Protocol):
    """Who puts changes in order."""

    @property
    def sequences_itself(self) -> bool:
        """Whether this board gives the sequence numbers: a ward without a central system."""
        ...


class Standing(Protocol):
    """Where the store stands towards the rest of the world."""

    @property
    def notice(self) -> str | None:
        """What the board has to say about its file, or None."""
        ...

    @property
    def identity(self) -> Sequencing:
        """Who writes here, and who puts it in order."""
        ...

    def pending_count(self) -> int:
        """Return how many own changes are not confirmed."""
        ...

    def aliases(self) -> list[str]:
        """Return the nodes as which this board ran alone before it enrolled."""
        ...


class WardStore(EntityStore, ReleaseStore, MetaStore, Standing, Protocol):
    """Everything that a ward's board keeps."""
