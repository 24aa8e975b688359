"""What one row says: which metric, day and group it is about, and how many of how many."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from kiosk.interchange.mapping import FigureMap
from kiosk.interchange.refusals import BadValueError, nearest, shown

MOST_DIGITS = 12
"""A count of people or days has at most so many."""

MOST_DATES_KEPT = 10_000
"""Texts of dates whose meaning is remembered; a file of years of days has fewer."""

MOST_SUGGESTIONS = 2_000
"""Values of a filtered column that are remembered, to suggest one when no row passes."""

UNKNOWN_GROUP = ""
"""Stands for the group of a row whose group could not be read; no group of a map can have this name."""

_WHOLE = re.compile(r"[0-9]{1,12}(?:\.0+)?", re.ASCII)


class Place(NamedTuple):
    """What a figure is about.

    Attributes:
        metric: the metric's id.
        day: any day of its period.
        group: the value in the column of groups; None for everyone.
    """

    metric: str
    day: date
    group: str | None


class Counts(NamedTuple):
    """How many of how many; None for what was not counted."""

    numerator: int | None
    denominator: int | None


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
        self._filters = [
            (name, positions[name], frozenset(allowed))
            for name, allowed in figure_map.filters.items()
        ]
        self.filtered: dict[str, set[str]] = {name: set() for name in figure_map.filters}

    def wants(self, values: Sequence[str]) -> bool:
        """Tell whether a row passes the filters.

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
        return True

    def place(self, values: Sequence[str]) -> Place:
        """Return what a row is about, its group not yet known.

        Raises:
            BadValueError: its metric or its date cannot be read.
        """
        return Place(self._metric(values), self._day(values), UNKNOWN_GROUP)

    def group(self, values: Sequence[str]) -> str | None:
        """Return a row's group as the file writes it; None for everyone.

        Raises:
            BadValueError: the map does not name the group.
        """
        groups = self._map.groups
        if groups is None:
            return None
        value = values[self._at[groups.column]].strip()
        if value in groups.labels:
            return value
        if value == groups.total:
            return None
        known = [*groups.labels, *([groups.total] if groups.total else [])]
        raise BadValueError(_unknown(groups.column, value, "group", known))

    def counts(self, values: Sequence[str], metric: str) -> Counts:
        """Return a row's numerator and denominator.

        Raises:
            BadValueError: one is not a whole number, or they cannot both be true.
        """
        columns = self._map.columns
        numerator = self._count(columns.numerator, values)
        denominator = self._count(columns.denominator, values)
        if numerator is None or denominator is None:
            return Counts(numerator, denominator)
        over = metric in self._proportions and numerator > denominator
        if over or (numerator and not denominator):
            raise BadValueError(
                f'{columns.numerator} "{numerator}" is more than '
                f'{columns.denominator} "{denominator}"'
            )
        return Counts(numerator, denominator)

    def _metric(self, values: Sequence[str]) -> str:
        column = self._map.columns.metric
        if column is None:
            return self._map.metrics[0].id
        value = values[self._at[column]].strip()
        metric = self._metrics.get(value)
        if metric is None:
            raise BadValueError(_unknown(column, value, "metric", list(self._metrics)))
        return metric

    def _day(self, values: Sequence[str]) -> date:
        column = self._map.columns.period
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


def _not_a_count(text: str) -> str:
    if not text:
        return "is empty"
    if _WHOLE.fullmatch(text.removeprefix("-")):
        return f"{shown(text)} is negative"
    if text.isdecimal() and text.isascii():
        return f"{shown(text)} has more than {MOST_DIGITS} digits"
    return f"{shown(text)} is not a whole number"


def _unknown(column: str, value: str, what: str, known: Sequence[str]) -> str:
    listed = ", ".join(shown(one) for one in known)
    near = nearest(value, known)
    return f"{column} {shown(value)} is not a {what} that the map names: {listed}.{near}"
