"""`huddle-central webhook`: who is told what happens, and what is in the way."""

import argparse
import sys
from collections.abc import Iterator
from typing import Any

from kiosk.central.cli.lists import print_list
from kiosk.central.cli.nodes import node_named
from kiosk.central.cli.opening import WHO, describe_storage, opened
from kiosk.central.interop.webhook_cursors import EVERYTHING, Cursors
from kiosk.central.interop.webhook_events import EVENTS, test_event
from kiosk.central.interop.webhook_sending import Delivered, HttpSender
from kiosk.central.interop.webhook_subscriptions import Subscription, Subscriptions
from kiosk.central.means import CentralMeans
from kiosk.domain.errors import KioskError


def describe(parser: argparse.ArgumentParser, _name: str) -> None:
    """Say which doings there are."""
    describe_storage(parser)
    doing = parser.add_subparsers(dest="doing", required=True, metavar="DOING")
    add = _doing(doing, "add", "tell an address what happens, from now on")
    add.add_argument("url", metavar="URL", help="https, or http on this machine")
    add.add_argument("--events", nargs="+", required=True, metavar="EVENT", help=", ".join(EVENTS))
    add.add_argument("--node", action="append", default=[], help="of this node only; repeat it")
    _doing(doing, "list", "list them, and what is in the way")
    for name, what in (
        ("remove", "tell it nothing any more"),
        ("test", "post an event that says nothing, and say what came of it"),
        ("resume", "try again now what waits or was given up"),
    ):
        words = "as `list` shows it, or its beginning"
        _doing(doing, name, what).add_argument("id", help=words)


def _doing(doing: Any, name: str, what: str) -> argparse.ArgumentParser:
    """Add a doing, which takes the options of the storage behind its name too."""
    inner: argparse.ArgumentParser = doing.add_parser(
        name, help=what, argument_default=argparse.SUPPRESS
    )
    describe_storage(inner)
    return inner


def carry_out(options: argparse.Namespace) -> int:
    """Carry out one of the doings.

    Raises:
        KioskError: it cannot be done.
    """
    with opened(options) as means:
        subscriptions = Subscriptions(means)
        if options.doing == "list":
            listed = ("\n".join(_described(means, one)) for one in subscriptions.listed())
            print_list(listed, "Nobody is told anything.")
        elif options.doing == "add":
            _add(means, subscriptions, options)
        else:
            _one(means, subscriptions, options.doing, subscriptions.named(options.id))
    return 0


def _add(means: CentralMeans, subscriptions: Subscriptions, options: argparse.Namespace) -> None:
    nodes = [node_named(means, said)[0] for said in options.node]
    made = subscriptions.add(options.url, options.events, nodes)
    _note(means, "webhook.added", made)
    print(f"{made.id} is told from now on.")
    print("Its secret, with which each delivery is signed; it is not shown again:", file=sys.stderr)
    print(made.secret)


def _one(
    means: CentralMeans, subscriptions: Subscriptions, doing: str, subscription: Subscription
) -> None:
    cursors = Cursors(means.storage, subscription.id)
    now = means.clock.now()
    if doing == "remove":
        subscriptions.remove(subscription)
        cursors.forget()
        _note(means, "webhook.removed", subscription)
        print("It is told nothing any more.")
    elif doing == "resume":
        parked = cursors.resume(now)
        _note(means, "webhook.resumed", subscription)
        print(f"{parked} given up; all is tried again within a minute.")
    else:
        event = test_event(means.ids.new_id(), now)
        source = means.settings.public_url or "urn:huddle-kiosk:central"
        found = HttpSender()(subscription, event.id, event.body(source), now)
        if not isinstance(found, Delivered):
            raise KioskError(f"It was not taken: {found.why}.")
        print("It was taken.")


def _described(means: CentralMeans, subscription: Subscription) -> Iterator[str]:
    yield f"{subscription.id}\t{subscription.url}\t{', '.join(subscription.events)}"
    for log, cursor in Cursors(means.storage, subscription.id).all().items():
        if cursor.trouble is None:
            continue
        where = "all" if log == EVERYTHING else log
        until = "given up" if cursor.trouble.parked else f"again at {cursor.trouble.next_at:%H:%M}"
        since = f"since {cursor.trouble.since:%Y-%m-%d %H:%M}"
        yield f"  {where}: {cursor.trouble.why}, {since}, tried {cursor.trouble.tries} times, {until}"


def _note(means: CentralMeans, what: str, subscription: Subscription) -> None:
    means.storage.audit(means.clock.now(), WHO, what, subscription.id, {})
