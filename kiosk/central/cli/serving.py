"""`huddle-central serve`: starts central, on an empty folder too, and says how the first board comes in."""

import argparse

from kiosk.central.app import create_app
from kiosk.central.cli.opening import describe_storage, make_folder, opened_by, settings_of
from kiosk.central.first_steps import first_node, greeting_of, keep_address
from kiosk.central.greeting import address_of, words
from kiosk.central.logs import keep_log
from kiosk.central.server import listen, serve
from kiosk.central.tls import tls_of


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
    """Serve until told to stop.

    Raises:
        KioskError: a setting, a file or the database does not allow it.
    """
    settings = settings_of(options)
    keep_log()
    make_folder(settings)
    tls = tls_of(settings)
    with opened_by(settings) as means, listen(settings) as listening:
        address = address_of(settings, listening.getsockname()[1], tls)
        keep_address(means, address)
        greeting = greeting_of(means, address, tls, first_node(means))
        app = create_app(means)
        serve(app, tls, listening, lambda: print(words(greeting), flush=True))
    return 0
