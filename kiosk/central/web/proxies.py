"""Sign-in through a reverse proxy: a header is believed from the proxies that were named, from nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network


class HeaderRefused(Exception):  # noqa: N818 - an answer to a request
    """The header came from an address that is not a proxy's."""


@dataclass(frozen=True, slots=True)
class SignInProxy:
    """The sign-in proxy, if there is one.

    Attributes:
        header: the name of the header in which it names the account; empty for local accounts.
        networks: where it may ask from.
    """

    header: str = ""
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def of(cls, header: str, proxies: str) -> "SignInProxy":
        """Return the proxy of two settings: a header's name, and addresses or networks with commas."""
        named = (one.strip() for one in proxies.split(","))
        return cls(header.strip(), tuple(ip_network(one, strict=False) for one in named if one))

    def account(self, headers: Mapping[str, str], peer: str) -> str:
        """Return the account that the proxy names, or empty where it names none.

        Args:
            headers: the request's, looked up without regard to case.
            peer: the address that the connection comes from.

        Raises:
            HeaderRefused: the header is there, and the address is not the proxy's.
        """
        if not self.header:
            return ""
        named = headers.get(self.header, "")
        if named and not self._trusts(peer):
            raise HeaderRefused
        return named.strip()

    def _trusts(self, peer: str) -> bool:
        try:
            address = ip_address(peer)
        except ValueError:
            return False
        plain = getattr(address, "ipv4_mapped", None) or address
        return any(plain in network for network in self.networks)
