"""What `serve` prints when it listens: where it is, how a board comes in, and how the leaders' page is opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.central.settings import CentralSettings, central_folder
from kiosk.central.tls import Tls, is_this_machine
from kiosk.host.programs import way_to
from kiosk.sync.links import Link

FIRST_CODES = 2
"""Codes that are made for the first boards: two show each other's cards."""
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - what people write to be reached everywhere


@dataclass(frozen=True, slots=True)
class Greeting:
    """What is said.

    Attributes:
        address: where boards and leaders find central.
        data: its folder.
        database: what it keeps everything in, without a password.
        authority: what boards have to be told to trust, or None.
        node_name: the node for which the codes are.
        codes: for the first boards; none once there are boards.
        administrator: the code of the first administrator; empty once there is one.
    """

    address: str
    data: Path
    database: str
    authority: Path | None = None
    node_name: str = ""
    codes: Sequence[str] = ()
    administrator: str = ""


def words(greeting: Greeting) -> str:
    """Return the greeting as lines to print."""
    lines = [
        f"Central is running at {greeting.address}",
        f"  data: {greeting.data} ({greeting.database})",
    ]
    trust = ""
    if greeting.authority is not None:
        trust = f" --ca {greeting.authority}"
        lines.append(f"  boards trust it with{trust}")
    if greeting.codes:
        lines += ["", f"Enrol a board of {greeting.node_name}; each code once, within 10 minutes:"]
        lines += [
            f"  {way_to('huddle-kiosk')} run{_folder(greeting.address, number)}"
            f" --enrol '{Link(greeting.address, code).text}'{trust}"
            for number, code in enumerate(greeting.codes, start=1)
        ]
    lines += ["", f"More codes:  {way_to('huddle-central')} code UNIT{_central(greeting.data)}"]
    page = f"Leaders' page:  {greeting.address}/"
    if greeting.administrator:
        page += f"  first administrator's code: {greeting.administrator}"
    return "\n".join([*lines, page])


def _folder(address: str, number: int) -> str:
    """Say a folder for a board where all boards are on this machine; elsewhere each has its PC's own."""
    return f" --data board-{number}" if is_this_machine(urlsplit(address).hostname or "") else ""


def _central(data: Path) -> str:
    """Say central's folder where it is not the one that commands look for by themselves."""
    if data == central_folder():
        return ""
    return f' --data "{data}"' if " " in str(data) else f" --data {data}"


def address_of(settings: CentralSettings, port: int, tls: Tls | None) -> str:
    """Return the address that boards and leaders use."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    host = ANYWHERE.get(settings.host, settings.host)
    shown = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"{'http' if tls is None else 'https'}://{shown}:{port}"


def database_words(settings: CentralSettings) -> str:
    """Return what everything is kept in, without a password."""
    if settings.database in {"sqlite", "memory"}:
        return settings.database
    return "postgresql, " + settings.database.rpartition("@")[2].partition("?")[0]
