"""Announcements: one sentence for everybody, until a day."""

from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.changes import LogKind
from kiosk.domain.entities import (
    Act,
    Decision,
    EntityKind,
    Happened,
    Outcome,
    Payload,
    Refusal,
    State,
)
from kiosk.domain.sentences import SENTENCE_LIMIT, WORDS_ERASED, given, tidied


class AnnouncementPosted(Payload):
    """Something to know; words fields: `sentence`, and `by` for who says it."""

    until: date


class AnnouncementTakenDown(Payload):
    """It no longer needs to stand there."""


class Announcement(State):
    """Something to know, until a day."""

    sentence: str
    until: date
    by: str
    posted_at: datetime
    taken_down: bool = False


@dataclass(frozen=True, slots=True)
class PostAnnouncement:
    """Put an announcement up."""

    announcement_id: str
    sentence: str
    until: date
    by: str = ""


@dataclass(frozen=True, slots=True)
class TakeDownAnnouncement:
    """Take an announcement down."""

    announcement_id: str


AnnouncementCommand = PostAnnouncement | TakeDownAnnouncement


@tidied
def decide(
    announcement: Announcement | None, command: AnnouncementCommand, today: date
) -> Decision:
    """Return the change that a command makes, or why it cannot."""
    if isinstance(command, TakeDownAnnouncement):
        if announcement is None or announcement.taken_down:
            return Refusal("That announcement is not there any more.")
        return (Act(command.announcement_id, "announcement.taken_down", AnnouncementTakenDown()),)
    if announcement is not None:
        return Refusal("That announcement is already there.")
    if not command.sentence:
        return Refusal(f"Write one sentence of at most {SENTENCE_LIMIT} characters.")
    if command.until < today:
        return Refusal("That day is over.")
    posted = AnnouncementPosted(until=command.until)
    words = given(sentence=command.sentence, by=command.by)
    return (Act(command.announcement_id, "announcement.posted", posted, words),)


def evolve(announcement: Announcement | None, happened: Happened) -> Outcome[Announcement]:
    """Return the announcement after a change."""
    payload = happened.payload
    if isinstance(payload, AnnouncementPosted):
        if announcement is not None:
            return Outcome(announcement, "already posted")
        return Outcome(
            Announcement(
                sentence=happened.words.get("sentence", WORDS_ERASED),
                until=payload.until,
                by=happened.words.get("by", ""),
                posted_at=happened.at,
            )
        )
    if announcement is None:
        return Outcome(None, "there is no such announcement")
    if isinstance(payload, AnnouncementTakenDown):
        return Outcome(announcement.model_copy(update={"taken_down": True}))
    return Outcome(announcement, "needs an update of this board")


ANNOUNCEMENT = EntityKind(
    name="announcement",
    log=LogKind.SHARED,
    state=Announcement,
    payloads={
        "announcement.posted": AnnouncementPosted,
        "announcement.taken_down": AnnouncementTakenDown,
    },
    evolve=evolve,
)
