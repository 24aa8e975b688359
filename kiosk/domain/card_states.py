"""An escalation card as it stands: what it says, and how far it has come."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from kiosk.domain.entities import State

HIGHEST_TIER = 6

UNIT_TIER = 1
"""The tier of whoever did not say theirs: a unit's own board."""


class Need(StrEnum):
    """What the card asks of the next tier."""

    AWARENESS = "awareness"
    ACTION = "action"


class Criterion(StrEnum):
    """Why a card goes up (Pennsylvania Patient Safety Authority, DOMAIN.md section 4)."""

    SERIOUS_RISK = "serious_risk"
    BARRIER = "barrier"
    VISIBILITY = "visibility"


class Raised(State):
    """Nobody has said that they saw it."""

    step: Literal["raised"] = "raised"


class Acknowledged(State):
    """Seen, not yet owned."""

    step: Literal["acknowledged"] = "acknowledged"
    by: str
    at: datetime


class Owned(State):
    """Somebody is working on it."""

    step: Literal["owned"] = "owned"
    by: str
    at: datetime
    due: datetime | None
    node: str | None = None
    tier: int = UNIT_TIER


class Answered(State):
    """An answer came down; the unit has not confirmed it."""

    step: Literal["answered"] = "answered"
    by: str
    at: datetime
    answer: str
    tier: int = UNIT_TIER


class Returned(State):
    """It came back from above with a reason; `tier` is the one that owes the next step."""

    step: Literal["returned"] = "returned"
    by: str
    at: datetime
    tier: int
    reason: str
    within_s: int | None = None


class Closed(State):
    """The unit accepted the answer."""

    step: Literal["closed"] = "closed"
    at: datetime
    answer: str | None
    answered_by: str | None


Progress = Annotated[
    Raised | Acknowledged | Owned | Answered | Returned | Closed, Field(discriminator="step")
]


class Question(State):
    """What somebody above asked last, and what the unit replied."""

    by: str
    at: datetime
    question: str
    reply: str | None = None


class Card(State):
    """An escalation card: what, how urgent, and how far it has come."""

    node: str
    category: str
    phrase: str | None
    sentence: str | None
    need: Need
    criterion: Criterion
    serious_harm: bool
    raised_at: datetime
    progress: Progress
    reopened: int = 0
    within_s: int | None = None
    seen_within_s: int | None = None
    asked: Question | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes something."""
        return not isinstance(self.progress, Closed)
