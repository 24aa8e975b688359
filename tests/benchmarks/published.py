"""Counts by group by the thousand: a hospital's metrics and stratifiers, on three levels, published with the audit."""

import time
from collections.abc import Iterator
from datetime import date
from random import Random

from kiosk.analytics.publishing.publish import publish
from kiosk.analytics.publishing.tables import (
    CellKey,
    Count,
    OrgNode,
    PublishRequest,
    Split,
    Table,
)
from kiosk.analytics.publishing.windows import month_after
from kiosk.domain.metrics import MetricFacts
from kiosk.domain.releases import Level, Provenance, WindowKind
from tests.benchmarks.figures import Finding
from tests.benchmarks.runs import Bench

METRICS, STRATIFIERS, GROUPS = 40, 8, 6
SIZE = "40 × 8 × 6 × 3"
FIRST = date(2025, 1, 1)
NODES = (
    OrgNode("w1", parent="s"),
    OrgNode("w2", parent="s"),
    OrgNode("w3", parent="s"),
    OrgNode("s", Level.SERVICE, parent="h", title="Medicine"),
    OrgNode("h", Level.HOSPITAL, title="General"),
)
"""Three wards make a service, and the service a hospital with others that are not published apart."""

SHARES = (0.5, 0.2, 0.15, 0.08, 0.05, 0.02)


def request(months: int, seed: int = 1) -> PublishRequest:
    """Return so many months of 40 metrics by 8 stratifiers of 6 groups."""
    random = Random(seed)  # noqa: S311 - no secret
    tables = [table for number in range(METRICS) for table in _tables(number, months, random)]
    return PublishRequest(
        tables=tuple(tables),
        nodes=NODES,
        window=WindowKind.MONTH,
        today=month_after(FIRST, months),
        source="bench",
        provenance=Provenance(source_id="bench"),
    )


def _tables(number: int, months: int, random: Random) -> Iterator[Table]:
    metric = MetricFacts(key=f"m{number}", title=f"Metric {number}")
    patients = {
        (node, month): [random.random() < 0.7 for _ in range(random.randrange(60, 600))]
        for node in ("w1", "w2", "w3")
        for month in range(months)
    }
    for stratifier in range(STRATIFIERS):
        counts: dict[CellKey, Count] = {}
        for (node, month), people in patients.items():
            found = [[0, 0] for _ in range(GROUPS)]
            for has in people:
                (group,) = random.choices(range(GROUPS), SHARES)
                found[group][0] += has
                found[group][1] += 1
            for group, (numerator, denominator) in enumerate(found):
                key = node, month_after(FIRST, month), f"g{group}"
                counts[key] = Count(numerator, denominator)
        groups = tuple(f"g{group}" for group in range(GROUPS))
        yield Table(metric, Split(f"s{stratifier}", groups, total_given=False), counts)


def publishing(bench: Bench) -> list[Finding]:
    """Publish one closed month, and a year of months, with the audit."""
    return [
        Finding(f"Publish {SIZE}, {words}, with audit", "s", times, most=60)
        for words, times in (
            ("a month", [_seconds(1, seed) for seed in range(bench.turns(3, 1))]),
            ("a year", [_seconds(12, seed) for seed in range(bench.turns(1, 1))]),
        )
    ]


def _seconds(months: int, seed: int) -> float:
    asked = request(months, seed)
    begin = time.perf_counter()
    publish(asked)
    return time.perf_counter() - begin
