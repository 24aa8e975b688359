"""What one row says: which metric, node, day and groups it is about, and how many of how many."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from kiosk.interchange.map_groups import Groups
from kiosk.interchange.mapping import FigureMap
from kiosk.interchange.refusals import BadValueError, NobodyCountedError, nearest, shown

MOST_DIGITS = 12
"""A count of people or days has at most so many."""

MOST_DATES_KEPT = 10_000
"""Texts of dates whose meaning is remembered; a file of years of days has fewer."""

MOST_SUGGESTIONS = 2_000
"""Values of a filtered column that are remembered, to suggest one when no row passes."""

MOST_NAMED = 20
"""Known values that are listed beside one that is not known."""

UNKNOWN_GROUP = "\x00"
"""Stands for the group of a row whose group could not be read; no file of text holds this value."""

NO_SPLIT = ""
"""Stands for the stratifier of figures that are not split."""

_WHOLE = re.compile(r"[0-9]{1,12}(?:\.0+)?", re.ASCII)


class Place(NamedTuple):
    """What a figure is about.

    Attributes:
        metric: the metric's id.
        node: the code of a ward, a service or a hospital; empty where the map names none.
        day: any day of its period.
        stratifier: what the group is of; `NO_SPLIT` for figures that are not split.
        group: the value in the column of groups; None for everyone.
    """

    metric: str
    node: str
    day: date
    stratifier: str
    group: str | None


class Counts(NamedTuple):
    """How many of how many; None for what was not counted."""

    numerator: int | None
    denominator: int | None


NOBODY = Counts(0, 0)


class RowReader:
    """Reads rows as a map says.

    Attributes:
        filtered: the values found in each filtered column, for a suggestion.
    """

    def __init__(self, figure_map: FigureMap, positions: Mapping[str, int], width: int) -> None:
        self._map = figure_map
        self._at = positions
        self._width = width
        self._days: dict[str, date] = {}
        self._missing = frozenset(figure_map.missing)
        self._metrics = {metric.value_in_file: metric.id for metric in figure_map.metrics}
        self._proportions = {one.id for one in figure_map.metrics if one.value == "proportion"}
        self._filters = _conditions(figure_map.filters, positions)
        self._splits = [
            (split, positions[split.column], _conditions(split.where, positions))
            for split in figure_map.every_split
        ]
        self.filtered: dict[str, set[str]] = {name: set() for name in figure_map.filters}

    def wants(self, values: Sequence[str]) -> bool:
        """Tell whether a row passes the filters, and is split in a way that the map names.

        Raises:
            BadValueError: it has more or fewer values than there are columns.
        """
        if len(values) != self._width:
            raise BadValueError(f"{len(values)} values stand under {self._width} columns")
        for name, position, allowed in self._filters:
            value = values[position].strip()
            if value not in allowed:
                seen = self.filtered[name]
                if len(seen) < MOST_SUGGESTIONS:
                    seen.add(value)
                return False
        return not self._splits or any(_meets(values, where) for _, _, where in self._splits)

    def about(self, values: Sequence[str]) -> Place:
        """Return what a row is about, its groups not yet known.

        Raises:
            BadValueError: its metric, its node or its date cannot be read.
        """
        return Place(
            self._metric(values), self._node(values), self._day(values), NO_SPLIT, UNKNOWN_GROUP
        )

    def doubtful(self, values: Sequence[str], about: Place) -> tuple[Place, ...]:
        """Return what a row may have been about whose groups or counts cannot be read."""
        places = [self._doubtful(values, about, split, at) for split, at in self._at_hand(values)]
        return tuple(places) or (about._replace(group=None),)

    def places(self, values: Sequence[str], about: Place) -> tuple[Place, ...]:
        """Return every figure that a row counts for: one in each split that it is a row of.

        Where the rows of everyone stand in the file, a row is of one group, or of everyone in all splits.

        Raises:
            BadValueError: the map does not name a group, or the row is of two groups at once.
        """
        places = [
            about._replace(stratifier=split.stratifier, group=_group(split, values[at].strip()))
            for split, at in self._at_hand(values)
        ]
        if not places:
            return (about._replace(group=None),)
        if len(places) == 1 or self._map.every_split[0].total is None:
            return tuple(places)
        grouped = [place for place in places if place.group is not None]
        if len(grouped) > 1:
            both = " and ".join(shown(place.stratifier) for place in grouped[:2])
            raise BadValueError(
                f"it is by {both} at once, and everyone stands in rows of their own"
            )
        return tuple(grouped or places)

    def counts(self, values: Sequence[str], metric: str) -> Counts:
        """Return a row's numerator and denominator.

        Raises:
            BadValueError: one is not a whole number, or they cannot both be true.
            NobodyCountedError: the denominator is 0, and the map refuses that.
        """
        columns = self._map.named_columns
        counts = Counts(
            self._count(columns.numerator, values), self._count(columns.denominator, values)
        )
        if cannot_be(counts, proportion=metric in self._proportions):
            raise BadValueError(
                f'{columns.numerator} "{counts.numerator}" is more than '
                f'{columns.denominator} "{counts.denominator}"'
            )
        if counts.denominator == 0 and self._map.zero_denominator == "refuse":
            raise NobodyCountedError(columns.denominator)
        return counts

    def _at_hand(self, values: Sequence[str]) -> list[tuple[Groups, int]]:
        return [(split, at) for split, at, where in self._splits if _meets(values, where)]

    def _doubtful(self, values: Sequence[str], about: Place, split: Groups, at: int) -> Place:
        try:
            group = _group(split, values[at].strip())
        except BadValueError:
            group = UNKNOWN_GROUP
        return about._replace(stratifier=split.stratifier, group=group)

    def _metric(self, values: Sequence[str]) -> str:
        column = self._map.named_columns.metric
        if column is None:
            return self._map.metrics[0].id
        value = values[self._at[column]].strip()
        metric = self._metrics.get(value)
        if metric is None:
            raise BadValueError(f"{column} {not_named(value, 'metric', list(self._metrics))}")
        return metric

    def _node(self, values: Sequence[str]) -> str:
        nodes = self._map.nodes
        if nodes is None:
            return ""
        return known_node(self._map, values[self._at[nodes.column]].strip(), f"{nodes.column} ")

    def _day(self, values: Sequence[str]) -> date:
        column = self._map.named_columns.period
        text = values[self._at[column]].strip()
        known = self._days.get(text)
        if known is not None:
            return known
        pattern = self._map.period_format
        try:
            day = datetime.strptime(text, pattern).replace(tzinfo=UTC).date()
        except ValueError:
            raise BadValueError(
                f'{column} {shown(text)} is not a date written as "{pattern}"'
            ) from None
        if len(self._days) < MOST_DATES_KEPT:
            self._days[text] = day
        return day

    def _count(self, column: str, values: Sequence[str]) -> int | None:
        text = values[self._at[column]].strip()
        if _WHOLE.fullmatch(text):
            return int(text.partition(".")[0])
        if text in self._missing:
            return None
        raise BadValueError(f"{column} {_not_a_count(text)}")


def cannot_be(counts: Counts, *, proportion: bool) -> bool:
    """Tell whether a numerator and a denominator cannot both be true."""
    numerator, denominator = counts
    if numerator is None or denominator is None:
        return False
    return (proportion and numerator > denominator) or bool(numerator and not denominator)


def known_node(figure_map: FigureMap, code: str, where: str = "") -> str:
    """Return the code of a node that the map names or lets be found.

    Raises:
        BadValueError: it does not.
    """
    nodes = figure_map.nodes
    if nodes is None:
        return ""
    if nodes.list == "found" and 0 < len(code) <= 40:  # noqa: PLR2004 - as `map_parts.Code`
        return code
    if code in nodes.named:
        return code
    raise BadValueError(f"{where}{not_named(code, 'node', list(nodes.named))}")


def not_named(value: str, what: str, known: Sequence[str]) -> str:
    """Return that the map does not name a value, with those that it names and the nearest."""
    listed = ", ".join(shown(one) for one in known[:MOST_NAMED])
    more = f" and {len(known) - MOST_NAMED} more" if len(known) > MOST_NAMED else ""
    near = nearest(value, known)
    return f"{shown(value)} is not a {what} that the map names: {listed}{more}.{near}"


def _conditions(
    asked: Mapping[str, Sequence[str]], positions: Mapping[str, int]
) -> list[tuple[str, int, frozenset[str]]]:
    return [(name, positions[name], frozenset(allowed)) for name, allowed in asked.items()]


def _meets(values: Sequence[str], where: list[tuple[str, int, frozenset[str]]]) -> bool:
    return all(values[position].strip() in allowed for _, position, allowed in where)


def _group(split: Groups, value: str) -> str | None:
    known = split.value_of(value)
    if known is not None:
        return known
    if value == split.total:
        return None
    raise BadValueError(f"{split.column} {not_named(value, 'group', split.values_to_name())}")


def _not_a_count(text: str) -> str:
    if not text:
        return "is empty"
    if _WHOLE.fullmatch(text.removeprefix("-")):
        return f"{shown(text)} is negative"
    if text.isdecimal() and text.isascii():
        return f"{shown(text)} has more than {MOST_DIGITS} digits"
    return f"{shown(text)} is not a whole number"
