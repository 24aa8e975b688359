"""The presenter: which face and which sheet are on, what a touch leads to, when the board comes back by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol, TypeVar, assert_never

from PySide6.QtCore import QObject

from kiosk.domain.clock import local_time
from kiosk.ui.board_window import BoardWindow
from kiosk.ui.theme import load_theme
from kiosk.viewmodels.boards import BoardView, Button, Face
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.form import Ask, Context, Draft, Form, Leave, Next, Open, Submit
from kiosk.viewmodels.forms.resume import resume_view
from kiosk.viewmodels.sheets import ToastView

ResultT = TypeVar("ResultT")
UndoToken = Any
"""What the desk needs in order to take something back; opaque here."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The board as it stands, and what forms may know; `board` is None before the first set-up."""

    board: BoardView | None
    context: Context


@dataclass(frozen=True, slots=True)
class Kept:
    """Something is on disk; `undo` takes it back while that can stand."""

    undo: UndoToken | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class NotKept:
    """Nothing was written, and why, in words."""

    words: str


class Desk(Protocol):
    """What runs off the UI thread: every method returns plain values and raises nothing expected."""

    def show(self, face: Face) -> Shown:
        """Return the board as it stands."""
        ...

    def history(self, context: Context, entity: str) -> Context:
        """Return the context with an entity's history."""
        ...

    def perform(self, commands: tuple[Any, ...], command_id: str) -> Kept | NotKept:
        """Carry commands out, all or none; the same id twice is done once."""
        ...

    def undo(self, token: UndoToken) -> Kept | NotKept:
        """Take something back."""
        ...

    def ask(self, request: str, values: Mapping[str, str]) -> Kept | NotKept:
        """Do what is not a change of the ward."""
        ...

    def look_round(self) -> bool:
        """Take in what came from outside (a layout saved, a release dropped); tell whether anything did."""
        ...


class Post(Protocol):
    """Runs work at the desk, off the UI thread, and hands the result back on it."""

    def __call__(
        self, work: Callable[[Any], ResultT], reply: Callable[[ResultT], None] | None = None
    ) -> None:
        """Queue work; replies come in order."""
        ...


@dataclass(frozen=True, slots=True)
class Habits:
    """Times after which the board acts by itself, in seconds."""

    idle_return_s: float = 60.0
    staff_face_s: float = 60.0
    undo_s: float = 10.0
    look_round_s: float = 2.0


@dataclass(frozen=True, slots=True)
class Machine:
    """What the presenter takes from the machine, so that tests can give their own."""

    monotonic_s: Callable[[], float]
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    leave: Callable[[], None]


