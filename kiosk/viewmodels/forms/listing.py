"""A sheet with a list: what kinds there are at the left, the entries of the chosen one at the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.emphasis import Tone
from kiosk.viewmodels.forms.form import Draft
from kiosk.viewmodels.sheets import Block, Choices, Label, Option, Paragraph, SheetView

TAB = "tab"


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of entry: its id, its words, its entries, and what is said when there are none."""

    id: str
    title: str
    rows: tuple[Option, ...]
    empty: str


def chosen_tab(draft: Draft, tabs: Sequence[Tab]) -> Tab:
    """Return the tab that was touched, else the first that has entries."""
    named = next((tab for tab in tabs if tab.id == draft.get(TAB)), None)
    return named or next((tab for tab in tabs if tab.rows), tabs[0])


def listing(
    name: str, title: str, draft: Draft, tabs: Sequence[Tab], buttons: tuple[Button, ...]
) -> SheetView:
    """Return the sheet; touching a tab sends `tab=<id>`, touching an entry its own action."""
    shown = chosen_tab(draft, tabs)
    ways = tuple(
        Option(f"{TAB}={tab.id}", tab.title, right=str(len(tab.rows)), chosen=tab.id == shown.id)
        for tab in tabs
    )
    columns: tuple[tuple[Block, ...], ...] = (
        (Choices(TAB, ways, layout="boxes"),),
        (Label(shown.title), *entries(shown.id, shown.rows, shown.empty)),
    )
    return SheetView(
        name=name,
        title=title,
        columns=columns,
        buttons=buttons,
        spoken=f"{title}. {shown.title}: {len(shown.rows)}.",
    )


def entries(name: str, rows: tuple[Option, ...], empty: str) -> tuple[Block, ...]:
    """Return the entries of a list, or the words for an empty one."""
    return (Choices(name, rows),) if rows else (Paragraph(empty, Tone.MUTED),)
