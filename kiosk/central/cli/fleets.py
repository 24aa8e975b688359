"""`huddle-central fleet FILE`: says which PC belongs to which unit, and which layout the unit's board shows."""

import argparse
from pathlib import Path

from kiosk.central.cli.nodes import node_named
from kiosk.central.cli.opening import WHO, describe_storage, opened
from kiosk.central.devices.fleets import Fleet, FleetRow, WrongLines, read_fleet
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.configured import configured
from kiosk.central.organisation.shipped import read_shipped
from kiosk.central.organisation.writing import Administration
from kiosk.domain.errors import KioskError
from kiosk.domain.nodes import ChooseLayout
from kiosk.host.files import read_up_to

FILE_LIMIT_BYTES = 16 * 1024 * 1024


def describe(parser: argparse.ArgumentParser, _name: str) -> None:
    """Say which options there are."""
    describe_storage(parser)
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="CSV with the columns hostname, unit and layout"
    )


def carry_out(options: argparse.Namespace) -> int:
    """Read the file, check all of it, then keep it.

    Raises:
        KioskError: a line cannot be; nothing is kept then.
    """
    rows = read_fleet(_read(options.file))
    with opened(options) as means:
        units = _units(means, rows)
        _set_layouts(means, {units[row.unit]: row.layout for row in rows if row.layout})
        fleet = Fleet(means.storage)
        for row in rows:
            fleet.keep(row.hostname, units[row.unit], row.layout)
        means.storage.audit(means.clock.now(), WHO, "fleet.kept", "", {"boards": len(rows)})
    print(f"{len(rows)} PCs in {len(set(units.values()))} units.")
    return 0


def _units(means: CentralMeans, rows: list[FleetRow]) -> dict[str, str]:
    """Return the node of every unit that the file names.

    Raises:
        WrongLines: units are not known, or two lines want different layouts for one.
    """
    units: dict[str, str] = {}
    layouts: dict[str, str] = {}
    wrong: list[str] = []
    for row in rows:
        if row.unit not in units:
            try:
                units[row.unit] = node_named(means, row.unit)[0]
            except KioskError as problem:
                units[row.unit] = ""  # said once
                wrong.append(f"Line {row.line}: {problem.what} {problem.to_do}".rstrip())
        if row.layout and layouts.setdefault(row.unit, row.layout) != row.layout:
            wrong.append(f"Line {row.line}: another line wants another layout for {row.unit}.")
    if wrong:
        raise WrongLines(wrong)
    return units


def _set_layouts(means: CentralMeans, layouts: dict[str, str]) -> None:
    """Have units show the layouts that the file names, as changes that their boards follow.

    Raises:
        KioskError: there is no such layout, or somebody else is changing the organisation.
    """
    known = read_shipped().layouts
    for layout in layouts.values():
        if layout not in known:
            raise KioskError(
                f"There is no layout {layout!r}.", to_do=f"Known are: {', '.join(sorted(known))}."
            )
    if not layouts:
        return
    administration = Administration(means, WHO)
    with administration.alone():
        for node, layout in layouts.items():
            today = administration.tree.today(node)
            if _layout_of(means, node) != layout:
                administration.configure(node, [ChooseLayout(node, layout)], today)


def _layout_of(means: CentralMeans, node: str) -> str:
    """Return the layout that a node's board shows, or nothing before it is set up."""
    now = configured(means.storage, node).node
    return now.layout if now is not None else ""


def _read(path: Path) -> str:
    try:
        body = read_up_to(path, FILE_LIMIT_BYTES)
        if body is None:
            raise KioskError(f"{path} is larger than {FILE_LIMIT_BYTES // 1024 // 1024} MiB.")
        return body.decode("utf-8")
    except OSError as problem:
        raise KioskError(f"{path} cannot be read: {problem.strerror}.") from problem
    except UnicodeDecodeError as problem:
        raise KioskError(f"{path} is not UTF-8.", to_do="Save it as CSV UTF-8.") from problem
