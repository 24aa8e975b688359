"""The help topics are short and plain, and name every tile and button a layout may use."""

from pathlib import Path
from typing import get_args

import pytest

from kiosk.layouts.schema import Action, Preset
from kiosk.layouts.tiles import Tile

FOLDER = Path(__file__).parents[3] / "assets" / "help" / "en"
TOPICS = {
    "raise_a_card": "Raise a card",
    "good_catch_and_harm": "Good catch and harm",
    "thank_someone": "Thank someone",
    "an_idea": "An idea",
    "todays_figures": "Today's figures",
    "two_faces": "The two faces of the board",
    "safety_cross": "The safety cross",
    "reading_a_chart": "Reading a chart",
    "numbers_by_group": "Numbers by group",
    "equity_goals": "Equity goals",
    "undo_and_corrections": "Undo and corrections",
    "training": "Practice",
    "sync_and_the_network": "The hospital and this board",
    "connect_to_the_hospital": "Connect to the hospital",
    "from_card_to_answer": "From card to answer",
    "the_huddle": "The huddle",
    "for_it_layouts": "For IT: layouts",
    "for_it_import": "For IT: bringing figures in",
    "for_it_data_folder": "For IT: the data folder",
}
MOST_WORDS = 320


def test_every_topic_is_there_and_no_other() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(TOPICS)


@pytest.mark.parametrize(("name", "title"), TOPICS.items())
def test_a_topic_begins_with_its_title_and_is_short_and_plain(name: str, title: str) -> None:
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert text.splitlines()[:2] == [f"# {title}", ""]
    assert len(text.split()) <= MOST_WORDS
    assert "!" not in text
    assert "please" not in text.lower()


def test_the_layouts_topic_names_everything_a_layout_may_use() -> None:
    text = (FOLDER / "for_it_layouts.md").read_text(encoding="utf-8")
    kinds = get_args(get_args(Tile)[0])
    types = [get_args(kind.model_fields["type"].annotation)[0] for kind in kinds]
    for word in (*types, *get_args(Action), *get_args(Preset)):
        assert word in text
