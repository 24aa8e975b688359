"""A first start offers to set the ward up, to connect it, or to try it."""

from kiosk.viewmodels.forms.form import MAKING_PRACTICE, Ask, Open
from kiosk.viewmodels.forms.welcome import WELCOME
from tests.unit.viewmodels.forms.fingers import Finger


def test_a_first_start_offers_three_ways_and_a_way_out() -> None:
    finger = Finger(WELCOME)
    assert finger.offered == ["cancel", "setup", "connect", "practise"]
    assert "Set up this ward" in finger.words
    assert "Try it" in finger.words


def test_setting_up_opens_the_set_up() -> None:
    assert Finger(WELCOME).touch("setup").last == Open("setup")


def test_trying_asks_for_practice() -> None:
    assert Finger(WELCOME).touch("practise").last == Ask(
        "training:start", meanwhile=MAKING_PRACTICE
    )


def test_a_practice_ward_that_cannot_be_made_is_said_on_the_sheet() -> None:
    finger = Finger(WELCOME)
    finger.refusing = "The practice ward could not be made. Nothing has changed."
    assert "could not be made" in finger.touch("practise").words
