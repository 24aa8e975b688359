"""`huddle-central devices`, `approve`, `revoke` and `support-log`: the boards, and how they are."""

import argparse
import sys

from kiosk.central.api.fetching import SUPPORT_LOG
from kiosk.central.cli.device_list import NONE, NONE_WAITS, Listed, summary, table
from kiosk.central.cli.nodes import node_named, nodes_of
from kiosk.central.cli.opening import WHO, describe_storage, opened
from kiosk.central.devices.aliases import Aliases
from kiosk.central.devices.device import Device, Devices, Standing, one_named
from kiosk.central.devices.enrolling import Enrolment
from kiosk.central.means import CentralMeans
from kiosk.domain.errors import KioskError


def describe(parser: argparse.ArgumentParser, name: str) -> None:
    """Say which options a command has."""
    describe_storage(parser)
    if name == "devices":
        parser.add_argument("--waiting", action="store_true", help="only those that wait for IT")
        return
    parser.add_argument(
        "device", metavar="PC", help="name, hostname or id, as `devices` shows them"
    )
    if name == "approve":
        parser.add_argument("node", metavar="UNIT", help="the unit that it belongs to")
    elif name == "support-log":
        parser.add_argument("--list", action="store_true", help="only say which there are")


def carry_out(options: argparse.Namespace) -> int:
    """Carry out one of the commands.

    Raises:
        KioskError: it cannot be done.
    """
    with opened(options) as means:
        devices = Devices(means.storage, means.clock)
        if "waiting" in options:
            return _list(means, devices, waiting_only=options.waiting)
        device = one_named(devices, options.device)
        if "list" in options:
            return _support_log(means, device, only_names=options.list)
        enrolment = Enrolment(
            means.storage,
            devices,
            Aliases(means.storage, means.clock),
            nodes_of(means),
            means.clock,
            means.ids,
        )
        if "node" in options:
            node, name = node_named(means, options.node)
            enrolment.approve(device, node, WHO)
            print(f"{device.name} belongs to {name} now; it goes on within half a minute.")
            return 0
        enrolment.revoke(device, WHO)
        print(f"{device.name} is out. It keeps what it has, and says so on its board.")
        return 0


def _list(means: CentralMeans, devices: Devices, *, waiting_only: bool) -> int:
    nodes, now = nodes_of(means), means.clock.now()
    boards = [
        Listed(device, devices.seen(device.id), nodes.name(device.node) or "")
        for device in devices.all()
        if not waiting_only or device.standing is Standing.WAITING
    ]
    if not boards:
        print(NONE_WAITS if waiting_only else NONE)
        return 0
    print(*table(boards, now), "", summary(boards, now), sep="\n")
    return 0


def _support_log(means: CentralMeans, device: Device, *, only_names: bool) -> int:
    names = [
        (name, at)
        for name, at in means.storage.blob_names(SUPPORT_LOG, node=device.node)
        if name.startswith(f"{device.id}/")
    ]
    if not names:
        raise KioskError(f"{device.name} has sent no log.", to_do="It is sent at the board.")
    if only_names:
        for name, _ in names:
            print(name.partition("/")[2])
        return 0
    body = means.storage.blob(SUPPORT_LOG, names[-1][0])
    means.storage.audit(means.clock.now(), WHO, "support_log.read", device.id, {})
    sys.stdout.write((body or b"").decode("utf-8", "replace"))
    return 0
