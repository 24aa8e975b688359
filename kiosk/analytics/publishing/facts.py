"""The bits of raw counts that the choice of hidden cells may look at: small or not, large or not, none or some."""

from dataclasses import dataclass

from kiosk.analytics.publishing.constraints import Sheet
from kiosk.analytics.publishing.primary import too_small
from kiosk.analytics.publishing.profiles import PrivacyProfile
from kiosk.domain.metrics import ValueKind


@dataclass(frozen=True, slots=True)
class Fixed:
    """What earlier releases leave no choice about, as bits of a sheet's cells.

    Attributes:
        hidden: were hidden and stay so.
        shown: were shown and are known.
    """

    hidden: int = 0
    shown: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """The bits of one sheet that the choice looks at.

    Attributes:
        primary: cells that are too small, and those that were hidden before.
        free: unpublished cells that are not small.
        barred: cells without anything in them, and those that were shown before.
        large: by quantity, cells that can give shelter.
        zero: by quantity, cells with none.
    """

    primary: int
    free: int
    barred: int
    large: tuple[int, ...]
    zero: tuple[int, ...]


def facts_of(
    sheet: Sheet, nodes: int, kind: ValueKind, profile: PrivacyProfile, fixed: Fixed
) -> Facts:
    """Return the bits of a sheet."""
    count = 1 if kind is ValueKind.COUNT else 2
    primary = barred = everything = 0
    large, zero = [0] * count, [0] * count
    for cell, parts in enumerate(sheet.amounts):
        bit = 1 << cell
        everything |= bit
        if parts is None or not any(parts):
            barred |= bit
            continue
        if too_small(parts, kind, profile):
            primary |= bit
        for quantity, part in enumerate(parts):
            large[quantity] |= bit if part >= profile.large else 0
            zero[quantity] |= 0 if part else bit
    published = sheet.published(nodes)
    primary = (primary | fixed.hidden) & ~fixed.shown
    barred = (barred | fixed.shown) & ~primary
    free = everything & ~published & ~primary & ~barred
    return Facts(primary, free, barred, tuple(large), tuple(zero))
