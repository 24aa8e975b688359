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
RETRY_AFTER_MOST_S: Final = 3_600.0
DOUBLINGS: Final = 8


def ceiling_s(attempts: int) -> float:
    """Return the longest wait after some failures running, from `FIRST_S` to `MOST_S`."""
    return min(MOST_S, FIRST_S * 2.0 ** min(max(attempts - 1, 0), DOUBLINGS))


def wait_s(attempts: int, draw: float, retry_after_s: float | None = None) -> float:
    """Return the wait before the next try.

    Full jitter (Brooker, "Exponential Backoff and Jitter", 2015): evenly between nothing and the ceiling; never less
    than what central asked for, and then a jitter on top of it, so that a crowd does not come back at once.

    Args:
        attempts: failures running, from 1.
        draw: evenly from 0 to below 1.
        retry_after_s: what central asked for.
    """
    jitter_s = draw * ceiling_s(attempts)
    if retry_after_s is None or not retry_after_s > 0:
        return jitter_s
    return min(retry_after_s, RETRY_AFTER_MOST_S) + min(jitter_s, retry_after_s)


def spread_s(outage_s: float, draw: float) -> float:
    """Return the wait when the network is back after an outage: up to `SPREAD_S` after a long one."""
    return draw * min(SPREAD_S, max(outage_s, 0.0) / SPREAD_PART)
