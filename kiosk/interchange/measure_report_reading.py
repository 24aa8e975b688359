"""Reading counts by group from FHIR R4 `MeasureReport` resources, with the metrics and groups that a map names."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.domain.nodes import plain_name
from kiosk.interchange.fhir_json import NamedReport, Resource, reports_in
from kiosk.interchange.fhir_terms import DENOMINATOR, INITIAL_POPULATION, NUMERATOR
from kiosk.interchange.fhir_validation import can_validate, structure_problems
from kiosk.interchange.figure_rows import (
    NO_SPLIT,
    UNKNOWN_GROUP,
    Counts,
    Place,
    cannot_be,
    known_node,
    not_named,
)
from kiosk.interchange.map_groups import Groups
from kiosk.interchange.map_metrics import MappedMetric
from kiosk.interchange.mapping import FigureMap
from kiosk.interchange.reading import Figures, refuse_bad_rows
from kiosk.interchange.refusals import BadRows, BadValueError, NobodyCountedError, shown
from kiosk.interchange.tallies import Tally

NO_LIBRARY = "fhirclient is not installed, so the structure of FHIR R4 was not checked."
MOST_COUNT = 10**12 - 1

_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_TAKEN_AWAY = {
    NUMERATOR: ("numerator-exclusion",),
    DENOMINATOR: ("denominator-exclusion", "denominator-exception"),
}
"""Populations that a score leaves out (FHIR Quality Measure Implementation Guide, *Proportion Measures*)."""

Pieces = Iterator[tuple[str, tuple[Place, ...], Counts]]


def read_reports(path: Path, figure_map: FigureMap, *, skip_bad_rows: bool = False) -> Figures:
    """Read the reports of a file.

    Of the map, its columns, filters and date format are not used: a metric is found by the canonical address
    of its `Measure` (`called`, or one that ends in the id), a node by the identifier of the subject or the
    reporter, a split by the code of a stratifier, a group by a code or the text of a stratum.

    Args:
        path: a JSON or ndjson file.
        figure_map: the metrics, nodes and groups.
        skip_bad_rows: leave reports out that cannot be read; the months that they belong to have no figures.

    Raises:
        FiguresRefusedError: it cannot be read, or reports of it cannot and they are not to be skipped.
    """
    tally, bad, notes = Tally(), BadRows(path.name), dict[str, None]()
    reports = reports_in(path)
    checks = can_validate()
    for report in reports:
        reader = _Reader(report, figure_map, notes)
        try:
            if checks:
                _demand_structure(report.resource)
            for where, places, counts in list(reader.pieces()):
                tally.add(places, where, counts)
        except BadValueError as problem:
            bad.add(report.name, str(problem))
            tally.doubt(reader.doubtful())
    told = (*notes, *(() if checks else (NO_LIBRARY,)))
    found = Figures(path.name, tally, len(reports), bad, told, "reports")
    refuse_bad_rows(found, skip_bad_rows=skip_bad_rows)
    return found


def _demand_structure(resource: Resource) -> None:
    problems = structure_problems(resource)
    if problems:
        raise BadValueError(f"not FHIR R4: {problems[0]}")


class _Reader:
    """Reads one report."""

    def __init__(self, report: NamedReport, figure_map: FigureMap, notes: dict[str, None]) -> None:
        self._name = report.name
        self._resource = report.resource
        self._map = figure_map
        self._notes = notes

    def pieces(self) -> Pieces:
        """Return each figure: where it stands, what it is about, and its counts.

        Raises:
            BadValueError: something of the report cannot be read; says where.
        """
        self._demand_summary()
        day, node = self._day(), self._node()
        groups = _list(self._resource, "group")
        if not groups:
            raise BadValueError("group: it has no figures. Export the report with its counts.")
        for number, group in enumerate(groups):
            metric = self._metric(group, alone=len(groups) == 1)
            about = Place(metric.id, node, day, NO_SPLIT, None)
            yield from self._group(group, f"group[{number}]", about, metric)

    def doubtful(self) -> tuple[Place, ...]:
        """Return what the report may have been about."""
        try:
            day, node = self._day(), self._node()
            metrics = [
                self._metric(group, alone=True).id
                for group in _list(self._resource, "group") or [{}]
            ]
        except BadValueError:
            return ()
        names = [split.stratifier for split in self._map.every_split]
        about = [Place(metric, node, day, NO_SPLIT, None) for metric in dict.fromkeys(metrics)]
        if not names:
            return tuple(about)
        return tuple(
            place._replace(stratifier=name, group=group)
            for place in about
            for name in names
            for group in (None, UNKNOWN_GROUP)
        )

    def _demand_summary(self) -> None:
        if self._resource.get("status") != "complete":
            raise BadValueError('status: it is not "complete". Finish the report where it is made.')
        if self._resource.get("type") == "individual":
            raise BadValueError('type: it is about one person. Export reports of type "summary".')

    def _group(self, group: Resource, path: str, about: Place, metric: MappedMetric) -> Pieces:
        splits = self._map.every_split
        everyone = tuple(about._replace(stratifier=split.stratifier) for split in splits) or (
            about,
        )
        if "population" in group:
            yield self._where(path), everyone, self._counts(group, path, metric)
        for number, stratifier in enumerate(_list(group, "stratifier")):
            inner = f"{path}.stratifier[{number}]"
            split = self._split(stratifier)
            if split is None:
                self._notes[f"{inner} is by nothing that the map names: left out."] = None
                continue
            for index, stratum in enumerate(_list(stratifier, "stratum")):
                here = f"{inner}.stratum[{index}]"
                value = _group_value(split, stratum, here)
                place = about._replace(stratifier=split.stratifier, group=value)
                yield self._where(here), (place,), self._counts(stratum, here, metric)

    def _counts(self, holder: Resource, path: str, metric: MappedMetric) -> Counts:
        counts = _counts(holder, path, metric)
        if counts.denominator == 0 and self._map.zero_denominator == "refuse":
            raise NobodyCountedError(f"{path}.population: the denominator")
        return counts

    def _where(self, path: str) -> str:
        return f"{self._name} {path}"

    def _day(self) -> date:
        period = self._resource.get("period")
        period = period if isinstance(period, dict) else {}
        first, last = (_date(period.get(key), f"period.{key}") for key in ("start", "end"))
        if (first.year, first.month) != (last.year, last.month):
            raise BadValueError(
                "period: it is not within one month. Export a report for each month."
            )
        return first

    def _node(self) -> str:
        if self._map.nodes is None:
            return ""
        codes = [
            code for key in ("subject", "reporter") for code in _codes_of(self._resource.get(key))
        ]
        for code in codes:
            if self._map.nodes.list == "found" or code in self._map.nodes.named:
                return known_node(self._map, code, "subject: ")
        if not codes:
            raise BadValueError(
                "subject: it has no identifier, so whom it is about cannot be told."
            )
        return known_node(self._map, codes[0], "subject: ")

    def _metric(self, group: Resource, *, alone: bool) -> MappedMetric:
        by_name = {name: one for one in self._map.metrics for name in (one.id, one.value_in_file)}
        canonical = self._resource.get("measure")
        whole = canonical.partition("|")[0] if isinstance(canonical, str) else ""
        names = [whole, re.split(r"[/:#]", whole)[-1]]
        if not alone:
            names = []
        names = [*_texts(group.get("code")), *names]
        found = next((by_name[name] for name in names if name in by_name), None)
        if found is None:
            raise BadValueError(f"measure: {not_named(whole, 'metric', list(by_name))}")
        return found

    def _split(self, stratifier: Resource) -> Groups | None:
        splits = self._map.every_split
        texts = [text for code in _list(stratifier, "code") for text in _texts(code)]
        for stratum in _list(stratifier, "stratum")[:1]:
            for component in _list(stratum, "component"):
                texts += _texts(component.get("code"))
        names = {plain_name(text) for text in texts}
        for split in splits:
            if names & {plain_name(split.stratifier), plain_name(split.column), split.set}:
                return split
        return splits[0] if len(splits) == 1 and not names else None


def _group_value(split: Groups, stratum: Resource, path: str) -> str:
    components = _list(stratum, "component")
    if len(components) > 1:
        raise BadValueError(
            f"{path}: it crosses {len(components)} stratifiers. Export each for itself."
        )
    texts = _texts(components[0].get("value") if components else stratum.get("value"))
    by_label = {label.casefold(): value for value, label in split.labels.items()}
    for text in texts:
        known = split.value_of(text)
        if known is not None:
            return known
        if text.casefold() in by_label:
            return by_label[text.casefold()]
    words = not_named(texts[0] if texts else "", "group", split.values_to_name())
    raise BadValueError(f"{path}.value: {words}")


def _counts(holder: Resource, path: str, metric: MappedMetric) -> Counts:
    by_code: dict[str, int | None] = {}
    for number, population in enumerate(_list(holder, "population")):
        for code in _texts(population.get("code")):
            by_code.setdefault(code, _count(population, f"{path}.population[{number}]"))
    if DENOMINATOR not in by_code and INITIAL_POPULATION in by_code:
        by_code[DENOMINATOR] = by_code[INITIAL_POPULATION]
    lacking = [code for code in (NUMERATOR, DENOMINATOR) if code not in by_code]
    if lacking:
        raise BadValueError(f'{path}.population: there is no count of code "{lacking[0]}".')
    counts = Counts(_net(by_code, NUMERATOR), _net(by_code, DENOMINATOR))
    if cannot_be(counts, proportion=metric.value == "proportion"):
        raise BadValueError(
            f"{path}.population: the numerator {counts.numerator} is more than "
            f"the denominator {counts.denominator}."
        )
    return counts


def _net(by_code: Mapping[str, int | None], code: str) -> int | None:
    count = by_code[code]
    if count is None:
        return None
    return max(count - sum(by_code.get(other) or 0 for other in _TAKEN_AWAY[code]), 0)


def _count(population: Resource, path: str) -> int | None:
    count = population.get("count")
    if count is None:
        return None
    if type(count) is not int or not 0 <= count <= MOST_COUNT:
        raise BadValueError(f"{path}.count: {shown(str(count))} is not a count.")
    return count


def _date(value: Any, path: str) -> date:
    found = _DAY.match(value) if isinstance(value, str) else None
    if found is None:
        raise BadValueError(f"{path}: it is missing, or is not a date.")
    try:
        return date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        raise BadValueError(f"{path}: {shown(found[0])} is not a date.") from None


def _codes_of(reference: Any) -> Iterator[str]:
    """Return the codes of whom a reference points to: its identifier, else the end of its address."""
    if not isinstance(reference, dict):
        return
    identifier = reference.get("identifier")
    value = identifier.get("value") if isinstance(identifier, dict) else None
    if isinstance(value, str) and value:
        yield value
    address = reference.get("reference")
    if isinstance(address, str) and address:
        yield address.rpartition("/")[2]


def _texts(concept: Any) -> list[str]:
    """Return everything that a CodeableConcept is called: codes first, then its text, then displays."""
    if not isinstance(concept, dict):
        return []
    codings = _list(concept, "coding")
    texts = [*(one.get("code") for one in codings), concept.get("text")]
    texts += [one.get("display") for one in codings]
    return [text.strip() for text in texts if isinstance(text, str)]


def _list(holder: Any, key: str) -> list[Resource]:
    found = holder.get(key) if isinstance(holder, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
