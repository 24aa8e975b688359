"""The sheet that is open over the board: its draft, the history of what it is about, and drafts that were left."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from kiosk.domain.changes import Record
from kiosk.ui.board_window import BoardWindow
from kiosk.ui.presenter.desk import Machine, Post
from kiosk.viewmodels.forms.form import Context, Draft, Form, Next
from kiosk.viewmodels.forms.keeping import KeptDrafts
from kiosk.viewmodels.forms.resume import resume_view
from kiosk.viewmodels.sheets import SheetView

STAYING: Final = frozenset({"welcome", "setup", "connect"})
"""Sheets that stay however long nobody touches: there is no board to return to yet."""
TRAINING: Final = "TRAINING"


@dataclass(frozen=True, slots=True)
class Past:
    """The history of what the sheet is about."""

    records: tuple[Record, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)


NOTHING_PAST: Final = Past()


class Sheets:
    """At most one sheet is open: a form with its draft, or the offer to go on with a draft that was left.

    Attributes:
        draft: of the form that is open.
        offered: the draft that was left and is offered.
    """

    def __init__(
        self,
        window: BoardWindow,
        post: Post,
        forms: Mapping[str, Form],
        machine: Machine,
        known: Callable[[], Context],
    ) -> None:
        self._window = window
        self._post = post
        self._forms = forms
        self._machine = machine
        self._known = known
        self.draft: Draft | None = None
        self.offered: Draft | None = None
        self._blank: Draft | None = None
        self._past = NOTHING_PAST
        self._kept = KeptDrafts()
        self._looks = 0

    @property
    def is_open(self) -> bool:
        """Whether anything stands over the board."""
        return self.draft is not None or self.offered is not None

    @property
    def stays(self) -> bool:
        """Whether the open sheet stays however long nobody touches."""
        return self.draft is not None and self.draft.form in STAYING

    @property
    def is_for_staff(self) -> bool:
        """Whether the open sheet is not for the public face."""
        return self.draft is not None and self._forms[self.draft.form].staff_only

    # Opening and closing

    def open(self, form: Form, argument: str) -> None:
        """Open a form; where a draft of it was left, offer to go on with that."""
        self.close()
        kept = self._kept.of(form.name, argument)
        if kept is None:
            self._begin(form, argument)
            return
        self.offered = kept
        self._show(resume_view(self._context(), kept))

    def _begin(self, form: Form, argument: str) -> None:
        blank = Draft(form.name, argument, self._machine.new_id(), self._machine.now())
        self.draft = self._blank = form.start(self._context(), blank)
        self.ask_history()
        self.redraw()

    def touch_offer(self, action: str) -> None:
        """Take a touch on the offer of a draft that was left."""
        kept = self.offered
        if kept is None:
            return
        self.close()
        if action == "resume":
            self.draft, self._blank = kept, None
            self.ask_history()
            self.redraw()
        elif action == "new":
            self.drop(kept)
            self._begin(self._forms[kept.form], kept.argument)

    def close(self) -> None:
        """Close what is open."""
        self._looks += 1
        self.draft = self._blank = self.offered = None
        self._past = NOTHING_PAST
        self._window.show_sheet(None)

    def return_to_board(self) -> None:
        """Close what may be closed by itself; what somebody began is kept for whoever comes next."""
        if self.stays:
            return
        draft = self.draft
        if draft is not None and self._forms[draft.form].keeps_draft and self._is_begun(draft):
            self._kept = self._kept.keep(draft)
        if self.is_open:
            self.close()

    def _is_begun(self, draft: Draft) -> bool:
        return self._blank is None or draft.values != self._blank.values

    def drop(self, draft: Draft) -> None:
        """Forget the draft that was left of what this one is about."""
        self._kept = self._kept.drop(draft.form, draft.argument)

    def drop_before(self, shift_starts: datetime) -> None:
        """Forget drafts that an earlier shift left."""
        self._kept = self._kept.since(shift_starts)

    def forget(self) -> None:
        """Close what is open and forget all that was begun."""
        self._kept = KeptDrafts()
        self.close()

    # What it shows

    def touched(self, draft: Draft, action: str, value: str) -> Next:
        """Return what a touch on a draft's form leads to."""
        return self._forms[draft.form].touched(self._context(), draft, action, value)

    def turn(self, draft: Draft) -> None:
        """Go on with a draft as a touch left it."""
        self.draft = draft
        self.redraw()

    def redraw(self) -> None:
        """Show the open form as it stands."""
        draft, self._looks = self.draft, self._looks + 1
        if draft is None or self.offered is not None:
            return
        form, context, look = self._forms[draft.form], self._context(), self._looks
        if not form.at_desk:
            self._show(form.view(context, draft))
            return
        self._post(lambda _desk: form.view(context, draft), lambda view: self._take(look, view))

    def _take(self, look: int, view: SheetView) -> None:
        """Show a sheet that the desk worked out, unless something else was asked for meanwhile."""
        if look == self._looks:
            self._show(view)

    def _show(self, view: SheetView) -> None:
        training = self._known().ward.training
        self._window.show_sheet(replace(view, stamp=TRAINING) if training else view)

    def ask_history(self) -> None:
        """Ask the desk for what happened to the entity that the sheet is about."""
        draft = self.draft
        if draft is None or ":" not in draft.argument:
            return
        context, argument = self._context(), draft.argument
        self._post(
            lambda desk: desk.history(context, argument),
            lambda found: self._take_history(argument, found),
        )

    def _take_history(self, argument: str, found: Context) -> None:
        if self.draft is not None and self.draft.argument == argument:
            self._past = Past(found.records, found.marks)
            self.redraw()

    def _context(self) -> Context:
        """Return what forms may know, with the history of what the sheet is about."""
        return replace(self._known(), records=self._past.records, marks=self._past.marks)
