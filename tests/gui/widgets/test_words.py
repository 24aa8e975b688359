"""Words wrap, then step down, and are never cut."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.ui.widgets.words import STEP_DOWN, fit, text_width, wrap

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qtbot")]
same_application = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_words_that_fit_stay_on_one_line_at_their_size() -> None:
    fitted = fit("Raise it", 32, 700, 400)
    assert (fitted.lines, fitted.size) == (("Raise it",), 32)


def test_words_wrap_before_they_step_down() -> None:
    width = text_width("Raise it: serious harm", 32, 700) * 0.7
    fitted = fit("Raise it: serious harm", 32, 700, width)
    assert len(fitted.lines) == 2
    assert fitted.size == 32


def test_a_long_word_steps_down_rather_than_breaking() -> None:
    width = text_width("Decontamination", 32, 700) - 5
    fitted = fit("Decontamination", 32, 700, width)
    assert fitted.lines == ("Decontamination",)
    assert fitted.size == 32 * STEP_DOWN


def test_a_word_that_never_fits_is_broken_and_said_not_to_fit() -> None:
    fitted = fit("W" * 60, 32, 700, 200)
    assert "".join(fitted.lines) == "W" * 60
    assert not fitted.fits


@same_application
@given(st.text("abcdefgh 中文字符🙂é", max_size=80), st.floats(40, 600))
def test_no_character_is_lost(text: str, width: float) -> None:
    lines = wrap(text, 27, 400, width)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_line_break_is_kept() -> None:
    assert wrap("Say what.\nNot who.", 27, 400, 900) == ("Say what.", "Not who.")
