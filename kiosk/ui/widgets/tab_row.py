"""The pages of a sheet as large buttons side by side; a second line where one is too narrow."""

from itertools import combinations, pairwise

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.theme import CHOICE, WEIGHT_BOLD, Theme
from kiosk.ui.widgets.block import BlockWidget
from kiosk.ui.widgets.choice_list import MARK_ROOM, PAD, OptionButton
from kiosk.ui.widgets.touch_button import SHEET_TARGET
from kiosk.ui.widgets.touchable import discard
from kiosk.ui.widgets.words import text_width
from kiosk.viewmodels.sheets import Option, Tabs

GAP = 14.0
LAYOUT = "boxes"


def wanted_width(option: Option) -> float:
    """The width that holds a tab's words and its tick on one line."""
    return text_width(option.text, CHOICE, WEIGHT_BOLD) + 2 * PAD[LAYOUT] + MARK_ROOM


def lines_of(widths: tuple[float, ...], room: float) -> tuple[tuple[int, int], ...]:
    """Divide tabs into as few lines as hold them, about equally long.

    Args:
        widths: of the tabs, in their order.
        room: of a line.

    Returns:
        First (inclusive) and last (exclusive) tab of each line.
    """
    many = len(widths)
    for count in range(1, many + 1):
        ways = (
            tuple(pairwise((0, *breaks, many)))
            for breaks in combinations(range(1, many), count - 1)
        )
        best = min(ways, key=lambda lines: _longest(widths, lines))
        if count == many or _longest(widths, best) <= room:
            return best
    return ()


def _longest(widths: tuple[float, ...], lines: tuple[tuple[int, int], ...]) -> float:
    return max(sum(widths[a:b]) + GAP * (b - a - 1) for a, b in lines)


class TabRow(BlockWidget):
    """Tabs share the width by how long their words are."""

    def __init__(self, theme: Theme, block: Tabs, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._block = block
        self._buttons: list[OptionButton] = []
        self.show_block(block)

    def show_block(self, block: Tabs) -> None:
        """Show other tabs; controls stay, so that the focus does."""
        self._block = block
        while len(self._buttons) > len(block.options):
            discard(self._buttons.pop())
        while len(self._buttons) < len(block.options):
            self._buttons.append(self._new_button(block.options[len(self._buttons)]))
        for button, option in zip(self._buttons, block.options, strict=True):
            button.show_option(option, LAYOUT)
        self.arrange()

    @override
    def wanted_height(self, width: float) -> float:
        lines = len(lines_of(self._widths(), width))
        return lines * SHEET_TARGET + GAP * (lines - 1)

    @override
    def arrange(self) -> None:
        room, widths, top = self.room().width(), self._widths(), 0.0
        for first, last in lines_of(widths, room):
            spare = room - sum(widths[first:last]) - GAP * (last - first - 1)
            left = 0.0
            for at in range(first, last):
                width = widths[at] + spare / (last - first)
                self.put(self._buttons[at], QRectF(left, top, width, SHEET_TARGET))
                left += width + GAP
            top += SHEET_TARGET + GAP

    def _new_button(self, option: Option) -> OptionButton:
        button = OptionButton(self.theme, option, LAYOUT, self)
        button.set_scale(self.scale)
        button.touched.connect(self._report)
        button.show()
        return button

    def _report(self, action: str) -> None:
        self.touched.emit(action, "")

    def _widths(self) -> tuple[float, ...]:
        return tuple(wanted_width(option) for option in self._block.options)
