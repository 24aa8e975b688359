"""The safety cross has the shape of a cross, a cell for each day, and a sign for each state."""

import pytest
from PySide6.QtCore import QRectF

from kiosk.ui.theme import load_theme
from kiosk.ui.tiles.safety_cross import SafetyCrossTile, cross_cells
from tests.fakes.canvas import overlapping
from tests.fakes.sample_board import safety_cross

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]

PLACES = [QRectF(26, 60, 401, 220), QRectF(0, 0, 200, 600), QRectF(0, 0, 956, 180)]


@pytest.mark.parametrize("days", [28, 29, 30, 31])
@pytest.mark.parametrize("place", PLACES)
def test_every_day_has_its_own_cell_inside_the_place(place: QRectF, days: int) -> None:
    cells = cross_cells(place, days)

    assert len(cells) == days
    assert overlapping(cells) == []
    assert all(place.adjusted(-1, -1, 1, 1).contains(cell) for cell in cells)


def test_the_arms_are_wider_than_head_and_foot() -> None:
    cells = cross_cells(PLACES[0], 30)
    rows: dict[int, list[int]] = {}
    for day, cell in enumerate(cells, start=1):
        rows.setdefault(round(cell.top()), []).append(day)

    assert [row[0] for row in rows.values()] == [1, 4, 7, 14, 21, 28]
    assert [len(row) for row in rows.values()] == [3, 3, 7, 7, 7, 3]


def test_head_and_foot_stand_over_the_middle_of_the_arms() -> None:
    cells = cross_cells(PLACES[0], 30)
    middle = (cells[6].left() + cells[12].right()) / 2

    assert cells[1].center().x() == pytest.approx(middle)
    assert cells[28].center().x() == pytest.approx(middle)


def test_days_counts_and_month_are_written() -> None:
    tile = SafetyCrossTile(load_theme("light"), safety_cross(31))
    tile.place(QRectF(0, 0, 453, 356))
    tile.grab()
    words = tile.drawn_words().split("\n")

    assert {str(day) for day in range(1, 32)} <= set(words)
    assert {"harm 2", "near miss 3", "today open", "November"} <= set(words)
