"""Help: every topic is reachable, and can be read to its end without a scroll bar."""

from dataclasses import replace

import pytest

from kiosk.host.resources import resource_folder
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.forms.help import HELP, pages_of, topic
from kiosk.viewmodels.sheets import Paragraph
from tests.unit.viewmodels.forms.fingers import Finger, a_context

PAGES = {
    path.stem: path.read_text(encoding="utf-8")
    for path in (resource_folder("assets") / "help" / "en").glob("*.md")
}


def opened(argument: str = "") -> Finger:
    return Finger(HELP, replace(a_context(), pages=PAGES), argument)


def test_the_list_has_every_topic_staff_first_and_it_last() -> None:
    topics = [action for action in opened().offered if action.startswith("topic=")]
    assert sorted(topics) == sorted(f"topic={name}" for name in PAGES)
    assert topics[0] == "topic=raise_a_card"
    assert all(action.startswith("topic=for_it") for action in topics[-3:])


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_topic_can_be_read_to_its_end_and_back_to_the_list(name: str) -> None:
    finger = opened().touch(f"topic={name}")
    read, pages = finger.words, 1
    while "next" in finger.offered:
        read += finger.touch("next").words
        pages += 1
    last_words = PAGES[name].split()[-1].strip("*`.")
    assert last_words in read
    finger.touch(*["back"] * pages)
    assert finger.sheet.name == "help"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_no_mark_of_the_file_stands_on_the_screen(name: str) -> None:
    for paragraph in topic(PAGES[name]).paragraphs:
        assert "**" not in paragraph.text
        assert "`" not in paragraph.text
        assert not paragraph.text.startswith("#")


def test_a_button_may_open_a_topic_at_once() -> None:
    assert opened("reading_a_chart").sheet.title == "Reading a chart"


def test_an_unknown_topic_opens_the_list() -> None:
    assert opened("nothing_like_it").sheet.name == "help"


def test_without_help_pages_the_sheet_says_so() -> None:
    assert "not on this machine" in Finger(HELP).words


def test_lists_code_and_headings_are_told_apart() -> None:
    read = topic(
        "# Title\n\nOne *soft* and **loud** word\nover two lines.\n\n- a\n- b\n  c\n\n1. d\n\n    run `me`\n\n## End\n"
    )
    assert read.title == "Title"
    assert [(p.text, p.mark) for p in read.paragraphs] == [
        ("One soft and “loud” word over two lines.", Mark.NONE),
        ("a", Mark.DOT),
        ("b c", Mark.DOT),
        ("1. d", Mark.NONE),
        ("run `me`", Mark.NONE),
        ("End", Mark.NONE),
    ]


def test_a_star_in_a_file_name_is_no_emphasis() -> None:
    assert (
        topic("# T\n\nSee `board_layouts/*.toml`.").paragraphs[0].text
        == "See board_layouts/*.toml."
    )


def test_a_paragraph_longer_than_a_page_has_a_page_of_its_own() -> None:
    long, short = Paragraph("word " * 400), Paragraph("end")
    assert pages_of((short, long, short)) == ((short,), (long,), (short,))


def test_words_that_stand_on_a_button_can_be_told_from_the_sentence() -> None:
    (first, second) = topic(
        "# A card\n\nTouch **Solved: close it**.\n\n- **Own:** by when"
    ).paragraphs
    assert first.text == "Touch “Solved: close it”."
    assert second.text == "Own: by when"
