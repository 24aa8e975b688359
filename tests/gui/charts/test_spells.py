"""Days between events: stems, the usual length, and the running spell that has no end yet."""

import pytest
from PySide6.QtCore import QRectF

from kiosk.ui.charts.ink import Ink
from kiosk.ui.charts.spells import draw_spells, paint_spells
from kiosk.viewmodels.charts import Spell, SpellsView
from tests.fakes.canvas import Canvas

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]

CLOSED = tuple(Spell(days) for days in (12, 30, 8))


def drawn(view: SpellsView, *, stale: bool = False) -> Canvas:
    def draw(ink: Ink, rect: QRectF) -> None:
        draw_spells(ink, rect, view)

    return Canvas().paint(draw, stale=stale)


def test_only_the_running_spell_is_drawn_in_ink() -> None:
    assert drawn(SpellsView(CLOSED, None, "")).count("ink") == 0
    assert drawn(SpellsView((*CLOSED, Spell(20, open=True)), None, "")).count("ink") > 40


def test_the_running_spell_is_an_open_ring() -> None:
    canvas = drawn(SpellsView((Spell(20, open=True),), None, ""))
    head = QRectF(9, 9, 4, 4)

    assert canvas.count("surface", head) > 4


def test_the_usual_length_is_named_at_its_line() -> None:
    assert drawn(SpellsView(CLOSED, 25, "usual 25")).words() == ["usual 25"]


def test_a_stale_running_spell_is_grey() -> None:
    view = SpellsView((*CLOSED, Spell(20, open=True)), None, "")

    assert drawn(view, stale=True).count("ink") == 0


def test_no_spells_leave_the_place_empty() -> None:
    canvas = drawn(SpellsView((), 25, "usual 25"))

    assert canvas.words() == []
    assert canvas.count("surface") == 400 * 200


def test_a_spell_of_no_days_is_a_head_without_a_stem() -> None:
    assert drawn(SpellsView((Spell(0), Spell(10)), None, "")).count("common") > 60


def test_sheets_paint_the_same_chart_as_tiles() -> None:
    view = SpellsView(CLOSED, 25, "usual 25")

    def draw(ink: Ink, rect: QRectF) -> None:
        paint_spells(ink.painter, rect, view, ink.theme)

    assert Canvas().paint(draw).image == drawn(view).image
