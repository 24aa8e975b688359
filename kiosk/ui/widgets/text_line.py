"""The blocks in which something is typed: a line of words and a figure, each with its problem."""

from PySide6.QtCore import QPointF, QRectF, QRegularExpression, Qt, Signal
from PySide6.QtGui import QPainter, QRegularExpressionValidator
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.theme import (
    BODY,
    LABEL,
    SMALL_BODY,
    WEIGHT_BOLD,
    WEIGHT_REGULAR,
    WEIGHT_SEMIBOLD,
    Theme,
)
from kiosk.ui.widgets import phrases
from kiosk.ui.widgets.block import BlockWidget
from kiosk.ui.widgets.entry import PAD, Entry, EntryLook
from kiosk.ui.widgets.marks import paint_mark
from kiosk.ui.widgets.touchable import FOCUS_MARGIN
from kiosk.ui.widgets.words import LINE_SPACING, Fitted, fit, paint_words
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.sheets import NumberEntry, TextEntry

ONE_LINE = 92.0
TWO_LINES = 124.0
NUMBER_BOX = 100.0
UNDER = 10.0  # between the box and the line under it
LABEL_LINE = LABEL * LINE_SPACING + 8
MARK_SIZE = 18.0
MARK_ROOM = 30.0
TYPICAL_LETTER = 0.52  # of the type size
COUNT_SHARE = 0.2  # of the width, kept for the count
TEXT_LOOK = EntryLook(34.0, WEIGHT_SEMIBOLD, BODY, hint_stays=False)
NUMBER_LOOK = EntryLook(56.0, WEIGHT_BOLD, BODY, hint_stays=True)


