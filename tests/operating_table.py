"""How often the gap verdict finds what is there, and what is not: simulated series, and the table in CONTRIBUTING.

``python -m tests.operating_table`` prints the table. Every series has six groups of the same size
over six months, all at 50 % in the first month, and changes in a straight line to the last.
"""

import argparse
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kiosk.analytics.counts import Counted
from kiosk.analytics.gap_verdicts import GapSeries, GapVerdict, gap_verdicts
from kiosk.analytics.verdicts import Direction

GROUPS = 6
MONTHS = 6
BASELINE = 0.5
OVERALL = 0.154
"""By how much everyone together improves in the IHI's case."""

SEED = 20261126
SERIES = 2_000
SIZES = (50, 100, 200, 400, 1_000, 5_000, 20_000)


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens to the last group while everyone together changes by `overall`."""

    name: str
    overall: float
    last: float

    def changes(self) -> np.ndarray:
        """Return the change of each group from the first month to the last."""
        others = (GROUPS * self.overall - self.last) / (GROUPS - 1)
        return np.array([others] * (GROUPS - 1) + [self.last])


NOBODY = Effect("nobody changes", 0.0, 0.0)
ALIKE = Effect("all improve alike", OVERALL, OVERALL)
FLAT = Effect("one group stays as it was", OVERALL, 0.0)
IHI = Effect("one group falls by 2 points (IHI)", OVERALL, -0.02)
SIX = Effect("one group falls by 6 points", OVERALL, -0.06)
TWELVE = Effect("one group falls by 12 points", OVERALL, -0.12)
EFFECTS = (NOBODY, ALIKE, FLAT, IHI, SIX, TWELVE)


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of series: with a verdict on any group, and with a verdict on the last group."""

    any_group: Mapping[GapVerdict, float]
    last_group: Mapping[GapVerdict, float]


def simulate(effect: Effect, size: int, series: int, seed: int) -> Rates:
    """Return how often each verdict is given.

    Args:
        effect: what is true.
        size: people per group and month.
        series: how many series are drawn.
        seed: of the random numbers.
    """
    chance = np.random.default_rng([seed, size, EFFECTS.index(effect)])
    shares = BASELINE + np.outer(effect.changes(), np.linspace(0, 1, MONTHS))
    drawn = chance.binomial(size, shares, size=(series, GROUPS, MONTHS))
    anyone, last = Counter[GapVerdict](), Counter[GapVerdict]()
    for counts in drawn.tolist():
        found = gap_verdicts(
            GapSeries(
                overall=[Counted(sum(month), GROUPS * size) for month in zip(*counts, strict=True)],
                groups={
                    str(group): [Counted(month, size) for month in months]
                    for group, months in enumerate(counts)
                },
                improvement=Direction.INCREASE,
            )
        )
        verdicts = [found[str(group)].verdict for group in range(GROUPS)]
        anyone.update(set(verdicts))
        last[verdicts[-1]] += 1
    return Rates(
        {verdict: anyone[verdict] / series for verdict in GapVerdict},
        {verdict: last[verdict] / series for verdict in GapVerdict},
    )


def table(series: int, seed: int) -> str:
    """Return the operating table in Markdown: per cent of series."""
    heads = ["what is true", *(f"{size:,}" for size in SIZES)]
    lines = [_row(heads), _row(["---", *("---:" for _ in SIZES)])]
    for effect in EFFECTS:
        rates = [simulate(effect, size, series, seed) for size in SIZES]
        lines.append(_row([effect.name, *(_cell(effect, each) for each in rates)]))
    return "\n".join(lines)


def _cell(effect: Effect, rates: Rates) -> str:
    """Return hidden decline and left behind: of any group where none is worse off, else of the last."""
    of = rates.any_group if effect in (NOBODY, ALIKE) else rates.last_group
    hidden = rates.any_group if effect is FLAT else of
    return f"{_share(hidden[GapVerdict.HIDDEN_DECLINE])} / {_share(of[GapVerdict.LEFT_BEHIND])}"


def _share(share: float) -> str:
    return f"{100 * share:.1f}"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=SERIES)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    print(table(asked.series, asked.seed))


if __name__ == "__main__":
    main()
