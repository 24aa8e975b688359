"""Privacy profiles: which counts are too small to publish, how others are rounded, and how wide a doubt must stay."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrivacyProfile:
    """Which counts of people are too small to publish.

    Attributes:
        name: the name, as it stands in a release.
        hidden_up_to: counts from 1 to this are hidden; 0 is not a count of people.
        rounded_to: all other counts are rounded to a multiple of this; 1 for exact counts.
        narrowest: what everything published leaves possible for a hidden count must be an interval
            at least so wide that reaches above `hidden_up_to`; None for `hidden_up_to`.

    Raises:
        ValueError: a parameter is out of range.
    """

    name: str
    hidden_up_to: int
    rounded_to: int = 1
    narrowest: int | None = None

    def __post_init__(self) -> None:
        if self.hidden_up_to < 0 or self.rounded_to < 1 or self.width < 0:
            raise ValueError(f"{self.name} is not a privacy profile.")

    @property
    def width(self) -> int:
        """The least width of the interval that is left possible for a hidden count."""
        return self.hidden_up_to if self.narrowest is None else self.narrowest

    @property
    def large(self) -> int:
        """A count from which on a hidden cell can give shelter: it may fall by that much."""
        return max(self.hidden_up_to + 1, self.width)

    def hides(self, count: float) -> bool:
        """Return whether a count is too small to publish."""
        return 0 < count < self.hidden_up_to + 1

    def rounded(self, count: float) -> int:
        """Return a count as it is published."""
        return int(count / self.rounded_to + 0.5) * self.rounded_to


CMS = PrivacyProfile("CMS", 10)
"""Centers for Medicare & Medicaid Services, cell size suppression policy: 1 to 10 are hidden."""

NHS_SUB_NATIONAL = PrivacyProfile("NHS sub-national", 7, rounded_to=5)
"""NHS England, Hospital Episode Statistics analysis guide: 1 to 7 are hidden, others rounded to 5."""


def local_profile(
    hidden_up_to: int, rounded_to: int = 1, narrowest: int | None = None
) -> PrivacyProfile:
    """Return a hospital's own profile."""
    return PrivacyProfile("local", hidden_up_to, rounded_to, narrowest)
