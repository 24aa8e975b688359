"""What a run found: figures beside their floors, their ratios and targets; as a table and as JSON."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table.

    Attributes:
        name: what was measured.
        unit: of the values.
        values: each measurement.
        floor: what the ratio is to, measured in turns with it; empty when there is none.
        most: the target: the most that the ratio may be, or the median where there is no floor; None for no target.
        share: which share of the values is judged and told: 0.5 is the median.
        note: what to know when reading it.
    """

    name: str
    unit: str
    values: Sequence[float]
    floor: Sequence[float] = ()
    most: float | None = None
    share: float = 0.5
    note: str = ""

    @property
    def value(self) -> float:
        """The median of the values, or the share that is judged."""
        return quantile(self.values, self.share)

    @property
    def ratio(self) -> float | None:
        """How many times the floor, the same share of both."""
        return self.value / quantile(self.floor, self.share) if self.floor else None

    @property
    def judged(self) -> float:
        """What the target is about."""
        return self.value if self.ratio is None else self.ratio

    def verdict(self) -> str:
        """Say whether the target is met."""
        if self.most is None:
            return ""
        return "met" if self.judged <= self.most else "MISSED"

    def line(self) -> str:
        """Return the line of the table."""
        spread = f"{min(self.values):.1f}–{max(self.values):.1f}"
        floor = f"{quantile(self.floor, self.share):.1f}" if self.floor else ""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        most = "" if self.most is None else f"≤ {self.most:g}"
        cells = (
            f"{self.name:<62}{self.value:>9.1f} {self.unit:<5}{spread:>18}{floor:>9}{ratio:>7}"
            f"{most:>8} {self.verdict():<7}{self.note}"
        )
        return cells.rstrip()

    def json(self) -> dict[str, Any]:
        """Return everything, for the file."""
        worked_out = {"value": self.value, "ratio": self.ratio, "verdict": self.verdict()}
        return {**asdict(self), **worked_out}


HEAD = f"{'':<62}{'median':>9} {'':<5}{'min–max':>18}{'floor':>9}{'ratio':>7}{'target':>8}"


def quantile(values: Sequence[float], share: float) -> float:
    """Return the median, or the value that a share of all does not exceed."""
    if share == 0.5:
        return median(values)
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def slope(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Return by how much y grows when x grows by one: the line of least squares."""
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    over = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True))
    return over / sum((x - middle_x) ** 2 for x in xs)
