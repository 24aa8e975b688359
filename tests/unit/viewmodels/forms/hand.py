"""A hand at the board: it opens sheets, touches only what they offer, and what it does is kept in a store in memory."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from kiosk.domain.calendars import Calendar
from kiosk.domain.corrections import EraseWords, WithdrawEntity
from kiosk.domain.metrics import DefineMetric
from kiosk.domain.nodes import DefineNode, NodeFacts, SetCalendar
from kiosk.domain.people import AddPerson, Role
from kiosk.domain.wards import Ward
from kiosk.services.board import BoardService, Performed, UndoOf
from kiosk.services.refused import Refused
from kiosk.viewmodels.forms.form import Ask, Context, Draft, Leave, Next, Open, Submit
from kiosk.viewmodels.forms.table import FORMS
from kiosk.viewmodels.sheets import (
    Block,
    CalendarBlock,
    Choices,
    NumberEntry,
    SheetView,
    Story,
    Tabs,
    TextEntry,
)
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.memory_store import MemoryStore
from tests.unit.viewmodels.sample_wards import FALLS, NODE, SKIN, catalogue, layout

TUESDAY = datetime(2026, 11, 24, 7, 3, tzinfo=UTC)
TODAY = date(2026, 11, 24)
SKIN_ID, FALLS_ID = "metric:skin", "metric:falls"
FIRST_DAY = (
    DefineNode(
        NODE,
        NodeFacts(
            name="Ward 7 East",
            time_zone="Europe/London",
            out_of_hours_phone="4321",
            incident_system="Datix",
        ),
    ),
    SetCalendar(NODE, Calendar()),
    DefineMetric(SKIN_ID, SKIN),
    DefineMetric(FALLS_ID, FALLS),
    AddPerson("person:1", "Ada Quill", Role.STAFF, "nursing"),
)


class Hand:
    """Works the forms as the presenter does, without Qt.

    Attributes:
        service: what keeps the changes.
        clock: the ward's clock.
        sheet: the sheet that is open, or None for the board.
        said: what the board said after each change.
    """

    def __init__(self, *, staff: bool = True, layout_name: str = "ward_sqcdp") -> None:
        self.clock = FixedClock(TUESDAY)
        store = MemoryStore(NODE, SeededIds(), self.clock)
        self.service = BoardService(store, self.clock, SeededIds("service"), NODE)
        self.service.perform_all(FIRST_DAY, "first day")
        self.said: list[str] = []
        self._staff = staff
        self._layout = layout(layout_name)
        self._draft: Draft | None = None
        self._ids = SeededIds("hand")
        self._undo: UndoOf | None = None

    @property
    def ward(self) -> Ward:
        """The ward as it stands."""
        return self.service.ward()

    @property
    def context(self) -> Context:
        """What the open form may know."""
        argument = self._draft.argument if self._draft else ""
        found = self.service.history(argument)
        return Context(
            ward=self.ward,
            catalogue=catalogue(),
            layout=self._layout,
            records=found.records,
            marks=found.marks,
            staff=self._staff,
        )

    @property
    def sheet(self) -> SheetView | None:
        """The sheet that is open."""
        if self._draft is None:
            return None
        return FORMS[self._draft.form].view(self.context, self._draft)

    @property
    def shown(self) -> SheetView:
        """The sheet that is open; a test that looks at it knows that there is one."""
        sheet = self.sheet
        assert sheet is not None
        return sheet

    def open(self, form: str, argument: str = "") -> "Hand":
        """Open a form, as a button on the board does."""
        blank = Draft(form, argument, self._ids.new_id(), self.clock.now())
        self._draft = blank
        self._draft = FORMS[form].start(self.context, blank)
        return self

    def open_tile(self, kind: str) -> "Hand":
        """Touch the first tile of a kind."""
        tile = next(tile for tile in self._layout.tiles if tile.type == kind)
        return self.open("tile", tile.id)

    def touch(self, *actions: str) -> "Hand":
        """Touch one thing after the other; each has to be on the sheet and not greyed."""
        for action in actions:
            assert action in offered(self.shown), f"{action} is not on {offered(self.shown)}"
            self._send(action, "")
        return self

    def write(self, name: str, text: str) -> "Hand":
        """Type words or digits into an entry of the sheet."""
        entry = next(
            block
            for block in blocks(self.shown)
            if isinstance(block, TextEntry | NumberEntry) and block.name == name
        )
        kind = "text" if isinstance(entry, TextEntry) else "number"
        self._send(f"{kind}:{name}", text)
        return self

    def undo(self) -> None:
        """Take back what was done last."""
        assert self._undo is not None
        self.service.undo(self._undo)

    def wait(self, span: timedelta) -> "Hand":
        """Let time pass."""
        self.clock.advance(span)
        return self

    def story(self) -> list[str]:
        """Return the lines of the history on the sheet, each with its detail."""
        rows = [row for b in blocks(self.shown) if isinstance(b, Story) for row in b.rows]
        return [f"{row.text} | {row.detail}" for row in rows]

    def _send(self, action: str, value: str) -> None:
        assert self._draft is not None
        self._follow(FORMS[self._draft.form].touched(self.context, self._draft, action, value))

    def _follow(self, step: Next) -> None:
        match step:
            case Draft():
                self._draft = step
            case Leave():
                self._draft = None
            case Open():
                self.open(step.form, step.argument)
            case Submit():
                self._submit(step)
            case Ask():
                raise AssertionError(step.request)

    def _submit(self, submit: Submit) -> None:
        assert self._draft is not None
        try:
            done = self._perform(submit)
        except Refused as refused:
            self._draft = self._draft.refuse(refused.what)
            return
        self._undo = done.undo if submit.undo else None
        self.said.append(submit.said)
        self._draft = submit.stay

    def _perform(self, submit: Submit) -> Performed:
        match submit.commands:
            case (WithdrawEntity() as command,):
                return self.service.withdraw(command.entity, command.reason)
            case (EraseWords() as command,):
                return self.service.erase_words(command.entity)
            case _:
                return self.service.perform_all(submit.commands, self._ids.new_id())


def blocks(sheet: SheetView) -> tuple[Block, ...]:
    """Return the blocks of a sheet, its tabs first, then column by column."""
    return sheet.blocks


def offered(sheet: SheetView) -> list[str]:
    """Return everything on a sheet that can be touched now."""
    actions = [button.action for button in sheet.buttons if button.enabled]
    for block in blocks(sheet):
        if isinstance(block, Choices | Tabs):
            actions += [option.action for option in block.options if option.enabled]
        elif isinstance(block, CalendarBlock):
            actions += block.actions
    return actions


def words(thing: Any) -> Iterator[str]:
    """Yield every text in a view, however deep."""
    if isinstance(thing, str):
        yield thing
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from words(getattr(thing, field.name))
    elif isinstance(thing, tuple | list):
        for part in thing:
            yield from words(part)


def text(sheet: SheetView | None) -> str:
    """Return all words of a sheet as one text."""
    return "\n".join(words(sheet))


def context_of(ward: Ward, *, staff: bool, layout_name: str = "ward_sqcdp") -> Context:
    """Return what a form knows of a ward that is not in any store."""
    return Context(ward, catalogue(), layout(layout_name), staff=staff)
