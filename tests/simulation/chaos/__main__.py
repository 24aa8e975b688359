"""`python -m tests.simulation.chaos --minutes 5`: chaos at length; prints figures, exits 1 on a violation."""

import argparse
import sys
from dataclasses import fields, replace

from tests.simulation.chaos.plan import Plan
from tests.simulation.chaos.run import run


def main() -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(prog="tests.simulation.chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    planned = Plan(0.0)
    sizes = [one.name for one in fields(Plan) if one.name != "seconds"]
    for name in sizes:
        default = getattr(planned, name)
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(default), default=default)
    said = vars(parser.parse_args())
    planned = replace(planned, seconds=said.pop("minutes") * 60, **said)
    print(planned, flush=True)
    figures = run(planned)
    print(figures.lines())
    return 1 if figures.violations else 0


if __name__ == "__main__":
    sys.exit(main())
