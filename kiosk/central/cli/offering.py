"""`huddle-central offers`: how wards were set up alone that have enrolled since; taken over only when told to."""

import argparse
from collections.abc import Sequence
from typing import Final

from pydantic import ValidationError

from kiosk.central.cli.opening import WHO, describe_storage, opened
from kiosk.central.devices.enrolling import OFFER
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.configured import configured
from kiosk.central.organisation.setting_up import OFFERED, accepting
from kiosk.central.organisation.tree import Tree
from kiosk.central.organisation.wording import said
from kiosk.central.organisation.writing import Administration
from kiosk.central.storage.protocol import Document
from kiosk.domain.errors import KioskError
from kiosk.domain.offers import Offer, offer_from

DONE: Final = {"accept": "accepted", "decline": "declined"}
NO_OFFER: Final = "There is no offer of {!r}."


def describe(parser: argparse.ArgumentParser, _name: str) -> None:
    """Say which options there are."""
    describe_storage(parser)
    does = parser.add_subparsers(dest="does", metavar="WHAT")
    does.add_parser("list", help="list the offers (what `offers` alone does)")
    accept = does.add_parser("accept", help="set the unit up as its board was alone")
    decline = does.add_parser("decline", help="forget an offer; the unit stays as it is")
    for one in (accept, decline):
        one.add_argument(
            "device", metavar="PC", help="the device, as it is listed; its beginning is enough"
        )
    accept.add_argument(
        "--only",
        action="append",
        choices=OFFERED,
        help="take over this alone; may be said several times",
    )


def carry_out(options: argparse.Namespace) -> int:
    """List offers, or answer one.

    Raises:
        KioskError: it cannot be done, in words.
    """
    with opened(options) as means:
        offers = means.storage.listed(OFFER)
        if options.does in {None, "list"}:
            return _list(means, offers)
        document = _one(offers, options.device)
        administration = Administration(means, WHO)
        made = 0
        if options.does == "accept":
            made = _accept(means, administration, document, options.only or OFFERED)
        means.storage.delete(OFFER, document.key)
        administration.audit(f"offer.{DONE[options.does]}", document.key, {"changes": made})
        print(f"Done: {made} changes." if options.does == "accept" else "Forgotten.")
        return 0


def _one(offers: Sequence[Document], device: str) -> Document:
    found = [offer for offer in offers if offer.key.startswith(device)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(offer.key for offer in offers) or "none"
    raise KioskError(NO_OFFER.format(device), to_do=f"There are: {known}.")


def _list(means: CentralMeans, offers: Sequence[Document]) -> int:
    tree = Tree(means.storage, means.clock)
    for document in offers:
        unit = tree.name(_node(means, document)) or "a unit that is not known"
        print(f"{document.key}  {unit}")
        for line in _told(document):
            print(f"    {line}")
    if not offers:
        print("No offers.")
    return 0


def _told(document: Document) -> list[str]:
    try:
        offer = _offer(document)
    except KioskError as problem:
        return [problem.what]
    facts = offer.facts
    minutes = round(sum(item.seconds for item in offer.agenda) / 60)
    return [
        f"called {facts.name}, {facts.service or 'no service'}, tier {facts.tier}",
        f"calendar {said(offer.calendar)}",
        f"layout {offer.layout}; agenda {len(offer.agenda)} items, {minutes} min",
        f"metrics {said(tuple(metric.facts.key for metric in offer.metrics))}",
        f"groups {said(offer.wall_stratifiers)}",
    ]


def _offer(document: Document) -> Offer:
    try:
        return offer_from(document.body["offer"])
    except (KeyError, ValidationError) as problem:
        raise KioskError(
            "This offer cannot be read.", to_do="Decline it, and set the unit up by hand."
        ) from problem


def _node(means: CentralMeans, document: Document) -> str:
    """Return the node of an offer: that of its device now, which may have been approved or moved since."""
    device = means.storage.get("device", document.key)
    return str(device.body.get("node") or document.node) if device else document.node


def _accept(
    means: CentralMeans, administration: Administration, document: Document, parts: Sequence[str]
) -> int:
    offer, node = _offer(document), _node(means, document)
    with administration.alone():
        placement = administration.tree.organisation().placement(node)
        if placement is None:
            raise KioskError(
                "The board of this offer belongs to no unit yet.",
                to_do="Approve it first: huddle-central approve.",
            )
        now = configured(means.storage, node)
        commands = list(accepting(offer, parts, placement, now))
        return administration.configure(node, commands, administration.tree.today(node))
