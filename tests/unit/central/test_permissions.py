"""Every write that anybody could try: what is allowed is listed here, everything else is refused, with words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any, Final

import pytest

from kiosk.central.permissions import refusal
from kiosk.domain.agendas import agenda_id
from kiosk.domain.authority import LOCKED_WORDS, RULINGS
from kiosk.domain.changes import Actor, Change, Log, LogKind
from kiosk.domain.kinds import KINDS
from kiosk.domain.organisation import FOLLOW_LIMIT, Relation
from kiosk.domain.placed_nodes import LOCKS
from kiosk.domain.placements import CloseNode, LockNode
from kiosk.sync.protocol import LOGS_LIMIT
from tests.unit.domain.trees import (
    AT,
    DAY,
    ESTATES,
    HOSPITAL,
    MEDICINE,
    ROOT,
    SITE,
    WARD_7,
    WARD_8,
    WARD_9,
    organised,
)

TREE = organised(*HOSPITAL)
CLOSED = organised(*HOSPITAL, CloseNode(WARD_7, DAY, (WARD_9, WARD_8)))

WRITERS: Final[Mapping[Relation, tuple[Any, str, str]]] = {
    Relation.SELF: (TREE, WARD_7, WARD_7),
    Relation.SUCCESSOR: (CLOSED, WARD_9, WARD_7),
    Relation.ABOVE: (TREE, MEDICINE, WARD_7),
    Relation.SUPPORT: (TREE, ESTATES, WARD_7),
    Relation.OUT_OF_HOURS: (TREE, SITE, WARD_7),
    Relation.SIBLING: (TREE, WARD_8, WARD_7),
    Relation.PREDECESSOR: (CLOSED, WARD_7, WARD_9),
    Relation.BELOW: (TREE, WARD_7, MEDICINE),
    Relation.UNRELATED: (TREE, WARD_9, WARD_7),
}
"""A tree, a writer and whose log it is, for each relation."""

ITSELF = {Relation.SELF}
TOOK_OVER = {Relation.SELF, Relation.SUCCESSOR}
TIERS = {*TOOK_OVER, Relation.ABOVE, Relation.SUPPORT, Relation.OUT_OF_HOURS}

ALLOWED: Final[Mapping[str, set[Relation]]] = {
    "placement.placed": set(),
    "placement.renamed": set(),
    "placement.described": set(),
    "placement.moved": set(),
    "placement.closed": set(),
    "placement.reopened": set(),
    "placement.locked": set(),
    "layout.kept": set(),
    "layout.dropped": set(),
    "metric.defined": set(),
    "metric.retired": set(),
    "metric.goal_set": ITSELF,
    "release.published": set(),
    "node.defined": ITSELF,
    "node.calendar_set": ITSELF,
    "node.clocks_set": ITSELF,
    "node.layout_chosen": ITSELF,
    "node.wall_stratifiers_set": ITSELF,
    "agenda.set": ITSELF,
    "person.added": ITSELF,
    "person.changed": ITSELF,
    "person.left": ITSELF,
    "equity_goal.set": ITSELF,
    "equity_goal.dropped": ITSELF,
    "card.raised": ITSELF,
    "card.acknowledged": TIERS,
    "card.owned": TIERS,
    "card.answered": TIERS,
    "card.returned": TIERS,
    "card.asked": TIERS,
    "card.replied": TOOK_OVER,
    "card.closed": TOOK_OVER,
    "card.reopened": TOOK_OVER,
    "card.edited": TOOK_OVER,
    "event.reported": ITSELF,
    "event.confirmed": ITSELF,
    "event.redated": ITSELF,
    "event.reclassified": ITSELF,
    "event.withdrawn": ITSELF,
    "event.followed_up": ITSELF,
    "safety_day.none_reported": ITSELF,
    "safety_day.reopened": ITSELF,
    "ticket.raised": ITSELF,
    "ticket.made_quick_hit": ITSELF,
    "ticket.made_big_issue": ITSELF,
    "ticket.done": ITSELF,
    "recognition.given": ITSELF,
    "announcement.posted": ITSELF,
    "announcement.taken_down": ITSELF,
    "voice.recorded": ITSELF,
    "observation.recorded": ITSELF,
}
"""Who may write each kind of change into the right log; a new kind has to be placed here."""

WITHDRAWN_IN_PART: Final[Mapping[str, set[Relation]]] = {
    **dict.fromkeys(KINDS, ITSELF),
    "card": TIERS,
    "placement": set(),
    "release": set(),
    "layout": set(),
}
WITHDRAWN_WHOLE: Final[Mapping[str, set[Relation]]] = {
    **dict.fromkeys(KINDS, ITSELF),
    "card": TOOK_OVER,
    "placement": set(),
    "release": set(),
    "metric": set(),
    "node": set(),
    "agenda": set(),
    "layout": set(),
}
ERASED: Final[Mapping[str, set[Relation]]] = {**dict.fromkeys(KINDS, ITSELF), "card": TIERS}


def change(kind: str, entity_kind: str, log: Log, node: str, writer: str | None) -> Change:
    """Return a change that says nothing wrong."""
    entities = {"node": node, "agenda": agenda_id(node)}
    payloads: dict[str, dict[str, Any]] = {
        "card.raised": {"node": node},
        "card.closed": {"node": node, "closed_by": None if writer == node else writer},
        "node.defined": {"facts": {"name": "Ward-7"}},
    }
    entity = entities.get(entity_kind, f"{entity_kind}:1")
    return Change("1", log, entity, kind, payloads.get(kind, {}), Actor(), None, AT, "boot")


def tried(
    kind: str, entity_kind: str, relation: Relation, log_kind: LogKind, **payload: Any
) -> str:
    """Return the words that a write is refused with, or nothing."""
    tree, writer, node = WRITERS[relation]
    log = Log(node, log_kind)
    one = change(kind, entity_kind, log, node, writer)
    one = replace(one, payload={**one.payload, **payload})
    return refusal(tree, writer, log, one, DAY) or ""


def test_each_writer_is_what_the_table_says() -> None:
    assert set(WRITERS) == set(Relation)
    for relation, (tree, writer, node) in WRITERS.items():
        assert tree.relation(writer, node, DAY) is relation


def test_every_kind_of_change_has_its_place_in_the_tables() -> None:
    kinds = {kind for known in KINDS.values() for kind in known.payloads}
    assert kinds == set(RULINGS) == set(ALLOWED)
    assert {ruling.lock for ruling in RULINGS.values()} - {""} == set(LOCKS) == set(LOCKED_WORDS)


@pytest.mark.parametrize("kind", ALLOWED)
def test_every_write_that_is_not_allowed_is_refused_and_no_other(kind: str) -> None:
    entity_kind = kind.partition(".")[0]
    for relation, log_kind in product(Relation, LogKind):
        right_log = log_kind is KINDS[entity_kind].log
        may = right_log and relation in ALLOWED[kind]
        assert (tried(kind, entity_kind, relation, log_kind) == "") is may, (relation, log_kind)


@pytest.mark.parametrize("entity_kind", KINDS)
def test_every_withdrawal_and_erasure_that_is_not_allowed_is_refused_and_no_other(
    entity_kind: str,
) -> None:
    tables: tuple[tuple[str, str | None, Mapping[str, set[Relation]]], ...] = (
        ("change.withdrawn", "change 1", WITHDRAWN_IN_PART),
        ("change.withdrawn", None, WITHDRAWN_WHOLE),
        ("text.erased", "change 1", ERASED),
    )
    for (kind, target, table), relation, log_kind in product(tables, Relation, LogKind):
        may = log_kind is KINDS[entity_kind].log and relation in table[entity_kind]
        words = tried(kind, entity_kind, relation, log_kind, change=target)
        assert (words == "") is may, (kind, target, relation, log_kind)


@pytest.mark.parametrize("kind", ALLOWED)
def test_central_writes_everything_into_the_right_log(kind: str) -> None:
    entity_kind = kind.partition(".")[0]
    for log_kind in LogKind:
        log = Log(WARD_7, log_kind)
        words = refusal(TREE, None, log, change(kind, entity_kind, log, WARD_7, None), DAY)
        assert (words is None) is (log_kind is KINDS[entity_kind].log)


@pytest.mark.parametrize("kind", [kind for kind, ruling in RULINGS.items() if ruling.lock])
def test_what_central_has_locked_the_node_may_not_set_nor_take_back(kind: str) -> None:
    entity_kind, lock = kind.partition(".")[0], RULINGS[kind].lock
    log = Log(WARD_7, KINDS[entity_kind].log)
    one = change(kind, entity_kind, log, WARD_7, WARD_7)
    undo = replace(one, kind="change.withdrawn", payload={"change": "1"})
    others = organised(*HOSPITAL, LockNode(WARD_7, tuple(name for name in LOCKS if name != lock)))
    locked = organised(*HOSPITAL, LockNode(WARD_7, (lock,)))
    assert refusal(others, WARD_7, log, one, DAY) is None
    for refused in (one, undo):
        words = refusal(locked, WARD_7, log, refused, DAY)
        assert words is not None
        assert LOCKED_WORDS[lock] in words
    assert refusal(locked, None, log, one, DAY) is None


@pytest.mark.parametrize(
    "facts", [{"name": "Ward 1"}, {"tier": 2}, {"time_zone": "UTC"}, {"parent": ROOT}]
)
def test_a_node_may_not_say_that_it_stands_elsewhere(facts: dict[str, Any]) -> None:
    words = tried("node.defined", "node", Relation.SELF, LogKind.CONFIG, facts=facts)
    assert "name, tier, time zone and service" in words


def test_a_node_may_say_its_telephone_number() -> None:
    facts = {"name": "Ward-7", "tier": 1, "parent": MEDICINE, "out_of_hours_phone": "4321"}
    assert tried("node.defined", "node", Relation.SELF, LogKind.CONFIG, facts=facts) == ""


def test_nobody_raises_a_card_as_somebody_else() -> None:
    words = tried("card.raised", "card", Relation.SELF, LogKind.SHARED, node=WARD_8)
    assert words == "A card is raised by the unit itself."
    nonsense: Any
    for nonsense in (None, 7, ["node"], {}):
        assert tried("card.raised", "card", Relation.SELF, LogKind.SHARED, node=nonsense)


def test_a_card_that_a_ward_raised_and_closed_under_the_name_it_had_alone_is_its_own() -> None:
    alias = "node:alone"
    log = Log(WARD_7, LogKind.SHARED)
    raised = change("card.raised", "card", Log(alias, LogKind.SHARED), alias, alias)
    closed = change("card.closed", "card", Log(alias, LogKind.SHARED), alias, alias)
    now = replace(closed, payload={"node": alias, "closed_by": WARD_7})
    for one in (raised, closed, now):
        assert refusal(TREE, WARD_7, log, one, DAY) is None


@pytest.mark.parametrize("kind", ["release.published", "equity_goal.set"])
def test_what_a_ward_did_before_it_enrolled_is_kept_whoever_sets_it_now(kind: str) -> None:
    locked = organised(*HOSPITAL, LockNode(WARD_7, ("equity_goals",)))
    log, alone = Log(WARD_7, LogKind.SHARED), Log("node:alone", LogKind.SHARED)
    one = change(kind, kind.partition(".")[0], alone, "node:alone", WARD_7)
    assert refusal(locked, WARD_7, log, one, DAY) is None
    assert refusal(locked, WARD_7, log, replace(one, log=log), DAY) is not None
    assert refusal(locked, WARD_7, log, replace(one, log=Log(WARD_8, LogKind.SHARED)), DAY)
    assert refusal(locked, WARD_8, log, one, DAY) is not None


def test_how_a_ward_was_set_up_alone_is_not_taken_over_by_itself() -> None:
    log, alone = Log(WARD_7, LogKind.CONFIG), Log("node:alone", LogKind.CONFIG)
    for kind in ("metric.defined", "agenda.set"):
        one = change(kind, kind.partition(".")[0], alone, "node:alone", WARD_7)
        assert refusal(TREE, WARD_7, log, one, DAY) is not None


def test_a_card_is_closed_in_the_name_of_whoever_closes_it() -> None:
    for said in ({"closed_by": WARD_8}, {"node": WARD_8}, {"node": WARD_8, "closed_by": WARD_7}):
        words = tried("card.closed", "card", Relation.SELF, LogKind.SHARED, **said)
        assert words == "Only the unit that raised a card can close it."
    words = tried("card.closed", "card", Relation.SUCCESSOR, LogKind.SHARED, closed_by=None)
    assert words == "Only the unit that raised a card can close it."


def test_of_several_successors_the_first_closes_and_the_others_answer() -> None:
    log = Log(WARD_7, LogKind.SHARED)
    closing = change("card.closed", "card", log, WARD_7, WARD_8)
    answer = change("card.answered", "card", log, WARD_7, WARD_8)
    words = refusal(CLOSED, WARD_8, log, closing, DAY)
    assert words == "Ward-7 is closed since 24 November 2026; Ward-9 closes its cards."
    assert refusal(CLOSED, WARD_8, log, answer, DAY) is None


def test_what_a_ward_did_before_it_closed_counts_however_late_it_comes() -> None:
    log = Log(WARD_7, LogKind.SHARED)
    closing = change("card.closed", "card", log, WARD_7, WARD_7)
    before = replace(closing, occurred_at=AT - timedelta(days=1))
    raised = change("card.raised", "card", log, WARD_7, WARD_7)
    assert refusal(CLOSED, WARD_7, log, closing, DAY) is not None
    assert refusal(CLOSED, WARD_7, log, before, DAY) is None
    assert refusal(CLOSED, WARD_7, log, raised, DAY) is None


@pytest.mark.parametrize(
    ("kind", "tier", "may"),
    [
        ("card.owned", 2, True),
        ("card.owned", 3, False),
        ("card.answered", 1, True),
        ("card.answered", 3, False),
        ("card.returned", 1, True),
        ("card.returned", 2, False),
    ],
)
def test_a_board_speaks_for_its_own_tier_and_never_for_one_above(
    kind: str, tier: int, may: object
) -> None:
    words = tried(kind, "card", Relation.ABOVE, LogKind.SHARED, tier=tier)
    assert (words == "") is may


def test_a_node_configures_itself_and_no_other_in_its_log() -> None:
    log = Log(MEDICINE, LogKind.CONFIG)
    for entity, kind in ((WARD_7, "node.calendar_set"), (agenda_id(WARD_7), "agenda.set")):
        one = replace(change(kind, "node", log, MEDICINE, MEDICINE), entity=entity)
        assert refusal(TREE, MEDICINE, log, one, DAY) == "This belongs to another unit."


def test_a_change_is_of_the_kind_of_thing_that_it_is_about() -> None:
    log = Log(WARD_7, LogKind.CONFIG)
    one = replace(change("node.calendar_set", "node", log, WARD_7, WARD_7), entity="person:1")
    assert refusal(TREE, WARD_7, log, one, DAY) is not None


def test_what_a_newer_board_writes_of_its_own_is_kept_and_of_others_is_not() -> None:
    for entity_kind, kind in (("pdsa", "pdsa.begun"), ("card", "card.parked")):
        assert tried(kind, entity_kind, Relation.SELF, LogKind.SHARED) == ""
        assert tried(kind, entity_kind, Relation.ABOVE, LogKind.SHARED) != ""
    assert tried("metric.painted", "metric", Relation.SELF, LogKind.CONFIG) != ""


def test_the_wire_and_the_tree_know_the_same_limit_of_logs() -> None:
    assert FOLLOW_LIMIT == LOGS_LIMIT


@pytest.mark.parametrize("tier", ["3", 3.0, True, [3], {"tier": 3}], ids=ascii)
def test_a_tier_that_is_no_whole_number_is_nobodys(tier: object) -> None:
    words = tried("card.answered", "card", Relation.SELF, LogKind.SHARED, tier=tier)

    assert words == "This board speaks for a higher tier than its own."


def test_a_unit_raises_no_card_under_a_name_that_is_nobodys() -> None:
    words = tried("card.raised", "card", Relation.SELF, LogKind.SHARED, node="node:nobody")

    assert words == "A card is raised by the unit itself."
