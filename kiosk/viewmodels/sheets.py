"""What a sheet shows: blocks in one or two columns and a bar of buttons; one widget draws them all."""

from dataclasses import dataclass

from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.charts import ChartView, GroupsView, MultiplesView, SpellsView
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.tiles import DayCell


@dataclass(frozen=True, slots=True)
class Label:
    """Small muted words over what follows ("We need")."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or two; `size` is "body", "large" (36) or "figure" (80)."""

    text: str
    tone: Tone = Tone.INK
    bold: bool = False
    size: str = "body"
    mark: Mark = Mark.NONE


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose; touching it sends `action`."""

    action: str
    text: str
    detail: str = ""
    right: str = ""
    chosen: bool = False
    tone: Tone = Tone.INK
    mark: Mark = Mark.NONE
    enabled: bool = True
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """Options to touch.

    `layout` is "rows" (full-width lines), "boxes" (stacked), "pair" (boxes side by side) or
    "tiles" (large boxes on a grid of `columns`). More rows than fit are paged by two large buttons that the
    widget adds itself.
    """

    name: str
    options: tuple[Option, ...]
    layout: str = "rows"
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Tabs:
    """The pages of a sheet as large buttons side by side, the shown one with a tick."""

    name: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class TextEntry:
    """One line of words with the on-screen keyboard under it.

    Every change sends `text:<name>` with the whole text as the touch's value. `problem` says why
    the words cannot stand.
    `secret` shows dots.
    """

    name: str
    text: str
    hint: str
    limit: int
    problem: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True)
class NumberEntry:
    """A figure with the large keypad; every change sends `number:<name>` with the digits as the touch's value.

    `decimals` allows one point. `secret` shows dots (a PIN). Several on one sheet share one keypad; the one that
    has `active` set takes the digits, and touching another sends `activate:<name>`.
    """

    name: str
    text: str
    label: str
    hint: str
    limit: int
    active: bool = True
    decimals: bool = False
    secret: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a muted label and a value, one under the other ("Definition", "Source", "As of")."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One line of a history: when, what, by whom, and a mark."""

    when: str
    text: str
    detail: str = ""
    mark: Mark = Mark.NONE
    tone: Tone = Tone.MUTED


@dataclass(frozen=True, slots=True)
class Story:
    """A history, oldest first; paged like choices when it is long."""

    rows: tuple[StoryRow, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures: a head and rows of cells, first column left, the rest right; paged when long."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart at sheet size, where a finger on a point reads it; `chart` may be of any kind."""

    chart: ChartView | SpellsView | GroupsView | MultiplesView
    spoken: str


@dataclass(frozen=True, slots=True)
class CalendarBlock:
    """The days of a month in the shape of weeks, each a button that sends `day:<ISO date>`.

    `first_weekday` is the 0-based weekday (Monday = 0) of the first cell.
    """

    month: str
    first_weekday: int
    cells: tuple[DayCell, ...]
    actions: tuple[str, ...]


Block = (
    Label
    | Paragraph
    | Choices
    | Tabs
    | TextEntry
    | NumberEntry
    | Facts
    | Story
    | Table
    | ChartBlock
    | CalendarBlock
)


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet over the board.

    Attributes:
        name: stable name of this page of the sheet ("raise.category"); the object name of the widget.
        title: large words at the top left.
        steps: the steps of a form ("1 What", "2 Say it and raise"), empty for a single page.
        step: index of the current step.
        columns: one or two columns of blocks; in portrait they are stacked.
        note: small words at the bottom left ("Say what, not who.").
        buttons: the bar at the bottom, left to right, the primary last; "cancel" closes the sheet.
        spoken: the sheet in one sentence, for a screen reader.
        stamp: a word that stands on the sheet's upper edge ("TRAINING"), or empty.
        across: blocks over the columns, as wide as the sheet: the tabs of its pages.
        wide: whether the first of two columns is the wider one: a chart beside its words.
    """

    name: str
    title: str
    columns: tuple[tuple[Block, ...], ...]
    buttons: tuple[Button, ...]
    steps: tuple[str, ...] = ()
    step: int = 0
    note: str = ""
    spoken: str = ""
    stamp: str = ""
    across: tuple[Block, ...] = ()
    wide: bool = False

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block in reading order."""
        return (*self.across, *(block for column in self.columns for block in column))


@dataclass(frozen=True, slots=True)
class ToastView:
    """A line that says what was saved, with Undo for as long as it stands; `lasts_s` in seconds."""

    text: str
    mark: Mark
    tone: Tone
    undo: Button | None
    lasts_s: int
