"""Reading cards and releases from the logs as FHIR resources, of the nodes that an account may read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from kiosk.central.interop.fhir_cards import CardStory, communications, provenances, task
from kiosk.central.interop.fhir_ids import NoIdError, place_of
from kiosk.central.interop.fhir_releases import Announced, announcements, reports
from kiosk.central.interop.fhir_search import Make, Page, Search, page_of, search_of
from kiosk.central.interop.fhir_terms import SAID_STATUSES, TASK_STATUSES, Resource
from kiosk.central.storage.protocol import Storage
from kiosk.domain.changes import Log, LogKind, Record
from kiosk.domain.entities import fold
from kiosk.domain.releases import RELEASE, Release
from kiosk.domain.standing import in_order

BODY: Final = "release"
"""The kind of blob that a release's body is."""

STATUSES: Final[Mapping[str, tuple[str, ...]]] = {
    "Task": TASK_STATUSES,
    "Communication": SAID_STATUSES,
    "Provenance": (),
    "MeasureReport": ("complete",),
}
"""The resources that are offered, and the statuses that each can have."""
READABLE: Final = {"Task": "card", "Communication": "card"}
"""Resources that are read by their id, and the kind of entity that they are made of."""


class Reading:
    """Makes FHIR resources of what is in the logs.

    Args:
        storage: where they are.
        name: what a node is called.
    """

    def __init__(self, storage: Storage, name: Callable[[str], str | None]) -> None:
        self._storage = storage
        self._name = name
        self.kinds = tuple(STATUSES)
        self.readable = tuple(READABLE)

    def search(self, kind: str, given: Iterable[tuple[str, str]]) -> Search:
        """Return what the parameters of a search ask for.

        Raises:
            BadSearchError: one is not known, or cannot be read.
        """
        return search_of(given, STATUSES[kind])

    def page(self, kind: str, search: Search, nodes: frozenset[str] | None, *, words: bool) -> Page:
        """Return one page of what is asked for.

        Args:
            kind: of resource.
            search: what is asked for.
            nodes: whose logs may be read; None for all.
            words: whether what people wrote is told.
        """
        there = sorted(
            log.node
            for log in self._storage.all_logs()
            if log.kind is LogKind.SHARED and (nodes is None or log.node in nodes)
        )
        return page_of(self._storage, search, there, self._makes(kind, words=words))

    def one(
        self, kind: str, identity: str, nodes: frozenset[str] | None, *, words: bool
    ) -> Resource | None:
        """Return one resource by its id, or None."""
        try:
            place = place_of(identity, READABLE[kind])
        except NoIdError:
            return None
        if nodes is not None and place.node not in nodes:
            return None
        records = self._storage.history(Log(place.node, LogKind.SHARED), place.entity)
        if not records:
            return None
        make = self._makes(kind, words=words)[READABLE[kind]]
        made = make(place.node, place.entity, records)
        return next((one for one in made if one["id"] == identity), None)

    def _makes(self, kind: str, *, words: bool) -> Mapping[str, Make]:
        match kind:
            case "Task":
                return {"card": partial(self._of_card, task, words)}
            case "Communication":
                return {"card": partial(self._of_card, communications, words)}
            case "Provenance":
                told = partial(self._of_card, provenances, words)
                return {"card": told, "release": partial(self._of_release, announcements)}
            case _:
                return {"release": partial(self._of_release, reports)}

    def _of_card(
        self,
        made: Callable[[CardStory], Iterator[Resource]],
        words: bool,  # noqa: FBT001 - bound by name once, above
        node: str,
        entity: str,
        records: Sequence[Record],
    ) -> Iterator[Resource]:
        return made(CardStory(node, entity, records, _Names(self._name), words))

    def _of_release(
        self,
        made: Callable[[Announced], Iterator[Resource]],
        node: str,
        entity: str,
        records: Sequence[Record],
    ) -> Iterator[Resource]:
        published = fold(RELEASE, entity, records).state
        body = None if published is None else self._storage.blob(BODY, published.sha256)
        release = None if body is None else Release.model_validate_json(body)
        return made(Announced(node, entity, tuple(in_order(records)), release))


class _Names(dict[str, str]):
    """What nodes are called, asked for one by one."""

    def __init__(self, name: Callable[[str], str | None]) -> None:
        super().__init__()
        self._name = name

    def __missing__(self, node: str) -> str:
        return self._name(node) or ""
