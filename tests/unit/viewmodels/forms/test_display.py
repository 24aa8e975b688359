"""How the board looks is chosen by touch, and each touch counts at once."""

from dataclasses import replace

import pytest

from kiosk.viewmodels.forms.display import DISPLAY
from kiosk.viewmodels.forms.form import Ask, Display
from tests.unit.viewmodels.forms.fingers import Finger, a_context


def shown(display: Display) -> Finger:
    return Finger(DISPLAY, replace(a_context(), display=display))


def test_what_is_set_carries_the_ticks() -> None:
    assert shown(Display()).ticked == ["theme=light", "left_reach=false", "motion=true"]
    other = shown(Display("contrast", left_reach=True, motion=False))
    assert other.ticked == ["theme=contrast", "left_reach=true", "motion=false"]


@pytest.mark.parametrize(
    ("action", "values"),
    [
        ("theme=dark", {"theme": "dark"}),
        ("left_reach=true", {"left_reach": "true"}),
        ("motion=false", {"motion": "false"}),
    ],
)
def test_a_touch_asks_for_its_choice_and_the_sheet_stays(
    action: str, values: dict[str, str]
) -> None:
    finger = shown(Display()).touch(action)
    assert isinstance(finger.last, Ask)
    assert finger.last.request == "display"
    assert finger.last.values == values
    assert finger.last.stay is not None


def test_touching_what_is_chosen_already_asks_for_nothing() -> None:
    assert shown(Display()).touch("theme=light").asked == []


def test_a_choice_that_could_not_be_kept_is_said_on_the_sheet() -> None:
    finger = shown(Display())
    finger.refusing = "The choice could not be written down."
    assert "could not be written down" in finger.touch("theme=dark").words
