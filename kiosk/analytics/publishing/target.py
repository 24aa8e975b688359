"""A hidden count that must stay unknown, and the range that everything published leaves it."""

from dataclasses import dataclass

from kiosk.analytics.publishing.profiles import PrivacyProfile

TOLERANCE = 1e-6
"""People; a linear programme's answer is as exact as that."""


@dataclass(frozen=True, slots=True)
class Target:
    """A hidden count.

    Attributes:
        table: the number of its table; `EVERYONE` for a total.
        cell: its cell, node × width + group.
        quantity: 0 for the numerator, 1 for the complement of a proportion or the time of a rate.
    """

    table: int
    cell: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Range:
    """What a hidden count could be, as far as an adversary can tell."""

    lower: float
    upper: float

    def is_wide_enough(self, profile: PrivacyProfile) -> bool:
        """Return whether it is as wide as the profile asks and reaches above small counts, or is a real zero."""
        if self.upper <= TOLERANCE:
            return True
        wide = self.upper - self.lower >= profile.width - TOLERANCE
        return wide and self.upper >= profile.hidden_up_to + 1 - TOLERANCE
