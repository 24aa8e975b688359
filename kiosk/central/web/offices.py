"""Whom a signed-in leader acts as: their own office, or as a deputy another's; a role and a node, never a name."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from kiosk.domain.changes import Actor
from kiosk.domain.sentences import CHOICE_LIMIT

TITLE_LIMIT: Final = 30
"""Characters in what an office is called: *director of nursing*."""
DELEGATION_DAYS: Final = 92
"""The longest time for which a deputy can be named at once."""
DELEGATIONS_LIMIT: Final = 20
"""Deputies that one office may have named and not taken back."""
DEPUTY: Final = "deputy for "


class Part(StrEnum):
    """What an account may do."""

    LEADER = "leader"
    SUPPORT = "support"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Office:
    """Whom somebody acts as.

    Attributes:
        holder: the account whose office it is.
        part: leader of a node, or of a support department.
        title: what the office is called ("service lead").
        node: the node that it belongs to.
        node_name: what that is called.
        deputy: whether the one who acts is a deputy.
        delegation: the delegation that says so, or empty.
    """

    holder: str
    part: Part
    title: str
    node: str
    node_name: str
    deputy: bool = False
    delegation: str = ""

    @property
    def by(self) -> str:
        """Who stands behind an act, as it is shown on a ward: "service lead, Medicine"."""
        title = (DEPUTY if self.deputy else "") + self.title
        room = CHOICE_LIMIT - len(title) - len(", ")
        name = self.node_name
        if len(name) > room:
            name = name[: max(room - 1, 0)].rstrip() + "…"
        return f"{title}, {name}"[:CHOICE_LIMIT]

    @property
    def actor(self) -> Actor:
        """The actor of an act: a role, never a person."""
        return Actor(kind="leader", role=self.by)


@dataclass(frozen=True, slots=True)
class Delegation:
    """An office handed to a deputy from one day to another, both included, unless it is taken back.

    Attributes:
        id: its key.
        holder: the account whose office it is.
        deputy: the account that acts meanwhile.
        first, last: days of the office's node.
    """

    id: str
    holder: str
    deputy: str
    first: date
    last: date

    def runs(self, on: date) -> bool:
        """Tell whether the deputy acts on a day."""
        return self.first <= on <= self.last
