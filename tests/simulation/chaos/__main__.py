"""`python -m tests.simulation.chaos --minutes 5`: chaos at length; prints figures, exits 1 on a violation."""

import argparse
import sys

from tests.simulation.chaos.run import Plan, run


def main() -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(prog="tests.simulation.chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wards", type=int, default=4)
    parser.add_argument("--every", type=float, default=0.12)
    said = parser.parse_args()
    planned = Plan(said.minutes * 60, wards=said.wards, seed=said.seed, every_s=said.every)
    print(planned)
    figures = run(planned)
    print(figures.lines())
    return 1 if figures.violations else 0


if __name__ == "__main__":
    sys.exit(main())
