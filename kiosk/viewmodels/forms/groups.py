"""The sheet of a groups tile: released values only, with intervals, by window; hidden groups have no name."""

from kiosk.domain.metrics import MetricFacts
from kiosk.domain.releases import Cell, CellStatus, Release, Window
from kiosk.layouts.tiles import GroupsTile
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.forms.details import Touches, pick, scene_of
from kiosk.viewmodels.forms.form import Context, Draft
from kiosk.viewmodels.forms.parts import CLOSE
from kiosk.viewmodels.groups_tile import NO_DATA, OTHERS, TOO_FEW, groups_tile
from kiosk.viewmodels.groups_verdict import cell_of
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.sheets import (
    Block,
    ChartBlock,
    Facts,
    Label,
    Paragraph,
    SheetView,
    Table,
)
from kiosk.viewmodels.tiles import GroupsTileView
from kiosk.viewmodels.wall_groups import release_by
from kiosk.viewmodels.words import RANGE, figure, number, span_of_days

WINDOWS = 3
"""How many windows stand side by side."""
EVERYONE = "Everyone"
HIDDEN = "hidden"
PAGE = "older"


def groups_view(context: Context, draft: Draft, tile: GroupsTile) -> SheetView:
    """Return the groups of the newest window, and the table of earlier ones."""
    scene = scene_of(context)
    view = groups_tile(tile, scene)
    release = release_by(tile.metric, tile.stratifier, scene)
    columns: tuple[tuple[Block, ...], ...] = ((Paragraph(view.frame.empty, size="large"),),)
    turns: tuple[Button, ...] = ()
    if release is not None:
        back = int(draft.get(PAGE) or 0)
        columns = _columns(view, release, back, scene)
        turns = _turns(back, more=len(release.windows) > (back + 1) * WINDOWS)
    return SheetView(
        name="tile.groups",
        title=view.frame.title,
        columns=columns,
        buttons=(CLOSE, *turns),
        note=view.frame.subtitle,
        spoken=view.frame.spoken,
    )


def verdict_blocks(view: GroupsTileView) -> tuple[Block, ...]:
    """Return the verdict and its sentence, as on the tile."""
    said = (view.frame.empty, view.verdict, view.sentence, view.frame.stale_label)
    words = [text for text in said if text]
    return tuple(
        Paragraph(text, bold=position == 0, size="large" if position == 0 else "body")
        for position, text in enumerate(words)
    )


def _picture(view: GroupsTileView) -> tuple[Block, ...]:
    chart = (ChartBlock(view.groups, view.frame.spoken),) if view.groups is not None else ()
    return (*verdict_blocks(view), *chart)


def _columns(
    view: GroupsTileView, release: Release, back: int, scene: Scene
) -> tuple[tuple[Block, ...], ...]:
    """Return the picture and what it is of, and beside it the figures and where they come from."""
    end = len(release.windows) - back * WINDOWS
    windows = release.windows[max(0, end - WINDOWS) : end]
    heads = (span_of_days(window.first, window.last, scene.today) for window in windows)
    return (
        (*_picture(view), Facts(subject_facts(release, view.frame.foot_left))),
        (
            Label("Published figures by window"),
            Table(("", *heads), table_rows(release, windows)),
            Facts(origin_facts(release, scene)),
        ),
    )


def table_rows(release: Release, windows: tuple[Window, ...]) -> tuple[tuple[str, ...], ...]:
    """Return a row for everyone and for each group that has a name in the newest window.

    A group that is hidden there has no name here either; all of them are one last row.
    """
    facts, newest = release.metric, release.windows[-1]
    named = [c.group for c in newest.groups if c.group and c.status is not CellStatus.HIDDEN]
    rows = [(EVERYONE, *(cell_words(w.overall, facts) for w in windows))]
    rows += [(name, *(cell_words(cell_of(w, name), facts) for w in windows)) for name in named]
    if newest in windows and any(c.status is CellStatus.HIDDEN for c in newest.groups):
        rows.append((OTHERS, *("" for _ in windows[1:]), TOO_FEW))
    return tuple(rows)


def cell_words(cell: Cell | None, facts: MetricFacts) -> str:
    """Return one released figure in words: a value, an interval, hidden, or no data."""
    if cell is None or cell.status is CellStatus.NO_DATA:
        return NO_DATA
    if cell.status is CellStatus.HIDDEN:
        return HIDDEN
    if cell.status is CellStatus.SHOWN and cell.value is not None:
        return figure(cell.value, facts)
    ends = [number(round(end)) for end in (cell.lower, cell.upper) if end is not None]
    return f"{RANGE.join(ends)}, unreliable" if ends else "unreliable"


def _turns(back: int, *, more: bool) -> tuple[Button, ...]:
    """Return the buttons to earlier and later windows, if there are any."""
    if not back and not more:
        return ()
    return (
        Button(f"{PAGE}={back + 1}", "‹ Earlier", enabled=more),
        Button(f"{PAGE}={max(0, back - 1)}", "Later ›", enabled=back > 0),
    )


def subject_facts(release: Release, compared: str) -> tuple[tuple[str, str], ...]:
    """Return what the figures are, whom they are about and which window is compared."""
    return _said(
        ("Definition", release.metric.definition),
        ("By", release.stratifier),
        ("About", release.scope or "this unit alone"),
        ("Compared", compared),
    )


def origin_facts(release: Release, scene: Scene) -> tuple[tuple[str, str], ...]:
    """Return where the figures come from, how new they are, and which privacy rule was applied."""
    last = release.windows[-1]
    return _said(
        ("Source", release.source),
        ("As of", span_of_days(last.first, last.last, scene.today)),
        ("Privacy", f"{release.profile}: small numbers hidden" if release.profile else ""),
    )


def _said(*rows: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((label, words) for label, words in rows if words)


GROUPS_TOUCHES: Touches = {PAGE: pick(PAGE)}
