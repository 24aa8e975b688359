"""Which way leads to central: straight, or through the proxy that the system or its PAC file names."""

import sys
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from kiosk.sync.links import LOOPBACK

PAC_SYSTEMS: Final = frozenset({"win32", "darwin"})
"""Where the system knows of a PAC file; elsewhere a proxy is in the environment."""


def proxy_for(
    url: str,
    *,
    named: Callable[[], Mapping[str, str]] = getproxies,
    bypassed: Callable[[str], object] = proxy_bypass,
    by_pac: Callable[[str], str | None] | None = None,
) -> str | None:
    """Return the URL of the proxy that leads to an address, or None for the straight way.

    Args:
        url: the address.
        named: the system's proxies by scheme.
        bypassed: tells whether the system wants a host to be reached straight.
        by_pac: what a PAC file says; by default that of the system, where it knows of one.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in LOOPBACK or bypassed(host):
        return None
    proxies = named()
    found = proxies.get(parts.scheme) or proxies.get("all")
    if found:
        return found if "://" in found else f"http://{found}"
    return (by_pac or _system_pac)(url)


def _system_pac(url: str) -> str | None:
    if sys.platform not in PAC_SYSTEMS:
        return None
    from pypac import get_pac  # noqa: PLC0415 - with a JavaScript engine, and rarely needed
    from pypac.resolver import ProxyResolver  # noqa: PLC0415

    pac = get_pac()
    if pac is None:
        return None
    found = ProxyResolver(pac).get_proxy_for_requests(url).get(urlsplit(url).scheme)
    return str(found) if found else None
