"""Answers, thanks, ideas, patient voice and news: what staff read, and what the public may."""

from datetime import date, timedelta

import pytest

from kiosk.domain.announcements import Announcement
from kiosk.domain.cards import Answered
from kiosk.domain.people import Person, Role
from kiosk.domain.recognitions import Recognition
from kiosk.domain.tickets import BigIssue, Done, New, QuickHit, Ticket, TicketProgress
from kiosk.domain.voices import Voice
from kiosk.layouts.tiles import (
    AnnouncementsTile,
    AnswersTile,
    RecognitionsTile,
    TicketsTile,
    VoiceTile,
)
from kiosk.viewmodels.announcements_tile import announcements_tile
from kiosk.viewmodels.answers_tile import answers_tile
from kiosk.viewmodels.boards import Face
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.recognitions_tile import recognitions_tile
from kiosk.viewmodels.tickets_tile import tickets_tile
from kiosk.viewmodels.tiles import ListTileView
from kiosk.viewmodels.voice_tile import voice_tile
from tests.unit.viewmodels.sample_wards import NOW, TODAY, card, empty_ward, numbered, scene

ANSWERS = AnswersTile(id="a", type="answers")
THANKS = RecognitionsTile(id="r", type="recognitions")
IDEAS = TicketsTile(id="t", type="tickets")
VOICE = VoiceTile(id="v", type="voice")
NEWS = AnnouncementsTile(id="n", type="announcements")


def thanks(group: str = "nursing", days_ago: int = 0, **parts: object) -> Recognition:
    made = Recognition(
        group=group,
        phrase="Took time to listen",
        sentence=None,
        name=None,
        shift="",
        day=TODAY - timedelta(days=days_ago),
        given_at=NOW - timedelta(days=days_ago),
    )
    return made.model_copy(update=parts)


def thanked(
    *given: Recognition, face: Face = Face.STAFF, nurses: int = 5, porters: int = 2
) -> ListTileView:
    people = [
        Person(name=f"Nurse {number}", role=Role.STAFF, group="nursing") for number in range(nurses)
    ] + [
        Person(name=f"Porter {number}", role=Role.STAFF, group="support")
        for number in range(porters)
    ]
    ward = empty_ward(
        recognitions=numbered("recognition", given), people=numbered("person", people)
    )
    return recognitions_tile(THANKS, scene(ward, face))


def idea(progress: TicketProgress | None = None, **parts: object) -> Ticket:
    made = Ticket(
        theme="waiting",
        phrase="Order it before it is needed",
        sentence=None,
        raised_at=NOW,
        progress=progress or New(),
    )
    return made.model_copy(update=parts)


def ideas(*tickets: Ticket, face: Face = Face.STAFF) -> ListTileView:
    return tickets_tile(IDEAS, scene(empty_ward(tickets=numbered("ticket", tickets)), face))


def test_answers_are_quoted_newest_first_with_the_card_they_answer() -> None:
    answers = [
        Answered(by="Estates", at=NOW - timedelta(hours=hours), answer=f"answer {hours}")
        for hours in (3, 1, 2)
    ]
    cards = numbered("card", [card(timedelta(days=2), each) for each in answers])
    view = answers_tile(ANSWERS, scene(empty_ward(cards=cards)))
    assert (view.figure, view.figure_label) == ("3", "answers came down")
    assert [row.text for row in view.rows] == ["“answer 1”", "“answer 2”", "“answer 3”"]
    assert view.rows[0].detail == "Broken, waiting for repair · Estates, 06:03"


def test_the_public_sees_how_many_answers_came_down() -> None:
    answered = Answered(by="Estates", at=NOW, answer="Tomorrow")
    ward = empty_ward(cards={"card:1": card(timedelta(days=2), answered)})
    view = answers_tile(ANSWERS, scene(ward, Face.PUBLIC))
    assert (view.figure, view.figure_label, view.rows) == ("1", "answer came down", ())


def test_thanks_say_for_what_and_whom_and_how_many_this_week() -> None:
    view = thanked(thanks(days_ago=8), thanks(name="Ada"), thanks("support", days_ago=1))
    assert (view.figure, view.figure_label) == ("2", "thank-yous this week")
    assert [row.detail for row in view.rows] == [
        "Ada · today",
        "Support and cleaning · yesterday",
        "Nursing · 16 Nov",
    ]


