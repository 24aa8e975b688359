"""The keypad: large digits for figures and PINs."""

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets import phrases
from kiosk.ui.widgets.block import BlockWidget
from kiosk.ui.widgets.keyboard import Key, KeyCap, send_backspace, send_text

COLUMNS = 3
ROWS = 4
GAP = 12.0
KEY_HEIGHT = 132.0
DIGIT_SIZE = 46.0
LEAST_KEY_HEIGHT = 86.0
DIGITS = "123456789"


class Keypad(BlockWidget):
    """Digits in three columns, with a point where the figure may have one."""

    stretches = False

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._target: QLineEdit | None = None
        caps = [KeyCap(digit, digit, digit) for digit in DIGITS]
        caps += [
            KeyCap(".", ".", phrases.POINT),
            KeyCap("0", "0", "0"),
            KeyCap("backspace", "", phrases.BACKSPACE),
        ]
        self._keys = [Key(theme, cap, self, size=DIGIT_SIZE) for cap in caps]
        for key in self._keys:
            key.struck.connect(self._strike)

    def set_target(self, target: QLineEdit | None, *, decimals: bool = False) -> None:
        """Say where the digits go, and whether a point may be among them."""
        self._target = target
        for key in self._keys:
            key.setVisible(decimals or key.cap.name != ".")

    @override
    def wanted_height(self, width: float) -> float:
        return ROWS * KEY_HEIGHT + (ROWS - 1) * GAP

    @override
    def least_height(self, width: float) -> float:
        return ROWS * LEAST_KEY_HEIGHT + (ROWS - 1) * GAP

    @override
    def arrange(self) -> None:
        room = self.room()
        width = (room.width() - GAP * (COLUMNS - 1)) / COLUMNS
        height = (room.height() - GAP * (ROWS - 1)) / ROWS
        for number, key in enumerate(self._keys):
            row, column = divmod(number, COLUMNS)
            left, top = column * (width + GAP), row * (height + GAP)
            self.put(key, QRectF(left, top, width, height))

    def _strike(self, name: str) -> None:
        if self._target is None:
            return
        if name == "backspace":
            send_backspace(self._target)
        else:
            send_text(self._target, name)
