"""How long to wait before the next try: full jitter, what central asks for, and a spread after an outage."""

from typing import Final

FIRST_S: Final = 2.0
MOST_S: Final = 300.0
SLOW_S: Final = 300.0
"""Between tries of what will hardly be answered otherwise."""
SPREAD_S: Final = 120.0
"""Over which a crowd spreads when its network is back."""
SPREAD_PART: Final = 10.0
"""The spread is this part of the outage, so that a short one costs nobody a wait."""
OUTAGE_PART: Final = 0.25
"""No wait is longer than this part of the outage: whoever was cut off for two minutes is back in 30 s after it."""
RETRY_AFTER_MOST_S: Final = 3_600.0
DOUBLINGS: Final = 8


def ceiling_s(attempts: int, outage_s: float | None = None) -> float:
    """Return the longest wait after some failures running, from `FIRST_S` to `MOST_S`.

    Args:
        attempts: failures running.
        outage_s: for how long there has been no connection, where that is why.
    """
    ceiling = min(MOST_S, FIRST_S * 2.0 ** min(max(attempts - 1, 0), DOUBLINGS))
    return ceiling if outage_s is None else min(ceiling, max(FIRST_S, OUTAGE_PART * outage_s))


def wait_s(
    attempts: int,
    draw: float,
    retry_after_s: float | None = None,
    outage_s: float | None = None,
) -> float:
    """Return the wait before the next try.

    Full jitter (Brooker, "Exponential Backoff and Jitter", 2015): evenly between nothing and the ceiling; never less
    than what central asked for, and then a jitter on top of it, so that a crowd does not come back at once.

    Args:
        attempts: failures running, from 1.
        draw: evenly from 0 to below 1.
        retry_after_s: what central asked for.
        outage_s: for how long there has been no connection, where that is why.
    """
    jitter_s = draw * ceiling_s(attempts, outage_s)
    if retry_after_s is None or not retry_after_s > 0:
        return jitter_s
    return min(retry_after_s, RETRY_AFTER_MOST_S) + min(jitter_s, retry_after_s)


def spread_s(outage_s: float, draw: float) -> float:
    """Return the wait when the network is back after an outage: up to `SPREAD_S` after a long one."""
    return draw * min(SPREAD_S, max(outage_s, 0.0) / SPREAD_PART)
