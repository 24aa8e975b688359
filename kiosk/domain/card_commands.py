"""What can be asked of an escalation card."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.card_states import UNIT_TIER, Criterion, Need


@dataclass(frozen=True, slots=True)
class RaiseCard:
    """Raise a card; exactly one of phrase and sentence says what.

    `within_s` is how long the next step may take, `seen_within_s` how long serious harm may go unseen.
    """

    card_id: str
    node: str
    category: str
    phrase: str | None
    sentence: str | None
    need: Need
    criterion: Criterion
    serious_harm: bool
    within_s: int | None = None
    seen_within_s: int | None = None


@dataclass(frozen=True, slots=True)
class AcknowledgeCard:
    """Say that the tier has seen it."""

    card_id: str
    by: str


@dataclass(frozen=True, slots=True)
class OwnCard:
    """Take a card on."""

    card_id: str
    by: str
    due: datetime | None = None
    node: str | None = None
    tier: int = UNIT_TIER


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """Send an answer down."""

    card_id: str
    by: str
    answer: str
    tier: int = UNIT_TIER


@dataclass(frozen=True, slots=True)
class ReturnCard:
    """Send a card back to the tier below, with the reason; `tier` is that of whoever sends it back.

    `within_s` is how long the next step may take by the unit's own calendar, where that is known.
    """

    card_id: str
    by: str
    reason: str
    tier: int
    within_s: int | None = None


@dataclass(frozen=True, slots=True)
class AskOnCard:
    """Ask the unit about a card; its clock goes on."""

    card_id: str
    by: str
    question: str


@dataclass(frozen=True, slots=True)
class ReplyOnCard:
    """Reply to what was asked, as the unit that raised the card."""

    card_id: str
    reply: str


@dataclass(frozen=True, slots=True)
class CloseCard:
    """Accept the answer, as the unit that raised it, or in the place of that unit.

    Attributes:
        card_id: the card.
        node: the unit that accepts.
        in_place_of: the unit that raised the card, where `node` took over from it or enrolled under another name.
    """

    card_id: str
    node: str
    in_place_of: str | None = None


@dataclass(frozen=True, slots=True)
class ReopenCard:
    """Say that the answer does not solve it."""

    card_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EditCard:
    """Correct what a card says."""

    card_id: str
    category: str
    phrase: str | None
    sentence: str | None
    need: Need
    criterion: Criterion


CardCommand = (
    RaiseCard
    | AcknowledgeCard
    | OwnCard
    | AnswerCard
    | ReturnCard
    | AskOnCard
    | ReplyOnCard
    | CloseCard
    | ReopenCard
    | EditCard
)