def test_in_public_thanks_are_counted_by_roles_that_five_people_share() -> None:
    view = thanked(thanks(), thanks("support", name="Ada"), face=Face.PUBLIC)
    assert [(row.text, row.right) for row in view.rows] == [("Nursing", "1"), ("Other teams", "1")]
    assert "Ada" not in repr(view)
    assert "listen" not in repr(view)


def test_in_public_a_small_team_has_no_rows_at_all() -> None:
    assert thanked(thanks(), face=Face.PUBLIC, nurses=4).rows == ()


def test_nobody_thanked_is_said_as_a_question() -> None:
    assert thanked(thanks(days_ago=20)).frame.empty == "Nobody was thanked yet. Who helped?"


def test_ideas_stand_with_the_most_overdue_first_and_the_unsorted_last() -> None:
    view = ideas(
        idea(sentence="unsorted"),
        idea(BigIssue(check_in=TODAY + timedelta(days=2)), sentence="later"),
        idea(QuickHit(due=TODAY - timedelta(days=1)), sentence="late"),
        idea(Done(at=NOW), sentence="done"),
    )
    assert [(row.text, row.right) for row in view.rows] == [
        ("late", "due yesterday"),
        ("later", "Thursday"),
        ("unsorted", "to sort"),
    ]
    assert [row.mark for row in view.rows] == [Mark.TRIANGLE, Mark.NONE, Mark.NONE]
    assert (view.frame.foot_left, view.frame.foot_right) == (
        "1 quick hit · 1 to sort",
        "1 done this month",
    )


def test_in_public_ideas_are_counted_by_theme() -> None:
    view = ideas(idea(sentence="Ask Ada"), idea(theme="somebody's own"), face=Face.PUBLIC)
    assert [(row.text, row.right) for row in view.rows] == [
        ("Less waiting", "1"),
        ("Other ideas", "1"),
    ]


@pytest.mark.parametrize(("week", "stale"), [(date(2026, 11, 2), True), (date(2026, 11, 9), False)])
def test_patient_voice_goes_stale_after_two_weeks(week: date, *, stale: bool) -> None:
    voice = Voice(week=week, theme="Noise", you_said="It is loud.", we_did="")
    view = voice_tile(VOICE, scene(empty_ward(voices={"voice:1": voice})))
    assert view.frame.stale is stale
    assert view.rows[0].detail == "We are working on it."


def test_the_newest_week_speaks_first() -> None:
    voices = [
        Voice(week=date(2026, 11, 9), theme="Food", you_said="Cold.", we_did="Hot trolley."),
        Voice(week=date(2026, 11, 16), theme="Noise", you_said="Loud.", we_did="Soft bins."),
    ]
    view = voice_tile(VOICE, scene(empty_ward(voices=numbered("voice", voices))))
    assert view.note == "Noise"
    assert view.frame.foot_left == "week of 16 Nov"
    assert [row.text for row in view.rows] == ["“Loud.”", "“Cold.”"]
    assert view.rows[0].detail == "We did: Soft bins."


def news(sentence: str, **parts: object) -> Announcement:
    made = Announcement(sentence=sentence, until=TODAY, by="Ada", posted_at=NOW)
    return made.model_copy(update=parts)


def test_news_stands_until_its_day_and_not_once_it_is_taken_down() -> None:
    posted = [
        news("over", until=TODAY - timedelta(days=1)),
        news("down", taken_down=True),
        news("today"),
    ]
    ward = empty_ward(announcements=numbered("announcement", posted))
    view = announcements_tile(NEWS, scene(ward))
    assert [(row.text, row.detail) for row in view.rows] == [("today", "Ada · until today")]


def test_in_public_news_does_not_say_by_whom_and_nothing_that_names_the_roster() -> None:
    people = {"person:1": Person(name="Ada", role=Role.STAFF, group="nursing")}
    posted = [news("Fire drill"), news("Ada leaves on Friday")]
    ward = empty_ward(announcements=numbered("announcement", posted), people=people)
    view = announcements_tile(NEWS, scene(ward, Face.PUBLIC))
    assert [(row.text, row.detail) for row in view.rows] == [("Fire drill", "until today")]


def test_a_list_keeps_to_its_limit() -> None:
    tile = AnnouncementsTile(id="n", type="announcements", limit=2)
    ward = empty_ward(announcements=numbered("announcement", [news(str(n)) for n in range(5)]))
    assert len(announcements_tile(tile, scene(ward)).rows) == 2
