"""Which widget draws which block of a sheet, and how it is brought up to date."""

from collections.abc import Callable
from typing import Any, Protocol, cast

from PySide6.QtWidgets import QWidget

from kiosk.ui.sheets.chart_panel import ChartPanel
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.block import BlockWidget
from kiosk.ui.widgets.calendar_grid import CalendarGrid
from kiosk.ui.widgets.choice_list import ChoiceList
from kiosk.ui.widgets.fact_list import FactList, StoryList, TableList
from kiosk.ui.widgets.lines import Lines
from kiosk.ui.widgets.tab_row import TabRow
from kiosk.ui.widgets.text_line import NumberLine, TextLine
from kiosk.viewmodels.sheets import (
    Block,
    CalendarBlock,
    ChartBlock,
    Choices,
    Facts,
    Label,
    NumberEntry,
    Paragraph,
    Story,
    Table,
    Tabs,
    TextEntry,
)


class ShowsBlock(Protocol):
    """What every widget of `MAKERS` can do, for its own kind of block."""

    def show_block(self, block: Any) -> None:
        """Show another value."""


MAKERS: dict[type, Callable[[Theme, Any, QWidget], BlockWidget]] = {
    Label: Lines,
    Paragraph: Lines,
    Choices: ChoiceList,
    Tabs: TabRow,
    TextEntry: TextLine,
    NumberEntry: NumberLine,
    Facts: FactList,
    Story: StoryList,
    Table: TableList,
    ChartBlock: ChartPanel,
    CalendarBlock: CalendarGrid,
}


def block_key(block: Block) -> str:
    """What must be the same for a widget to be kept: the kind, and the name where there is one."""
    name = getattr(block, "name", "")
    return f"{type(block).__name__}:{name}"


def make_block(theme: Theme, block: Block, parent: QWidget) -> BlockWidget:
    """Make the widget of a block."""
    return MAKERS[type(block)](theme, block, parent)


def update_block(widget: BlockWidget, block: Block) -> None:
    """Show another value of the same kind on a widget that `make_block` made."""
    show = cast("ShowsBlock", widget).show_block
    show(block)
