"""A central in memory with a warehouse, three nodes and a map, for the tests of publishing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from kiosk.central.means import CentralMeans
from kiosk.central.publishing.child import publish_job
from kiosk.central.publishing.jobs import Job, Result, Work
from kiosk.central.publishing.uploads import Receipt, Upload
from kiosk.central.publishing.warehouse import Warehouse
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.memory.storage import MemoryStorage
from kiosk.central.storage.protocol import Storage
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.entities import fold
from kiosk.domain.kinds import KINDS
from kiosk.domain.releases import Published, Release
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

MAP = """
window = "month"

[columns]
period = "month"
numerator = "num"
denominator = "den"

[nodes]
column = "ward"

[nodes.named.MED]
title = "Medicine"
level = "service"

[nodes.named.7E]
title = "Ward 7 East"
parent = "MED"

[nodes.named.7W]
title = "Ward 7 West"
parent = "MED"

[groups]
column = "group"
stratifier = "language"
labels = { en = "English", es = "Spanish", pl = "Polish" }
total = "all"

[[metrics]]
id = "pain_reassessed_1h"
title = "Pain reassessed in 1 h"
definition = "Those where we asked again about the pain within 1 hour."
value = "proportion"
numerator = "treatments followed by a pain score"
denominator = "pain treatments given"
direction = "increase"
source = "electronic record"
"""
NODES = {"7E": "node:7e", "7W": "node:7w", "MED": "node:med"}
HEADER = "month,ward,group,num,den"

Count = tuple[int, int]


def rows(
    month: str = "2026-09", *, small: Count = (3, 40), ward: str = "7E", shown: Count = (400, 520)
) -> list[str]:
    """Counts of a ward in a month: two large groups, a small one, and everyone."""
    numbers = {"en": shown, "es": (210, 300), "pl": small, "all": (900, 1300)}
    return [f"{month}-01,{ward},{group},{num},{den}" for group, (num, den) in numbers.items()]


def few_rows(month: str = "2026-09", ward: str = "7W") -> list[str]:
    """Counts of a ward that is too small to be compared by group."""
    numbers = {"en": (30, 60), "pl": (8, 30), "all": (90, 190)}
    return [f"{month}-01,{ward},{group},{num},{den}" for group, (num, den) in numbers.items()]


@dataclass
class Central:
    """A central with a warehouse.

    Attributes:
        folder: where files lie.
        means: what it works with.
        warehouse: takes files.
        clock: stands until it is told to go on.
    """

    folder: Path
    means: CentralMeans
    warehouse: Warehouse
    clock: FixedClock

    @property
    def storage(self) -> Storage:
        """Where everything is."""
        return self.means.storage

    def file(self, lines: Iterable[str], name: str = "figures.csv") -> Path:
        """Write a file of counts."""
        path = self.folder / name
        path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
        return path

    def take(self, lines: Iterable[str], map_name: str = "pain", *, keep: bool = True) -> Receipt:
        """Publish counts."""
        return self.warehouse.take(Upload(map_name, self.file(lines), "warehouse"), keep=keep)

    def published(self, node: str) -> list[Published]:
        """What is announced in a node's shared log, as it stands."""
        log = Log(node, LogKind.SHARED)
        entities = [one.entity for one in self.storage.touched(log) if one.kind == "release"]
        folded = (
            fold(KINDS["release"], entity, self.storage.history(log, entity)) for entity in entities
        )
        return [one.state for one in folded if one.state is not None]

    def releases(self, node: str) -> list[Release]:
        """The releases that a node's board shows."""
        bodies = [self.storage.blob("release", one.sha256) for one in self.published(node)]
        return [Release.model_validate_json(body) for body in bodies if body is not None]

    def announcements(self, node: str) -> int:
        """How many changes a node's shared log has."""
        log = Log(node, LogKind.SHARED)
        return self.storage.heads([log])[log]


inline: Work = partial(publish_job, audit=False)
"""Publishes in the test's own process, and leaves the audit to its own tests."""


def central(
    folder: Path, work: Work = inline, storage: Storage | None = None, name: str = "one"
) -> Central:
    """Return a central that has the map `pain` and knows three codes; or one more process over a storage."""
    clock = FixedClock()
    ids = SeededIds(name)
    folder = folder / name
    folder.mkdir(exist_ok=True)
    means = CentralMeans(
        storage=storage or MemoryStorage(clock, SeededIds("storage")),
        clock=clock,
        ids=ids,
        settings=CentralSettings(data=folder),
    )
    warehouse = Warehouse(means, work)
    made = Central(folder, means, warehouse, clock)
    if storage is None:
        warehouse.maps.add("pain", MAP)
        for code, node in NODES.items():
            warehouse.codes.bind(code, node)
    return made


class Interrupted(Exception):  # noqa: N818 - what happens
    """The process ends here."""


def before_each_write(storage: Storage, do: Callable[[str], None]) -> Storage:
    """Return a storage that calls a function before everything that is written."""
    return _Watched(storage, do)  # type: ignore[return-value]


class _Watched:
    """Passes everything on, and tells of what is written."""

    _WRITES = frozenset({"put", "put_blob", "author", "audit", "delete", "delete_blob"})

    def __init__(self, storage: Storage, do: Callable[[str], None]) -> None:
        self._storage = storage
        self._do = do

    def __getattr__(self, name: str) -> object:
        method = getattr(self._storage, name)
        if name not in self._WRITES:
            return method

        def told(*given: object, **named: object) -> object:
            self._do(name)
            return method(*given, **named)

        return told


__all__ = [
    "MAP",
    "NODES",
    "Central",
    "Interrupted",
    "Job",
    "Result",
    "Sequence",
    "before_each_write",
    "central",
    "few_rows",
    "inline",
    "rows",
    "timedelta",
]
