"""Words that are only read: small labels and paragraphs."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.theme import (
    BODY,
    FIGURE,
    LABEL,
    LARGE,
    WEIGHT_BOLD,
    WEIGHT_REGULAR,
    WEIGHT_SEMIBOLD,
    Theme,
)
from kiosk.ui.widgets.block import BlockWidget
from kiosk.ui.widgets.marks import paint_mark
from kiosk.ui.widgets.words import LINE_SPACING, Fitted, fit, paint_words
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.sheets import Label, Paragraph

MARK_SHARE = 0.72
MARK_GAP = 12.0
MOST_LINES = 12
SIZES = {"body": BODY, "large": LARGE, "figure": FIGURE}


@dataclass(frozen=True, slots=True)
class _Look:
    text: str
    role: str
    size: float
    weight: int
    mark: Mark
    close: bool  # to what follows


class Lines(BlockWidget):
    """A label or a paragraph."""

    def __init__(
        self, theme: Theme, block: Label | Paragraph, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._look = _look(block)
        self.show_block(block)

    def show_block(self, block: Label | Paragraph) -> None:
        """Show other words."""
        self._look = _look(block)
        self.setText(block.text)
        self.setAccessibleName(block.text)
        self.update()

    @property
    def belongs_to_next(self) -> bool:
        """Whether it stays close to the block after it: a label, or a key figure."""
        return self._look.close

    @override
    def wanted_height(self, width: float) -> float:
        return self._fitted(width).height

    @override
    def paint(self, painter: QPainter, body: QRectF) -> None:
        words = self._fitted(body.width())
        colour = self.theme.colour(self._look.role)
        indent = self._indent()
        if indent:
            size = self._look.size * MARK_SHARE
            middle = QPointF(size / 2, words.size * LINE_SPACING / 2)
            paint_mark(painter, self._look.mark, middle, size, colour)
        room = QRectF(indent, 0, body.width() - indent, words.height)
        paint_words(painter, room, words, colour)

    def _indent(self) -> float:
        return 0.0 if self._look.mark is Mark.NONE else self._look.size * MARK_SHARE + MARK_GAP

    def _fitted(self, width: float) -> Fitted:
        look = self._look
        return fit(look.text, look.size, look.weight, width - self._indent(), MOST_LINES)


def _look(block: Label | Paragraph) -> _Look:
    match block:
        case Label():
            return _Look(block.text, "muted", LABEL, WEIGHT_REGULAR, Mark.NONE, close=True)
        case Paragraph():
            size = SIZES.get(block.size, BODY)
            heavy = WEIGHT_BOLD if size > BODY else WEIGHT_SEMIBOLD
            weight = heavy if block.bold else WEIGHT_REGULAR
            return _Look(
                block.text, block.tone.value, size, weight, block.mark, close=size == FIGURE
            )
