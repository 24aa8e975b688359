"""How much is known of the groups: the shares known, declined and unknown in a released window.

It reads released cells only. A cell without numbers (hidden, unreliable, no data) holds somebody or
nobody, so shares come as bounds: nothing that a release hides can be read off them.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.releases import Cell, GroupRole, Window

ENOUGH_KNOWN = 0.8
"""Under this share known, a view has a banner and no verdict."""

ROUNDING = 1e-9
PER_CENT = 100


class _Kind(StrEnum):
    KNOWN = "known"
    DECLINED = "declined"
    UNKNOWN = "unknown"


_KINDS: Mapping[GroupRole, _Kind] = {
    GroupRole.GROUP: _Kind.KNOWN,
    GroupRole.DECLINED: _Kind.DECLINED,
    GroupRole.NOT_KNOWN: _Kind.UNKNOWN,
    GroupRole.MISSING: _Kind.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """A share that is not less than `lower` and not more than `upper`, both within 0..1."""

    lower: float
    upper: float

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.upper - self.lower <= ROUNDING

    def whole_per_cent(self) -> tuple[int, int]:
        """Return both ends as whole per cent, rounded outwards; an exact share is rounded down twice.

        So 79.9 % never reads as 80 %, which would be enough.
        """
        lower = math.floor(PER_CENT * self.lower + ROUNDING)
        return lower, lower if self.exact else math.ceil(PER_CENT * self.upper - ROUNDING)


@dataclass(frozen=True, slots=True)
class Completeness:
    """The shares of everyone in a window whose group is known, who declined, and of whom it is not known.

    Attributes:
        known: in a group of people.
        declined: asked, and did not want to say.
        unknown: not known, missing, or in no cell of the window.
    """

    known: Bounds
    declined: Bounds
    unknown: Bounds

    def enough(self) -> bool:
        """Return whether at least 80 % are known for certain: by the lower bound.

        Where the release hides so much that it may be enough or not, it is not.
        """
        return self.known.lower >= ENOUGH_KNOWN - ROUNDING


def completeness_of(
    window: Window,
    roles: Mapping[str, GroupRole],
    *,
    overlapping: bool,
    rounded_to: int = 1,
) -> Completeness | None:
    """Return the completeness of a window, by the denominators of its released cells.

    Groups that do not overlap add up to everyone: what the shown cells leave is in the hidden ones,
    or unknown where the window lists nobody as not known or missing. Groups that overlap do not add
    up: what is known is everyone but those who declined or are unknown, and people in a group are
    neither.

    Args:
        window: released cells.
        roles: what stands under names that are no group of people.
        overlapping: whether people may stand in several groups.
        rounded_to: counts were rounded to a multiple of this.

    Returns:
        The shares; None where the release does not report completeness: it lists nobody as declined,
        not known or missing, and either has no total or groups overlap; or nobody was counted.
    """
    cells = [_ListedCell.of(cell, roles, rounded_to / 2) for cell in window.groups]
    total = _total(window.overall, rounded_to)
    has_roles = any(cell.kind is not _Kind.KNOWN for cell in cells)
    if not has_roles and (total is None or overlapping):
        return None
    if total is None:
        total = _sum(cells) if all(cell.shown for cell in cells) and not overlapping else None
        if total is None:
            return Completeness(*(Bounds(0.0, 1.0) for _ in _Kind))
    if total.upper <= 0:
        return None
    shares = _overlapping(cells, total) if overlapping else _adding_up(cells, total)
    return Completeness(shares[_Kind.KNOWN], shares[_Kind.DECLINED], shares[_Kind.UNKNOWN])


@dataclass(frozen=True, slots=True)
class _ListedCell:
    """A cell of the window; how many people it holds, or 0 to 0 where no number is shown."""

    kind: _Kind
    shown: bool
    people: Bounds

    @classmethod
    def of(cls, cell: Cell, roles: Mapping[str, GroupRole], half: float) -> "_ListedCell":
        kind = _KINDS[roles.get(cell.group or "", GroupRole.GROUP)]
        if cell.denominator is None:
            return cls(kind, shown=False, people=Bounds(0.0, 0.0))
        return cls(kind, shown=True, people=_rounded(cell.denominator, half))


def _rounded(count: float, half: float) -> Bounds:
    spare = half if half > 0.5 else 0.0  # noqa: PLR2004 - half of 1: counts are exact
    return Bounds(max(0.0, count - spare), count + spare)


def _total(overall: Cell, rounded_to: int) -> Bounds | None:
    if overall.denominator is None:
        return None
    return _rounded(overall.denominator, rounded_to / 2)


def _sum(cells: Iterable[_ListedCell]) -> Bounds:
    listed = list(cells)
    return Bounds(
        math.fsum(cell.people.lower for cell in listed),
        math.fsum(cell.people.upper for cell in listed),
    )


def _adding_up(cells: Sequence[_ListedCell], total: Bounds) -> Mapping[_Kind, Bounds]:
    """Return the shares where everyone is in one cell: the rest is in the cells without a number."""
    shown = _sum(cells)
    rest = Bounds(max(0.0, total.lower - shown.upper), max(0.0, total.upper - shown.lower))
    holders = {cell.kind for cell in cells if not cell.shown}
    if not holders or not any(cell.kind is _Kind.UNKNOWN for cell in cells):
        holders.add(_Kind.UNKNOWN)
    return {kind: _share(_people(cells, kind), rest, kind, holders, total) for kind in _Kind}


def _overlapping(cells: Sequence[_ListedCell], total: Bounds) -> Mapping[_Kind, Bounds]:
    """Return the shares where groups overlap: what is known is the complement of what is not."""
    apart = _sum(cell for cell in cells if cell.kind is not _Kind.KNOWN)
    in_groups = max((c.people.lower for c in cells if c.kind is _Kind.KNOWN), default=0.0)
    rest = Bounds(0.0, max(0.0, total.upper - apart.lower - in_groups))
    roles = [cell for cell in cells if cell.kind is not _Kind.KNOWN]
    holders = {cell.kind for cell in roles if not cell.shown}
    if not any(cell.kind is _Kind.UNKNOWN for cell in roles):
        holders.add(_Kind.UNKNOWN)
    most_apart = apart.upper + (rest.upper if holders else 0.0)
    known = Bounds(
        lower=max(0.0, 1 - most_apart / total.lower) if total.lower > 0 else 0.0,
        upper=max(0.0, 1 - apart.lower / total.upper),
    )
    shares = {_Kind.KNOWN: known}
    for kind in (_Kind.DECLINED, _Kind.UNKNOWN):
        people, more = _people(cells, kind), rest.upper if kind in holders else 0.0
        shares[kind] = _of_total(Bounds(people.lower, people.upper + more), total)
    return shares


def _people(cells: Iterable[_ListedCell], kind: _Kind) -> Bounds:
    return _sum(cell for cell in cells if cell.kind is kind)


def _share(people: Bounds, rest: Bounds, kind: _Kind, holders: set[_Kind], total: Bounds) -> Bounds:
    """Return a kind's share: it may hold the rest, and must if no other kind can."""
    lower = people.lower + (rest.lower if holders == {kind} else 0.0)
    upper = people.upper + (rest.upper if kind in holders else 0.0)
    return _of_total(Bounds(lower, upper), total)


def _of_total(people: Bounds, total: Bounds) -> Bounds:
    upper = min(1.0, people.upper / total.lower) if total.lower > 0 else 1.0
    return Bounds(min(1.0, people.lower / total.upper), upper)
