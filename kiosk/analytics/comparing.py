"""Comparison of figures that were computed, so that rounding makes no signal."""

import math
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise

RELATIVE_TOLERANCE = 1e-9
"""Two figures closer than this, relative to the larger, are the same figure."""

WELL_APART = 4 * RELATIVE_TOLERANCE
"""Two figures further apart than this, relative to either, need no closer look."""

ROUNDING_STEPS = 16
"""Allowance for the rounding of a sum or a mean, in units of the last place of the largest term."""


def rounding_of(values: Iterable[float | None]) -> float:
    """Return the size of rounding noise in a mean of `values`; it matters where the mean is near 0.

    Args:
        values: figures on one scale; None is a gap.

    Returns:
        An absolute slack, for `compare`.
    """
    known = [value for value in values if value is not None]
    largest = max(*known, -min(known)) if known else 0.0
    return ROUNDING_STEPS * sys.float_info.epsilon * largest


def compare(left: float, right: float, slack: float = 0.0) -> int:
    """Return -1, 0 or 1 as `left` is below, equal to or above `right`, within tolerance.

    Args:
        left: the figure that is placed.
        right: the figure it is placed against.
        slack: an absolute difference that counts as equal, besides the relative tolerance.

    Returns:
        -1, 0 or 1.
    """
    if math.isclose(left, right, rel_tol=RELATIVE_TOLERANCE, abs_tol=slack):
        return 0
    return 1 if left > right else -1


def steps(values: Sequence[float | None]) -> list[int | None]:
    """Return -1, 0 or 1 for each pair of neighbours as it falls, stays or rises, within tolerance.

    Args:
        values: figures in order; None is a gap, and so are the steps to and from it.
    """
    slack = rounding_of(values)
    found: list[int | None] = []
    for before, after in pairwise(values):
        if before is None or after is None:
            found.append(None)
        elif abs(after - before) > WELL_APART * abs(after) + slack:
            found.append(1 if after > before else -1)
        else:
            found.append(compare(after, before, slack))
    return found
