"""The differencing guard: what earlier releases said about a window, and which new figures it leaves room for.

A window that was published is not worked out again: its cells stay as they were, so nothing can be
subtracted (`history`), or are corrected where that tells nothing (`corrections`). A window that overlaps
one published in another length, or under the code of a node that was merged or split, waits, unless all
that was published there was exact.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kiosk.analytics.publishing.tables import OrgNode
from kiosk.analytics.publishing.windows import Span
from kiosk.domain.releases import CellStatus, Release, Window

FormerKey = tuple[str, str]
"""A stratifier and a node's code."""


@dataclass(frozen=True, slots=True)
class Former:
    """What earlier releases of one metric said.

    Attributes:
        windows: by stratifier and node, the windows; the newest release wins.
        every: by stratifier, node and window, everything that any release said of it.
        versions: the highest version so far.
        rounded: whether any figure was rounded.
    """

    windows: Mapping[FormerKey, Mapping[Span, Window]]
    every: Mapping[tuple[str, str, Span], tuple[Window, ...]]
    versions: Mapping[FormerKey, int]
    rounded: bool

    def window(self, stratifier: str, node: str, span: Span) -> Window | None:
        """Return a window as it was published."""
        return self.windows.get((stratifier, node), {}).get(span)

    def said(self, stratifier: str, node: str, span: Span) -> tuple[Window, ...]:
        """Return everything that was ever said of a window; a correction does not unsay what it corrects."""
        return self.every.get((stratifier, node, span), ())

    def by_stratifier(self, node: str, span: Span) -> dict[str, Window]:
        """Return what the newest releases said of a window; all say the same of everyone."""
        return {
            by: windows[span]
            for (by, code), windows in self.windows.items()
            if code == node and span in windows
        }

    def knows(self, span: Span) -> bool:
        """Return whether anything was published of a window."""
        return any(span in windows for windows in self.windows.values())


def former_of(metric: str, previous: Iterable[Release]) -> Former:
    """Return what earlier releases of a metric said."""
    windows: dict[FormerKey, dict[Span, Window]] = {}
    every: dict[tuple[str, str, Span], tuple[Window, ...]] = {}
    versions: dict[FormerKey, int] = {}
    rounded = False
    for release in sorted(previous, key=_age):
        if release.metric.key != metric:
            continue
        key = release.stratifier, release.node
        rounded = rounded or release.rounded_to > 1
        version = release.provenance.version if release.provenance else 1
        versions[key] = max(version, versions.get(key, 0))
        by_span = windows.setdefault(key, {})
        for window in release.windows:
            span = Span(window.first, window.last)
            by_span[span] = window
            before = every.get((*key, span), ())
            if window not in before:
                every[*key, span] = (*before, window)
    return Former(windows, every, versions, rounded)


def _age(release: Release) -> tuple[int, str, str]:
    provenance = release.provenance
    last = release.windows[-1].last.isoformat() if release.windows else ""
    at = provenance.at.isoformat() if provenance and provenance.at else ""
    return provenance.version if provenance else 0, last, at


def clashes(
    former: Former,
    span: Span,
    nodes: Sequence[OrgNode],
    stratifiers: Iterable[str],
    *,
    chained: bool = False,
) -> str:
    """Return why a window cannot be published beside earlier ones, or nothing.

    Args:
        former: what was said.
        span: the window.
        nodes: the organisation.
        stratifiers: what the tables of the metric are by; empty for everyone.
        chained: whether windows of the same length may overlap, because the whole chain of them
            was looked at.
    """
    asked = set(stratifiers)
    codes = {node.code for node in nodes}
    older = {code for node in nodes for code in node.predecessors} - codes
    for (stratifier, code), windows in former.windows.items():
        for other, window in windows.items():
            if not span.overlaps(other):
                continue
            if code in older:
                return f"{code} was published for it, and was merged or split since"
            alike = chained and len(other.months) == len(span.months)
            told = (
                other == span or alike or _is_told(former, window, span, groups=stratifier in asked)
            )
            if code in codes and not told:
                return f"it overlaps {other.first} to {other.last}, which was published before"
        if code in codes and _tells_the_rest(windows, span):
            return "only some of its months were published before, which would tell the others"
    return ""


def _tells_the_rest(windows: Iterable[Span], span: Span) -> bool:
    """Return whether a window less the shorter ones within it, which were published, leaves months that were not."""
    told = {
        month
        for other in windows
        if len(other.months) < len(span.months) and other.overlaps(span)
        for month in other.months
    }
    return bool(told) and span not in windows and not told.issuperset(span.months)


def _is_told(former: Former, window: Window, span: Span, *, groups: bool) -> bool:
    """Return whether a shorter window within says exactly what is added up of it."""
    if former.rounded or not (span.first <= window.first and window.last <= span.last):
        return False
    cells = [window.overall, *(window.groups if groups else ())]
    return all(cell.status is CellStatus.SHOWN for cell in cells)
