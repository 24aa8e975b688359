"""The kinds of tile that a board layout may have, each with its settings, as frozen models."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints

from kiosk.domain.events import EventType

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Whole = Annotated[int, Strict()]
Limit = Annotated[Whole, Field(ge=1, le=20)]
Flag = Annotated[bool, Strict()]

LaneName = Literal["raised", "working", "answered"]


class Part(BaseModel):
    """A frozen piece of the file; a key it does not know is refused."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")


class _Tile(Part):
    id: Identifier
    """A name of your choice, once in the file: small letters, digits and _."""
    title: Words | None = None
    """Words over the tile, when the usual ones do not suit."""
    point: Identifier | None = None
    """The point of the preset that this tile belongs to."""


class AgendaTile(_Tile):
    """The next huddle, its agenda, and the equity question of the day."""

    type: Literal["agenda"]
    """The kind of tile."""
    question: Flag = True
    """Show the equity question of the day."""


class DaysSinceTile(_Tile):
    """Days since the last event, with the days between; give either `metric` or `events`."""

    type: Literal["days_since"]
    """The kind of tile."""
    metric: Identifier | None = None
    """A metric that counts events."""
    events: tuple[EventType, ...] = ()
    """The kinds of event that set the count back."""
    about: tuple[Identifier, ...] = ()
    """Only these types of event ("fall"); left out: all."""
    spells: Annotated[Whole, Field(ge=5, le=40)] = 14
    """How many spells between events to draw."""


class SafetyCrossTile(_Tile):
    """The month as a cross of days."""

    type: Literal["safety_cross"]
    """The kind of tile."""
    near_misses: Flag = True
    """Mark days with a near miss or good catch."""


class MetricTile(_Tile):
    """One metric over time, with its process limits."""

    type: Literal["metric"]
    """The kind of tile."""
    metric: Identifier
    """The metric's id in the catalogue or in the figures you import."""
    months: Annotated[Whole, Field(ge=1, le=60)] = 24
    """How many months to draw."""
    by: Annotated[tuple[Words, ...], Field(max_length=8)] | None = None
    """What a touch on the tile also shows it by, in this order; left out: the two
    in which a group needs us most, of all that the wall may show."""


class GroupsTile(_Tile):
    """One metric by group: released figures only."""

    type: Literal["groups"]
    """The kind of tile."""
    metric: Identifier
    """The metric's id in the catalogue or in the figures you import."""
    stratifier: Words
    """What the groups are, as in your releases: "language", "ethnicity", "department type"."""


class EquityFocusTile(_Tile):
    """For whom our care needs us most, of all that is turned on by group, and why; staff face only."""

    type: Literal["equity_focus"]
    """The kind of tile."""


class LanesTile(_Tile):
    """Escalation cards, in lanes."""

    type: Literal["lanes"]
    """The kind of tile."""
    lanes: Annotated[tuple[LaneName, ...], Field(min_length=1, max_length=4)] = (
        "raised",
        "working",
        "answered",
    )
    """Which lanes, left to right."""


class AnswersTile(_Tile):
    """Answers that came down and wait to be read out."""

    type: Literal["answers"]
    """The kind of tile."""
    limit: Limit = 8
    """How many lines at most."""


class RecognitionsTile(_Tile):
    """Thanks."""

    type: Literal["recognitions"]
    """The kind of tile."""
    limit: Limit = 8
    """How many lines at most."""
    days: Annotated[Whole, Field(ge=1, le=90)] = 14
    """How many days back."""


class TicketsTile(_Tile):
    """Improvement tickets: quick hits and big issues."""

    type: Literal["tickets"]
    """The kind of tile."""
    limit: Limit = 8
    """How many lines at most."""


class VoiceTile(_Tile):
    """What patients and families said, and what was done about it."""

    type: Literal["voice"]
    """The kind of tile."""
    limit: Limit = 4
    """How many lines at most."""


class AnnouncementsTile(_Tile):
    """News for the team."""

    type: Literal["announcements"]
    """The kind of tile."""
    limit: Limit = 6
    """How many lines at most."""


class GoalsTile(_Tile):
    """The unit's goals and where each stands."""

    type: Literal["goals"]
    """The kind of tile."""
    limit: Limit = 5
    """How many goals at most."""


Tile = Annotated[
    AgendaTile
    | DaysSinceTile
    | SafetyCrossTile
    | MetricTile
    | GroupsTile
    | EquityFocusTile
    | LanesTile
    | AnswersTile
    | RecognitionsTile
    | TicketsTile
    | VoiceTile
    | AnnouncementsTile
    | GoalsTile,
    Field(discriminator="type"),
]
