"""Evidence when several groups are looked at together: the chance of any false alarm among them is held down."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

FAMILY_ERROR = 0.05
"""The chance of any false alarm among all groups of one question is at most this."""

LOOKED_AT = 0.5
"""Groups whose figures point the other way (a one-sided p above this) are not looked at."""

_Name = TypeVar("_Name", bound=Hashable)


def family_wise(chances: Mapping[_Name, float]) -> dict[_Name, float]:
    """Return one-sided p-values that allow for looking at all of them.

    Bonferroni's correction among the p-values that are not above 1/2, each divided by 1/2 (Zhao Q,
    Small DS, Su W, Multiple testing when many p-values are uniformly conservative, JASA
    2019;114:1291-304). When no group changes it asks as much as Bonferroni's over all of them; it
    asks less when most groups clearly change the other way, where Bonferroni's would find nothing.

    Args:
        chances: one-sided p-values by name.

    Returns:
        Adjusted p-values by name, at most 1; evidence is one of `FAMILY_ERROR` or less.
    """
    looked_at = sum(chance <= LOOKED_AT for chance in chances.values())
    return {
        name: min(1.0, chance * looked_at / LOOKED_AT) if chance <= LOOKED_AT else 1.0
        for name, chance in chances.items()
    }
