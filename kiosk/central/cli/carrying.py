"""`huddle-central changes import|export`: changes that travel as files where there is no network at all."""

import argparse
from pathlib import Path

from kiosk.central.api.taking import Taking
from kiosk.central.carrying import Carrying
from kiosk.central.cli.nodes import nodes_of
from kiosk.central.cli.opening import WHO, describe_storage, opened
from kiosk.central.devices.aliases import Aliases
from kiosk.central.devices.device import Devices, one_named
from kiosk.domain.errors import KioskError
from kiosk.host.files import read_up_to, write_atomically
from kiosk.sync.change_files import FILE_LIMIT_BYTES, ChangeFile, read_change_file


def describe(parser: argparse.ArgumentParser, _name: str) -> None:
    """Say which options there are."""
    ways = parser.add_subparsers(dest="way", required=True)
    taking = ways.add_parser("import", help="take in what a board wrote")
    describe_storage(taking)
    taking.add_argument("file", metavar="FILE", type=Path, help="the board's file")
    taking.add_argument("--out", type=Path, help="where the answer for the board goes")
    giving = ways.add_parser("export", help="write all that a board follows, from the beginning")
    describe_storage(giving)
    giving.add_argument(
        "device", metavar="PC", help="name, hostname or id, as `devices` shows them"
    )
    giving.add_argument("--out", type=Path, required=True, help="where the file goes")


def carry_out(options: argparse.Namespace) -> int:
    """Carry a file in or out.

    Raises:
        KioskError: it cannot be.
    """
    with opened(options) as means:
        devices = Devices(means.storage, means.clock)
        aliases = Aliases(means.storage, means.clock)
        taking = Taking(means.storage, nodes_of(means), devices, aliases)
        carrying = Carrying(means, devices, taking)
        if options.way == "import":
            return _import(carrying, options)
        device = one_named(devices, options.device)
        _write(options.out, carrying.answer(device, {}, (), WHO))
        return 0


def _import(carrying: Carrying, options: argparse.Namespace) -> int:
    file = _read(options.file)
    device, taken = carrying.take_in(file, WHO)
    print(
        f"{device.name}: {taken.changes} changes, {taken.new} of them new, {len(taken.dead)} dead."
    )
    if options.out is not None:
        _write(options.out, carrying.answer(device, file.header.cursors, taken.dead, WHO))
    return 0


def _read(path: Path) -> ChangeFile:
    try:
        body = read_up_to(path, FILE_LIMIT_BYTES)
    except OSError as problem:
        raise KioskError(f"{path} cannot be read: {problem.strerror}.") from problem
    if body is None:
        raise KioskError(f"{path} is larger than {FILE_LIMIT_BYTES // 1024**2} MiB.")
    return read_change_file(body)


def _write(path: Path, body: bytes) -> None:
    try:
        write_atomically(path, body)
    except OSError as problem:
        raise KioskError(f"{path} cannot be written: {problem.strerror}.") from problem
    print(f"{path} is for the board: take it in there with `huddle-kiosk sync import`.")
