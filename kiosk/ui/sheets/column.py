"""A column of a sheet: its blocks one under the other, on pages when they need more than it has."""

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from kiosk.ui.sheets import layout
from kiosk.ui.sheets.layout import Need
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.block import BlockWidget
from kiosk.ui.widgets.paged import PAGER_HEIGHT, Pager, paginate


def split(needs: tuple[Need, ...], room: float) -> tuple[tuple[int, int], ...]:
    """Divide blocks into pages; a label stays with the block after it.

    Returns:
        First (inclusive) and last (exclusive) block of each page.
    """
    ends = [index + 1 for index, need in enumerate(needs) if not need.label]
    if needs and needs[-1].label:
        ends.append(len(needs))
    starts = [0, *ends[:-1]]
    groups = tuple(
        layout.taken(tuple(Need(need.least, need.least, label=need.label) for need in needs[a:b]))
        for a, b in zip(starts, ends, strict=True)
    )
    pages = paginate(groups, layout.BLOCK_GAP, room)
    return tuple((starts[first], ends[last - 1]) for first, last in pages)


class Column:
    """Places the blocks of one column; its pager is out only when they need pages."""

    def __init__(self, theme: Theme, sheet: QWidget, rearrange: Callable[[], None]) -> None:
        self.pager = Pager(theme, sheet)
        self.pager.hide()
        self._page = 0
        self._rearrange = rearrange
        self.pager.turned.connect(self._turn)

    def lay(self, blocks: list[tuple[BlockWidget, Need]], area: QRectF, *, may_page: bool) -> bool:
        """Place the blocks in an area.

        Args:
            blocks: with what each needs.
            area: of the column, in the sheet's design pixels.
            may_page: whether the blocks may be divided into pages.

        Returns:
            Whether everything is shown at once, without any pages.
        """
        needs = tuple(need for _, need in blocks)
        roomy = layout.overflow(needs, area.height()) == 0
        pages = ((0, len(blocks)),) if roomy or not may_page else split(needs, area.height())
        first, last = pages[min(self._page, len(pages) - 1)]
        for index, (block, _) in enumerate(blocks):
            block.setVisible(first <= index < last)
        room = area.height() - (PAGER_HEIGHT if len(pages) > 1 else 0.0)
        placed = layout.stack(needs[first:last], room)
        for (block, _), (top, height) in zip(blocks[first:last], placed, strict=True):
            block.place(QRectF(area.left(), area.top() + top, area.width(), height))
        self._place_pager(len(pages), area)
        return layout.taken(needs) <= area.height() + 1

    def _place_pager(self, pages: int, area: QRectF) -> None:
        self.pager.setVisible(pages > 1)
        if pages > 1:
            self._page = min(self._page, pages - 1)
            self.pager.show_page(self._page, pages)
            top = area.bottom() - PAGER_HEIGHT
            self.pager.place(QRectF(area.left(), top, area.width(), PAGER_HEIGHT))

    def _turn(self, way: int) -> None:
        self._page = max(0, self._page + way)
        self._rearrange()
