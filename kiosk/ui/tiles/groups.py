"""The groups tile: what the comparison says in a sentence, and the intervals that prove it."""

from PySide6.QtCore import QRectF
from typing_extensions import override

from kiosk.ui.charts.by_group import foot_words, paint_by_group
from kiosk.ui.charts.ink import Ink
from kiosk.ui.tiles.tile import Tile
from kiosk.viewmodels.tiles import GroupsTileView


class GroupsTile(Tile[GroupsTileView]):
    """A metric by group; in public only what the comparison says."""

    @override
    def foot_right(self) -> str:
        """Name the reference in the foot where the place is too low to name it under its line."""
        return foot_words(self.view, self.content_room())

    @override
    def paint_content(self, ink: Ink, area: QRectF) -> None:
        """Paint the sentences, large when they stand alone, and the chart under them."""
        paint_by_group(ink, area, self.view, self.foot_right())
