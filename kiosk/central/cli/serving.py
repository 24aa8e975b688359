"""`huddle-central serve`: starts central, on an empty folder too, and says how the first board comes in."""

import argparse
import gc
from contextlib import closing
from typing import Final

from fastapi import FastAPI

from kiosk.central.app import create_app
from kiosk.central.cli.opening import describe_storage, make_folder, settings_of
from kiosk.central.first_steps import first_node, greeting_of, keep_address
from kiosk.central.greeting import Greeting, address_of, words
from kiosk.central.late_database import open_patiently
from kiosk.central.logs import keep_log
from kiosk.central.means import CentralMeans
from kiosk.central.server import listen, serve
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.opening import open_storage
from kiosk.central.tls import Tls, tls_of
from kiosk.host.clock import SystemClock
from kiosk.host.ids import SystemIds

GARBAGE_THRESHOLD: Final = 20000
"""New objects between two looks for garbage: a push makes thousands and no cycle."""


def describe(parser: argparse.ArgumentParser, _name: str) -> None:
    """Say which options there are."""
    describe_storage(parser)
    parser.add_argument("--host", help="address to listen at (127.0.0.1)")
    parser.add_argument("--port", help="port to listen at (8480)")
    parser.add_argument(
        "--public-url", metavar="URL", help="the address that boards and leaders use"
    )
    parser.add_argument("--certificate", metavar="FILE", help="TLS certificate, PEM")
    parser.add_argument("--key", metavar="FILE", help="its key, PEM")
    parser.add_argument(
        "--dev-tls",
        action="store_const",
        const=True,
        help="make a local certificate authority, for trying out",
    )
    parser.add_argument(
        "--trusted-proxies", metavar="ADDRESSES", help="proxies whose X-Forwarded-For is believed"
    )


def carry_out(options: argparse.Namespace) -> int:
    """Serve until told to stop; a database that is away is waited for.

    Raises:
        KioskError: a setting, a file or the database does not allow it.
    """
    settings = settings_of(options)
    keep_log()
    make_folder(settings)
    tls = tls_of(settings)
    with listen(settings) as listening:
        address = address_of(settings, listening.getsockname()[1], tls)
        waits = f"The database does not answer. Central waits for it at {address}"
        opened = open_patiently(
            lambda: _open(settings, address, tls), tls, listening, lambda: print(waits, flush=True)
        )
        if opened is not None:
            means, app, greeting = opened
            gc.freeze()  # what is here by now stays, and is not looked through again
            gc.set_threshold(GARBAGE_THRESHOLD)
            with closing(means.storage):
                serve(app, tls, listening, lambda: print(words(greeting), flush=True))
    return 0


def _open(
    settings: CentralSettings, address: str, tls: Tls | None
) -> tuple[CentralMeans, FastAPI, Greeting]:
    """Open the storage and make what serves it.

    Raises:
        StorageBusy: the database does not answer; it can be tried again.
        KioskError: a setting or the database does not allow it.
    """
    clock, ids = SystemClock(), SystemIds()
    storage = open_storage(settings, clock, ids)
    try:
        means = CentralMeans(storage, clock, ids, settings)
        keep_address(means, address)
        greeting = greeting_of(means, address, tls, first_node(means))
        return means, create_app(means), greeting
    except BaseException:
        storage.close()
        raise
