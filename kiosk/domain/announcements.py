"""Announcements: one sentence for everybody, until a day."""

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import Field

from kiosk.domain.changes import LogKind
from kiosk.domain.entities import (
    SENTENCE_LIMIT,
    Act,
    Decision,
    EntityKind,
    Happened,
    Outcome,
    Payload,
    Refusal,
    State,
)


class AnnouncementPosted(Payload):
    """Something to know; its words are in the words field `sentence`."""

    until: date
    by: str = Field(default="", max_length=60)


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


def decide(
    announcement: Announcement | None, command: AnnouncementCommand, today: date
) -> Decision:
    """Return the change that a command makes, or why it cannot."""
    if isinstance(command, TakeDownAnnouncement):
        if announcement is None or announcement.taken_down:
            return Refusal("That announcement is not there any more.")
        return (Act(command.announcement_id, "announcement.taken_down", AnnouncementTakenDown()),)
    sentence = command.sentence.strip()
    if announcement is not None:
        return Refusal("That announcement is already there.")
    if not 1 <= len(sentence) <= SENTENCE_LIMIT:
        return Refusal(f"Write one sentence of at most {SENTENCE_LIMIT} characters.")
    if command.until < today:
        return Refusal("That day is over.")
    posted = AnnouncementPosted(until=command.until, by=command.by)
    return (Act(command.announcement_id, "announcement.posted", posted, {"sentence": sentence}),)


def evolve(announcement: Announcement | None, happened: Happened) -> Outcome[Announcement]:
    """Return the announcement after a change."""
    payload = happened.payload
    if isinstance(payload, AnnouncementPosted):
        if announcement is not None:
            return Outcome(announcement, "already posted")
        return Outcome(
            Announcement(
                sentence=happened.words.get("sentence", "words erased"),
                until=payload.until,
                by=payload.by,
                posted_at=happened.change.occurred_at,
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
