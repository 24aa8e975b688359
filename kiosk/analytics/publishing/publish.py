"""The publish step: raw counts by node, month and group in, releases that may leave out."""

from collections.abc import Sequence

from kiosk.analytics.publishing.constraints import Organisation, organisation
from kiosk.analytics.publishing.ladder import scope_of
from kiosk.analytics.publishing.series import Draft, drafts_of
from kiosk.analytics.publishing.tables import (
    AuditReport,
    Publication,
    PublishingRefusedError,
    PublishRequest,
    Table,
)
from kiosk.domain.releases import GroupRole, Release


def publish(request: PublishRequest, *, audit: bool = True) -> Publication:
    """Turn raw counts into releases.

    Args:
        request: what is to be published.
        audit: whether the result is attacked with linear programmes before it may leave, which
            needs the `publish` extra. False only for invented figures.

    Returns:
        A release for each table and node with a closed window, in the order of the tables, then
        of the nodes.

    Raises:
        PublishingRefusedError: no window has ended, tables contradict each other, or the audit
            found a hidden figure that could be worked out.
    """
    org = organisation(request.nodes)
    drafts: dict[int, Draft] = {}
    notes: list[str] = []
    report = AuditReport()
    for numbers in _by_metric(request.tables):
        tables = [request.tables[number] for number in numbers]
        found = drafts_of(tables, org, request, audit=audit)
        drafts.update(zip(numbers, found.drafts, strict=True))
        notes += found.notes
        report = report.and_also(found.report)
    releases = [
        release for number in sorted(drafts) for release in _releases(drafts[number], org, request)
    ]
    if not releases:
        raise PublishingRefusedError(
            "Nothing can be published.", to_do=" ".join(dict.fromkeys(notes))
        )
    return Publication(tuple(releases), tuple(dict.fromkeys(notes)), report if audit else None)


def _by_metric(tables: Sequence[Table]) -> list[list[int]]:
    """Return the numbers of the tables of each metric.

    Raises:
        PublishingRefusedError: one metric is defined in two ways, or split twice by the same.
    """
    found: dict[str, list[int]] = {}
    for number, table in enumerate(tables):
        found.setdefault(table.metric.key, []).append(number)
    for key, numbers in found.items():
        splits = [split.stratifier if (split := tables[one].split) else "" for one in numbers]
        alike = all(tables[one].metric == tables[numbers[0]].metric for one in numbers)
        if not alike or len(set(splits)) < len(splits):
            raise PublishingRefusedError(
                f"The metric {key} stands in two tables that contradict each other."
            )
    return list(found.values())


def _releases(draft: Draft, org: Organisation, request: PublishRequest) -> list[Release]:
    """Return the releases of one table, by node."""
    table, split = draft.table, draft.table.split
    found = []
    for number, node in enumerate(org.nodes):
        windows = draft.windows.get(number, ())
        if not windows:
            continue
        there = [name for window in windows for cell in window.groups if (name := cell.group)]
        listed = [group for group in split.groups if group in there] if split else []
        groups = tuple(dict.fromkeys([*listed, *there]))  # earlier windows may have had others
        roles = split.roles if split else {}
        version = max(request.provenance.version, draft.versions.get(node.code, 0) + 1)
        found.append(
            Release(
                metric=table.metric,
                node=node.code,
                level=node.level,
                scope=table.scope or scope_of(node),
                stratifier=split.stratifier if split else "",
                stratifier_set=split.set_id if split else "",
                groups=groups,
                roles={
                    name: roles[name]
                    for name in groups
                    if roles.get(name, GroupRole.GROUP) is not GroupRole.GROUP
                },
                reference=split.reference if split else "",
                reference_reason=split.reference_reason if split else "",
                overlapping=split.overlapping if split else False,
                window=request.window,
                source=request.source,
                profile=request.profile.name,
                rounded_to=request.profile.rounded_to,
                provenance=request.provenance.model_copy(update={"version": version}),
                windows=windows,
            )
        )
    return found
