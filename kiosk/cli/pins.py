"""`pin`: the way back in for IT when the administrator's PIN is forgotten."""

import argparse

from kiosk.app.means import machine_means
from kiosk.app.places import Places
from kiosk.config import read_settings
from kiosk.domain.errors import KioskError
from kiosk.domain.kinds import KINDS
from kiosk.services.pins import PinKeeper
from kiosk.store.store import open_store


def describe(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the words that the command knows."""
    del command
    parser.add_argument("what", choices=("reset",), help="take the PIN away")
    parser.add_argument("--data", help="folder of the ward's store and settings")


def carry_out(options: argparse.Namespace) -> int:
    """Take the PIN away; the next touch on Settings chooses another."""
    places, means = Places(read_settings({"data": options.data}).data), machine_means()
    if not places.store.exists():
        raise KioskError(
            f"There is no ward in {places.data}.", to_do="Name its folder with --data."
        )
    store = open_store(
        places.store, kinds=KINDS, ids=means.ids, clock=means.clock, boot_id=means.boot_id
    )
    try:
        PinKeeper(store, means.clock).forget()
    finally:
        store.close()
    print("The PIN is taken away. Open the board, touch Settings, and choose another.")
    return 0
