"""An area of the settings behind the PIN: the pages it owns, what they show, what a touch on them leads to."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.forms.form import Context, Draft, Next, Submit
from kiosk.viewmodels.forms.parts import BACK
from kiosk.viewmodels.forms.setup.page import Columns
from kiosk.viewmodels.sheets import SheetView

MENU = "menu"
TITLE = "Ward settings"
KEPT_FOR_GOOD = ("pin",)
"""What a draft keeps from one page to the next."""


@dataclass(frozen=True, slots=True)
class Area:
    """A few pages that belong together.

    Attributes:
        pages: their names; the first is where the menu leads.
        view: the sheet of one of them.
        touched: what a touch (name, value) on one of them leads to.
    """

    pages: tuple[str, ...]
    view: Callable[[Context, Draft], SheetView]
    touched: Callable[[Context, Draft, str, str], Next]


def sheet(page: str, title: str, columns: Columns, *buttons: Button, note: str = "") -> SheetView:
    """Return the sheet of a page; the way back stands first in its bar."""
    return SheetView(
        name=f"admin.{page}",
        title=title,
        columns=columns,
        buttons=(BACK, *buttons),
        note=note,
        spoken=title,
    )


def page_of(draft: Draft, page: str) -> Draft:
    """Return the draft on another page, without what was chosen on the one before."""
    kept = {name: draft.get(name) for name in KEPT_FOR_GOOD if draft.get(name)}
    return replace(draft, values=kept).turn(page)


def done(draft: Draft, page: str, command: Any, said: str) -> Submit:
    """Return a change after which the sheet goes on at a page."""
    return Submit((command,), said, stay=page_of(draft, page))
