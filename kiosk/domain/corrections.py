"""Corrections that fit any entity: withdraw the whole of it with a reason, erase its words for good."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WithdrawEntity:
    """Take a whole entity back, with a reason; the history keeps it."""

    entity: str
    reason: str


@dataclass(frozen=True, slots=True)
class EraseWords:
    """Delete every word beside an entity's changes, on every replica; the chain still verifies."""

    entity: str
