"""The keyboard and the keypad of a sheet: which of them is out, and what it types into."""

from enum import Enum

from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.block import BlockWidget
from kiosk.ui.widgets.keyboard import Keyboard
from kiosk.ui.widgets.keypad import Keypad
from kiosk.ui.widgets.text_line import EntryBlock, NumberLine, TextLine


class _Out(Enum):
    """What is out now."""

    NOTHING = 0
    KEYBOARD = 1
    KEYPAD = 2


class TypingAids:
    """Keeps the keyboard and the keypad of one sheet."""

    def __init__(self, theme: Theme, sheet: QWidget, *, offered: bool) -> None:
        self.keyboard = Keyboard(theme, sheet)
        self.keypad = Keypad(theme, sheet)
        self._offered = offered
        self._out = _Out.NOTHING
        self._text: TextLine | None = None
        self._number: NumberLine | None = None
        self.keyboard.hide()
        self.keypad.hide()

    @property
    def keyboard_out(self) -> bool:
        """Whether the keyboard is to be seen."""
        return self._offered and self._out is _Out.KEYBOARD and self._text is not None

    @property
    def keypad_out(self) -> bool:
        """Whether the keypad is to be seen."""
        return self._offered and self._out is _Out.KEYPAD and self._number is not None

    @property
    def target(self) -> EntryBlock | None:
        """The entry that the typing goes to."""
        return self._number if self._out is _Out.KEYPAD else self._text

    def begin(self, blocks: list[BlockWidget]) -> None:
        """Bring out what the first entry of a new sheet needs."""
        entries = [block for block in blocks if isinstance(block, EntryBlock)]
        self._out = self._needed(entries[0]) if entries else _Out.NOTHING

    def serve(self, blocks: list[BlockWidget]) -> None:
        """Type into the entries that a sheet has now."""
        texts = [block for block in blocks if isinstance(block, TextLine)]
        numbers = [block for block in blocks if isinstance(block, NumberLine)]
        if self._text not in texts:
            self._text = texts[0] if texts else None
        active = [block for block in numbers if block.active]
        self._number = active[0] if active else None
        self._refresh()

    def reach(self, block: EntryBlock) -> None:
        """Bring out what an entry needs that a finger or the Tab key came to."""
        if isinstance(block, TextLine):
            self._take(block)
        self._out = self._needed(block)
        self._refresh()

    def _take(self, line: TextLine) -> None:
        """Write on a line from now on; of several, only this one shows a caret."""
        if self._text is not None and self._text is not line:
            self._text.show_active(active=False)
        self._text = line

    def fold(self) -> None:
        """Put the keyboard away."""
        self._out = _Out.KEYPAD if self._number is not None else _Out.NOTHING
        self._refresh()

    def _needed(self, block: EntryBlock) -> _Out:
        return _Out.KEYBOARD if isinstance(block, TextLine) else _Out.KEYPAD

    def _refresh(self) -> None:
        self.keyboard.setVisible(self.keyboard_out)
        self.keypad.setVisible(self.keypad_out)
        self.keyboard.set_target(None if self._text is None else self._text.entry)
        if self._text is not None:
            self._text.show_active(active=self._out is _Out.KEYBOARD)
        if self._number is None:
            self.keypad.set_target(None)
        else:
            self.keypad.set_target(self._number.entry, decimals=self._number.decimals)
