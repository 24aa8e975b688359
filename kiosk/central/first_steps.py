"""The first steps of a new central: a node to begin with, codes for two boards, and the administrator's code."""

from threading import Event
from typing import Final

from kiosk.central.devices.codes import Codes
from kiosk.central.devices.device import DEVICE
from kiosk.central.greeting import FIRST_CODES, Greeting, database_words
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.first import ensure_first_node
from kiosk.central.organisation.tree import Tree
from kiosk.central.organisation.writing import BusyError
from kiosk.central.tls import Tls

ADMIN_CODE: Final = "admin_code"
"""The kind of document that makes the first account of the leaders' page."""
ACCOUNT: Final = "account"
ADMIN_CODE_S: Final = 24 * 60 * 60
SERVED: Final = "served"
"""The kind of document that says where central is served."""
WHO: Final = "serve"
TRIES: Final = 40
TRY_AGAIN_S: Final = 0.25


def first_node(means: CentralMeans) -> str:
    """Return the node of the first boards; of processes that start at once one makes it, and the others wait for it.

    Raises:
        KioskError: another process is at it for longer than a start takes.
    """
    pause = Event()
    for _ in range(TRIES - 1):
        try:
            return ensure_first_node(means)
        except BusyError:
            pause.wait(TRY_AGAIN_S)
    return ensure_first_node(means)


def keep_address(means: CentralMeans, address: str) -> None:
    """Remember where central is served, for the links that other commands print."""
    means.storage.put(SERVED, "address", {"address": address})


def served_address(means: CentralMeans) -> str:
    """Return where central was served last, or nothing before the first time."""
    document = means.storage.get(SERVED, "address")
    return "" if document is None else str(document.body["address"])


def greeting_of(means: CentralMeans, address: str, tls: Tls | None, node: str) -> Greeting:
    """Return what is said when central listens; makes the codes that it names.

    Args:
        means: what central works with.
        address: where boards and leaders find it.
        tls: the files that it presents, or None.
        node: where the first boards belong.
    """
    codes = Codes(means.storage, means.clock, means.ids)
    new: tuple[str, ...] = ()
    if not means.storage.listed(DEVICE, limit=1):
        new = tuple(codes.once(node) for _ in range(FIRST_CODES))
        _note(means, "code.made", node, len(new))
    administrator = ""
    if not means.storage.listed(ACCOUNT, limit=1):
        administrator = codes.once("", ADMIN_CODE, ADMIN_CODE_S)
        _note(means, "admin_code.made", "", 1)
    return Greeting(
        address=address,
        data=means.settings.data,
        database=database_words(means.settings),
        authority=None if tls is None else tls.authority,
        node_name=Tree(means.storage, means.clock).name(node) or "",
        codes=new,
        administrator=administrator,
    )


def _note(means: CentralMeans, what: str, about: str, count: int) -> None:
    means.storage.audit(means.clock.now(), WHO, what, about, {"count": count})
