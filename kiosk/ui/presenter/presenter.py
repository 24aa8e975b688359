"""The presenter: which face and which sheet are on, what a touch leads to, when the board comes back by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from PySide6.QtCore import QObject

from kiosk.domain.changes import Record
from kiosk.domain.clock import local_time
from kiosk.ui.board_window import BoardWindow
from kiosk.ui.presenter.desk import Habits, Kept, Machine, NotKept, Post, Shown, UndoToken
from kiosk.ui.theme import load_theme
from kiosk.viewmodels.boards import BoardView, Button, Face
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.form import Ask, Context, Draft, Form, Leave, Next, Open, Submit
from kiosk.viewmodels.forms.keeping import KeptDrafts
from kiosk.viewmodels.forms.resume import resume_view
from kiosk.viewmodels.sheets import SheetView, ToastView


@dataclass(frozen=True, slots=True)
class Past:
    """The history of what the sheet is about."""

    records: tuple[Record, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)


NOTHING_PAST = Past()
STAYING = frozenset({"welcome", "setup", "connect"})
"""Sheets that stay however long nobody touches: there is no board to return to yet."""
NO_BOARD = frozenset({"welcome", "connect"})
"""Sheets that give way when a first board comes."""


TRAINING = "TRAINING"
SHOWN_SHARE = 5
"""While changes pour in, the desk works so many times longer on them than on showing the board."""


def _is_another_ward(before: Context, now: Context) -> bool:
    return (before.ward.node_id, before.ward.training) != (now.ward.node_id, now.ward.training)


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
        self._public_board: BoardView | None = None
        self._context: Context | None = None
        self._draft: Draft | None = None
        self._blank: Draft | None = None
        self._history: Past = NOTHING_PAST
        self._kept = KeptDrafts()
        self._offered: Draft | None = None
        self._undo: UndoToken | None = None
        self._toast_until = 0.0
        self._busy = False
        self._looks = 0
        self._showing = False
        self._show_again = False
        self._last_touch = machine.monotonic_s()
        self._looked_round = self._last_touch
        self._changed = False
        self._shown_changes = 0.0
        self._asked_at = self._show_took = 0.0
        self._minute = ""
        window.touched.connect(self.touch)
        window.any_touch.connect(self._note_touch)

    # What came from the desk

    def refresh(self) -> None:
        """Ask the desk for the board as it stands; what is asked meanwhile is asked once more after."""
        if self._showing:
            self._show_again = True
            return
        self._showing, self._show_again = True, False
        self._asked_at = self._machine.monotonic_s()
        face = self._face
        self._post(lambda desk: desk.show(face), lambda shown: self._show(face, shown))

    def note_change(self) -> None:
        """Take note that other boards' changes came: they are shown soon, however many come at once."""
        self._changed = True

    def _show(self, face: Face, shown: Shown) -> None:
        self._showing = False
        self._show_took = self._machine.monotonic_s() - self._asked_at
        before, self._context = self._context, shown.context
        if before is not None and _is_another_ward(before, shown.context):
            self._forget()
        shift = shown.context.ward.shift
        if shift is not None:
            self._kept = self._kept.since(shift.starts)
        if before is None or before.display != shown.context.display:
            self._apply_display()
        if face is self._face:
            self._show_board(shown.board)
        if self._show_again or face is not self._face:
            self.refresh()

    def _show_board(self, board: BoardView | None) -> None:
        if board is None:
            self._public_board = None
            self._window.take_board_away()
            if self._draft is None and self._offered is None:
                self._open("welcome", "")
            self._redraw_sheet()
            return
        if board.face is Face.PUBLIC:
            self._public_board = board
        self._window.show_board(board)
        if self._draft is not None and self._draft.form in NO_BOARD:
            self._close()
        self._redraw_sheet()

    def _forget(self) -> None:
        """Drop all that was begun on another ward: nothing of a practice may end on the real one."""
        if self._undo is not None:
            self._toast_until = 0.0
            self._window.show_toast(None)
        self._kept, self._undo, self._public_board = KeptDrafts(), None, None
        self._face = Face.PUBLIC
        self._close()

    def _turn(self, face: Face) -> None:
        """Turn to a face; the public one shows at once, whatever the desk is busy with."""
        self._face = face
        draft = self._draft
        if face is Face.PUBLIC and draft is not None and self._forms[draft.form].staff_only:
            self._return_to_board()
        self._redraw_sheet()
        if face is Face.PUBLIC and self._public_board is not None:
            self._window.show_board(self._public_board)
        self.refresh()

    def _known(self) -> Context:
        """Return what forms may know, with the history of what the sheet is about."""
        assert self._context is not None  # noqa: S101 - nothing opens before the first show
        return replace(
            self._context,
            records=self._history.records,
            marks=self._history.marks,
            staff=self._face is Face.STAFF,
        )

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
            self._turn(Face(rest))
        elif action == "escape":
            self._ask(Ask("leave"))

    def _touch_sheet(self, action: str, value: str) -> None:
        draft = self._draft
        if draft is None:
            return
        if action == "escape" and draft.form in STAYING:
            return
        if action in {"cancel", "escape"}:
            self._leave_sheet()
            return
        self._follow(self._forms[draft.form].touched(self._known(), draft, action, value))

    def _leave_sheet(self) -> None:
        draft = self._draft
        if draft is not None and draft.form == "welcome":
            self._ask(Ask("leave", stay=draft))
            return
        if draft is not None:
            self._kept = self._kept.drop(draft.form, draft.argument)
        self._close()
        if self._window.board is None:
            self._open("welcome", "")

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
        form = self._forms.get(name)
        if self._context is None or form is None:
            return
        if form.staff_only and self._face is Face.PUBLIC and self._context.ward.node is not None:
            self._turn(Face.STAFF)
        self._close()
        kept = self._kept.of(name, argument)
        if kept is None:
            self._begin(form, argument)
            return
        self._offered = kept
        self._show_sheet(resume_view(self._known(), kept))

    def _begin(self, form: Form, argument: str) -> None:
        blank = Draft(form.name, argument, self._machine.new_id(), self._machine.now())
        self._draft = self._blank = form.start(self._known(), blank)
        self._ask_history()
        self._redraw_sheet()

    def _ask_history(self) -> None:
        """Ask for what happened to the entity that the sheet is about."""
        draft = self._draft
        if draft is None or ":" not in draft.argument:
            return
        context, argument = self._known(), draft.argument
        self._post(
            lambda desk: desk.history(context, argument),
            lambda found: self._take_history(argument, found),
        )

    def _take_history(self, argument: str, found: Context) -> None:
        if self._draft is not None and self._draft.argument == argument:
            self._history = Past(found.records, found.marks)
            self._redraw_sheet()

    def _touch_offer(self, action: str) -> None:
        kept = self._offered
        if kept is None:
            return
        self._close()
        if action == "resume":
            self._draft, self._blank = kept, None
            self._ask_history()
            self._redraw_sheet()
        elif action == "new":
            self._kept = self._kept.drop(kept.form, kept.argument)
            self._begin(self._forms[kept.form], kept.argument)

    def _redraw_sheet(self) -> None:
        draft, self._looks = self._draft, self._looks + 1
        if draft is None or self._offered is not None:
            return
        form, context, look = self._forms[draft.form], self._known(), self._looks
        if not form.at_desk:
            self._show_sheet(form.view(context, draft))
            return
        self._post(
            lambda _desk: form.view(context, draft), lambda view: self._take_sheet(look, view)
        )

    def _take_sheet(self, look: int, view: SheetView) -> None:
        """Show a sheet that the desk worked out, unless something else was asked for meanwhile."""
        if look == self._looks:
            self._show_sheet(view)

    def _show_sheet(self, view: SheetView) -> None:
        training = self._context is not None and self._context.ward.training
        self._window.show_sheet(replace(view, stamp=TRAINING) if training else view)

    def _close(self) -> None:
        self._looks += 1
        self._draft = self._blank = self._offered = None
        self._history = NOTHING_PAST
        self._window.show_sheet(None)

    # Saving

    def _submit(self, submit: Submit) -> None:
        draft = self._draft
        command_id = self._machine.new_id() if submit.stay or draft is None else draft.draft_id
        node_id = self._known().ward.node_id
        self._busy = True
        self._post(
            lambda desk: desk.perform(node_id, submit.commands, command_id),
            lambda result: self._submitted(submit, draft, result),
        )

    def _submitted(self, submit: Submit, draft: Draft | None, result: Kept | NotKept) -> None:
        self._busy = False
        if isinstance(result, NotKept):
            self._refused(result.words)
            self.refresh()
            return
        if draft is not None:
            self._kept = self._kept.drop(draft.form, draft.argument)
        leaves = submit.stay is None
        undo = result.undo if submit.undo else None
        # "Saved" is seen before the board under the sheet is painted again.
        self._say(submit.said, submit.mark, submit.tone, undo, sheet_leaves=leaves)
        if leaves:
            self._close()
        else:
            self._draft = submit.stay
        self._after_change()

    def _after_change(self) -> None:
        self._ask_history()
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
        if ask.meanwhile:
            self._say(ask.meanwhile, Mark.DASHES, Tone.MUTED, None)
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

    def _say(
        self,
        text: str,
        mark: Mark,
        tone: Tone,
        undo: UndoToken | None,
        *,
        sheet_leaves: bool = False,
    ) -> None:
        self._undo = undo
        self._toast_until = self._machine.monotonic_s() + self._habits.undo_s
        button = Button("undo", "Undo") if undo is not None else None
        toast = ToastView(text, mark, tone, button, int(self._habits.undo_s))
        self._window.show_toast(toast, sheet_leaves=sheet_leaves)

    def trouble(self, words: str) -> None:
        """Say that something unexpected happened; the board stays up and takes touches again."""
        self._busy = self._showing = False
        self._say(words, Mark.DIAMOND, Tone.HARM, self._undo)

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
        if quiet_s >= self._habits.idle_return_s and not self._busy:
            self._return_to_board()
        if self._face is Face.STAFF and quiet_s >= self._habits.staff_face_s:
            self._turn(Face.PUBLIC)
        if now_s - self._looked_round >= self._habits.look_round_s:
            self._looked_round = now_s
            self._post(lambda desk: desk.look_round(), self._looked)
        self._show_changes(now_s)
        self._turn_minute()

    def _show_changes(self, now_s: float) -> None:
        """Show what came from other boards, so seldom that the desk has most of its time for taking it in."""
        wait_s = max(self._habits.changes_s, SHOWN_SHARE * self._show_took)
        if self._changed and now_s - self._shown_changes >= wait_s:
            self._changed, self._shown_changes = False, now_s
            self._ask_history()
            self.refresh()

    def _looked(self, something: bool) -> None:  # noqa: FBT001 - a reply takes one value
        if something:
            self.refresh()

    def _return_to_board(self) -> None:
        draft = self._draft
        if draft is not None and draft.form in STAYING:
            return
        if draft is not None and self._forms[draft.form].keeps_draft and self._is_begun(draft):
            self._kept = self._kept.keep(draft)
        if draft is not None or self._offered is not None:
            self._close()

    def _is_begun(self, draft: Draft) -> bool:
        return self._blank is None or draft.values != self._blank.values

    def _turn_minute(self) -> None:
        if self._context is None:
            return
        minute = local_time(self._machine.now(), self._context.ward.zone).strftime("%H:%M")
        if minute != self._minute:
            self._minute = minute
            self.refresh()
