"""Two commands that any entity takes: withdraw it whole with a reason, or erase its words for good."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WithdrawEntity:
    """Take an entity off the board; its history stays and says why."""

    entity: str
    reason: str


@dataclass(frozen=True, slots=True)
class EraseWords:
    """Erase the words beside every change of an entity, on every replica; nothing brings them back."""

    entity: str
