"""The keyboard in the window: letters, digits, accents by a long press, for the entry it serves."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QInputMethodEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from kiosk.ui.theme import ACTION, BODY, WEIGHT_SEMIBOLD, Theme
from kiosk.ui.widgets import phrases
from kiosk.ui.widgets.block import BlockWidget
from kiosk.ui.widgets.marks import paint_key_sign
from kiosk.ui.widgets.touchable import Touchable, discard, mix, paint_box
from kiosk.ui.widgets.words import fit, paint_words

KEY_HEIGHT = 86.0
KEY_GAP = 8.0
ROW_UNITS = 10.0
LONG_PRESS_MS = 450
REPEAT_AFTER_MS = 450
REPEAT_EVERY_MS = 70
WIDE = 1.5
SPACE_UNITS = 5.0
CONTROLS = frozenset({"shift", "backspace", "page", "done", "space"})

LETTER_ROWS = ("qwertyuiop", "asdfghjkl'", "zxcvbnm")
DIGIT_ROWS = ("1234567890", "-/:;()&%+=", "\"'?!@#°")
ACCENTS = {
    "a": "àáâãäåæ",
    "c": "çćč",
    "e": "èéêëę",
    "i": "ìíîï",
    "n": "ñńň",
    "o": "òóôõöøœ",
    "s": "ßśš",
    "u": "ùúûü",
}


@dataclass(frozen=True, slots=True)
class KeyCap:
    """A key: what it does or sends, what stands on it, how wide it is."""

    name: str
    text: str
    spoken: str
    units: float = 1.0


def key_rows(*, digits: bool, capital: bool) -> tuple[tuple[KeyCap, ...], ...]:
    """Give the rows of keys of a page.

    Args:
        digits: the page of digits and punctuation, else of letters.
        capital: whether letters are capitals.
    """
    rows = DIGIT_ROWS if digits else LETTER_ROWS
    first, second, third = (
        tuple(KeyCap(sign, sign, sign) for sign in (row.upper() if capital else row))
        for row in rows
    )
    shift = KeyCap("shift", "", phrases.SHIFT, WIDE)
    backspace = KeyCap("backspace", "", phrases.BACKSPACE, WIDE)
    page = phrases.LETTERS if digits else phrases.DIGITS
    bottom = (
        KeyCap("page", page, page, WIDE),
        KeyCap(",", ",", ","),
        KeyCap("space", phrases.SPACE, phrases.SPACE, SPACE_UNITS),
        KeyCap(".", ".", "."),
        KeyCap("done", phrases.DONE, phrases.DONE, WIDE),
    )
    return (first, second, (shift, *third, backspace), bottom)


def send_text(target: QWidget, text: str) -> None:
    """Write into a target as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(target, event)


def send_backspace(target: QWidget) -> None:
    """Delete the character before the caret."""
    event = QInputMethodEvent()
    event.setCommitString("", -1, 1)
    QCoreApplication.sendEvent(target, event)


class Key(Touchable):
    """A key; it never takes the focus, and quick touches all count.

    Signals:
        struck: the key's name.
        held: the key's name, after a long press.
    """

    guarded = False
    struck = Signal(str)
    held = Signal(str)

    def __init__(
        self, theme: Theme, cap: KeyCap, parent: QWidget, hold_ms: int = 0, size: float = ACTION
    ) -> None:
        super().__init__(theme, parent)
        self.cap = cap
        self.lit = False
        self._size = size
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._hold = QVariantAnimation(self)
        self._hold.setStartValue(0.0)
        self._hold.setEndValue(1.0)
        self._hold.setDuration(hold_ms)
        self.show_cap(cap)
        self.pressed.connect(self._start_hold)
        self.released.connect(self._hold.stop)
        self.clicked.connect(self._strike)
        self._hold.finished.connect(self._tell_held)

    def show_cap(self, cap: KeyCap) -> None:
        """Become another key."""
        self.cap = cap
        self.setObjectName(f"key:{cap.name}")
        self.setAccessibleName(cap.spoken)
        self.setAutoRepeat(cap.name == "backspace")
        self.setAutoRepeatDelay(REPEAT_AFTER_MS)
        self.setAutoRepeatInterval(REPEAT_EVERY_MS)
        self.update()

    @override
    def paint_body(self, painter: QPainter, body: QRectF) -> None:
        colour = self.theme.colour
        fill, ink, border = colour("surface"), colour("ink"), colour("line")
        if self.cap.name in CONTROLS - {"space"}:
            fill = colour("soft")
        if self.cap.name == "done" or self.lit:
            fill, ink, border = colour("accent"), colour("on_accent"), colour("accent")
        if self.isDown():
            fill = mix(fill, colour("accent"), 0.35)
        paint_box(painter, body, fill, border)
        if self.cap.name in {"backspace", "shift"}:
            paint_key_sign(painter, self.cap.name, body.center(), ink)
            return
        size = self._size if len(self.cap.text) == 1 else BODY
        words = fit(self.cap.text, size, WEIGHT_SEMIBOLD, body.width() - 12, 1)
        paint_words(painter, body, words, ink, Qt.AlignmentFlag.AlignHCenter)

    def _start_hold(self) -> None:
        if self.cap.name.lower() in ACCENTS and self._hold.duration():
            self._hold.start()

    def _tell_held(self) -> None:
        self.setDown(False)
        self.held.emit(self.cap.name)

    def _strike(self) -> None:
        self.struck.emit(self.cap.name)


