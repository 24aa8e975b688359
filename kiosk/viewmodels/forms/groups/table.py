"""The table of a sheet by group: one window's released figures, each kind of missing figure apart."""

from kiosk.domain.metrics import MetricFacts
from kiosk.domain.releases import CellStatus, Release, Window
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.forms.details import Touch
from kiosk.viewmodels.forms.form import Context, Draft, Next
from kiosk.viewmodels.forms.groups.figures import (
    EVERYONE,
    HIDDEN,
    counted_words,
    interval_words,
    value_words,
)
from kiosk.viewmodels.forms.groups.subject import PageView, Subject, cell_of
from kiosk.viewmodels.groups_tile import OTHERS
from kiosk.viewmodels.sheets import Label, Table
from kiosk.viewmodels.words import listed, span_of_days

BACK = "older"
EARLIER, LATER = "earlier", "later"
HEAD = ("Group", "Figure", "95 % interval", "Counted")


def table_page(draft: Draft, subject: Subject) -> PageView:
    """Return the figures of one window as they were published, with the ways to the others."""
    windows = subject.published.windows
    back = min(int(draft.get(BACK) or 0), len(windows) - 1)
    window = windows[len(windows) - 1 - back]
    rounded = subject.published.rounded_to
    said = (
        span_of_days(window.first, window.last, subject.scene.today),
        f"window {len(windows) - back} of {len(windows)}",
        f"counts rounded to {rounded}" if rounded > 1 else "",
    )
    return PageView(
        columns=((Label(listed(said)), Table(HEAD, table_rows(subject.published, window))),),
        buttons=_turns(back, more=back + 1 < len(windows)),
    )


def table_rows(release: Release, window: Window) -> tuple[tuple[str, ...], ...]:
    """Return a row for everyone and each group; all groups hidden in this window or now are one last row.

    A group has a name here only if it is hidden neither in this window nor in the newest.
    """
    newest = release.windows[-1]
    hidden = {
        cell.group
        for each in (window, newest)
        for cell in each.groups
        if cell.status is CellStatus.HIDDEN
    }
    names = [c.group for c in window.groups if c.group and c.group not in hidden]
    facts = release.metric
    rows = [_row(EVERYONE, "", window, facts), *(_row(n, n, window, facts) for n in names)]
    if any(cell.group in hidden for cell in window.groups):
        rows.append((OTHERS, HIDDEN, "", ""))
    return tuple(rows)


def _row(title: str, group: str, window: Window, facts: MetricFacts) -> tuple[str, ...]:
    cell = cell_of(window, group)
    return (
        title,
        value_words(cell, facts),
        interval_words(cell, facts),
        counted_words(cell) or cell.reason,
    )


def _turns(back: int, *, more: bool) -> tuple[Button, ...]:
    """Return the buttons to earlier and later windows, if there are any."""
    if not back and not more:
        return ()
    return (
        Button(EARLIER, "‹ Earlier", enabled=more),
        Button(LATER, "Later ›", enabled=back > 0),
    )


def turn_windows(step: int) -> Touch:
    """Return the touch that goes so many windows back."""

    def touch(context: Context, draft: Draft, value: str) -> Next:
        del context, value
        return draft.put(**{BACK: str(max(0, int(draft.get(BACK) or 0) + step))})

    return touch
