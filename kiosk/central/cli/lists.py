"""How commands print a list: a line for each thing, or one that says there is none."""

from collections.abc import Iterable
from datetime import datetime

from kiosk.domain.clock import local_time
from kiosk.host.zone import machine_zone


def print_list(lines: Iterable[str], none: str) -> None:
    """Print lines, or `none` where there are none."""
    print("\n".join(lines) or none)


def when(at: datetime) -> str:
    """Return an instant to the minute, by this machine's clock: `2026-11-27 14:05`."""
    return f"{local_time(at, machine_zone()):%Y-%m-%d %H:%M}"
