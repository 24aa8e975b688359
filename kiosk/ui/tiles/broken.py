"""The tile that cannot be shown: it says why, and the rest of the board stands."""

from PySide6.QtCore import QRectF
from typing_extensions import override

from kiosk.ui.charts.ink import Ink
from kiosk.ui.tiles.tile import EMPTY_STYLE, Tile
from kiosk.viewmodels.tiles import BrokenTileView


class BrokenTile(Tile[BrokenTileView]):
    """Words in place of a tile; the reason comes in the frame's `empty`, else in what is spoken."""

    @override
    def paint_content(self, ink: Ink, area: QRectF) -> None:
        """Paint the reason."""
        ink.write(self.frame.spoken, area, EMPTY_STYLE, self.theme.colour("muted"))