class EntryBlock(BlockWidget):
    """What both blocks share: the entry, and the problem under it.

    Signals:
        reached: a finger or the Tab key came to the entry.
        done: Enter was pressed.
    """

    reached = Signal()
    done = Signal()

    def __init__(self, theme: Theme, look: EntryLook, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.entry = Entry(theme, look, self)
        self.problem = ""
        self.entry.reached.connect(self.reached)
        self.entry.done.connect(self.done)

    @override
    def set_theme(self, theme: Theme) -> None:
        self.entry.theme = theme
        super().set_theme(theme)

    @override
    def set_scale(self, scale: float) -> None:
        self.entry.scale = scale
        super().set_scale(scale)

    def put_entry(self, rect: QRectF) -> None:
        """Put the entry at a rectangle of the block's room."""
        self.entry.place(rect.translated(FOCUS_MARGIN, FOCUS_MARGIN))

    def show_common(self, block: TextEntry | NumberEntry) -> None:
        """Show what both kinds of entry have."""
        self.problem = block.problem
        dots = Entry.EchoMode.Password if block.secret else Entry.EchoMode.Normal
        self.entry.setEchoMode(dots)
        self.entry.setMaxLength(block.limit)
        self.entry.hint = block.hint
        self.entry.setAccessibleDescription(block.problem or block.hint)
        self.entry.show_text(block.text)
        self.update()

    def problem_words(self, width: float) -> Fitted:
        """The problem, fitted under the box."""
        room = width * (1 - COUNT_SHARE) - MARK_ROOM
        return fit(self.problem, SMALL_BODY, WEIGHT_SEMIBOLD, room)

    def paint_problem(self, painter: QPainter, width: float, top: float) -> None:
        """Paint the problem with its mark, from a height on."""
        if not self.problem:
            return
        colour = self.theme.colour("harm")
        words = self.problem_words(width)
        middle = QPointF(MARK_SIZE / 2 + 4, top + words.size * LINE_SPACING / 2)
        paint_mark(painter, Mark.DIAMOND, middle, MARK_SIZE, colour)
        paint_words(painter, QRectF(MARK_ROOM, top, width, words.height), words, colour)


class TextLine(EntryBlock):
    """A line of words; sends `text:<name>` with the whole text after each change."""

    def __init__(self, theme: Theme, block: TextEntry, parent: QWidget | None = None) -> None:
        super().__init__(theme, TEXT_LOOK, parent)
        self._block = block
        self.entry.active = False
        self.show_block(block)
        self.entry.changed_by_hand.connect(self._tell)

    def show_block(self, block: TextEntry) -> None:
        """Show another text, hint or problem."""
        self._block = block
        self.entry.setObjectName(f"text:{block.name}")
        self.entry.setAccessibleName(block.hint)
        self.show_common(block)

    @override
    def wanted_height(self, width: float) -> float:
        under = self.problem_words(width).height if self.problem else SMALL_BODY * LINE_SPACING
        return self._box(width) + UNDER + under

    @override
    def arrange(self) -> None:
        room = self.room()
        self.put_entry(QRectF(0, 0, room.width(), self._box(room.width())))

    @override
    def paint(self, painter: QPainter, body: QRectF) -> None:
        top = self._box(body.width()) + UNDER
        self.paint_problem(painter, body.width(), top)
        count = phrases.COUNT_OF.format(count=len(self.entry.text()), limit=self._block.limit)
        words = fit(count, SMALL_BODY, WEIGHT_REGULAR, body.width() * COUNT_SHARE, 1)
        room = QRectF(0, top, body.width(), words.height)
        align = Qt.AlignmentFlag.AlignRight
        paint_words(painter, room, words, self.theme.colour("muted"), align)

    def show_active(self, *, active: bool) -> None:
        """Light the box while the keyboard types here."""
        self.entry.active = active
        self.entry.update()

    def _tell(self, text: str) -> None:
        self.update()
        self.touched.emit(f"text:{self._block.name}", text)

    def _box(self, width: float) -> float:
        letters = self._block.limit * TEXT_LOOK.size * TYPICAL_LETTER
        return ONE_LINE if letters <= width - 2 * PAD else TWO_LINES


class NumberLine(EntryBlock):
    """A figure; sends `number:<name>` after each change, `activate:<name>` when it is reached."""

    def __init__(self, theme: Theme, block: NumberEntry, parent: QWidget | None = None) -> None:
        super().__init__(theme, NUMBER_LOOK, parent)
        self._block = block
        self.entry.active = False
        self.show_block(block)
        self.entry.changed_by_hand.connect(self._tell)
        self.reached.connect(self._ask_to_be_active)

    @property
    def active(self) -> bool:
        """Whether the keypad's digits come here."""
        return self._block.active

    @property
    def decimals(self) -> bool:
        """Whether the figure may have a point."""
        return self._block.decimals

    def show_block(self, block: NumberEntry) -> None:
        """Show another figure, hint or problem."""
        self._block = block
        pattern = r"\d*[.]?\d*" if block.decimals else r"\d*"
        self.entry.setValidator(QRegularExpressionValidator(QRegularExpression(pattern), self))
        self.entry.setObjectName(f"number:{block.name}")
        self.entry.setAccessibleName(block.label)
        self.entry.active = block.active
        self.show_common(block)

    @override
    def wanted_height(self, width: float) -> float:
        under = UNDER + self.problem_words(width).height if self.problem else 0.0
        return self._label_height() + NUMBER_BOX + under

    @override
    def arrange(self) -> None:
        self.put_entry(QRectF(0, self._label_height(), self.room().width(), NUMBER_BOX))

    @override
    def paint(self, painter: QPainter, body: QRectF) -> None:
        if self._block.label:
            words = fit(self._block.label, LABEL, WEIGHT_REGULAR, body.width(), 1)
            room = QRectF(0, 0, body.width(), LABEL * LINE_SPACING)
            paint_words(painter, room, words, self.theme.colour("muted"))
        self.paint_problem(painter, body.width(), self._label_height() + NUMBER_BOX + UNDER)

    def _label_height(self) -> float:
        return LABEL_LINE if self._block.label else 0.0

    def _tell(self, text: str) -> None:
        self.touched.emit(f"number:{self._block.name}", text)

    def _ask_to_be_active(self) -> None:
        if not self._block.active:
            self.touched.emit(f"activate:{self._block.name}", "")
