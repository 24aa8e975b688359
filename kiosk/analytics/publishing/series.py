"""The windows of one metric's tables, oldest first: what is new is worked out, what was published stays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.analytics.publishing.constraints import Grid, Organisation
from kiosk.analytics.publishing.corrections import corrections_tell_nothing
from kiosk.analytics.publishing.facts import Fixed
from kiosk.analytics.publishing.guard import clashes
from kiosk.analytics.publishing.history import (
    agrees,
    beside_former,
    fixed_in,
    renamed,
    with_the_past,
)
from kiosk.analytics.publishing.metric_tables import (
    MetricTables,
    Place,
    Weights,
    grids_of,
    left_out,
    metric_tables,
    weights_in,
    windows_of,
)
from kiosk.analytics.publishing.pattern import EVERYONE
from kiosk.analytics.publishing.rolling import apart_from, chain_of
from kiosk.analytics.publishing.shelter import Proven, safe_pattern
from kiosk.analytics.publishing.tables import (
    AuditReport,
    PublishingRefusedError,
    PublishRequest,
    Table,
)
from kiosk.analytics.publishing.target import Target
from kiosk.analytics.publishing.windows import Span, closed_windows
from kiosk.domain.releases import Window, WindowKind

MOST_WINDOWS = 240
"""Windows in one release: twenty years of months."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The windows of one table that may leave.

    Attributes:
        table: the table.
        versions: by a node's code, the version of its last release.
        windows: by the number of the node, oldest first.
    """

    table: Table
    versions: Mapping[str, int]
    windows: Mapping[int, tuple[Window, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """What comes of one window, or of several.

    Attributes:
        windows: by table and node, what is published, former figures included where they stay beside it.
        notes: what was left out or kept as it was.
        report: what the audit of what is published did.
    """

    windows: Mapping[Place, tuple[Window, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    report: AuditReport = field(default_factory=AuditReport)


@dataclass(frozen=True, slots=True)
class Drafts:
    """All windows of one metric that may leave.

    Attributes:
        drafts: by table, in their order.
        notes: what was left out or kept as it was.
        report: what the audit of what is new did.
    """

    drafts: tuple[Draft, ...]
    notes: tuple[str, ...]
    report: AuditReport


def drafts_of(
    tables: Sequence[Table], org: Organisation, request: PublishRequest, *, audit: bool
) -> Drafts:
    """Return the windows of the tables of one metric.

    Args:
        tables: all tables of the metric.
        org: the organisation.
        request: window, profile, today, and what was published before.
        audit: whether linear programmes prove what is not certain; else more is hidden.

    Raises:
        PublishingRefusedError: no window has ended, there are too many, or tables contradict each other.
    """
    facts = tables[0].metric
    months = {month for table in tables for _, month, _ in table.counts}
    spans, waiting = closed_windows(months, request.window, request.today)
    if not spans:
        raise PublishingRefusedError(f"No {request.window.value} of {facts.key} has ended.")
    if len(spans) > MOST_WINDOWS:
        raise PublishingRefusedError(
            f"{facts.key} has {len(spans)} windows, at most {MOST_WINDOWS} may be."
        )
    metric = metric_tables(tables, org, request, audit=audit)
    grids, notes = grids_of(metric, spans)
    weights = weights_in(metric, grids.values())
    if metric.window is WindowKind.ROLLING_12 and grids:
        worked_out = _rolling(metric, grids, weights)
    else:
        worked_out = _one_by_one(metric, grids, grids, weights)
    step = _all_of([Step(notes=(*waiting, *notes)), worked_out])
    drafts = tuple(_draft(metric, number, step) for number in range(len(tables)))
    return Drafts(drafts, step.notes, step.report)


def _draft(metric: MetricTables, number: int, step: Step) -> Draft:
    by = metric.stratifiers[number]
    versions = {
        code: version for (one, code), version in metric.former.versions.items() if one == by
    }
    complete = (
        (node, with_the_past(metric, (number, node), step.windows.get((number, node), ())))
        for node in range(len(metric.org.nodes))
    )
    return Draft(
        metric.tables[number], versions, {node: windows for node, windows in complete if windows}
    )


def _rolling(metric: MetricTables, grids: Mapping[Span, Grid], weights: Weights) -> Step:
    """Publish all rolling windows as one chain where that is safe, else those that share no month."""
    chain = chain_of(metric, grids, weights)
    first = Step(notes=chain.notes, report=chain.report)
    if chain.pattern is None:
        spans, notes = _apart(metric, list(grids))
        return _all_of([first, Step(notes=notes), _one_by_one(metric, spans, grids, weights)])
    windows = (
        beside_former(metric, span, windows_of(metric, span, grid, chain.pattern))
        for span, grid in grids.items()
    )
    return _all_of([first, *(_told(each, AuditReport()) for each in windows)])


def _apart(metric: MetricTables, spans: Sequence[Span]) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """Return the rolling windows that share no month, and a note; the others would tell single months."""
    chosen = apart_from(spans, [span for span in spans if metric.former.knows(span)])
    if len(chosen) == len(spans):
        return chosen, ()
    note = (
        f"{metric.facts.title}: of {len(spans)} rolling windows {len(chosen)} are published, which share "
        "no month. The others would tell what single months were."
    )
    return chosen, (note,)


def _one_by_one(
    metric: MetricTables, spans: Iterable[Span], grids: Mapping[Span, Grid], weights: Weights
) -> Step:
    return _all_of([_taken_in(metric, span, grids[span], weights) for span in spans])


def _taken_in(metric: MetricTables, span: Span, grid: Grid, weights: Weights) -> Step:
    """Return what comes of a window; without any, what was published of it stays."""
    clash = clashes(metric.former, span, metric.org.nodes, metric.stratifiers)
    clash = clash or renamed(metric, span, grid)
    if clash:
        return Step(notes=(left_out(metric, span, clash),))
    if metric.former.knows(span):
        return _beside_former(metric, span, grid, weights)
    proven = _solved(metric, grid, weights, metric.nothing_fixed)
    if proven.narrow:
        raise PublishingRefusedError(_words(metric, span, proven.narrow[0]))
    return _told(windows_of(metric, span, grid, proven.pattern), proven.report)


def _beside_former(metric: MetricTables, span: Span, grid: Grid, weights: Weights) -> Step:
    """Publish what is new of a window; what was published stays, or is corrected where that tells nothing."""
    if agrees(metric, span, grid):
        proven = _solved(metric, grid, weights, fixed_in(metric, span, grid))
        if proven.narrow:
            return Step()
        windows = windows_of(metric, span, grid, proven.pattern)
        return _told(beside_former(metric, span, windows), proven.report)
    proven = _solved(metric, grid, weights, metric.nothing_fixed)
    if corrections_tell_nothing(metric, span, grid, proven.pattern):
        return _told(windows_of(metric, span, grid, proven.pattern), proven.report)
    note = (
        f"{metric.facts.title}, {span.first:%B %Y}: the counts were corrected since it was published. "
        "The published figures stay, because the difference could tell something of a few people."
    )
    return Step(notes=(note,))


def _told(windows: Mapping[Place, Window], report: AuditReport) -> Step:
    return Step({place: (window,) for place, window in windows.items()}, (), report)


def _all_of(steps: Iterable[Step]) -> Step:
    """Return what comes of several windows, the oldest first."""
    windows: dict[Place, list[Window]] = {}
    notes: list[str] = []
    report = AuditReport()
    for step in steps:
        for place, found in step.windows.items():
            windows.setdefault(place, []).extend(found)
        notes += step.notes
        report = report.and_also(step.report)
    return Step({place: tuple(found) for place, found in windows.items()}, tuple(notes), report)


def _solved(metric: MetricTables, grid: Grid, weights: Weights, fixed: Sequence[Fixed]) -> Proven:
    return safe_pattern(
        grid, metric.org, metric.kind, metric.profile, weights, fixed, audit=metric.audit
    )


def _words(metric: MetricTables, span: Span, target: Target) -> str:
    """Say which hidden figure could be worked out; for the publisher only."""
    table = None if target.table == EVERYONE else metric.tables[target.table]
    split = table.split if table else None
    width = 1 if split is None else len(split.groups) + (not split.overlapping)
    node, group = divmod(target.cell, width)
    nodes = metric.org.nodes
    where = nodes[node].code if node < len(nodes) else "the rest of a node"
    who = "everyone"
    if split is not None:
        name = split.groups[group] if group < len(split.groups) else "people in no group"
        who = f"{name} ({split.stratifier})"
    return (
        f"Nothing is published: {metric.facts.key} of {who} at {where or 'the only node'}, "
        f"{span.first:%Y-%m} to {span.last:%Y-%m}, is hidden and could be worked out from the rest."
    )
