"""What a release by group says: in words, which groups are marked worse, and what was found."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from typing_extensions import override

from kiosk.analytics.equity_focus import summarised
from kiosk.analytics.gap_findings import (
    CannotTell,
    GapFindings,
    GapVerdict,
    GroupFinding,
    findings_of,
)
from kiosk.analytics.gaps import Reference
from kiosk.analytics.quarters import in_quarters
from kiosk.domain.releases import Release
from kiosk.viewmodels.gap_words import gap_words

MOST_REMEMBERED: Final = 32
"""Releases whose findings are kept: those of a board and of its open sheet."""


@dataclass(frozen=True, slots=True)
class GroupsVerdict:
    """The verdict.

    Attributes:
        verdict: the one thing to know, without any group's name.
        sentence: for whom, short; names a group, so it is not for the public face.
        told: the same told in full, for whoever listens or opens the tile.
        worse: groups whose mark says *worse*.
        spoken_of: the group that the sentence speaks of, or empty.
        reference: what groups are compared with.
        badge: the gap verdict over time in a few words, without any group's name.
        findings: what was found, group by group.
    """

    verdict: str
    sentence: str
    told: str
    worse: frozenset[str]
    spoken_of: str
    reference: Reference | None
    badge: str = ""
    findings: GapFindings = field(default_factory=GapFindings)


def groups_verdict(release: Release, goal: float | None, today: date) -> GroupsVerdict:
    """Return what a release says, from released cells only.

    Change over time is judged on the windows as they are published; gaps now are those of the newest
    quarter where the release is of months, as in the picture. First comes a group for which care
    got worse or fell behind, then a gap that is there now beyond chance.

    Args:
        release: a release, by group, as it is published.
        goal: the metric's goal in its unit.
        today: the ward's day.
    """
    found = _found(_TheRelease(release), goal)
    words = gap_words(summarised(release, found), today)
    return GroupsVerdict(
        verdict=words.verdict,
        sentence=words.sentence,
        told=words.told,
        worse=_worse(found),
        spoken_of=found.worst.group if found.worst is not None and words.sentence else "",
        reference=found.reference,
        badge=words.badge,
        findings=found,
    )


class _TheRelease:
    """A release by its identity: releases never change, and comparing all their cells would take as long as judging."""

    __slots__ = ("release",)

    def __init__(self, release: Release) -> None:
        self.release = release

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, _TheRelease) and other.release is self.release

    @override
    def __hash__(self) -> int:
        return id(self.release)


@lru_cache(maxsize=MOST_REMEMBERED)
def _found(one: _TheRelease, goal: float | None) -> GapFindings:
    """Return what was found in a release; tile, side and sheet ask for the same again and again."""
    release = one.release
    return findings_of(release, goal, newest=in_quarters(release).windows[-1])


def _worse(found: GapFindings) -> frozenset[str]:
    """Return the groups that are behind beyond chance now, or for which care got worse."""
    if found.reason is CannotTell.INCOMPLETE:
        return frozenset()
    return frozenset(each.group for each in found.groups if _is_worse(each))


def _is_worse(each: GroupFinding) -> bool:
    behind = each.gap is not None and each.gap.worse and each.gap.beyond_chance
    return behind or each.verdict is GapVerdict.HIDDEN_DECLINE
