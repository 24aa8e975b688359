"""The rest of a unit's life: its roster, thanks, ideas, news, and what patients say."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random  # noqa: TID251 - built from the demo's seed, which the caller names
from typing import Final

from kiosk.domain.announcements import PostAnnouncement
from kiosk.domain.calendars import shift_at
from kiosk.domain.people import AddPerson, Role
from kiosk.domain.recognitions import GiveRecognition
from kiosk.domain.tickets import FinishTicket, MakeBigIssue, MakeQuickHit, RaiseTicket
from kiosk.domain.voices import RecordVoice
from kiosk.services.demo.phrases import IDEAS, NEWS, THANKS, VOICES
from kiosk.services.demo.setting import HUDDLE, LEADER, Moment, Setting

THANKS_A_WEEK: Final = 3
WRITTEN: Final = 0.2
NAMED: Final = 0.25
TICKET_EVERY_DAYS: Final = 12
NEWS_EVERY_DAYS: Final = 9
NEWS_LASTS_DAYS: Final = 14
GROUPS: Final = (
    *("nursing",) * 11,
    *("medicine",) * 5,
    *("support",) * 5,
    *("therapy",) * 2,
    "clerical",
)
GROUP_THANKED: Final = ("nursing", "nursing", "support", "medicine", "therapy", "whole_team")


def roster_moments(setting: Setting, names: Sequence[str]) -> Iterator[Moment]:
    """Return the people who join the roster on the first day; the first two may settle things."""
    first = setting.instant(setting.first, 6, 30)
    for position, name in enumerate(names):
        role = (Role.CHARGE_NURSE, Role.LEADER)[position] if position < 2 else Role.STAFF  # noqa: PLR2004 - see the docstring
        person_id = f"person:{setting.new_id()}"
        group = GROUPS[position % len(GROUPS)]
        yield Moment(first, AddPerson(person_id, name, role, group))


def thanks_moments(setting: Setting, names: Sequence[str]) -> Iterator[Moment]:
    """Return the thank-yous, a few a week; by name only where somebody agreed."""
    chance = setting.chance("thanks")
    days = [*setting.open_days(), setting.today]
    for day in days:
        if chance.random() < THANKS_A_WEEK / 7 or day == setting.today:
            yield _thanks(setting, day, names, chance)


def _thanks(setting: Setting, day: date, names: Sequence[str], chance: Random) -> Moment:
    at = setting.instant(day, chance.randrange(7, 21), chance.randrange(60))
    if day == setting.today:
        at = setting.until - timedelta(minutes=35)
    written = chance.random() < WRITTEN
    theme = chance.choice(setting.catalogue.recognitions.themes)
    phrase, sentence = chance.choice(theme.phrases), chance.choice(THANKS)
    name = chance.choice(names)
    return Moment(
        at,
        GiveRecognition(
            recognition_id=f"recognition:{setting.new_id()}",
            group=chance.choice(GROUP_THANKED),
            phrase=None if written else phrase,
            day=min(day, setting.today),
            sentence=sentence if written else "",
            name=name if chance.random() < NAMED else "",
            shift=shift_at(setting.calendar, at, setting.zone).name,
        ),
    )


def ticket_moments(setting: Setting) -> Iterator[Moment]:
    """Return the ideas: sorted at the next huddle, done or still being worked on; the newest not sorted yet."""
    chance = setting.chance("tickets")
    ago = (setting.today - setting.first).days - 20
    while ago > 1:
        day = setting.ago(ago)
        if not setting.calendar.is_closed(day):
            yield from _ticket(setting, day, ago, chance)
        ago -= chance.randrange(TICKET_EVERY_DAYS // 2, TICKET_EVERY_DAYS * 3 // 2)
    yield Moment(setting.until - timedelta(hours=3), _idea(setting, chance)[1])


def _idea(setting: Setting, chance: Random) -> tuple[str, RaiseTicket]:
    ticket_id = f"ticket:{setting.new_id()}"
    theme = chance.choice(setting.catalogue.ideas.themes)
    phrase, sentence = chance.choice(theme.phrases), chance.choice(IDEAS)
    if chance.random() < WRITTEN * 2:
        return ticket_id, RaiseTicket(ticket_id, theme.id, None, sentence)
    return ticket_id, RaiseTicket(ticket_id, theme.id, phrase)


def _ticket(setting: Setting, day: date, ago: int, chance: Random) -> Iterator[Moment]:
    ticket_id, raising = _idea(setting, chance)
    raised = setting.instant(day, chance.randrange(8, 20), chance.randrange(60))
    sorted_at = setting.huddle_after(raised)
    big = chance.random() < 0.4  # noqa: PLR2004 - as many as a ward has
    takes = chance.randrange(20, 90) if big else chance.randrange(1, 4)
    yield Moment(raised, raising)
    if big:
        check_in = max(day + timedelta(days=30), setting.ago(-9))
        yield Moment(sorted_at, MakeBigIssue(ticket_id, check_in), HUDDLE)
    else:
        due = sorted_at.date() + timedelta(days=3)
        yield Moment(sorted_at, MakeQuickHit(ticket_id, due), HUDDLE)
    if takes < ago:
        done = setting.huddle(day + timedelta(days=takes + 1)) + timedelta(minutes=6)
        yield Moment(done, FinishTicket(ticket_id), HUDDLE)


def news_moments(setting: Setting) -> Iterator[Moment]:
    """Return the announcements; a few of them still hold."""
    ago = (setting.today - setting.first).days - 5
    number = 0
    while ago >= 0:
        day = setting.ago(ago)
        sentence, by = NEWS[number % len(NEWS)]
        posted = PostAnnouncement(
            announcement_id=f"announcement:{setting.new_id()}",
            sentence=sentence,
            until=day + timedelta(days=NEWS_LASTS_DAYS),
            by=by,
        )
        yield Moment(setting.instant(day, 9, 5), posted, LEADER)
        ago -= NEWS_EVERY_DAYS
        number += 1


def voice_moments(setting: Setting) -> Iterator[Moment]:
    """Return what patients said, week by week; the newest may have no answer yet."""
    week = setting.first + timedelta(days=-setting.first.weekday() % 7)
    number = 0
    while week + timedelta(days=4) < setting.today:
        theme, said, did = VOICES[number % len(VOICES)]
        newest = week + timedelta(days=11) >= setting.today
        said_now = RecordVoice(
            voice_id=f"voice:{setting.new_id()}",
            week=week,
            theme=theme,
            you_said=said,
            we_did="" if newest and number % 2 else did,
        )
        yield Moment(setting.instant(week + timedelta(days=4), 15, 20), said_now)
        week += timedelta(days=7)
        number += 1
