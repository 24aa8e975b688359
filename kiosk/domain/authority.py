"""Who sets what: each kind of change names its authority, and what central may lock a node out of."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from kiosk.domain.ids import entity_kind
from kiosk.domain.placed_nodes import Placement
from kiosk.domain.standing import ERASED, WITHDRAWN


class Authority(StrEnum):
    """Who may write a kind of change, once a node is enrolled.

    `central`: central only. `node`: the node, which central may lock. `unit`: the unit whose daily work it is.
    `tiers`: that unit, whoever stands above it, and who answers for them.
    """

    CENTRAL = "central"
    NODE = "node"
    UNIT = "unit"
    TIERS = "tiers"


@dataclass(frozen=True, slots=True)
class Ruling:
    """Who sets it, and, for what a node sets, the name of its lock (one of `LOCKS`)."""

    authority: Authority
    lock: str = ""


_CENTRAL = Ruling(Authority.CENTRAL)
_UNIT = Ruling(Authority.UNIT)
_TIERS = Ruling(Authority.TIERS)
_PEOPLE = Ruling(Authority.NODE, "people")
_EQUITY_GOALS = Ruling(Authority.NODE, "equity_goals")

RULINGS: Final[Mapping[str, Ruling]] = {
    "placement.placed": _CENTRAL,
    "placement.renamed": _CENTRAL,
    "placement.described": _CENTRAL,
    "placement.moved": _CENTRAL,
    "placement.closed": _CENTRAL,
    "placement.reopened": _CENTRAL,
    "placement.locked": _CENTRAL,
    "layout.kept": _CENTRAL,
    "layout.dropped": _CENTRAL,
    "metric.defined": _CENTRAL,
    "metric.retired": _CENTRAL,
    "release.published": _CENTRAL,
    "node.defined": Ruling(Authority.NODE, "unit"),
    "node.calendar_set": Ruling(Authority.NODE, "calendar"),
    "node.clocks_set": Ruling(Authority.NODE, "clocks"),
    "node.layout_chosen": Ruling(Authority.NODE, "layout"),
    "node.wall_stratifiers_set": Ruling(Authority.NODE, "groups"),
    "agenda.set": Ruling(Authority.NODE, "agenda"),
    "metric.goal_set": Ruling(Authority.NODE, "goals"),
    "person.added": _PEOPLE,
    "person.changed": _PEOPLE,
    "person.left": _PEOPLE,
    "equity_goal.set": _EQUITY_GOALS,
    "equity_goal.dropped": _EQUITY_GOALS,
    "card.raised": _UNIT,
    "card.edited": _UNIT,
    "card.reopened": _UNIT,
    "card.closed": _UNIT,
    "card.acknowledged": _TIERS,
    "card.owned": _TIERS,
    "card.answered": _TIERS,
    "card.returned": _TIERS,
    "card.asked": _TIERS,
    "card.replied": _UNIT,
    "observation.recorded": _UNIT,
    "event.reported": _UNIT,
    "event.confirmed": _UNIT,
    "event.redated": _UNIT,
    "event.reclassified": _UNIT,
    "event.withdrawn": _UNIT,
    "event.followed_up": _UNIT,
    "safety_day.none_reported": _UNIT,
    "safety_day.reopened": _UNIT,
    "recognition.given": _UNIT,
    "ticket.raised": _UNIT,
    "ticket.made_quick_hit": _UNIT,
    "ticket.made_big_issue": _UNIT,
    "ticket.done": _UNIT,
    "announcement.posted": _UNIT,
    "announcement.taken_down": _UNIT,
    "voice.recorded": _UNIT,
}
"""Kind of change → who sets it; a test holds that every kind of `KINDS` stands here."""

LOCKED_WORDS: Final[Mapping[str, str]] = {
    "agenda": "the agenda",
    "clocks": "how long cards may wait",
    "calendar": "shifts, huddles and closed days",
    "equity_goals": "equity goals",
    "goals": "goals",
    "groups": "what the wall is split by",
    "layout": "the layout",
    "people": "the roster",
    "unit": "what the unit is called and whom it phones",
}
"""What each lock keeps, as it is said at the board."""

TREE_FACTS: Final = ("name", "tier", "parent", "time_zone")
"""What a node's facts have in common with its placement: there they are set."""

