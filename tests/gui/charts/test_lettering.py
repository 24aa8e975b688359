"""Words wrap, step down to their minimum and end inside their box."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.ui.charts.lettering import BODY_STYLE, Style, fit, text_width
from kiosk.ui.theme import BODY, SMALL_BODY, WEIGHT_REGULAR

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]

SENTENCE = "Better overall, not for everyone who came to the ward."


def test_words_that_fit_stand_on_one_line_at_full_size() -> None:
    fitted = fit("Cards", BODY_STYLE, 400)

    assert fitted.lines == ("Cards",)
    assert fitted.size == BODY
    assert fitted.whole


def test_a_sentence_wraps_between_words() -> None:
    fitted = fit(SENTENCE, BODY_STYLE, 300)

    assert len(fitted.lines) > 1
    assert " ".join(fitted.lines) == SENTENCE
    assert fitted.size == BODY


def test_words_step_down_before_anything_is_left_out() -> None:
    style = Style(BODY, lines=1)
    width = text_width("Thanks, good catches", BODY - 2, WEIGHT_REGULAR) + 1

    fitted = fit("Thanks, good catches", style, width)

    assert fitted.size == BODY - 2
    assert fitted.whole


def test_words_never_go_below_the_stated_minimum() -> None:
    fitted = fit(SENTENCE, Style(BODY, lines=1), 120)

    assert fitted.size == SMALL_BODY
    assert not fitted.whole
    assert fitted.lines[0].endswith("…")


def test_a_word_longer_than_its_box_is_broken_and_not_clipped() -> None:
    fitted = fit("Interpreterbooking", BODY_STYLE, 120)

    assert "".join(fitted.lines) == "Interpreterbooking"
    assert fitted.width <= 120


def test_a_snug_style_saves_a_line_by_a_small_step() -> None:
    width = text_width("Call bells not working", BODY - 1, WEIGHT_REGULAR) + 1

    assert len(fit("Call bells not working", Style(BODY), width).lines) == 2
    assert len(fit("Call bells not working", Style(BODY, snug=2), width).lines) == 1


def test_balanced_lines_leave_no_word_alone() -> None:
    words = "days since the last one"
    width = text_width("days since the last", BODY, WEIGHT_REGULAR) + 5

    assert fit(words, Style(BODY), width).lines == ("days since the last", "one")
    assert fit(words, Style(BODY, balanced=True), width).lines == ("days since", "the last one")


def test_a_given_line_break_is_kept() -> None:
    assert fit("days since\nthe last one", BODY_STYLE, 900).lines == ("days since", "the last one")


def test_no_words_take_no_room() -> None:
    assert fit("", BODY_STYLE, 100).height == 0


@settings(max_examples=40)
@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn", "Mn"]), max_size=60
    ),
    st.floats(60, 900),
    st.floats(0, 400),
)
def test_words_end_inside_their_box_whatever_they_are(
    text: str, width: float, height: float
) -> None:
    fitted = fit(text, BODY_STYLE, width, height)

    assert fitted.height <= height + 0.1
    assert fitted.width <= width + 1
