"""Searching cards and releases as FHIR: what is asked for, and one page of it, read from the logs as they stand."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from kiosk.central.interop.fhir_terms import Resource
from kiosk.central.storage.protocol import Logs, Touched
from kiosk.domain.changes import Log, LogKind, Record
from kiosk.domain.clock import instant_from
from kiosk.interchange.fhir_terms import NODE_SYSTEM

COUNT: Final = 50
MOST_COUNT: Final = 200
MOST_NODES: Final = 50
"""Nodes that are named in one search."""
SCANNED: Final = 1_000
"""Entities that are read for one page; a page may be short, and its link leads on."""
AT_ONCE: Final = 100

_DATE: Final = re.compile(
    r"(eq|gt|ge|lt|le|sa|eb)?(\d{4})(?:-(\d\d)(?:-(\d\d)"
    r"(T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d))?)?)?"
)
_KNOWN: Final = ("node", "status", "_lastUpdated", "_count", "_page", "_format")
_JSON: Final = ("json", "application/json", "application/fhir+json")


class BadSearchError(ValueError):
    """A search cannot be understood, for the reason that it says in words."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: behind an entity of a log, or inside it.

    Attributes:
        node: the log.
        seq: the first sequence number of the entity.
        told: how many resources of it were in earlier pages.
    """

    node: str = ""
    seq: int = 0
    told: int = 0

    def text(self) -> str:
        """Return it as it stands in a link."""
        return urlsafe_b64encode(f"{self.node}\n{self.seq}\n{self.told}".encode()).decode()

    @classmethod
    def of(cls, text: str) -> "Cursor":
        """Read what `text` wrote.

        Raises:
            BadSearchError: it did not.
        """
        try:
            node, seq, told = urlsafe_b64decode(text.encode()).decode().split("\n")
            return cls(node, int(seq), int(told))
        except ValueError as problem:
            raise BadSearchError("_page: follow the link of the page before.") from problem


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked for.

    Attributes:
        nodes: whose logs; empty for all.
        statuses: of the resources; empty for all.
        since: they were updated at or after this.
        before: they were updated before this.
        count: resources in a page.
        cursor: where the page begins.
    """

    nodes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: datetime | None = None
    before: datetime | None = None
    count: int = COUNT
    cursor: Cursor = Cursor()

    def wants(self, resource: Resource) -> bool:
        """Tell whether a resource is one of those that are asked for."""
        meta: Any = resource["meta"]
        at = instant_from(meta["lastUpdated"])
        return (
            (not self.statuses or resource.get("status") in self.statuses)
            and (self.since is None or at >= self.since)
            and (self.before is None or at < self.before)
        )


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of what was found, and where the next one begins, if there is one."""

    resources: tuple[Resource, ...]
    cursor: Cursor | None


Make = Callable[[str, str, Sequence[Record]], Iterable[Resource]]
"""Returns the resources of an entity, from its node, its id and its records."""


def search_of(given: Iterable[tuple[str, str]], statuses: Sequence[str]) -> Search:
    """Return what the parameters of a search ask for.

    Args:
        given: names and values, as they came.
        statuses: those that the resource can have.

    Raises:
        BadSearchError: one is not known, or cannot be read.
    """
    found: dict[str, Any] = {}
    for name, value in given:
        if name == "_lastUpdated":
            _narrow(found, value)
        elif name == "status":
            found["statuses"] = _statuses(value, statuses)
        elif name in _READ:
            field, read = _READ[name]
            found[field] = read(value)
        elif name != "_format" or value not in _JSON:
            raise BadSearchError(f"{name[:40]}: known are {', '.join(_KNOWN)}.")
    return Search(**found)


def page_of(logs: Logs, search: Search, nodes: Sequence[str], kinds: Mapping[str, Make]) -> Page:
    """Return one page of what was asked for.

    Args:
        logs: where cards and releases are.
        search: what is asked for.
        nodes: whose logs may be read, sorted.
        kinds: what makes resources of the kinds of entities that are looked through.
    """
    found: list[Resource] = []
    scanned = 0
    for node, touched, records in _entities(logs, search, nodes, frozenset(kinds)):
        scanned += 1
        start = _told(search.cursor, node, touched)
        made = list(kinds[touched.kind](node, touched.entity, records))
        for number, resource in enumerate(made[start:], start=start):
            if not search.wants(resource):
                continue
            if len(found) == search.count:
                return Page(tuple(found), Cursor(node, touched.first_seq, number))
            found.append(resource)
        if scanned == SCANNED:
            return Page(tuple(found), Cursor(node, touched.first_seq + 1))
    return Page(tuple(found), None)


def _entities(
    logs: Logs, search: Search, nodes: Sequence[str], kinds: frozenset[str]
) -> Iterator[tuple[str, Touched, Sequence[Record]]]:
    """Give the entities that may have something, log after log, oldest first, from the cursor on."""
    wanted = [node for node in nodes if not search.nodes or node in search.nodes]
    for node in wanted:
        if node < search.cursor.node:
            continue
        log = Log(node, LogKind.SHARED)
        first = search.cursor.seq if node == search.cursor.node else 0
        there = [
            one
            for one in sorted(logs.touched(log), key=lambda one: one.first_seq)
            if one.kind in kinds
            and one.first_seq >= first
            and (search.since is None or one.last_received_at >= search.since)
        ]
        for start in range(0, len(there), AT_ONCE):
            some = there[start : start + AT_ONCE]
            histories = logs.histories(log, [one.entity for one in some])
            for one in some:
                yield node, one, histories.get(one.entity, [])


def _told(cursor: Cursor, node: str, touched: Touched) -> int:
    return cursor.told if (node, touched.first_seq) == (cursor.node, cursor.seq) else 0


def _nodes(value: str) -> tuple[str, ...]:
    nodes = tuple(_node(one) for one in value.split(","))
    if len(nodes) > MOST_NODES:
        raise BadSearchError(f"node: at most {MOST_NODES} at once.")
    return nodes


def _node(value: str) -> str:
    system, bar, node = value.rpartition("|")
    if bar and system != NODE_SYSTEM:
        raise BadSearchError(f"node: the system of nodes is {NODE_SYSTEM}.")
    if not node:
        raise BadSearchError("node: it is empty.")
    return node


def _statuses(value: str, known: Sequence[str]) -> tuple[str, ...]:
    asked = tuple(value.split(","))
    if any(one not in known for one in asked):
        raise BadSearchError(f"status: known are {', '.join(known) or 'none here'}.")
    return asked


def _count(value: str) -> int:
    if not value.isascii() or not value.isdecimal() or not value.strip("0"):
        raise BadSearchError(f"_count: 1 to {MOST_COUNT}.")
    return min(int(value[:9]), MOST_COUNT)


def _narrow(found: dict[str, Any], value: str) -> None:
    """Take a date into account; a date without a time is all of its day, its month or its year."""
    prefix, first, after = _interval(value)
    since = {"ge": first, "gt": after, "sa": after, "eq": first}.get(prefix)
    before = {"le": after, "lt": first, "eb": first, "eq": after}.get(prefix)
    if since is not None:
        found["since"] = max(since, found.get("since", since))
    if before is not None:
        found["before"] = min(before, found.get("before", before))


def _interval(value: str) -> tuple[str, datetime, datetime]:
    read = _DATE.fullmatch(value)
    if read is None:
        raise BadSearchError("_lastUpdated: write it as ge2026-11-01 or lt2026-11-01T07:30:00Z.")
    prefix, year, month, day, clock = read.groups()
    try:
        first = datetime(int(year), int(month or 1), int(day or 1), tzinfo=UTC)
        if clock:
            first = instant_from(f"{year}-{month}-{day}{clock}")
            return prefix or "eq", first, first + timedelta(milliseconds=1)
        return prefix or "eq", first, _after(first, whole_month=bool(month), whole_day=bool(day))
    except (ValueError, OverflowError) as problem:
        raise BadSearchError("_lastUpdated: there is no such date.") from problem


def _after(first: datetime, *, whole_month: bool, whole_day: bool) -> datetime:
    """Return the end of the day, the month or the year that begins at an instant."""
    if whole_day:
        return first + timedelta(days=1)
    if whole_month:
        return (first + timedelta(days=32)).replace(day=1)
    return first.replace(year=first.year + 1)


_READ: Final[Mapping[str, tuple[str, Callable[[str], Any]]]] = {
    "node": ("nodes", _nodes),
    "_count": ("count", _count),
    "_page": ("cursor", Cursor.of),
}
"""Parameters that are one field of a search each, and how they are read."""
