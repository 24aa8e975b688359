"""Every kind of tile: one touch, words that fit, and nothing that lies about its age."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QImage
from pytestqt.qtbot import QtBot

from kiosk.ui.board_window.kinds import KINDS
from kiosk.ui.charts.lettering import BODY_STYLE, fit
from kiosk.ui.theme import load_theme
from kiosk.ui.tiles.tile import Tile
from kiosk.ui.widgets.touch_button import TouchButton
from kiosk.viewmodels.tiles import GroupsTileView, TileView
from tests.fakes import sample_board
from tests.fakes.canvas import overlapping

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]

SAMPLES: list[Callable[[], TileView]] = [
    sample_board.agenda,
    sample_board.days_since,
    sample_board.metric,
    sample_board.metric_with_sides,
    sample_board.safety_cross,
    sample_board.groups,
    sample_board.equity_focus,
    sample_board.lanes,
    sample_board.answers,
    sample_board.goals,
    sample_board.broken,
]
every_kind = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.__name__)


def tile_of(
    view: TileView,
    *,
    width: float = 453,
    height: float = 356,
    theme: str = "light",
    scale: float = 1,
) -> Tile[Any]:
    tile = KINDS[type(view)](load_theme(theme), view)
    tile.set_scale(scale)
    tile.place(QRectF(0, 0, width, height))
    return tile


def picture(tile: Tile[Any]) -> QImage:
    return tile.grab().toImage()


def colours(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def stale(view: TileView) -> TileView:
    frame = replace(view.frame, stale=True, stale_label="last figures 3 October")
    return replace(view, frame=frame)


@every_kind
def test_a_touch_reports_the_tile(sample: Callable[[], TileView], qtbot: QtBot) -> None:
    view = sample()
    tile = tile_of(view)
    qtbot.addWidget(tile)
    tile.show()

    with qtbot.waitSignal(tile.touched) as touch:
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)

    assert touch.args == [getattr(view, "opens", view.frame.tile_id)]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_keys_touch_a_tile(key: Qt.Key, qtbot: QtBot) -> None:
    tile = tile_of(sample_board.agenda())
    qtbot.addWidget(tile)
    tile.show()

    with qtbot.waitSignal(tile.touched):
        qtbot.keyClick(tile, key)


@every_kind
def test_a_screen_reader_finds_the_tile_as_a_button(
    sample: Callable[[], TileView], qtbot: QtBot
) -> None:
    view = sample()
    tile = tile_of(view)
    qtbot.addWidget(tile)
    face = QAccessible.queryAccessibleInterface(tile)

    assert tile.objectName() == f"tile.{view.frame.tile_id}"
    assert face.role() == QAccessible.Role.Button
    assert face.text(QAccessible.Text.Name) == view.frame.title
    assert face.text(QAccessible.Text.Description) == view.frame.spoken


@every_kind
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_same_view_gives_the_same_pixels(sample: Callable[[], TileView], theme: str) -> None:
    assert picture(tile_of(sample(), theme=theme)) == picture(tile_of(sample(), theme=theme))


@every_kind
def test_stale_figures_say_since_when_and_wear_no_colour(sample: Callable[[], TileView]) -> None:
    tile = tile_of(stale(sample()))
    theme = load_theme("light")

    seen = colours(picture(tile))

    assert "last figures 3 October" in tile.drawn_words()
    of_buttons = {"accent"} if len(tile.controls()) > 1 else set()
    spoken_for = {"better", "worse", "accent", "harm"} - of_buttons
    assert not seen & {theme.colour(role).name() for role in spoken_for}


def waits_of_2019() -> GroupsTileView:
    """Return groups of another unit, long past: a scope, a chip, two sentences and four rows."""
    view = sample_board.groups()
    frame = replace(view.frame, foot_left="Jan\N{EN DASH}Mar 2019", foot_right="goal 5 %")
    return replace(view, frame=frame)


@pytest.mark.parametrize("height", [356, 325])
def test_groups_stay_visible_when_their_figures_are_old(height: float) -> None:
    tile = tile_of(stale(waits_of_2019()), height=height)
    picture(tile)
    said = tile.drawn_words().split("\n")

    assert {"English", "Spanish", "Mandarin", "Others", "Jan\N{EN DASH}Mar 2019"} <= set(said)
    assert not any("more" in words for words in said)


def test_an_old_verdict_is_muted_where_there_is_room_for_it() -> None:
    tall = tile_of(stale(waits_of_2019()), height=700)
    drawn = colours(picture(tall).copy(40, 140, 380, 24))

    assert "Better overall, not for everyone" in tall.drawn_words()
    assert load_theme("light").colour("muted").name() in drawn
    assert load_theme("light").colour("ink").name() not in drawn


@every_kind
def test_an_empty_tile_says_so_in_words(sample: Callable[[], TileView]) -> None:
    view = sample()
    tile = tile_of(replace(view, frame=replace(view.frame, empty="Nothing yet in this shift.")))
    picture(tile)

    assert "Nothing yet" in tile.drawn_words()


@every_kind
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    width=st.floats(280, 1848),
    height=st.floats(180, 1300),
    scale=st.sampled_from([0.71, 1.0, 2.0]),
)
def test_words_stay_in_the_tile_and_off_each_other_in_any_place(
    sample: Callable[[], TileView], width: float, height: float, scale: float
) -> None:
    tile = tile_of(sample(), width=width, height=height, scale=scale)
    picture(tile)
    boxes = [fit.box for fit in tile.text_fits() if fit.drawn]

    assert overlapping(boxes) == []
    assert all(tile.body().adjusted(0, 0, 1, 1).contains(box) for box in boxes)


@every_kind
def test_words_stay_in_the_tile_when_they_are_long(sample: Callable[[], TileView]) -> None:
    view = sample()
    long = "A title that somebody wrote without thinking of the width of the screen at all"
    frame = replace(view.frame, title=long, subtitle=long, foot_left=long, foot_right=long)
    tile = tile_of(replace(view, frame=frame))
    picture(tile)
    boxes = [fit.box for fit in tile.text_fits() if fit.drawn]

    assert overlapping(boxes) == []
    assert all(tile.body().contains(box) for box in boxes)


@pytest.mark.parametrize("sample", SAMPLES[:-1], ids=lambda sample: sample.__name__)
def test_no_words_are_cut_at_the_size_of_a_wall_board(sample: Callable[[], TileView]) -> None:
    tile = tile_of(sample(), width=930 if sample is sample_board.lanes else 453)
    picture(tile)

    assert [fit.text for fit in tile.text_fits() if not fit.whole] == []


def pointed(view: TileView, point: str) -> TileView:
    return replace(view, frame=replace(view.frame, point=point))


@every_kind
def test_the_point_stands_at_the_right_end_of_the_title_line(
    sample: Callable[[], TileView],
) -> None:
    tile = tile_of(pointed(sample(), "Quality"))
    picture(tile)
    point = next(fit for fit in tile.text_fits() if fit.drawn.startswith("Quality"))
    title = next(fit for fit in tile.text_fits() if fit.text == tile.frame.title)

    assert point.whole
    assert abs(point.box.right() - (tile.body().right() - 26)) < 1
    assert point.box.intersects(title.box.adjusted(0, 0, tile.body().width(), 0))
    assert not point.box.intersects(title.box)


@every_kind
def test_a_long_point_is_shortened_before_the_title_is(sample: Callable[[], TileView]) -> None:
    tile = tile_of(pointed(sample(), "A point with very many words in it"))
    picture(tile)
    title = next(fit for fit in tile.text_fits() if fit.text == tile.frame.title)
    boxes = [fit.box for fit in tile.text_fits() if fit.drawn]

    assert title.whole
    assert overlapping(boxes) == []


def test_the_point_stands_before_the_month_of_the_safety_cross() -> None:
    tile = tile_of(pointed(sample_board.safety_cross(), "Safety"))
    picture(tile)

    assert "Safety · November" in tile.drawn_words().split("\n")


def test_another_view_changes_the_picture_and_the_same_one_does_not() -> None:
    tile = tile_of(sample_board.days_since())
    before = picture(tile)
    tile.show_view(sample_board.days_since())
    same = picture(tile)
    tile.show_view(replace(sample_board.days_since(), figure="24"))

    assert same == before
    assert picture(tile) != before
    assert "24" in tile.drawn_words()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    width=st.floats(320, 1848),
    height=st.floats(240, 1300),
    scale=st.sampled_from([0.71, 1.0, 2.0]),
    turned=st.booleans(),
)
def test_no_word_stands_under_the_button_that_turns_a_tile(
    width: float, height: float, scale: float, *, turned: bool
) -> None:
    tile = tile_of(sample_board.metric_with_sides(), width=width, height=height, scale=scale)
    button = tile.controls()[1]
    assert isinstance(button, TouchButton)
    if turned:
        button.click()
    picture(tile)
    under = [fit.drawn for fit in tile.text_fits() if fit.box.intersects(tile.corner())]

    assert under == []
    assert ("Spanish" in tile.drawn_words()) is turned or height < 350
    assert tile.rect().contains(button.geometry())


@pytest.mark.parametrize(("width", "height"), [(453, 356), (420, 356), (504, 325)])
def test_the_equity_focus_says_what_for_whom_and_why_in_every_place_of_the_shipped_boards(
    width: float, height: float
) -> None:
    view = sample_board.equity_focus()
    tile = tile_of(view, width=width, height=height)
    picture(tile)
    said = tile.drawn_words().split("\n")

    assert view.chip is not None
    assert {view.metric, view.chip.text, view.sentence, view.why} <= set(said)


def test_no_line_ends_between_two_figures_and_their_unit() -> None:
    for width in range(60, 460, 20):
        lines = fit("For Spanish-speaking patients: 70 → 61 %.", BODY_STYLE, width).lines
        assert any("70 → 61 %." in line for line in lines) or width < 160


def test_on_a_wards_tile_verdict_sentence_and_every_row_have_room() -> None:
    sentence = "For Spanish-speaking patients: 70 → 61 %."
    tile = tile_of(replace(sample_board.groups(), sentence=sentence))
    picture(tile)
    said = set(tile.drawn_words().split("\n"))

    assert {"Better overall, not for everyone", sentence} <= said
    assert {"English", "Spanish", "Mandarin", "Others", "too few to show"} <= said
    assert "goal 80 %" in said
