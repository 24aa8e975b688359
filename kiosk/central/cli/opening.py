"""What every command of central begins with: the settings, and the storage that they name."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.central.means import CentralMeans
from kiosk.central.settings import CentralSettings, read_settings
from kiosk.central.storage.opening import open_storage
from kiosk.central.storage.protocol import StorageBusy
from kiosk.domain.errors import KioskError
from kiosk.host.clock import SystemClock
from kiosk.host.ids import SystemIds

WHO = "command line"
"""Who did it, in the audit log: whoever may read central's database may run its commands."""


def describe_storage(parser: argparse.ArgumentParser) -> None:
    """Say the options that name the storage."""
    parser.add_argument("--data", metavar="FOLDER", help="central's folder; holds central.toml")
    parser.add_argument(
        "--database", metavar="ADDRESS", help="sqlite (the default), or postgresql://user@host/name"
    )


def settings_of(options: argparse.Namespace) -> CentralSettings:
    """Return the settings, with what the command line says.

    Raises:
        SettingError: a value cannot be.
    """
    return read_settings(vars(options))


def make_folder(settings: CentralSettings) -> None:
    """Make central's folder, for its own account alone.

    Raises:
        KioskError: it cannot be made.
    """
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise KioskError(
            f"The folder {settings.data} cannot be used: {problem.strerror}.",
            to_do="Choose another with --data.",
        ) from problem


@contextmanager
def opened(options: argparse.Namespace, *, begins: bool = False) -> Iterator[CentralMeans]:
    """Give a command what it works with, and close the storage after it; the server may run meanwhile.

    Args:
        options: what the command line says.
        begins: a central may begin with this command. Any other is asked about one that there is, and a folder that
            was misspelt stays as it was.

    Raises:
        KioskError: the storage cannot be opened.
    """
    settings = settings_of(options)
    if not begins:
        _demand_central(settings)
    with opened_by(settings) as means:
        yield means


def _demand_central(settings: CentralSettings) -> None:
    if settings.embedded is not None and not settings.embedded.exists():
        raise KioskError(
            f"There is no central in {settings.data}.",
            "Nothing was made or changed.",
            "Name its folder with --data, or its database with --database. A new one begins with `serve`, `apply` or "
            "`restore`.",
        )


@contextmanager
def opened_by(settings: CentralSettings) -> Iterator[CentralMeans]:
    """Open the storage that settings name, and close it afterwards.

    Raises:
        KioskError: it cannot be opened.
    """
    clock, ids = SystemClock(), SystemIds()
    make_folder(settings)
    try:
        storage = open_storage(settings, clock, ids)
    except StorageBusy as problem:
        raise KioskError(
            "The database does not answer.",
            "Boards keep everything and ask again.",
            "See that it runs, and that --database names it.",
        ) from problem
    try:
        yield CentralMeans(storage, clock, ids, settings)
    except StorageBusy as problem:
        raise KioskError("The database stopped answering.", to_do="Try again.") from problem
    finally:
        storage.close()