_CENTRAL_WORDS: Final[Mapping[str, str]] = {
    "placement": "where units stand",
    "metric": "which metrics are followed and how they are defined",
    "layout": "the layouts of its own",
    "release": "published figures",
}
ASK: Final = "Ask whoever looks after the central system."


def rulings_of(kind: str) -> dict[str, Ruling]:
    """Return the rulings on the changes of one kind of entity, by kind of change."""
    return {change: ruling for change, ruling in RULINGS.items() if entity_kind_of(change) == kind}


def entity_kind_of(change_kind: str) -> str:
    """Return the kind of entity that a kind of change is of: `card` of `card.raised`."""
    return change_kind.partition(".")[0]


def set_centrally(
    entity: str, change_kind: str, payload: Mapping[str, Any], placement: Placement | None
) -> str | None:
    """Return why a node may not make a change of its own entity, in words; None when it may.

    Args:
        entity: the entity that changes.
        change_kind: the kind of change.
        payload: what the change says, as JSON.
        placement: where the node stands, or None when that is not known.
    """
    kind = entity_kind(entity)
    if change_kind == ERASED:
        return None
    if change_kind == WITHDRAWN:
        return _withdrawal_refused(kind, whole=payload.get("change") is None, placement=placement)
    ruling = RULINGS.get(change_kind)
    if ruling is None:
        return _unknown_refused(kind)
    if ruling.authority is Authority.CENTRAL:
        return _central_words(kind)
    locked = _locked_words(ruling, placement)
    if locked is None and change_kind == "node.defined":
        return _tree_facts_refused(payload, placement)
    return locked


def _withdrawal_refused(kind: str, *, whole: bool, placement: Placement | None) -> str | None:
    """Why a node may not take something back: the whole of what central has a part in, or anything that is locked."""
    rulings = rulings_of(kind).values()
    central = [ruling.authority is Authority.CENTRAL for ruling in rulings]
    if rulings and (all(central) or (whole and any(central))):
        return _central_words(kind)
    if whole and kind in WHOLE_STAYS:
        return f"{WHOLE_STAYS[kind]} cannot be withdrawn as a whole."
    refused = (_locked_words(ruling, placement) for ruling in rulings)
    return next((words for words in refused if words is not None), None)


WHOLE_STAYS: Final[Mapping[str, str]] = {
    "node": "A unit",
    "agenda": "An agenda",
}
"""What a board cannot be without: it is set anew, never withdrawn."""


def _unknown_refused(kind: str) -> str | None:
    rulings = rulings_of(kind).values()
    if any(ruling.authority is Authority.CENTRAL for ruling in rulings):
        return _central_words(kind)
    return None


def _central_words(kind: str) -> str:
    what = _CENTRAL_WORDS.get(kind, "this")
    return f"The hospital sets {what}. {ASK}"


def _locked_words(ruling: Ruling, placement: Placement | None) -> str | None:
    if not ruling.lock or placement is None or ruling.lock not in placement.locks:
        return None
    return f"The hospital sets {LOCKED_WORDS[ruling.lock]} for this unit. {ASK}"


def _tree_facts_refused(payload: Mapping[str, Any], placement: Placement | None) -> str | None:
    """Why a node's facts may not say what they say: name, tier, time zone and the node above are its placement's."""
    if placement is None:
        return None
    facts = payload.get("facts")
    said = facts if isinstance(facts, Mapping) else {}
    seats = {seat.parent for seat in placement.seats}
    fits = said.get("parent") is None or said.get("parent") in seats
    same = all(
        said.get(name, getattr(placement, name)) == getattr(placement, name)
        for name in TREE_FACTS
        if name != "parent"
    )
    if fits and same:
        return None
    return f"The hospital sets a unit's name, tier, time zone and service. {ASK}"
