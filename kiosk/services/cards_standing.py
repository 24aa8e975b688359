"""What a board says of a card besides its state: nobody outside knows of it yet, an entry did not count."""

from collections.abc import Iterable

from kiosk.services.ward_store import AnyFolded

QUIET_MARKS = frozenset({"withdrawn", "already taken back", "needs an update of this board"})
"""Marks of changes that nobody has to hear of beside a card."""


class CardsStanding:
    """Keeps it card by card.

    Attributes:
        unsent: cards of which nothing is confirmed: they are on this board alone.
        void: card → why the last entry that does not count does not.
    """

    def __init__(self) -> None:
        self.unsent: set[str] = set()
        self.void: dict[str, str] = {}

    def take(self, cards: Iterable[AnyFolded]) -> None:
        """Put cards as they stand now in the place of what they were."""
        for card in cards:
            self.unsent.discard(card.id)
            self.void.pop(card.id, None)
            if not card.stands:
                continue
            if card.last_confirmed is None:
                self.unsent.add(card.id)
            said = [mark for mark in card.marks.values() if mark not in QUIET_MARKS]
            if said:
                self.void[card.id] = said[-1]