class Keyboard(BlockWidget):
    """Four rows of keys; it types into the target by input method events.

    Signals:
        done: the Done key was touched.
    """

    done = Signal()

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, hold_ms: int = LONG_PRESS_MS
    ) -> None:
        super().__init__(theme, parent)
        self._target: QLineEdit | None = None
        self._digits = False
        self._capital = False
        self._keys = [
            [Key(theme, cap, self, hold_ms) for cap in row]
            for row in key_rows(digits=False, capital=False)
        ]
        self._accents: list[Key] = []
        for key in (key for row in self._keys for key in row):
            key.struck.connect(self._strike)
            key.held.connect(self._offer_accents)

    def set_target(self, target: QLineEdit | None) -> None:
        """Say where the keys type."""
        self._target = target
        self._capital = self._starts_sentence()
        self._show_caps()

    @override
    def wanted_height(self, width: float) -> float:
        return 4 * KEY_HEIGHT + 3 * KEY_GAP

    @override
    def arrange(self) -> None:
        unit = self._unit()
        for number, row in enumerate(self._keys):
            left = 0.0
            for key in row:
                width = key.cap.units * (unit + KEY_GAP) - KEY_GAP
                self.put(key, QRectF(left, self._row_top(number), width, KEY_HEIGHT))
                left += width + KEY_GAP

    def _unit(self) -> float:
        return (self.room().width() + KEY_GAP) / ROW_UNITS - KEY_GAP

    def _row_top(self, number: int) -> float:
        return number * (KEY_HEIGHT + KEY_GAP)

    def _strike(self, name: str) -> None:
        self._close_accents()
        match name:
            case "done":
                self.done.emit()
            case "shift":
                self._capital = not self._capital
            case "page":
                self._digits = not self._digits
            case _:
                self._type(name)
        self._show_caps()

    def _type(self, name: str) -> None:
        if self._target is None:
            return
        if name == "backspace":
            send_backspace(self._target)
        else:
            send_text(self._target, " " if name == "space" else name)
        self._capital = self._starts_sentence()

    def _starts_sentence(self) -> bool:
        target = self._target
        if target is None or target.echoMode() is not QLineEdit.EchoMode.Normal:
            return False
        return not target.text()

    def _show_caps(self) -> None:
        rows = key_rows(digits=self._digits, capital=self._capital)
        for keys, caps in zip(self._keys, rows, strict=True):
            for key, cap in zip(keys, caps, strict=True):
                key.show_cap(cap)
                key.lit = cap.name == "shift" and self._capital
                key.setVisible(not (cap.name == "shift" and self._digits))

    def _offer_accents(self, name: str) -> None:
        """Lay a key's accents over the row above it, or under it for the first row."""
        self._close_accents()
        row, column = self._position(name)
        signs = ACCENTS[name.lower()]
        signs = signs.upper() if name.isupper() and "ß" not in signs else signs
        over = row - 1 if row else 1
        unit = self._unit()
        start = min(max(0, column - len(signs) // 2), ROW_UNITS - len(signs))
        for number, sign in enumerate(signs):
            key = Key(self.theme, KeyCap(sign, sign, sign), self)
            key.set_scale(self.scale)
            key.lit = True
            key.struck.connect(self._strike)
            left = (start + number) * (unit + KEY_GAP)
            self.put(key, QRectF(left, self._row_top(over), unit, KEY_HEIGHT))
            key.show()
            key.raise_()
            self._accents.append(key)

    def _position(self, name: str) -> tuple[int, int]:
        for row, keys in enumerate(self._keys):
            for column, key in enumerate(keys):
                if key.cap.name == name:
                    return row, column
        return 0, 0

    def _close_accents(self) -> None:
        for key in self._accents:
            discard(key)
        self._accents = []
