"""Reading `org.toml`: every problem with its line, its key, what is allowed, and the nearest name."""

import pathlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from kiosk.central.organisation.document import FILE_LIMIT_BYTES, Document, NodePart
from kiosk.central.organisation.own_layouts import read_own_layouts
from kiosk.domain.metrics import MetricFacts
from kiosk.domain.nodes import plain_name
from kiosk.layouts.catalogue import Catalogue
from kiosk.layouts.check import FileProblemsError, Problem, in_order, validated
from kiosk.layouts.files import read_text
from kiosk.layouts.findings import Finding, Path, findings_in
from kiosk.layouts.positions import key_lines
from kiosk.layouts.schema import Preset

MOST_ALLOWED: Final = 40
"""Names that a problem lists; of more it names the nearest only."""


class OrganisationFileError(FileProblemsError):
    """The file cannot be applied; `problems` says why, each with its line. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """What the file may name without defining it.

    Attributes:
        catalogue: the shipped metrics and agendas.
        layouts: names of layouts and the preset of each.
    """

    catalogue: Catalogue
    layouts: Mapping[str, Preset]


@dataclass(frozen=True, slots=True)
class Declared:
    """A file that can be applied.

    Attributes:
        document: what it says.
        file: its name, for problems.
        text: its text, for their lines.
        shipped: what it may name without defining it, its own layouts among them.
        layouts: texts of its own layouts, by name.
    """

    document: Document
    file: str
    text: str
    shipped: Shipped
    layouts: Mapping[str, str] = field(default_factory=dict)

    def problems(self, findings: Iterable[Finding]) -> tuple[Problem, ...]:
        """Return findings as problems, in the order of their lines."""
        found = list(findings)
        if not found:
            return ()
        return tuple(
            problem if len(problem.allowed) <= MOST_ALLOWED else replace(problem, allowed=())
            for problem in in_order(found, key_lines(self.text), self.file)
        )


def read_organisation(path: pathlib.Path, shipped: Shipped) -> Declared:
    """Return what a file declares.

    Raises:
        OrganisationFileError: with every problem, each with its line.
    """
    text = read_text(path, FILE_LIMIT_BYTES)
    if isinstance(text, Problem):
        raise OrganisationFileError([text])
    return check_organisation(text, path.name, shipped, path.parent)


def check_organisation(
    text: str, file: str, shipped: Shipped, folder: pathlib.Path | None = None
) -> Declared:
    """Return what a text declares.

    Args:
        text: of the file.
        file: its name, for problems.
        shipped: what it may name without defining it.
        folder: where layouts lie that it names.

    Raises:
        OrganisationFileError: with every problem, each with its line.
    """
    document = validated(text, file, Document)
    if not isinstance(document, Document):
        raise OrganisationFileError(document)
    own = read_own_layouts(document.layouts, folder or pathlib.Path())
    known = replace(shipped, layouts={**shipped.layouts, **own.presets})
    declared = Declared(document, file, text, known, own.texts)
    problems = declared.problems([*own.findings, *_findings(document, known)])
    if problems or own.problems:
        raise OrganisationFileError([*problems, *own.problems])
    return declared


def metric_facts(
    key: str, document: Document, shipped: Shipped, preset: Preset = "sqcdp"
) -> MetricFacts:
    """Return a metric's definition: the shipped one, with what the file says otherwise.

    Raises:
        ValidationError: the file defines it wrongly.
    """
    return MetricFacts.model_validate(_metric_data(key, document, shipped, preset))


def _metric_data(
    key: str, document: Document, shipped: Shipped, preset: Preset
) -> dict[str, object]:
    known = shipped.catalogue.metric(key)
    base = {} if known is None else known.facts(preset).model_dump()
    return {**base, **document.metrics.get(key, {}), "key": key}


def _findings(document: Document, shipped: Shipped) -> Iterator[Finding]:
    yield from _keys_wrong(document)
    yield from _tree_wrong(document)
    known = _known(document, shipped)
    for index, node in enumerate(document.nodes):
        yield from _zone_wrong(("nodes", index, "time_zone"), node.time_zone)
        yield from _names_wrong(index, node, known)
        yield from _lists_wrong(index, node)
    yield from _zone_wrong(("time_zone",), document.time_zone)
    for key in document.metrics:
        yield from _metric_wrong(key, document, shipped)


def _keys_wrong(document: Document) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, node in enumerate(document.nodes):
        if node.key in seen:
            yield Finding(("nodes", index, "key"), "stands there twice", node.key)
        seen.add(node.key)


def _tree_wrong(document: Document) -> Iterator[Finding]:
    tops = [index for index, node in enumerate(document.nodes) if node.parent is None]
    if not tops:
        yield Finding(("nodes", 0), "has no top: one node has no parent")
    for index in tops[1:]:
        first = document.nodes[tops[0]].key
        yield Finding(("nodes", index), f'needs a parent: "{first}" is the top, and there is one')
    for index, node in enumerate(document.nodes):
        if node.successors and node.ends is None:
            yield Finding(("nodes", index, "successors"), "need `ends`, the day of the closing")


def _known(document: Document, shipped: Shipped) -> Mapping[str, Collection[str]]:
    """Return what may be named, by what it is."""
    return {
        "node": {node.key for node in document.nodes},
        "layout": shipped.layouts,
        "calendar": document.calendars,
        "clocks": document.clocks,
        "agenda": {*document.agendas, *(agenda.id for agenda in shipped.catalogue.agendas)},
        "metric": {*document.metrics, *(metric.id for metric in shipped.catalogue.metrics)},
    }


def _named(node: NodePart) -> Iterator[tuple[Path, str, str | None]]:
    """Yield every name that a node uses: where it stands, what it should be the name of, and the name."""
    yield ("parent",), "node", node.parent
    yield ("out_of_hours",), "node", node.out_of_hours
    for name in ("layout", "calendar", "clocks", "agenda"):
        yield (name,), name, getattr(node, name)
    lists: Mapping[str, tuple[str, Sequence[str]]] = {
        "successors": ("node", node.successors),
        "metrics": ("metric", node.metrics or ()),
    }
    for key, (what, names) in lists.items():
        yield from (((key, place), what, name) for place, name in enumerate(names))
    for place, goal in enumerate(node.equity_goals or ()):
        yield ("equity_goals", place, "metric"), "metric", goal.metric


def _names_wrong(
    index: int, node: NodePart, known: Mapping[str, Collection[str]]
) -> Iterator[Finding]:
    for path, what, name in _named(node):
        if name is not None and name not in known[what]:
            words = "is not the key of a node" if what == "node" else "is not known"
            yield Finding(("nodes", index, *path), words, name, tuple(sorted(known[what])))
    for key in node.goals:
        if node.metrics is not None and key not in node.metrics:
            words = "is not a metric that this node follows"
            yield Finding(("nodes", index, "goals", key), words, key, tuple(node.metrics))


def _lists_wrong(index: int, node: NodePart) -> Iterator[Finding]:
    """What stands twice in a list of a node."""
    lists: Mapping[str, list[tuple[str, ...]]] = {
        "metrics": [(key,) for key in node.metrics or ()],
        "people": [(person.key,) for person in node.people or ()],
        "successors": [(key,) for key in node.successors],
        "equity_goals": [
            (goal.metric, plain_name(goal.stratifier)) for goal in node.equity_goals or ()
        ],
    }
    for key, entries in lists.items():
        seen: set[tuple[str, ...]] = set()
        for place, entry in enumerate(entries):
            if entry in seen:
                path = ("nodes", index, key, place)
                yield Finding(path, "stands there twice", " by ".join(entry))
            seen.add(entry)


def _zone_wrong(path: Path, zone: str | None) -> Iterator[Finding]:
    try:
        ZoneInfo(zone or "UTC")
    except (KeyError, OSError, ValueError):
        yield Finding(path, "is not a known time zone: write it as in Europe/London", zone)


def _metric_wrong(key: str, document: Document, shipped: Shipped) -> Iterator[Finding]:
    data = _metric_data(key, document, shipped, "sqcdp")
    try:
        MetricFacts.model_validate(data)
    except ValidationError as error:
        for finding in findings_in(error, MetricFacts, data):
            inside = (
                ("metrics", key) if finding.path == ("key",) else ("metrics", key, *finding.path)
            )
            yield Finding(inside, finding.words, finding.found, finding.allowed)
