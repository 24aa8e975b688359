"""Sheets with invented content, one for every kind of block."""

from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.charts import (
    ChartPhase,
    ChartPoint,
    ChartView,
    GroupsView,
    Interval,
    Spell,
    SpellsView,
)
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.sheets import (
    Block,
    CalendarBlock,
    ChartBlock,
    Choices,
    Facts,
    Label,
    NumberEntry,
    Option,
    Paragraph,
    SheetView,
    Story,
    StoryRow,
    Table,
    TextEntry,
)
from kiosk.viewmodels.tiles import DayCell, DayMark

CANCEL = Button("cancel", "Cancel")
RAISE = Button("raise", "Raise it", "primary")


def sheet(*columns: tuple[Block, ...], name: str = "sample") -> SheetView:
    return SheetView(name, "Raise a card", columns, (CANCEL, RAISE))


def raise_sheet(chosen: int = 0) -> SheetView:
    phrases = (
        "Not on the ward when needed",
        "Broken, waiting for repair",
        "Does not fit the patient",
        "Alarm keeps going off",
    )
    rows = tuple(
        Option(f"phrase:{number}", text, chosen=number == chosen)
        for number, text in enumerate(phrases)
    )
    pair = (Option("need:action", "Action", chosen=True), Option("need:aware", "Awareness only"))
    boxes = (Option("why:blocked", "We are blocked"), Option("why:others", "Others should know"))
    return SheetView(
        "raise.say",
        "Raise a card",
        (
            (Label("Equipment"), Choices("phrase", rows)),
            (
                Label("We need"),
                Choices("need", pair, layout="pair"),
                Label("Why it goes up"),
                Choices("why", boxes, layout="boxes"),
                Paragraph("Danger now? Phone first.", Tone.HARM, bold=True, mark=Mark.DIAMOND),
            ),
        ),
        (CANCEL, Button("raise:harm", "Raise it: serious harm", "harm", Mark.DIAMOND), RAISE),
        steps=("1 What", "2 Say it and raise"),
        step=1,
        note="Say what, not who.",
        spoken="Raise a card, step 2 of 2.",
    )


def text_sheet(text: str = "", problem: str = "", limit: int = 120) -> SheetView:
    entry = TextEntry("words", text, "Say what, not who", limit, problem)
    return sheet((Label("What is wrong"), entry), name="raise.write")


def number_sheet(active: str = "n", *, decimals: bool = False) -> SheetView:
    entries = tuple(
        NumberEntry(name, "", label, "patients", 4, active=name == active, decimals=decimals)
        for name, label in (("n", "Checked"), ("d", "Came in"))
    )
    return sheet(entries, name="count")


def many_options(count: int, chosen: int | None = None) -> SheetView:
    options = tuple(
        Option(f"role:{n}", f"Role {n}", right=f"{n} open", chosen=n == chosen)
        for n in range(count)
    )
    return sheet((Choices("who", options),), name="who")


def process_chart() -> ChartView:
    points = tuple(
        ChartPoint(f"Week {n}", None if n == 7 else 70 + n % 9, spoken=f"Week {n} is common cause.")
        for n in range(20)
    )
    phases = (ChartPhase(0, 19, 74, 66, 84),)
    return ChartView(points, phases, 90, "goal 90", "mean 74", "Jan", "Nov", "%", 60, 100)


def reading_sheet() -> SheetView:
    """Everything that is only read, and the calendar."""
    story = tuple(StoryRow(f"{n} November", f"Step {n}", "by charge nurse") for n in range(1, 9))
    days = tuple(
        DayCell(n, DayMark.FUTURE if n > 24 else DayMark.NONE_REPORTED, n == 24, f"{n} November")
        for n in range(1, 31)
    )
    groups = GroupsView((Interval("English", 82, 79, 85, "82 %"),), 76, "ward 76", 40, 100)
    spells = SpellsView((Spell(12), Spell(23, open=True)), 25, "usual 25")
    table = Table(("Month", "Checked"), tuple((f"Month {n}", str(70 + n)) for n in range(20)))
    actions = tuple(f"day:2026-11-{n:02}" for n in range(1, 31))
    return sheet(
        (CalendarBlock("November 2026", 6, days, actions), ChartBlock(groups, "Groups")),
        (
            Facts((("Source", "Electronic record"), ("As of", "22 November"))),
            Story(story),
            table,
            ChartBlock(spells, "Days between"),
        ),
        name="reading",
    )
