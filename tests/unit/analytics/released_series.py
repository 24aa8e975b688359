"""Releases to judge: months of proportions or rates by group, made from counts."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from kiosk.analytics.intervals import rate_interval, wilson
from kiosk.analytics.periods import Period, period_after
from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.domain.releases import Cell, CellStatus, Release, Window

PAIN = MetricFacts(key="pain_reassessed_1h", title="Pain reassessed in 1 h")
FALLS = MetricFacts.model_validate(
    {
        "key": "falls",
        "title": "Falls",
        "unit": "per 1,000",
        "value": "rate",
        "per": 1000,
        "direction": "decrease",
    }
)
Pair = tuple[int, int]


def shown(group: str | None, pair: Pair, facts: MetricFacts = PAIN) -> Cell:
    """Return a cell that may be read."""
    numerator, denominator = pair
    proportion = facts.value is ValueKind.PROPORTION
    interval = (wilson if proportion else rate_interval)(numerator, denominator)
    return Cell(
        group=group,
        status=CellStatus.SHOWN,
        value=numerator / denominator * facts.per,
        lower=interval.lower * facts.per,
        upper=interval.upper * facts.per,
        numerator=numerator,
        denominator=denominator,
    )


def not_shown(group: str, status: CellStatus = CellStatus.HIDDEN) -> Cell:
    """Return a cell without a number."""
    return Cell(group=group, status=status)


def line(first: float, last: float, size: int, windows: int = 6) -> list[Pair | None]:
    """Return counts that go straight from one share to another."""
    step = (last - first) / max(1, windows - 1)
    return [(round((first + step * each) * size), size) for each in range(windows)]


def without_end(pairs: Sequence[Pair | None], months: int) -> list[Pair | None]:
    """Return counts that are hidden in the newest months."""
    return [*pairs[:-months], *([None] * months)]


def release_of(
    groups: Mapping[str, Sequence[Pair | None]],
    facts: MetricFacts = PAIN,
    first: date = date(2026, 1, 1),
    **said: Any,
) -> Release:
    """Return a release of months; None hides a group, and everyone is the sum of what was counted."""
    windows, begin = [], first
    for month in zip(*groups.values(), strict=True):
        end = period_after(begin, Period.MONTH)
        counted = [pair for pair in month if pair is not None]
        everyone = (sum(pair[0] for pair in counted), sum(pair[1] for pair in counted))
        cells = tuple(
            shown(name, pair, facts) if pair is not None else not_shown(name)
            for name, pair in zip(groups, month, strict=True)
        )
        windows.append(
            Window(
                first=begin,
                last=end - timedelta(days=1),
                overall=shown(None, everyone, facts),
                groups=cells,
            )
        )
        begin = end
    said = {"stratifier": "language", "groups": tuple(groups)} | said
    return Release(metric=facts, windows=tuple(windows), **said)


def ihi(size: int, windows: int = 6) -> dict[str, list[Pair | None]]:
    """Return a rise of 15.4 points overall while it goes down 2 points for Spanish speakers."""
    others = {f"other {each}": line(0.5, 0.6888, size, windows) for each in range(5)}
    return others | {"Spanish": line(0.5, 0.48, size, windows)}
