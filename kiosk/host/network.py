"""Which way this machine would take into the network: cheap to ask, and different once a cable or a network changes."""

import socket
from typing import Final

AWAY: Final = (
    (socket.AF_INET, "192.0.2.1"),
    (socket.AF_INET6, "2001:db8::1"),
)
"""Addresses that are nobody's (RFC 5737, RFC 3849): a route towards them is the default one, and nothing is sent."""
DISCARD: Final = 9


def network_way() -> tuple[str, ...]:
    """Return the addresses from which this machine would speak to the world; empty where there is no way out.

    Nothing is sent: a datagram socket that is connected only looks its route up, on Linux and on Windows alike.
    """
    return tuple(filter(None, (_own_address(family, away) for family, away in AWAY)))


def _own_address(family: socket.AddressFamily, away: str) -> str:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as asking:
            asking.connect((away, DISCARD))
            return str(asking.getsockname()[0])
    except OSError:
        return ""
