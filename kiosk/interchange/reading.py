"""Reading a whole file of figures as a map says, all or nothing unless bad rows are to be skipped."""

from dataclasses import dataclass
from pathlib import Path

from kiosk.interchange.figure_rows import NOBODY, Place, RowReader
from kiosk.interchange.figures_csv import Progress, Row, Table, open_table
from kiosk.interchange.mapping import FigureMap
from kiosk.interchange.refusals import (
    BadRows,
    BadValueError,
    FiguresRefusedError,
    NobodyCountedError,
    nearest,
    shown,
)
from kiosk.interchange.tallies import Tally

HOW_TO_SKIP = "Mend them, or leave them out with --skip-bad-rows."


@dataclass(frozen=True, slots=True)
class Figures:
    """What was read.

    Attributes:
        file: the file's name.
        tally: the counts by month. They are raw: only `publishing` may see them.
        rows: how many rows passed the filters, or how many reports there are, bad ones included.
        skipped: the bad rows, which are not in the tally.
        notes: what a person should know about how the file was read.
        what: what was read: rows or reports.
    """

    file: str
    tally: Tally
    rows: int
    skipped: BadRows
    notes: tuple[str, ...]
    what: str = "rows"


def read_figures(
    path: Path,
    figure_map: FigureMap,
    *,
    skip_bad_rows: bool = False,
    progress: Progress | None = None,
) -> Figures:
    """Read a file of figures.

    Args:
        path: the CSV file.
        figure_map: what its columns mean.
        skip_bad_rows: leave rows out that cannot be read; a month that lacks one has no figure for
            the group it belonged to, and none for everyone where groups are added up.
        progress: is told how many bytes of how many have been read.

    Raises:
        FiguresRefusedError: it cannot be read, or rows of it cannot and they are not to be skipped.
    """
    wanted = figure_map.wanted_columns
    reporting = {} if progress is None else {"progress": progress}
    with open_table(path, wanted, **reporting) as table:
        reader = RowReader(figure_map, table.positions(wanted), len(table.header))
        figures = _read(table, reader)
    refuse_bad_rows(figures, skip_bad_rows=skip_bad_rows)
    _demand_every_metric(figures, figure_map, reader)
    return figures


def refuse_bad_rows(figures: Figures, *, skip_bad_rows: bool) -> None:
    """Refuse a file with rows or reports that cannot be read, unless they are to be skipped.

    Raises:
        FiguresRefusedError: names the first of them, and how many there are.
    """
    bad = figures.skipped
    if bad.count and not skip_bad_rows:
        how_many = f"{bad.count:,} of {figures.rows:,} {figures.what} cannot be read."
        words = f"Nothing was imported: {how_many} {HOW_TO_SKIP}"
        raise FiguresRefusedError("\n".join([*bad.lines(), words]))


def _read(table: Table, reader: RowReader) -> Figures:
    tally, bad, rows = Tally(), BadRows(table.file), 0
    for row in table.rows:
        rows += _take(row, reader, tally, bad)
    return Figures(table.file, tally, rows, bad, table.notes)


def _take(row: Row, reader: RowReader, tally: Tally, bad: BadRows) -> bool:
    """Take in one row; return whether it is one of those that were asked for."""
    about = None
    places: tuple[Place, ...] = ()
    values = row.values
    try:
        if not reader.wants(values):
            return False
        about = reader.about(values)
        places = reader.places(values, about)
        counts = reader.counts(values, about.metric)
    except NobodyCountedError as problem:
        bad.add(row.line, str(problem))
        counts = NOBODY
    except BadValueError as problem:
        bad.add(row.line, str(problem))
        if about is not None:
            tally.doubt(reader.doubtful(values, about))
        return True
    try:
        tally.add(places, f"line {row.line}", counts)
    except BadValueError as problem:
        bad.add(row.line, str(problem))
    return True


def _demand_every_metric(figures: Figures, figure_map: FigureMap, reader: RowReader) -> None:
    if not figures.rows:
        raise FiguresRefusedError(f"{figures.file}: {_nothing_passed(figure_map, reader)}")
    there = figures.tally.metrics()
    lacking = [one.value_in_file for one in figure_map.metrics if one.id not in there]
    if lacking:
        names = ", ".join(shown(name) for name in lacking)
        raise FiguresRefusedError(f"{figures.file}: no row that can be read is about {names}.")


def _nothing_passed(figure_map: FigureMap, reader: RowReader) -> str:
    for name, allowed in figure_map.filters.items():
        seen = reader.filtered[name]
        if seen and seen.isdisjoint(allowed):
            names = " or ".join(shown(value) for value in allowed)
            return f"no row passes the filter {name} = {names}.{nearest(allowed[0], seen)}"
    return "there is no row under the names of the columns that passes the filters."
