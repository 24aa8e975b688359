"""Comparison of figures that were computed, so that rounding makes no signal."""

import math
import sys
from collections.abc import Iterable

RELATIVE_TOLERANCE = 1e-9
"""Two figures closer than this, relative to the larger, are the same figure."""

ROUNDING_STEPS = 16
"""Allowance for the rounding of a sum or a mean, in units of the last place of the largest term."""


def rounding_of(values: Iterable[float | None]) -> float:
    """Return the size of rounding noise in a mean of `values`; it matters where the mean is near 0.

    Args:
        values: figures on one scale; None is a gap.

    Returns:
        An absolute slack, for `compare`.
    """
    largest = max((abs(value) for value in values if value is not None), default=0.0)
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
