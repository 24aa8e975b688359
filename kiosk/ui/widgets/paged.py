"""Lists without scroll bars: what does not fit is a page further, by two large buttons."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.theme import BODY, LARGE, WEIGHT_REGULAR, Theme
from kiosk.ui.widgets import phrases
from kiosk.ui.widgets.block import BlockWidget
from kiosk.ui.widgets.touch_button import SHEET_TARGET, TouchButton
from kiosk.ui.widgets.words import fit, paint_words
from kiosk.viewmodels.boards import Button

PAGER_GAP = 14.0
PAGER_BUTTON = 120.0
PAGER_HEIGHT = SHEET_TARGET + PAGER_GAP


def paginate(heights: tuple[float, ...], gap: float, room: float) -> tuple[tuple[int, int], ...]:
    """Divide lines into pages.

    Args:
        heights: of the lines.
        gap: between two lines.
        room: for all lines together; the pager takes its own part of it when there are pages.

    Returns:
        First (inclusive) and last (exclusive) line of each page; every page has a line.
    """
    if sum(heights) + gap * max(0, len(heights) - 1) <= room + 1:
        return ((0, len(heights)),)
    room -= PAGER_HEIGHT
    pages: list[tuple[int, int]] = []
    first, used = 0, 0.0
    for index, height in enumerate(heights):
        if index > first and used + height > room:
            pages.append((first, index))
            first, used = index, 0.0
        used += height + gap
    return (*pages, (first, len(heights)))


class Pager(BlockWidget):
    """Two large buttons and the page's number between the words.

    Signals:
        turned: -1 or 1.
    """

    turned = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._page, self._pages = 0, 1
        self._back = TouchButton(theme, _button("back", enabled=True), LARGE, self)
        self._on = TouchButton(theme, _button("next", enabled=True), LARGE, self)
        self._back.touched.connect(self._turn_back)
        self._on.touched.connect(self._turn_on)

    def show_page(self, page: int, pages: int) -> None:
        """Say which page of how many is shown."""
        self._page, self._pages = page, pages
        self._back.show_button(_button("back", enabled=page > 0))
        self._on.show_button(_button("next", enabled=page + 1 < pages))
        self.setText(phrases.PAGE_OF.format(page=page + 1, pages=pages))
        self.setAccessibleName(self.text())
        self.update()

    @override
    def arrange(self) -> None:
        room = self.room()
        top = room.height() - SHEET_TARGET
        right = room.width() - PAGER_BUTTON
        self.put(self._on, QRectF(right, top, PAGER_BUTTON, SHEET_TARGET))
        left = right - PAGER_BUTTON - PAGER_GAP
        self.put(self._back, QRectF(left, top, PAGER_BUTTON, SHEET_TARGET))

    @override
    def wanted_height(self, width: float) -> float:
        return PAGER_HEIGHT

    @override
    def paint(self, painter: QPainter, body: QRectF) -> None:
        taken = 2 * PAGER_BUTTON + 3 * PAGER_GAP
        top = body.height() - SHEET_TARGET
        room = QRectF(0, top, body.width() - taken, SHEET_TARGET)
        words = fit(self.text(), BODY, WEIGHT_REGULAR, room.width(), 1)
        align = Qt.AlignmentFlag.AlignRight
        paint_words(painter, room, words, self.theme.colour("muted"), align)

    def _turn_back(self) -> None:
        self.turned.emit(-1)

    def _turn_on(self) -> None:
        self.turned.emit(1)


def _button(way: str, *, enabled: bool) -> Button:
    signs = {
        "back": (phrases.BACK_SIGN, phrases.PAGE_BACK),
        "next": (phrases.ON_SIGN, phrases.PAGE_ON),
    }
    text, spoken = signs[way]
    return Button(f"page:{way}", text, enabled=enabled, spoken=spoken)


class PagedBlock(BlockWidget):
    """A list of lines of which one page is shown; subclasses measure, place and paint lines."""

    gap = 0.0
    head = 0.0  # height of what stays on every page

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.page = 0
        self._pager = Pager(theme, self)
        self._pager.hide()
        self._pager.turned.connect(self._turn)

    def line_heights(self, width: float) -> tuple[float, ...]:
        """The height of every line at a width."""
        raise NotImplementedError

    def show_lines(self, first: int, last: int) -> None:
        """Show the lines from `first` up to but without `last`."""
        raise NotImplementedError

    def pages(self) -> tuple[tuple[int, int], ...]:
        """The pages at the size that the block has now."""
        room = self.room()
        return paginate(self.line_heights(room.width()), self.gap, room.height() - self.head)

    def turn_to_line(self, line: int) -> None:
        """Show the page that has a line."""
        for page, (first, last) in enumerate(self.pages()):
            if first <= line < last:
                self.page = page
        self.arrange()

    @override
    def wanted_height(self, width: float) -> float:
        heights = self.line_heights(width)
        return self.head + sum(heights) + self.gap * max(0, len(heights) - 1)

    @override
    def least_height(self, width: float) -> float:
        one = self.head + max(self.line_heights(width), default=0.0) + PAGER_HEIGHT
        return min(self.wanted_height(width), one)

    @override
    def arrange(self) -> None:
        pages = self.pages()
        self.page = min(self.page, len(pages) - 1)
        self.show_lines(*pages[self.page])
        self._pager.setVisible(len(pages) > 1)
        if len(pages) > 1:
            room = self.room()
            top = room.height() - PAGER_HEIGHT
            self._pager.show_page(self.page, len(pages))
            self.put(self._pager, QRectF(0, top, room.width(), PAGER_HEIGHT))
        self.update()

    def _turn(self, way: int) -> None:
        self.page = max(0, self.page + way)
        self.arrange()
