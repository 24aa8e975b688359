"""Who is told of what: subscriptions with their secrets, and where each began to listen."""

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from kiosk.central.interop.webhook_events import EVENTS
from kiosk.central.means import CentralMeans
from kiosk.domain.clock import instant_from, instant_text
from kiosk.domain.errors import KioskError

KIND: Final = "webhook"
START: Final = "webhook-start"
"""The kind of blob that says where the logs stood when a subscription was made."""
MOST_SUBSCRIPTIONS: Final = 50
MOST_NODES: Final = 200
LONGEST_URL: Final = 500
SECRET: Final = "whsec_"  # noqa: S105 - how a secret begins (standardwebhooks.com)


@dataclass(frozen=True, slots=True)
class Subscription:
    """Somebody who is told.

    Attributes:
        id: its name.
        url: where events are posted to.
        events: which, of `EVENTS`.
        nodes: whose; empty for everybody's.
        secret: what each delivery is signed with.
        made_at: since when.
    """

    id: str
    url: str
    events: tuple[str, ...]
    nodes: tuple[str, ...]
    secret: str
    made_at: datetime

    def wants(self, what: str, node: str) -> bool:
        """Tell whether it is told of something."""
        return what in self.events and (not self.nodes or node in self.nodes)


class Subscriptions:
    """The subscriptions, in the registry."""

    def __init__(self, means: CentralMeans) -> None:
        self._means = means
        self._storage = means.storage

    def add(self, url: str, events: Sequence[str], nodes: Sequence[str] = ()) -> Subscription:
        """Tell somebody of what happens from now on; return the subscription with its secret.

        Raises:
            KioskError: the address, an event or a node cannot be, or there are too many.
        """
        check_url(url)
        unknown = [event for event in events if event not in EVENTS]
        if unknown or not events:
            named = f"There is no event {unknown[0]!r}." if unknown else "Name an event."
            raise KioskError(named, to_do=f"There are: {', '.join(EVENTS)}.")
        if len(nodes) > MOST_NODES:
            raise KioskError(f"At most {MOST_NODES} nodes; name none to be told of all.")
        if len(self.listed()) >= MOST_SUBSCRIPTIONS:
            raise KioskError(f"There are {MOST_SUBSCRIPTIONS} webhooks already.")
        now = self._means.clock.now()
        made = Subscription(
            id=self._means.ids.new_id(),
            url=url,
            events=tuple(dict.fromkeys(events)),
            nodes=tuple(dict.fromkeys(nodes)),
            secret=SECRET + b64encode(self._means.ids.new_key()).decode(),
            made_at=now,
        )
        heads = {str(log): seq for log, seq in self._storage.all_logs().items()}
        self._storage.put_blob(START, made.id, json.dumps(heads).encode(), at=now)
        told = {
            "url": made.url,
            "events": list(made.events),
            "nodes": list(made.nodes),
            "secret": made.secret,
            "made_at": instant_text(now),
        }
        self._storage.put(KIND, made.id, told)
        return made

    def listed(self) -> list[Subscription]:
        """Return all subscriptions, oldest first."""
        return [
            Subscription(
                id=document.key,
                url=document.body["url"],
                events=tuple(document.body["events"]),
                nodes=tuple(document.body["nodes"]),
                secret=document.body["secret"],
                made_at=instant_from(document.body["made_at"]),
            )
            for document in self._storage.listed(KIND, limit=MOST_SUBSCRIPTIONS)
        ]

    def named(self, said: str) -> Subscription:
        """Return the subscription whose id begins with what was said.

        Raises:
            KioskError: there is none, or more than one.
        """
        found = [one for one in self.listed() if one.id.startswith(said)]
        if len(found) == 1:
            return found[0]
        what = "There is no webhook" if not found else "More than one webhook begins with"
        raise KioskError(f"{what} {said[:40]!r}.", to_do="See: huddle-central webhook list")

    def remove(self, subscription: Subscription) -> None:
        """Tell somebody nothing any more."""
        self._storage.delete(KIND, subscription.id)
        self._storage.delete_blob(START, subscription.id)

    def start(self, subscription: Subscription) -> dict[str, int]:
        """Return where the logs stood when the subscription was made."""
        body = self._storage.blob(START, subscription.id)
        return {} if body is None else {str(log): int(seq) for log, seq in json.loads(body).items()}


def check_url(url: str) -> None:
    """Check an address that events are posted to.

    Raises:
        KioskError: it cannot be; says why.
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        host = ""
        parts = urlsplit("")
    if not host or parts.fragment or len(url) > LONGEST_URL or not url.isascii():
        raise KioskError("That is no address.", to_do="Write it as https://host/path.")
    if parts.username or parts.password:
        raise KioskError(
            "An address with a password in it would stand in lists.",
            to_do="Leave it out; each delivery is signed with a secret.",
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise KioskError("Events are posted over https only; http only to this machine.")


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
