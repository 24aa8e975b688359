"""An announcement stands until its day, or until somebody takes it down."""

from datetime import timedelta

import pytest

from kiosk.domain.announcements import (
    ANNOUNCEMENT,
    Announcement,
    AnnouncementCommand,
    PostAnnouncement,
    TakeDownAnnouncement,
    decide,
)
from kiosk.domain.entities import fold
from tests.unit.domain.histories import BEGIN, History, only, why_not

NAME = "announcement:1"
TODAY = BEGIN.date()
NEWS = PostAnnouncement(NAME, " Lift B is out of use ", TODAY, "Estates")
DOWN = TakeDownAnnouncement(NAME)


def told(*commands: AnnouncementCommand) -> Announcement | None:
    history = History(NAME)
    for command in commands:
        history.add(only(decide(fold(ANNOUNCEMENT, NAME, history.records).state, command, TODAY)))
    return fold(ANNOUNCEMENT, NAME, history.records).state


def test_it_says_what_was_posted_and_can_be_taken_down() -> None:
    posted, taken_down = told(NEWS), told(NEWS, DOWN)
    assert posted is not None
    assert (posted.sentence, posted.until, posted.by) == ("Lift B is out of use", TODAY, "Estates")
    assert not posted.taken_down
    assert taken_down is not None
    assert taken_down.taken_down


@pytest.mark.parametrize(
    ("before", "command", "words"),
    [
        ((), PostAnnouncement(NAME, "x", TODAY - timedelta(days=1)), "day is over"),
        ((), PostAnnouncement(NAME, " ", TODAY), "one sentence"),
        ((), PostAnnouncement(NAME, "x" * 141, TODAY), "140"),
        ((), DOWN, "not there"),
        ((NEWS,), NEWS, "already there"),
        ((NEWS, DOWN), DOWN, "not there"),
    ],
)
def test_what_makes_no_sense_is_refused_with_words(
    before: tuple[AnnouncementCommand, ...], command: AnnouncementCommand, words: str
) -> None:
    assert words in why_not(decide(told(*before), command, TODAY))