class Presenter(QObject):
    """Holds what is on the window; tests and the heartbeat call `tick`."""

    def __init__(
        self,
        window: BoardWindow,
        post: Post,
        forms: Mapping[str, Form],
        machine: Machine,
        habits: Habits | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._post = post
        self._forms = forms
        self._machine = machine
        self._habits = habits or Habits()
        self._face = Face.PUBLIC
        self._context: Context | None = None
        self._draft: Draft | None = None
        self._kept: dict[str, Draft] = {}
        self._offered: Draft | None = None
        self._undo: UndoToken | None = None
        self._toast_until = 0.0
        self._busy = False
        self._last_touch = machine.monotonic_s()
        self._looked_round = self._last_touch
        self._minute = ""
        self._pending_show = False
        window.touched.connect(self.touch)
        window.any_touch.connect(self._note_touch)

    # What came from the desk

    def refresh(self) -> None:
        """Ask the desk for the board as it stands; several requests at once become one."""
        if self._pending_show:
            return
        self._pending_show = True
        self._post(lambda desk: desk.show(self._face), self._show)

    def _show(self, shown: Shown) -> None:
        self._pending_show = False
        before = self._context
        self._context = shown.context
        if before is None or before.display != shown.context.display:
            self._apply_display()
        if shown.board is None:
            if self._draft is None:
                self._open("welcome", "")
        else:
            self._window.show_board(shown.board)
            if self._draft is not None and self._draft.form == "welcome":
                self._close()
                return
        self._redraw_sheet()

    def _apply_display(self) -> None:
        if self._context is None:
            return
        display = self._context.display
        self._window.set_theme(load_theme(display.theme))
        self._window.set_mirrored(display.left_reach)
        self._window.set_motion(display.motion)

    # Touches

    def touch(self, action: str, value: str = "") -> None:
        """Take a touch on anything; while something is being saved, touches wait for nobody and are dropped."""
        self._note_touch()
        if self._busy or self._context is None:
            return
        if action == "undo":
            self._take_back()
        elif self._offered is not None:
            self._touch_offer(action)
        elif self._draft is not None:
            self._touch_sheet(action, value)
        else:
            self._touch_board(action)

    def _note_touch(self) -> None:
        self._last_touch = self._machine.monotonic_s()

    def _touch_board(self, action: str) -> None:
        name, _, rest = action.partition(":")
        if name == "open":
            form, _, argument = rest.partition(":")
            self._open(form, argument)
        elif name == "tile":
            self._open("tile", rest)
        elif name == "face":
            self._face = Face(rest)
            self.refresh()
        elif action == "escape":
            self._ask(Ask("leave"))

    def _touch_sheet(self, action: str, value: str) -> None:
        assert self._context is not None  # noqa: S101 - touch() has looked
        draft = self._draft
        if draft is None:
            return
        if action in {"cancel", "escape"}:
            self._leave_sheet()
            return
        form = self._forms[draft.form]
        self._follow(form.touched(self._context, draft, action, value))

    def _leave_sheet(self) -> None:
        if self._draft is not None and self._draft.form == "welcome":
            self._ask(Ask("leave"))
            return
        if self._draft is not None:
            self._kept.pop(self._draft.form, None)
        self._close()

    def _follow(self, step: Next) -> None:
        match step:
            case Draft():
                self._draft = step
                self._redraw_sheet()
            case Submit():
                self._submit(step)
            case Leave():
                self._leave_sheet()
            case Open():
                self._open(step.form, step.argument)
            case Ask():
                self._ask(step)
            case _:
                assert_never(step)

    # Sheets

    def _open(self, name: str, argument: str) -> None:
        context = self._context
        form = self._forms.get(name)
        if context is None or form is None:
            return
        if form.staff_only and self._face is Face.PUBLIC and context.ward.node is not None:
            self._face = Face.STAFF
            self.refresh()
        kept = self._kept.get(name)
        if kept is not None and self._same_shift(kept):
            self._offered = kept
            self._window.show_sheet(resume_view(context, kept))
            return
        self._begin(form, argument)

    def _begin(self, form: Form, argument: str) -> None:
        assert self._context is not None  # noqa: S101 - _open() has looked
        blank = Draft(form.name, argument, self._machine.new_id(), self._machine.now())
        self._draft = form.start(self._context, blank)
        if ":" in argument:
            context = self._context
            self._post(lambda desk: desk.history(context, argument), self._with_history)
        self._redraw_sheet()

    def _with_history(self, context: Context) -> None:
        if self._context is not None:
            self._context = replace(self._context, records=context.records, marks=context.marks)
        self._redraw_sheet()

    def _touch_offer(self, action: str) -> None:
        kept, self._offered = self._offered, None
        if kept is None:
            return
        if action == "resume":
            self._draft = kept
            self._redraw_sheet()
        elif action == "new":
            self._kept.pop(kept.form, None)
            self._begin(self._forms[kept.form], kept.argument)
        else:
            self._window.show_sheet(None)

    def _same_shift(self, draft: Draft) -> bool:
        shift = self._context.ward.shift if self._context else None
        return shift is None or shift.starts <= draft.begun

    def _redraw_sheet(self) -> None:
        if self._draft is None or self._context is None:
            return
        context = replace(self._context, staff=self._face is Face.STAFF)
        self._window.show_sheet(self._forms[self._draft.form].view(context, self._draft))

    def _close(self) -> None:
        self._draft = None
        self._offered = None
        self._window.show_sheet(None)

    # Saving

    def _submit(self, submit: Submit) -> None:
        draft = self._draft
        command_id = self._machine.new_id() if submit.stay or draft is None else draft.draft_id
        self._busy = True
        self._post(
            lambda desk: desk.perform(submit.commands, command_id),
            lambda result: self._submitted(submit, result),
        )

    def _submitted(self, submit: Submit, result: Kept | NotKept) -> None:
        self._busy = False
        if isinstance(result, NotKept):
            self._refused(result.words)
            return
        if self._draft is not None:
            self._kept.pop(self._draft.form, None)
        if submit.stay is None:
            self._close()
        else:
            self._draft = submit.stay
        self._say(submit.said, submit.mark, submit.tone, result.undo if submit.undo else None)
        self._after_change()

    def _after_change(self) -> None:
        draft = self._draft
        if draft is not None and ":" in draft.argument and self._context is not None:
            context, argument = self._context, draft.argument
            self._post(lambda desk: desk.history(context, argument), self._with_history)
        self.refresh()

    def _refused(self, words: str) -> None:
        if self._draft is not None:
            self._draft = self._draft.refuse(words)
            self._redraw_sheet()
        self._say(words, Mark.DIAMOND, Tone.HARM, None)

    def _take_back(self) -> None:
        token, self._undo = self._undo, None
        if token is None:
            return
        self._busy = True
        self._post(lambda desk: desk.undo(token), self._taken_back)

    def _taken_back(self, result: Kept | NotKept) -> None:
        self._busy = False
        if isinstance(result, NotKept):
            self._say(result.words, Mark.DIAMOND, Tone.HARM, None)
        else:
            self._say("Taken back. Nothing of it counts.", Mark.TICK, Tone.ACCENT, None)
        self._after_change()

    def _ask(self, ask: Ask) -> None:
        self._busy = True
        self._post(
            lambda desk: desk.ask(ask.request, ask.values),
            lambda result: self._answered(ask, result),
        )

    def _answered(self, ask: Ask, result: Kept | NotKept) -> None:
        self._busy = False
        if isinstance(result, NotKept):
            if result.words:
                self._refused(result.words)
            return
        if ask.request == "leave" or result.said == "leave":
            self._machine.leave()
            return
        self._draft = ask.stay
        if ask.stay is None:
            self._close()
        if result.said:
            self._say(result.said, Mark.TICK, Tone.ACCENT, None)
        self.refresh()

    def _say(self, text: str, mark: Mark, tone: Tone, undo: UndoToken | None) -> None:
        self._undo = undo
        self._toast_until = self._machine.monotonic_s() + self._habits.undo_s
        button = Button("undo", "Undo") if undo is not None else None
        self._window.show_toast(ToastView(text, mark, tone, button, int(self._habits.undo_s)))

    def trouble(self, words: str) -> None:
        """Say that something unexpected happened; the board stays up and takes touches again."""
        self._busy = False
        self._pending_show = False
        self._refused(words)

    @property
    def public_and_idle(self) -> bool:
        """Whether the window shows the public face with nothing over it: fit to be kept as a picture."""
        return (
            self._face is Face.PUBLIC
            and self._draft is None
            and self._offered is None
            and not self._toast_until
            and self._context is not None
        )

    # Time

    def tick(self) -> None:
        """Do what is due: called by the heartbeat several times a second, and by tests."""
        now_s = self._machine.monotonic_s()
        if self._toast_until and now_s >= self._toast_until:
            self._toast_until = 0.0
            self._undo = None
            self._window.show_toast(None)
        quiet_s = now_s - self._last_touch
        if quiet_s >= self._habits.idle_return_s:
            self._return_to_board()
        if self._face is Face.STAFF and quiet_s >= self._habits.staff_face_s:
            self._face = Face.PUBLIC
            self.refresh()
        if now_s - self._looked_round >= self._habits.look_round_s:
            self._looked_round = now_s
            self._post(lambda desk: desk.look_round(), self._looked)
        self._turn_minute()

    def _looked(self, something: bool) -> None:  # noqa: FBT001 - a reply takes one value
        if something:
            self.refresh()

    def _return_to_board(self) -> None:
        if self._offered is not None:
            self._close()
        draft = self._draft
        if draft is None or draft.form in {"welcome", "setup"}:
            return
        if self._forms[draft.form].keeps_draft and draft.touched:
            self._kept[draft.form] = draft
        self._close()

    def _turn_minute(self) -> None:
        if self._context is None:
            return
        minute = local_time(self._machine.now(), self._context.ward.zone).strftime("%H:%M")
        if minute != self._minute:
            self._minute = minute
            self._kept = {name: kept for name, kept in self._kept.items() if self._same_shift(kept)}
            self.refresh()
