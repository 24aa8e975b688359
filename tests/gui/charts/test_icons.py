"""The icons of variation and assurance: each with a shape of its own, so that no eye needs the colour."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.analytics.verdicts import Assurance, Variation
from kiosk.ui.charts.icons import paint_icon
from kiosk.ui.charts.ink import CHIP_HEIGHT, Ink, chip_width
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.tiles import Chip
from tests.fakes.canvas import Canvas

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]

ICONS: list[Variation | Assurance] = [*Variation, *Assurance]
SIZE = int(CHIP_HEIGHT)


def drawn(icon: Variation | Assurance) -> QImage:
    image = QImage(SIZE, SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_icon(painter, icon, QRectF(0, 0, SIZE, SIZE), QColor("black"), QColor("white"))
    painter.end()
    return image


def unlike(one: QImage, two: QImage) -> int:
    return sum(
        abs(one.pixelColor(x, y).lightness() - two.pixelColor(x, y).lightness()) > 100
        for x in range(SIZE)
        for y in range(SIZE)
    )


def test_every_icon_differs_from_every_other_in_one_colour_at_the_size_of_a_tile() -> None:
    pictures = {icon: drawn(icon) for icon in ICONS}
    alike = [
        (one, two)
        for one, two in combinations(ICONS, 2)
        if unlike(pictures[one], pictures[two]) < 25
    ]
    assert alike == []


def test_a_chip_is_as_wide_as_its_icon_and_words_need() -> None:
    chip = Chip("Improving", Tone.BETTER, Mark.TRIANGLE, icon=Variation.IMPROVEMENT_HIGH)

    def draw(ink: Ink, rect: QRectF) -> None:
        assert ink.chip(chip, QPointF(0, 0), rect.width(), from_right=False) == chip_width(chip)

    canvas = Canvas(400, 60).paint(draw)
    assert canvas.words() == ["Improving"]
    assert canvas.count("better") > 100
