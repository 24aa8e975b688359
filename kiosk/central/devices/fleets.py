"""The fleet's list: which PC belongs to which unit, as IT writes it into a CSV file of hostname, unit and layout."""

import csv
import io
from dataclasses import dataclass
from typing import Final

from kiosk.central.storage.protocol import Registry
from kiosk.domain.errors import KioskError

FLEET: Final = "fleet"
COLUMNS: Final = ("hostname", "unit", "layout")
ROWS_LIMIT: Final = 100_000
HOSTNAME_LIMIT: Final = 255
TO_DO: Final = "Write one line for each PC: hostname,unit,layout."


@dataclass(frozen=True, slots=True)
class FleetRow:
    """One PC: its hostname, the unit as the file names it, and the layout or empty."""

    line: int
    hostname: str
    unit: str
    layout: str


def read_fleet(text: str) -> list[FleetRow]:
    """Read a fleet's list.

    Raises:
        KioskError: a line cannot be read or a PC is there twice; says which line.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), skipinitialspace=True)
    names = tuple(name.strip().lower() for name in reader.fieldnames or ())
    if not {"hostname", "unit"} <= set(names):
        raise KioskError("The first line does not name the columns.", to_do=TO_DO)
    reader.fieldnames = names
    rows: dict[str, FleetRow] = {}
    for cells in reader:
        row = _row(reader.line_num, cells)
        if row.hostname in rows:
            first = rows[row.hostname].line
            raise KioskError(f"Line {row.line}: this PC is in line {first} already.", to_do=TO_DO)
        if len(rows) >= ROWS_LIMIT:
            raise KioskError(f"Line {row.line}: at most {ROWS_LIMIT} PCs in one file.")
        rows[row.hostname] = row
    return list(rows.values())


def _row(line: int, cells: dict[str, str]) -> FleetRow:
    values = [(cells.get(name) or "").strip() for name in COLUMNS]
    hostname, unit, layout = plain_hostname(values[0]), values[1], values[2]
    if not hostname or len(hostname) > HOSTNAME_LIMIT:
        raise KioskError(f"Line {line}: the hostname is missing or too long.", to_do=TO_DO)
    if not unit:
        raise KioskError(f"Line {line}: the unit is missing.", to_do=TO_DO)
    return FleetRow(line, hostname, unit, layout)


def plain_hostname(hostname: str) -> str:
    """Return a hostname as lists are compared: without its domain, in small letters."""
    return hostname.strip().partition(".")[0].casefold()


class Fleet:
    """The list as it is stored."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def keep(self, hostname: str, node: str, layout: str) -> None:
        """Say where a PC belongs."""
        body = {"node": node, "layout": layout}
        self._registry.put(FLEET, plain_hostname(hostname), body, node=node)

    def node_of(self, hostname: str) -> str | None:
        """Return where a PC belongs, or None when it is not listed."""
        document = self._registry.get(FLEET, plain_hostname(hostname))
        return None if document is None else str(document.body["node"])
