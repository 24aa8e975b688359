"""What a screen must show, as a few rules: written from DOMAIN.md (section 4), sharing no code with the product."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

REOPENS: Final = {"card.owned", "card.answered", "card.reopened"}
"""What a closure must have seen."""
NO_EFFECT: Final = {"change.withdrawn", "text.erased"}
ERASED_WORDS: Final = "words erased"


@dataclass(frozen=True)
class Did:
    """What somebody did at a board.

    Attributes:
        id, log, entity, kind: of the change.
        device: of the board.
        base: the last change of the entity that had a number, as the author saw it.
        own: changes of this device that the author had before it.
        says: its words.
        tier: for which the author spoke.
        target: the change that it takes back or whose words it erases; empty for the whole entity.
        permitted: whether the board may write it.
    """

    id: str
    log: str
    entity: str
    kind: str
    device: str
    base: str | None
    own: frozenset[str] = frozenset()
    says: str = ""
    tier: int = 1
    target: str = ""
    permitted: bool = True


@dataclass
class Shown:
    """A card, or a thank-you, on a screen.

    Attributes:
        step: how far it is; empty where nothing of it stands.
        sentence: what it says; `ERASED_WORDS` where that was erased.
        says: the answer that came down, while it is the last word.
        reopened: how often the unit did not accept.
        withdrawn: whether it was taken off.
        refused: changes that do not stand.
        history: how many changes it has.
    """

    step: str = ""
    sentence: str = ""
    says: str = ""
    reopened: int = 0
    withdrawn: bool = False
    refused: set[str] = field(default_factory=set)
    history: int = 0
    tier: int = 0


def shown(history: Sequence[Did], wordless: Iterable[str]) -> Shown:
    """Return what becomes of an entity by its changes, in order."""
    gone, silent = taken_back(history), set(wordless)
    card = Shown(history=len(history))
    for position, did in enumerate(history):
        words = ERASED_WORDS if did.id in silent else did.says
        if did.kind == "change.withdrawn" and not did.target:
            card.withdrawn = True
        stands = did.id not in gone and _stands(card, did, _unseen(history, position, gone), words)
        if not stands:
            card.refused.add(did.id)
    for did in history:
        if did.kind == "change.withdrawn" and did.target and gone.get(did.target) != did.id:
            card.refused.add(did.id)
    return card


def _raise(card: Shown, did: Did, unseen: set[str], words: str) -> bool:
    del did, unseen
    card.step, card.sentence = "raised", words
    return True


def _acknowledge(card: Shown, did: Did, unseen: set[str], words: str) -> bool:
    del did, unseen, words
    if card.step != "raised":
        return False
    card.step = "acknowledged"
    return True


def _own(card: Shown, did: Did, unseen: set[str], words: str) -> bool:
    """Take it on; of two that did not see each other, the higher tier has it."""
    del words
    higher = card.step == "owned" and "card.owned" in unseen and card.tier > did.tier
    if card.step == "answered" or _closed_knowingly(card, unseen) or higher:
        return False
    card.step, card.tier, card.says = "owned", did.tier, ""
    return True


def _answer(card: Shown, did: Did, unseen: set[str], words: str) -> bool:
    """Answer it; of two that did not see each other, the higher tier's answer stands."""
    higher = card.step == "answered" and "card.answered" in unseen and card.tier > did.tier
    if _closed_knowingly(card, unseen) or higher:
        return False
    card.step, card.tier, card.says = "answered", did.tier, words
    return True


def _close(card: Shown, did: Did, unseen: set[str], words: str) -> bool:
    """Close it, if the author had seen all that leaves it open."""
    del did, words
    if card.step == "closed" or REOPENS & unseen:
        return False
    card.step = "closed"
    return True


def _reopen(card: Shown, did: Did, unseen: set[str], words: str) -> bool:
    del did, unseen, words
    if card.step not in {"answered", "closed"}:
        return False
    card.step, card.says, card.reopened = "raised", "", card.reopened + 1
    return True


def _edit(card: Shown, did: Did, unseen: set[str], words: str) -> bool:
    del did, unseen
    card.sentence = words
    return True


def _closed_knowingly(card: Shown, unseen: set[str]) -> bool:
    return card.step == "closed" and "card.closed" not in unseen


FIRST: Final = {"card.raised": _raise, "recognition.given": _raise}
LATER: Final = {
    "card.acknowledged": _acknowledge,
    "card.owned": _own,
    "card.answered": _answer,
    "card.closed": _close,
    "card.reopened": _reopen,
    "card.edited": _edit,
}


def _stands(card: Shown, did: Did, unseen: set[str], words: str) -> bool:
    if did.kind in NO_EFFECT:
        return True
    step = (LATER if card.step else FIRST).get(did.kind)
    return step is not None and step(card, did, unseen, words)


def _unseen(history: Sequence[Did], position: int, gone: Mapping[str, str]) -> set[str]:
    """Return the kinds of standing changes before a change that its author had not seen."""
    did = history[position]
    places = {each.id: place for place, each in enumerate(history)}
    base = places.get(did.base or "", -1)
    return {
        each.kind
        for place, each in enumerate(history[:position])
        if place > base and each.id not in did.own and each.id not in gone
    }


def taken_back(history: Sequence[Did]) -> dict[str, str]:
    """Return what was taken back, each with what did it: by the same board, and nobody else's change stands on it."""
    places = {did.id: place for place, did in enumerate(history)}
    gone: dict[str, str] = {}
    for place in reversed(range(len(history))):
        made = history[place]
        for later in range(place + 1, len(history)):
            undo = history[later]
            if undo.target != made.id or undo.kind != "change.withdrawn" or undo.id in gone:
                continue
            if undo.device == made.device and not any(
                other.device != made.device
                and other.id not in gone
                and (other.kind not in NO_EFFECT or not other.target)
                and place <= places.get(other.base or "", -1) < later
                for other in history
            ):
                gone.setdefault(made.id, undo.id)
    return gone
