"""A mark before words: it stands at their first line, however many there are."""

import pytest
from PySide6.QtCore import QRectF

from kiosk.ui.charts.ink import Ink
from kiosk.ui.charts.lettering import Style
from kiosk.ui.theme import FOOT, WEIGHT_REGULAR
from kiosk.viewmodels.emphasis import Mark
from tests.fakes.canvas import Canvas

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]

STYLE = Style(FOOT, WEIGHT_REGULAR, 20, 3)
MARKS = 20.0
"""So wide is the room in which only the mark stands."""


def test_a_mark_stands_at_the_first_of_several_lines() -> None:
    canvas = Canvas(180, 90)

    def draw(ink: Ink, box: QRectF) -> None:
        name = "Older People's Assessment + Liaison Unit"
        ink.marked(Mark.DIAMOND, name, box, STYLE, ink.theme.colour("harm"))

    canvas.paint(draw)

    (words,) = canvas.boxes()
    third = words.height() / 3
    first = QRectF(0, words.top(), MARKS, third)
    assert canvas.count("harm", first) > 0
    assert canvas.count("harm", first.translated(0, third)) == 0
    assert canvas.count("harm", first.translated(0, 2 * third)) == 0


def test_a_mark_stands_in_the_middle_of_one_line() -> None:
    canvas = Canvas(180, 90)
    canvas.paint(
        lambda ink, box: ink.marked(Mark.DIAMOND, "Ward 7", box, STYLE, ink.theme.colour("harm"))
    )

    upper = canvas.count("harm", QRectF(0, 0, MARKS, 45))
    lower = canvas.count("harm", QRectF(0, 45, MARKS, 45))
    assert upper > 0
    assert abs(upper - lower) <= upper / 2
