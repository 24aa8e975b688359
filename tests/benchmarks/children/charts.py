"""Many XmR charts, computed again and again: limits, signals, runs and verdicts of every point."""

import sys
from datetime import date
from random import Random

from kiosk.analytics.verdicts import Direction
from kiosk.analytics.xmr import xmr_chart
from tests.benchmarks.children.stopwatch import now_ms, say

CHARTS = 320
POINTS = 60


def main() -> None:
    """Compute all charts so many times and say how long each time took."""
    turns = int(sys.argv[1])
    chance = Random(1)  # noqa: S311 - the same figures each time
    series = [[chance.gauss(70, 5) for _ in range(POINTS)] for _ in range(CHARTS)]
    months = [date(2021 + at // 12, at % 12 + 1, 1) for at in range(POINTS)]
    times: list[float] = []
    for _ in range(turns + 1):  # the first warms the modules
        begun = now_ms()
        for values in series:
            xmr_chart(values, improvement=Direction.INCREASE, target=70.0, dates=months)
        times.append(now_ms() - begun)
    say(charts=CHARTS, points=POINTS, charts_ms=times[1:])


if __name__ == "__main__":
    main()
