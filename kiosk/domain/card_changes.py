"""What each change of an escalation card says."""

from datetime import datetime

from pydantic import Field

from kiosk.domain.card_states import HIGHEST_TIER, UNIT_TIER, Criterion, Need
from kiosk.domain.entities import Payload
from kiosk.domain.sentences import CHOICE_LIMIT

LONGEST_S = 8 * 86_400
"""No clock of a card runs longer: the longest shift and a day beyond a week."""


class CardRaised(Payload):
    """A card goes up; its sentence is in the words field `sentence` unless a preset phrase says it.

    `within_s` is how long somebody has to take the next step, in seconds, by the calendar and the clocks of the unit
    that raises it: boards above follow neither. `seen_within_s` is how long serious harm may go unseen.
    """

    node: str
    category: str
    phrase: str | None = None
    need: Need
    criterion: Criterion
    serious_harm: bool = False
    within_s: int | None = Field(default=None, ge=0, le=LONGEST_S)
    seen_within_s: int | None = Field(default=None, ge=0, le=LONGEST_S)


class CardAcknowledged(Payload):
    """Somebody at the tier has seen it; `by` is a role, never a name."""

    by: str = Field(max_length=CHOICE_LIMIT)


class CardOwned(Payload):
    """Somebody took it, until when; `by` is a role, never a name. `tier` is theirs.

    `node` is the one that owns it where that is not the unit itself.
    """

    by: str = Field(max_length=CHOICE_LIMIT)
    due: datetime | None = None
    node: str | None = None
    tier: int = Field(default=UNIT_TIER, ge=UNIT_TIER, le=HIGHEST_TIER)


class CardAnswered(Payload):
    """The answer that comes down; its text is in the words field `answer`.

    `by` is a role, never a name; `tier` is theirs.
    """

    by: str = Field(max_length=CHOICE_LIMIT)
    tier: int = Field(default=UNIT_TIER, ge=UNIT_TIER, le=HIGHEST_TIER)


class CardReturned(Payload):
    """It goes back to the tier below; the reason is in the words field `reason`.

    `by` is a role, never a name; `tier` is the one that owes the next step now. `within_s` is how long it has, in
    seconds, where who sends it back knows the unit's calendar; else it has as long as when it was raised.
    """

    by: str = Field(max_length=CHOICE_LIMIT)
    tier: int = Field(ge=UNIT_TIER, lt=HIGHEST_TIER)
    within_s: int | None = Field(default=None, ge=0, le=LONGEST_S)


class CardAsked(Payload):
    """Somebody above asks; the words field `question` says what. `by` is a role, never a name."""

    by: str = Field(max_length=CHOICE_LIMIT)


class CardReplied(Payload):
    """The unit says more; the words field `reply` says what."""


class CardClosed(Payload):
    """The unit that raised it accepted the answer, or, in its place, the unit that took over from it: `closed_by`."""

    node: str
    closed_by: str | None = None


class CardReopened(Payload):
    """The unit did not accept; the reason is in the words field `reason`."""


class CardEdited(Payload):
    """A correction of what it says; history keeps both. New words are in the field `sentence`."""

    category: str
    phrase: str | None = None
    need: Need
    criterion: Criterion
