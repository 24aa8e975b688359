"""What the wire asks of the organisation: who follows what, who is what, and who may write what."""

from collections.abc import Callable
from typing import Protocol

from kiosk.central.devices.device import Device
from kiosk.domain.changes import Change, Log

Refusals = Callable[[Change], str | None]
"""Tells why a change must not be in a log, in words; None when it may."""


class Directory(Protocol):
    """The organisation as it stands today; cheap to ask for every request."""

    def name(self, node: str) -> str | None:
        """Return what a node is called, or None when there is no such node."""
        ...

    def follows(self, node: str) -> tuple[Log, ...]:
        """Return the logs that a node's boards follow."""
        ...

    def is_within(self, node: str, top: str) -> bool:
        """Tell whether a node is another or stands anywhere below it."""
        ...

    def forget(self) -> None:
        """Look again when next asked: what is remembered may be older than what another process has said."""
        ...

    def refusals(self, node: str, log: Log) -> Refusals:
        """Return what tells why a board of a node may not write a change into a log today."""
        ...


def followed(directory: Directory, device: Device) -> tuple[Log, ...]:
    """Return the logs that a board follows: those of its unit, and of the units that it has not done with yet."""
    return tuple(dict.fromkeys(log for node in device.nodes for log in directory.follows(node)))
