"""The presenter: which face and which sheet are on, what a touch leads to, when the board comes back by itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from PySide6.QtCore import QObject

from kiosk.domain.clock import local_time
from kiosk.ui.board_window import BoardWindow
from kiosk.ui.presenter.desk import Habits, Kept, Machine, NotKept, Post, Shown
from kiosk.ui.presenter.sheets import Sheets
from kiosk.ui.presenter.toast import Toast
from kiosk.ui.theme import load_theme
from kiosk.viewmodels.boards import BoardView, Face
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.form import Ask, Context, Draft, Form, Leave, Next, Open, Submit

NO_BOARD = frozenset({"welcome", "connect"})
"""Sheets that give way when a first board comes."""

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
        self._sheets = Sheets(window, post, forms, machine, self._known)
        self._toast = Toast(window, machine, self._habits.undo_s)
        self._busy = False
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
            self._sheets.drop_before(shift.starts)
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
            if not self._sheets.is_open:
                self._open("welcome", "")
            self._sheets.redraw()
            return
        if board.face is Face.PUBLIC:
            self._public_board = board
        self._window.show_board(board)
        draft = self._sheets.draft
        if draft is not None and draft.form in NO_BOARD:
            self._sheets.close()
        self._sheets.redraw()

    def _forget(self) -> None:
        """Drop all that was begun on another ward: nothing of a practice may end on the real one."""
        if self._toast.undo is not None:
            self._toast.drop()
        self._public_board = None
        self._face = Face.PUBLIC
        self._sheets.forget()

    def _turn(self, face: Face) -> None:
        """Turn to a face; the public one shows at once, whatever the desk is busy with."""
        self._face = face
        if face is Face.PUBLIC and self._sheets.is_for_staff:
            self._sheets.return_to_board()
        self._sheets.redraw()
        if face is Face.PUBLIC and self._public_board is not None:
            self._window.show_board(self._public_board)
        self.refresh()

    def _known(self) -> Context:
        """Return what forms may know, on the face that is on."""
        assert self._context is not None  # noqa: S101 - nothing opens before the first show
        return replace(self._context, staff=self._face is Face.STAFF)

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
        elif self._sheets.offered is not None:
            self._sheets.touch_offer(action)
        elif self._sheets.draft is not None:
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
        draft = self._sheets.draft
        if draft is None or (action == "escape" and self._sheets.stays):
            return
        if action in {"cancel", "escape"}:
            self._leave_sheet()
            return
        self._follow(self._sheets.touched(draft, action, value))

    def _leave_sheet(self) -> None:
        draft = self._sheets.draft
        if draft is not None and draft.form == "welcome":
            self._ask(Ask("leave", stay=draft))
            return
        if draft is not None:
            self._sheets.drop(draft)
        self._sheets.close()
        if self._window.board is None:
            self._open("welcome", "")

    def _follow(self, step: Next) -> None:
        match step:
            case Draft():
                self._sheets.turn(step)
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

    def _open(self, name: str, argument: str) -> None:
        form = self._forms.get(name)
        if self._context is None or form is None:
            return
        if form.staff_only and self._face is Face.PUBLIC and self._context.ward.node is not None:
            self._turn(Face.STAFF)
        self._sheets.open(form, argument)

    # Saving

    def _submit(self, submit: Submit) -> None:
        draft = self._sheets.draft
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
            self._sheets.drop(draft)
        leaves = submit.stay is None
        undo = result.undo if submit.undo else None
        # "Saved" is seen before the board under the sheet is painted again.
        self._toast.say(submit.said, submit.mark, submit.tone, undo, sheet_leaves=leaves)
        if submit.stay is None:
            self._sheets.close()
        else:
            self._sheets.draft = submit.stay
        self._after_change()

    def _after_change(self) -> None:
        self._sheets.ask_history()
        self.refresh()

    def _refused(self, words: str) -> None:
        if self._sheets.draft is not None:
            self._sheets.turn(self._sheets.draft.refuse(words))
        self._toast.alarm(words)

    def _take_back(self) -> None:
        token = self._toast.take_undo()
        if token is None:
            return
        self._busy = True
        self._post(lambda desk: desk.undo(token), self._taken_back)

    def _taken_back(self, result: Kept | NotKept) -> None:
        self._busy = False
        if isinstance(result, NotKept):
            self._toast.alarm(result.words)
        else:
            self._toast.say("Taken back. Nothing of it counts.", Mark.TICK, Tone.ACCENT)
        self._after_change()

    def _ask(self, ask: Ask) -> None:
        self._busy = True
        if ask.meanwhile:
            self._toast.say(ask.meanwhile, Mark.DASHES, Tone.MUTED)
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
        if ask.stay is None:
            self._sheets.close()
        else:
            self._sheets.draft = ask.stay
        if result.said:
            self._toast.say(result.said, Mark.TICK, Tone.ACCENT)
        self.refresh()

    def trouble(self, words: str) -> None:
        """Say that something unexpected happened; the board stays up and takes touches again."""
        self._busy = self._showing = False
        self._toast.alarm(words, self._toast.undo)

    @property
    def public_and_idle(self) -> bool:
        """Whether the window shows the public face with nothing over it: fit to be kept as a picture."""
        return (
            self._face is Face.PUBLIC
            and not self._sheets.is_open
            and not self._toast.is_up
            and self._context is not None
        )

    # Time

    def tick(self) -> None:
        """Do what is due: called by the heartbeat several times a second, and by tests."""
        now_s = self._machine.monotonic_s()
        self._toast.tick(now_s)
        quiet_s = now_s - self._last_touch
        if quiet_s >= self._habits.idle_return_s and not self._busy:
            self._sheets.return_to_board()
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
            self._sheets.ask_history()
            self.refresh()

    def _looked(self, something: bool) -> None:  # noqa: FBT001 - a reply takes one value
        if something:
            self.refresh()

    def _turn_minute(self) -> None:
        if self._context is None:
            return
        minute = local_time(self._machine.now(), self._context.ward.zone).strftime("%H:%M")
        if minute != self._minute:
            self._minute = minute
            self.refresh()
