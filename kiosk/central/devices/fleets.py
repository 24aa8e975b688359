"""The fleet's list: which PC belongs to which unit, as IT writes it into a CSV file of hostname, unit and layout."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.central.storage.protocol import Registry
from kiosk.domain.errors import KioskError

FLEET: Final = "fleet"
COLUMNS: Final = ("hostname", "unit", "layout")
ROWS_LIMIT: Final = 100_000
HOSTNAME_LIMIT: Final = 255
MOST_SAID: Final = 20
NOTHING_KEPT: Final = "Nothing of the file was kept."
TO_DO: Final = "Write one line for each PC: hostname,unit,layout."


@dataclass(frozen=True, slots=True)
class FleetRow:
    """One PC: its hostname, the unit as the file names it, and the layout or empty."""

    line: int
    hostname: str
    unit: str
    layout: str


class WrongLines(KioskError):  # noqa: N818 - said to a person, like every refusal
    """Lines of a file that cannot be; all of them are said, as far as anybody reads on."""

    def __init__(self, lines: Sequence[str], to_do: str = "") -> None:
        more = [f"… and {len(lines) - MOST_SAID} more."] if len(lines) > MOST_SAID else []
        super().__init__("\n".join([*lines[:MOST_SAID], *more]), NOTHING_KEPT, to_do)


def read_fleet(text: str) -> list[FleetRow]:
    """Read a fleet's list.

    Raises:
        WrongLines: lines cannot be read or a PC is there twice; says all of them.
        KioskError: it has no columns, or too many lines.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), skipinitialspace=True)
    names = tuple(name.strip().lower() for name in reader.fieldnames or ())
    if not {"hostname", "unit"} <= set(names):
        raise KioskError("The first line does not name the columns.", to_do=TO_DO)
    reader.fieldnames = names
    rows: dict[str, FleetRow] = {}
    wrong: list[str] = []
    for cells in reader:
        line = reader.line_num
        values = [(cells.get(name) or "").strip() for name in COLUMNS]
        row = FleetRow(line, plain_hostname(values[0]), values[1], values[2])
        problem = _problem(row, rows)
        if problem:
            wrong.append(f"Line {line}: {problem}")
            continue
        if len(rows) >= ROWS_LIMIT:
            raise KioskError(f"Line {line}: at most {ROWS_LIMIT} PCs in one file.")
        rows[row.hostname] = row
    if wrong:
        raise WrongLines(wrong, TO_DO)
    return list(rows.values())


def _problem(row: FleetRow, rows: Mapping[str, FleetRow]) -> str:
    """Return what is wrong with a line, or nothing."""
    if not row.hostname or len(row.hostname) > HOSTNAME_LIMIT:
        return "the hostname is missing or too long."
    if not row.unit:
        return "the unit is missing."
    if row.hostname in rows:
        return f"this PC is in line {rows[row.hostname].line} already."
    return ""


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
