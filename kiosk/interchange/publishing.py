"""From raw counts to releases: closed months only, small numbers hidden, intervals; nothing raw leaves here."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiosk.analytics.disclosure import (
    CMS,
    GroupCount,
    GroupsExceedTotalError,
    HiddenCell,
    Measure,
    NoData,
    NoDataCell,
    ReleasedCell,
    ReleasedWindow,
    ShownCell,
    SuppressionRules,
    UnreliableCell,
    suppress,
)
from kiosk.analytics.periods import Period, period_after
from kiosk.domain.metrics import MetricFacts
from kiosk.domain.releases import Cell, CellStatus, Release, Window
from kiosk.interchange.figure_rows import UNKNOWN_GROUP
from kiosk.interchange.mapping import FigureMap, MappedMetric
from kiosk.interchange.reading import Figures
from kiosk.interchange.refusals import FiguresRefusedError, shown
from kiosk.interchange.tallies import NOT_COUNTED, Month

MOST_WINDOWS = 240
"""Months in one release: twenty years."""

EVERYWHERE = timedelta(hours=12)
"""A day has ended everywhere on earth so long after it has ended in UTC."""

NO_FIGURES = "no figures"
NOBODY = "nobody to count"

_EVERYONE = ""
"""The name under which everyone is suppressed; no group can have it."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What may leave.

    Attributes:
        releases: one for each metric, in the order of the map.
        notes: what was left out, in words.
    """

    releases: tuple[Release, ...]
    notes: tuple[str, ...]


def publish(figures: Figures, figure_map: FigureMap, now: datetime) -> Publication:
    """Turn raw counts into releases.

    Args:
        figures: what was read.
        figure_map: what it means.
        now: the instant, aware; a month that has not ended everywhere is left out.

    Raises:
        FiguresRefusedError: no month has ended, there are too many, or groups that are said to
            add up count more than everyone.
    """
    today = (now - EVERYWHERE).date()
    releases, notes = [], list[str]()
    for metric in figure_map.metrics:
        months = dict(figures.tally.months(metric.id))
        closed = {first: counts for first, counts in months.items() if _has_ended(first, today)}
        notes += _not_ended(months.keys() - closed)
        if not closed:
            raise FiguresRefusedError(f"{figures.file}: no month of {metric.id} has ended.")
        if len(closed) > MOST_WINDOWS:
            raise FiguresRefusedError(
                f"{figures.file}: {metric.id} has {len(closed)} months, at most {MOST_WINDOWS} may be."
            )
        try:
            releases.append(_release(metric, figure_map, closed))
        except FiguresRefusedError as problem:
            raise FiguresRefusedError(f"{figures.file}: {problem}") from problem
    return Publication(tuple(releases), tuple(dict.fromkeys(notes)))


def _not_ended(months: AbstractSet[date]) -> list[str]:
    if not months:
        return []
    first, last = min(months), max(months)
    if first == last:
        return [f"{first:%B %Y} has not ended: left out."]
    return [f"{first:%B %Y} to {last:%B %Y} have not ended: left out."]


def _has_ended(first: date, today: date) -> bool:
    return (first.year, first.month) < (today.year, today.month)


def _release(
    metric: MappedMetric, figure_map: FigureMap, months: Mapping[date, dict[str | None, Month]]
) -> Release:
    groups = figure_map.groups
    raw_of = _raw_by_label(figure_map, months)
    rules = SuppressionRules(
        profile=CMS,
        measure=Measure(metric.value),
        groups_add_up=groups is None or groups.add_up,
    )
    total_given = groups is None or groups.total is not None
    facts = metric.facts()
    return Release(
        metric=facts,
        scope=figure_map.scope,
        stratifier=groups.stratifier if groups else "",
        groups=tuple(raw_of),
        source=metric.source,
        profile=rules.profile.name,
        windows=tuple(
            _window(first, _Counted.of(counted, raw_of, total_given=total_given), rules, facts)
            for first, counted in months.items()
        ),
    )


def _raw_by_label(
    figure_map: FigureMap, months: Mapping[date, dict[str | None, Month]]
) -> dict[str, list[str]]:
    """Return the file's values for each label, in the order of the map; none for labels without any row."""
    there = {raw for counted in months.values() for raw in counted}
    raw_of: dict[str, list[str]] = {}
    for raw, label in figure_map.groups.labels.items() if figure_map.groups else ():
        if raw in there:
            raw_of.setdefault(label, []).append(raw)
    return raw_of


