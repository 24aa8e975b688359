"""What a form is: a draft, a view of it, and the next thing that a touch leads to; no Qt, no store, no clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from kiosk.domain.changes import Record
from kiosk.domain.wards import Ward
from kiosk.layouts.catalogue import Catalogue
from kiosk.layouts.schema import Layout
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.sheets import SheetView
from kiosk.viewmodels.sync_sight import NO_SYNC, SyncSight

MAKING_PRACTICE = "Making the practice ward ready. A few seconds."


@dataclass(frozen=True, slots=True)
class Display:
    """How this board is shown: its theme, which hand reaches, whether things move."""

    theme: str = "light"
    left_reach: bool = False
    motion: bool = True


@dataclass(frozen=True, slots=True)
class Context:
    """All that a form may know.

    Attributes:
        ward: the ward as it stands.
        catalogue: the shipped phrases, metrics and questions.
        layout: the layout on the board.
        display: how the board is shown.
        records: the history of the entity that the sheet is about, in order; empty otherwise.
        marks: change id → why that change of the history does not stand.
        pages: help pages by name.
        layouts: names and titles of the layouts that can be chosen.
        zone: the machine's IANA time zone, to begin a set-up with.
        staff: whether the staff face is on.
        sync: how sync stands, and what waits.
    """

    ward: Ward
    catalogue: Catalogue
    layout: Layout
    display: Display = Display()
    records: tuple[Record, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    layouts: Mapping[str, str] = field(default_factory=dict)
    zone: str = "UTC"
    staff: bool = False
    sync: SyncSight = NO_SYNC


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has chosen so far.

    Attributes:
        form: the form's name.
        argument: what it is about ("card:0190…"), or empty.
        draft_id: a new UUID; entities made from the draft are named after it, so that a draft
            which is sent twice makes one entity.
        begun: when it was begun, for "Continue the card begun 07:10".
        page: the page of the form.
        values: what was chosen and written, by name.
        problem: what the guard or a refusal said, or empty.
    """

    form: str
    argument: str
    draft_id: str
    begun: datetime
    page: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""

    def get(self, name: str) -> str:
        """Return what was chosen under a name, or nothing."""
        return self.values.get(name, "")

    def turn(self, page: str) -> "Draft":
        """Return the draft on another page."""
        return replace(self, page=page, problem="")

    def put(self, **chosen: str) -> "Draft":
        """Return the draft with something chosen or written."""
        return replace(self, values={**self.values, **chosen}, problem="")

    def refuse(self, problem: str) -> "Draft":
        """Return the draft with the reason why it cannot be sent yet."""
        return replace(self, problem=problem)

    def entity(self, kind: str) -> str:
        """Return the name of the entity that this draft becomes."""
        return f"{kind}:{self.draft_id}"

    @property
    def touched(self) -> bool:
        """Whether anything was chosen, so that it is worth keeping."""
        return bool(self.values)


@dataclass(frozen=True, slots=True)
class Submit:
    """Do this; say that it is saved once it is on disk.

    Attributes:
        commands: domain commands, all or none.
        said: what the line on the board says afterwards ("Card raised").
        mark: the shape before it.
        tone: its colour.
        stay: the draft to go on with, when the sheet stays open; None goes back to the board.
        undo: whether it can be taken back for ten seconds.
    """

    commands: tuple[Any, ...]
    said: str
    mark: Mark = Mark.TICK
    tone: Tone = Tone.ACCENT
    stay: Draft | None = None
    undo: bool = True


@dataclass(frozen=True, slots=True)
class Leave:
    """Back to the board; the draft is dropped."""


@dataclass(frozen=True, slots=True)
class Open:
    """Go to another form."""

    form: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that is not a change of the ward: a theme, a PIN, the set-up, leaving the program.

    Attributes:
        request: what is asked for.
        values: what goes with it.
        stay: the draft to go on with, when the sheet stays open; None goes back to the board.
        meanwhile: what the line on the board says while it takes its time.
    """

    request: str
    values: Mapping[str, str] = field(default_factory=dict)
    stay: Draft | None = None
    meanwhile: str = ""


Next = Draft | Submit | Leave | Open | Ask


@dataclass(frozen=True, slots=True)
class Form:
    """A form: four pure functions in one value.

    Attributes:
        name: what `open:<name>` says.
        start: the first draft's page and values, from the context and the argument.
        view: the sheet for a draft.
        touched: what a touch (action, value) leads to.
        staff_only: whether it shows what the public face hides.
        keeps_draft: whether a half-filled draft is kept when nobody touches for a while.
        at_desk: whether its sheet is worked out off the UI thread, because it reads releases or
            computes; `start` and `touched` may then look at the releases of the sheet alone.
    """

    name: str
    start: Callable[[Context, Draft], Draft]
    view: Callable[[Context, Draft], SheetView]
    touched: Callable[[Context, Draft, str, str], Next]
    staff_only: bool = False
    keeps_draft: bool = False
    at_desk: bool = False
