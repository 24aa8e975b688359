"""Counts by group by the thousand: a hospital's metrics and stratifiers, on three levels, published with the audit."""

from collections.abc import Iterator
from datetime import date
from random import Random

from kiosk.analytics.publishing.publish import publish
from kiosk.analytics.publishing.tables import (
    CellKey,
    Count,
    OrgNode,
    Publication,
    PublishRequest,
    Split,
    Table,
)
from kiosk.analytics.publishing.windows import month_after
from kiosk.domain.metrics import MetricFacts
from kiosk.domain.releases import Level, Provenance, WindowKind

METRICS, STRATIFIERS, GROUPS = 40, 8, 6
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


def publish_all(asked: PublishRequest) -> Publication:
    """Publish and audit."""
    return publish(asked)
