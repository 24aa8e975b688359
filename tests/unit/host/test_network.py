"""The way into the network: asked without sending anything, and empty where there is none."""

import socket
from typing import Any

import pytest
from typing_extensions import override

from kiosk.host.network import network_way


class Routed(socket.socket):
    """A socket that finds a route, without a network."""

    @override
    def connect(self, address: Any, /) -> None:
        """Look nothing up."""

    @override
    def getsockname(self) -> Any:
        """Return the address of the one card there is."""
        return ("10.20.0.7", 0)


class Lost(socket.socket):
    """A socket of a machine whose cable is out."""

    @override
    def connect(self, address: Any, /) -> None:
        """Find no route."""
        raise OSError(101, "Network is unreachable")


@pytest.mark.enable_socket
def test_a_machine_with_a_network_has_an_address_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", Routed)
    assert "10.20.0.7" in network_way()


@pytest.mark.enable_socket
def test_a_machine_whose_cable_is_out_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", Lost)
    assert network_way() == ()


@pytest.mark.enable_socket
def test_asking_again_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", Routed)
    assert network_way() == network_way()
