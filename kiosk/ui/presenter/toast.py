"""The words that stand over the board for a while after a touch: what was saved, and the way to take it back."""

from kiosk.ui.board_window import BoardWindow
from kiosk.ui.presenter.desk import Machine, UndoToken
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.sheets import ToastView


class Toast:
    """One toast at a time; with it goes the way to take back what it tells of."""

    def __init__(self, window: BoardWindow, machine: Machine, lasts_s: float) -> None:
        self._window = window
        self._machine = machine
        self._lasts_s = lasts_s
        self._until_s = 0.0
        self._undo: UndoToken | None = None

    @property
    def is_up(self) -> bool:
        """Whether it stands over the board."""
        return bool(self._until_s)

    @property
    def undo(self) -> UndoToken | None:
        """What takes back what it tells of, if that can be taken back."""
        return self._undo

    def say(
        self,
        text: str,
        mark: Mark,
        tone: Tone,
        undo: UndoToken | None = None,
        *,
        sheet_leaves: bool = False,
    ) -> None:
        """Show words.

        Args:
            text: the words.
            mark: their shape.
            tone: their colour.
            undo: takes back what they tell of.
            sheet_leaves: the sheet beneath closes with this touch.
        """
        self._undo = undo
        self._until_s = self._machine.monotonic_s() + self._lasts_s
        button = Button("undo", "Undo") if undo is not None else None
        toast = ToastView(text, mark, tone, button, int(self._lasts_s))
        self._window.show_toast(toast, sheet_leaves=sheet_leaves)

    def alarm(self, words: str, undo: UndoToken | None = None) -> None:
        """Say that something could not be done."""
        self.say(words, Mark.DIAMOND, Tone.HARM, undo)

    def take_undo(self) -> UndoToken | None:
        """Return what takes the last thing back, once."""
        token, self._undo = self._undo, None
        return token

    def drop(self) -> None:
        """Take it away, and the way back with it."""
        if self.is_up:
            self._window.show_toast(None)
        self._until_s, self._undo = 0.0, None

    def tick(self, now_s: float) -> None:
        """Take it away when its time is over."""
        if self.is_up and now_s >= self._until_s:
            self.drop()
