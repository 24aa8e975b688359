"""What does not fit is counted, never clipped."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QRectF

from kiosk.ui.theme import load_theme
from kiosk.ui.tiles.agenda import AgendaTile
from kiosk.ui.tiles.days_since import DaysSinceTile
from kiosk.ui.tiles.goals import GoalsTile
from kiosk.ui.tiles.groups import GroupsTile
from kiosk.ui.tiles.lanes import LanesTile
from kiosk.ui.tiles.metric import MetricTile
from kiosk.ui.tiles.rows import ListTile
from kiosk.ui.tiles.tile import Tile
from kiosk.viewmodels.charts import SpellsView
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.tiles import Frame, Lane, LaneCard, LanesTileView, ListRow, ListTileView
from tests.fakes import sample_board

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]


def words_of(tile: Tile[Any], width: float, height: float) -> list[str]:
    tile.place(QRectF(0, 0, width, height))
    tile.grab()
    return tile.drawn_words().split("\n")


def test_cards_that_do_not_fit_are_counted() -> None:
    view = sample_board.lanes()
    crowded = replace(view.lanes[0], cards=view.lanes[0].cards * 4, count=8)
    tile = LanesTile(load_theme("light"), replace(view, lanes=(crowded, *view.lanes[1:])))

    words = words_of(tile, 930, 356)

    shown = words.count("Larger chair missing") + words.count("Blood fridge alarm")
    assert f"+{8 - shown} more" in words


def test_cards_that_were_not_sent_are_counted_too() -> None:
    view = sample_board.lanes()
    tile = LanesTile(
        load_theme("light"),
        replace(view, lanes=(replace(view.lanes[0], count=12), *view.lanes[1:])),
    )

    assert "+10 more" in words_of(tile, 930, 500)


def test_in_public_lanes_show_counts_and_no_cards() -> None:
    tile = LanesTile(load_theme("light"), replace(sample_board.lanes(), show_cards=False))

    words = words_of(tile, 930, 356)

    assert "oldest 4 days" in words
    assert not any("interpreter" in line for line in words)


def test_narrow_lanes_stand_under_each_other() -> None:
    tile = LanesTile(load_theme("light"), sample_board.lanes())
    words_of(tile, 428, 731)
    heads = {fit.text: fit.box for fit in tile.text_fits()}

    assert heads["Being worked on"].top() > heads["Raised"].bottom()
    assert heads["Being worked on"].left() == heads["Raised"].left()


def test_list_rows_that_do_not_fit_are_counted() -> None:
    tile = ListTile(load_theme("light"), sample_board.answers())

    words = words_of(tile, 453, 356)

    assert "Night porter from 1 December" in " ".join(words)
    assert any(line.startswith("+") for line in words)


def test_a_long_list_place_shows_every_row() -> None:
    tile = ListTile(load_theme("light"), sample_board.answers())

    assert not any(line.startswith("+") for line in words_of(tile, 453, 731))


def test_goals_that_do_not_fit_are_counted() -> None:
    tile = GoalsTile(load_theme("light"), sample_board.goals())

    assert "+1 more" in words_of(tile, 428, 300)
    assert "+1 more" not in words_of(tile, 428, 356)


def test_agenda_items_that_do_not_fit_are_counted() -> None:
    tile = AgendaTile(load_theme("light"), sample_board.agenda())

    assert any(line.startswith("+") for line in words_of(tile, 428, 400))
    assert not any(line.startswith("+") for line in words_of(tile, 428, 731))


def test_a_wide_agenda_puts_its_items_beside_the_countdown() -> None:
    tile = AgendaTile(load_theme("light"), sample_board.agenda())
    words = words_of(tile, 1008, 340)
    boxes = {fit.text: fit.box for fit in tile.text_fits()}

    assert boxes["Thanks, good catches"].left() > boxes["12 min"].right()
    assert "Improvement" in words


def test_a_metric_too_small_for_a_chart_gives_the_figure() -> None:
    tile = MetricTile(load_theme("light"), sample_board.metric())

    assert "85 %" in words_of(tile, 453, 220)
    assert "85 %" not in words_of(tile, 453, 356)


def test_a_tall_metric_gives_figure_and_chart() -> None:
    tile = MetricTile(load_theme("light"), sample_board.metric())
    words = words_of(tile, 453, 731)

    assert "85 %" in words
    assert "goal 90" in words


def test_the_usual_length_is_said_once() -> None:
    tile = DaysSinceTile(load_theme("light"), sample_board.days_since())

    assert words_of(tile, 453, 356).count("usual 25") == 1


def test_the_reference_is_named_once() -> None:
    tile = GroupsTile(load_theme("light"), sample_board.groups())

    assert words_of(tile, 453, 356).count("goal 80 %") == 1
    assert words_of(tile, 453, 731).count("goal 80 %") == 1


def test_in_public_only_the_verdict_of_a_comparison_is_said() -> None:
    view = replace(sample_board.groups(), sentence="", groups=None)
    tile = GroupsTile(load_theme("light"), view)

    words = " ".join(words_of(tile, 453, 356))

    assert "Better overall, not for everyone." in words
    assert "Spanish" not in words


def test_without_days_between_events_the_words_stand_under_the_figure() -> None:
    view = sample_board.days_since()
    tile = DaysSinceTile(load_theme("light"), replace(view, spells=SpellsView((), None, "")))
    words_of(tile, 453, 356)
    boxes = {fit.text: fit.box for fit in tile.text_fits()}

    assert boxes["days since\nthe last one"].top() >= boxes["23"].bottom()


def test_a_low_list_says_its_figure_in_a_line_to_show_more_rows() -> None:
    rows = tuple(ListRow(f"idea {number}", detail="quick hit") for number in range(3))
    view = ListTileView(Frame("ideas", "Ideas"), "3", "ideas being worked on", "", rows)
    tile = ListTile(load_theme("light"), view)

    low, high = words_of(tile, 428, 300), words_of(tile, 428, 500)

    assert "3 ideas being worked on" in low
    assert {"idea 0", "idea 1", "idea 2"} <= set(low)
    assert "3" in high
    assert "quick hit" in high


def test_goals_beyond_the_limit_are_counted() -> None:
    tile = GoalsTile(load_theme("light"), replace(sample_board.goals(), beyond=2))

    assert "+2 more" in words_of(tile, 428, 500)


def test_what_a_list_is_about_stands_beside_its_title() -> None:
    view = ListTileView(Frame("v", "Patient voice"), "", "", "", (ListRow("“Loud.”"),), "Noise")

    assert "Noise" in words_of(ListTile(load_theme("light"), view), 428, 300)


def test_close_cards_leave_out_their_age_before_they_leave_out_a_card() -> None:
    cards = tuple(
        LaneCard(f"card:{n}", "No interpreter when needed", "Interpreters · by 27 Nov", "2 d")
        for n in range(2)
    )
    lanes = tuple(Lane(f"lane {n}", 2, cards) for n in range(3))
    view = LanesTileView(Frame("cards", "Cards"), lanes, show_cards=True)

    words = words_of(LanesTile(load_theme("light"), view), 860, 370)

    assert words.count("No interpreter when needed") == 6
    assert not any(line.startswith("+") for line in words)


@pytest.mark.parametrize(
    "unit", ["Haematology1", "Older People's Assessment + Liaison Unit"], ids=["short", "longest"]
)
@pytest.mark.parametrize("late", ["", "ward: 1 h late"], ids=["in time", "late"])
def test_whose_card_it_is_is_never_cut(unit: str, late: str) -> None:
    card = LaneCard(
        "card:1",
        "Broken, waiting for repair",
        unit if late else f"{unit} · action",
        "40 min",
        left_mark=Mark.DIAMOND,
        late=late,
        left_short=unit,
    )
    lanes = (Lane("Raised", 6, (card,) * 6), Lane("Being worked on", 0, ()))
    view = LanesTileView(Frame("cards", "Cards that need us"), lanes, show_cards=True)

    said = " ".join(words_of(LanesTile(load_theme("light"), view), 569, 355))

    assert "…" not in said
    assert unit in said
    assert (late or "40 min") in said


def test_what_a_row_is_about_takes_a_second_line_and_is_never_cut() -> None:
    about = "Breaks cannot be covered at night · Hospital, 23:17"
    row = ListRow("“The site team covers breaks from Monday.”", about, "6 d", bold=True)
    frame = Frame("answers", "Answers", foot_left="Read it out. Does it solve it?", spoken="")
    view = ListTileView(
        frame, figure="1", figure_label="answer came down", sentence="", rows=(row,)
    )

    said = " ".join(words_of(ListTile(load_theme("light"), view), 350, 356))

    assert "…" not in said
    assert about.split(" · ")[1] in said
