"""Raw counts by group as a hospital's warehouse would export them, with the maps that read them: CSV and TOML."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random  # noqa: TID251 - built from the demo's seed, which the caller names
from typing import Final

from kiosk.host.files import write_atomically
from kiosk.layouts.catalogue import Catalogue
from kiosk.layouts.entries import CatalogueMetric

MONTHS: Final = 36
NOISE: Final = 0.008
SETTLED_MONTHS: Final = 2
"""A change has ended so many months before the newest, so that the newest quarter is all after it."""
A_YEAR: Final = 12
EVERYONE: Final = "all"
SOURCE: Final = "electronic record"


@dataclass(frozen=True, slots=True)
class Share:
    """How a group's share goes: steady, then from one value to another over the last months.

    Attributes:
        before: the share until the change begins.
        now: the share in the newest month.
        over_months: how long the change takes.
        settled_months: how many months before the newest the change has ended.
    """

    before: float
    now: float
    over_months: int = 11
    settled_months: int = SETTLED_MONTHS

    def at(self, months_ago: int) -> float:
        """Return the share in a month."""
        since = months_ago - self.settled_months
        progress = min(max(1 - since / self.over_months, 0.0), 1.0)
        return self.before + (self.now - self.before) * progress


@dataclass(frozen=True, slots=True)
class GroupOf:
    """A group: its value in the file, its words on the board, how many a month, and its shares by metric."""

    code: str
    label: str
    a_month: int
    shares: Mapping[str, Share]


@dataclass(frozen=True, slots=True)
class Export:
    """One file of the warehouse.

    Attributes:
        name: of the CSV and of its map.
        column: the column of the group.
        stratifier: what the groups are.
        metrics: what is counted.
        groups: by what.
        noise: how far a group's share strays from month to month; for swings as a part of the share.
        swing: the chance that a month strays to the other side than the month before it did; 0 for
            months that stray as they like, except in the quarters that are compared.
        hospital: whether it counts the whole hospital, not one service.
        overlap: by how much groups overlap, because people may name several; 0 when they add up.
    """

    name: str
    column: str
    stratifier: str
    metrics: tuple[str, ...]
    groups: tuple[GroupOf, ...]
    overlap: float = 0.0
    noise: float = NOISE
    swing: float = 0.0
    hospital: bool = False
    per_metric: Mapping[str, float] = field(default_factory=dict)

    def rows(self, newest: date, chance: Random) -> Iterator[tuple[str, str, str, int, int]]:
        """Return the rows: metric, month, group, numerator, denominator; oldest month first."""
        sides = {group.code: 1 for group in self.groups}
        for ago in range(MONTHS - 1, -1, -1):
            month = months_before(newest, ago)
            strays = {group.code: self._stray(group, ago, sides, chance) for group in self.groups}
            for metric in self.metrics:
                counts = [
                    (group.code, *self._count(group, metric, ago, strays[group.code], chance))
                    for group in self.groups
                ]
                if self.overlap:
                    counts.append((EVERYONE, *self._everyone(counts)))
                for code, numerator, denominator in counts:
                    yield metric, f"{month:%Y-%m}", code, numerator, denominator

    def _stray(self, group: GroupOf, ago: int, sides: dict[str, int], chance: Random) -> float:
        """Return how far a group's share is from the usual in a month; for swings in units of the noise."""
        if self.swing:
            if chance.random() < self.swing:
                sides[group.code] *= -1
            return sides[group.code] * chance.uniform(0.5, 1.5)
        stray = chance.gauss(0, self.noise)
        return stray if ago % A_YEAR > SETTLED_MONTHS else 0.0

    def _everyone(self, counts: Sequence[tuple[str, int, int]]) -> tuple[int, int]:
        """Return the counts of everyone, where people stand in several groups."""
        apart = 1 - self.overlap
        return (
            round(sum(numerator for _, numerator, _ in counts) * apart),
            round(sum(denominator for _, _, denominator in counts) * apart),
        )

    def _count(
        self, group: GroupOf, metric: str, ago: int, stray: float, chance: Random
    ) -> tuple[int, int]:
        usual = group.a_month * self.per_metric.get(metric, 1.0)
        denominator = max(0, round(chance.gauss(usual, usual**0.5)))
        usual_share = group.shares[metric].at(ago)
        share = usual_share * (1 + stray * self.noise) if self.swing else usual_share + stray
        return round(denominator * min(max(share, 0.0), 1.0)), denominator


def months_before(month: date, ago: int) -> date:
    """Return the first of the month so many months before another."""
    year, index = divmod(month.year * 12 + month.month - 1 - ago, 12)
    return date(year, index + 1, 1)


def newest_month(until: date) -> date:
    """Return the first of the last month that has ended for certain on a day."""
    return months_before(until.replace(day=1), 1 if until.day > 1 else 2)


def write_export(
    folder: Path, export: Export, until: date, seed: int, catalogue: Catalogue
) -> tuple[Path, Path]:
    """Write the file and its map; return their paths."""
    chance = Random(f"{seed}/published/{export.name}")  # noqa: S311 - invented figures
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("metric", "month", export.column, "numerator", "denominator"))
    writer.writerows(export.rows(newest_month(until), chance))
    figures = folder / "figures" / f"{export.name}.csv"
    figure_map = folder / "maps" / f"{export.name}.toml"
    write_atomically(figures, text.getvalue().encode())
    write_atomically(figure_map, _map(export, catalogue).encode())
    return figures, figure_map


def _map(export: Export, catalogue: Catalogue) -> str:
    metrics = [metric for metric in catalogue.metrics if metric.id in export.metrics]
    lines = [
        f"# How {export.name}.csv is read.",
        'period_format = "%Y-%m"',
        'zero_denominator = "no_data"',
        "",
        "[columns]",
        'metric = "metric"',
        'period = "month"',
        'numerator = "numerator"',
        'denominator = "denominator"',
        "",
        "[groups]",
        f"column = {_text(export.column)}",
        f"stratifier = {_text(export.stratifier)}",
        *(("add_up = false", f"total = {_text(EVERYONE)}") if export.overlap else ()),
        "",
        "[groups.labels]",
        *(f"{_text(group.code)} = {_text(group.label)}" for group in export.groups),
    ]
    for metric in metrics:
        lines += ["", "[[metrics]]", *_metric_lines(metric)]
    return "\n".join(lines) + "\n"


def _metric_lines(metric: CatalogueMetric) -> list[str]:
    said = {
        "id": metric.id,
        "title": metric.title,
        "definition": metric.definition,
        "value": "proportion",
        "numerator": metric.numerator,
        "denominator": metric.denominator,
        "we": metric.we,
        "direction": metric.direction.value,
        "source": SOURCE,
        "point": metric.sqcdp,
    }
    lines = [f"{key} = {_text(value)}" for key, value in said.items()]
    return [*lines, f"goal = {metric.goal}"] if metric.goal is not None else lines


def _text(words: str) -> str:
    """Return a TOML basic string; JSON's escapes are among TOML's (toml.io, *String*)."""
    return json.dumps(words, ensure_ascii=False)