@dataclass(frozen=True, slots=True)
class _Counted:
    """The raw counts of one window: of everyone, and by label."""

    everyone: Month
    groups: dict[str, Month]

    @classmethod
    def of(
        cls,
        counted: Mapping[str | None, Month],
        raw_of: Mapping[str, list[str]],
        *,
        total_given: bool,
    ) -> "_Counted":
        groups = {
            label: _together([counted[raw] for raw in raws if raw in counted])
            for label, raws in raw_of.items()
        }
        if total_given:
            everyone = _together([counted[None]] if None in counted else [])
        else:
            unknown = [counted[UNKNOWN_GROUP]] if UNKNOWN_GROUP in counted else []
            there = [group for group in groups.values() if group.doubt != NO_FIGURES]
            everyone = _together([*there, *unknown])
        return cls(everyone, groups)


def _together(months: list[Month]) -> Month:
    doubts = [month.doubt for month in months if month.doubt]
    return Month(
        sum(month.numerator for month in months),
        sum(month.denominator for month in months),
        NO_FIGURES if not months else min(doubts, default=""),
    )


def _window(first: date, counted: _Counted, rules: SuppressionRules, facts: MetricFacts) -> Window:
    groups = [_group_count(label, month) for label, month in counted.groups.items()]
    try:
        released = suppress(groups, _group_count(_EVERYONE, counted.everyone), rules)
    except GroupsExceedTotalError:
        raise FiguresRefusedError(
            f"in {first:%B %Y} the groups of {shown(facts.key)} add up to more than everyone. "
            "If people can be in several groups, say add_up = false in the map."
        ) from None
    return Window(
        first=first,
        last=period_after(first, Period.MONTH) - timedelta(days=1),
        overall=_overall_cell(released, counted, facts),
        groups=tuple(
            _cell(cell, cell.group, counted.groups[cell.group], facts) for cell in released.groups
        ),
    )


def _overall_cell(released: ReleasedWindow, counted: _Counted, facts: MetricFacts) -> Cell:
    assert released.overall is not None  # noqa: S101 - a total was given
    return _cell(released.overall, None, counted.everyone, facts)


def _group_count(label: str, month: Month) -> GroupCount:
    if month.doubt:
        return GroupCount(label, None, None)
    return GroupCount(label, month.numerator, month.denominator)


def _cell(released: ReleasedCell, group: str | None, month: Month, facts: MetricFacts) -> Cell:
    """Return a cell of a release: values in the metric's unit, and of hidden ones not one number."""
    per = facts.per
    match released:
        case HiddenCell():
            return Cell(group=group, status=CellStatus.HIDDEN)
        case NoDataCell(reason=reason):
            return Cell(group=group, status=CellStatus.NO_DATA, reason=_reason_words(reason, month))
        case UnreliableCell(interval=interval):
            return Cell(
                group=group,
                status=CellStatus.UNRELIABLE,
                lower=interval.lower * per,
                upper=interval.upper * per,
            )
        case ShownCell():
            return Cell(
                group=group,
                status=CellStatus.SHOWN,
                value=released.value * per,
                lower=released.interval.lower * per,
                upper=released.interval.upper * per,
                numerator=released.numerator,
                denominator=int(released.denominator),
            )


def _reason_words(reason: NoData, month: Month) -> str:
    if reason is NoData.NOBODY:
        return NOBODY
    return month.doubt or NOT_COUNTED
