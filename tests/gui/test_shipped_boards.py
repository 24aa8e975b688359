"""The shipped layouts as they hang on a wall: every tile says which point it belongs to, in whole words."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.board_window import BoardWindow
from kiosk.ui.theme import load_theme
from kiosk.ui.tiles.tile import Tile
from kiosk.viewmodels.board_view import board_view
from kiosk.viewmodels.boards import Face
from tests.fakes.canvas import overlapping
from tests.unit.viewmodels.sample_wards import catalogue, full_ward, layout, layout_names

pytestmark = pytest.mark.gui


def tiles_of(window: BoardWindow) -> list[Tile[Any]]:
    found = window.findChildren(Tile)
    return [tile for tile in found if tile.isVisible()]


@pytest.mark.parametrize("face", list(Face))
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)])
@pytest.mark.parametrize("name", layout_names())
def test_every_tile_shows_its_point_whole_beside_a_whole_title(
    name: str, size: tuple[int, int], face: Face, qtbot: QtBot
) -> None:
    window = BoardWindow(load_theme("light"))
    qtbot.addWidget(window)
    window.resize(*size)
    window.show_board(board_view(full_ward(), layout(name), catalogue(), face))
    window.show()
    qtbot.waitExposed(window)
    window.grab()

    tiles = tiles_of(window)
    assert len(tiles) == len(layout(name).tiles)
    for tile in tiles:
        whole = [fit for fit in tile.text_fits() if fit.whole]
        assert any(fit.text == tile.frame.title for fit in whole), tile.frame.title
        assert any(fit.drawn.startswith(tile.frame.point) for fit in whole), tile.frame.title
        assert overlapping([fit.box for fit in tile.text_fits() if fit.drawn]) == []
