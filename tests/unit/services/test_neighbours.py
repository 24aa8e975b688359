"""Cards of other units: those below are acted on, those beside are read, and a ward that enrolled keeps its past."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from kiosk.domain.cards import Acknowledged, Card, Closed, Raised
from kiosk.domain.entities import Folded
from kiosk.domain.metrics import Metric, metric_id
from kiosk.domain.nodes import Node, NodeFacts
from kiosk.domain.observations import Observation, observation_id
from kiosk.domain.placed_nodes import placement_id
from kiosk.domain.placements import CloseNode
from kiosk.domain.wards import Ward
from kiosk.services.mirror import Mirror
from kiosk.services.neighbours import Neighbours, neighbours
from kiosk.services.shelves import Shelf
from tests.unit.domain.trees import (
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
from tests.unit.viewmodels.sample_wards import FALLS, NOW, SKIN, card

ALONE = "node:alone"


def folded(entity: str, state: Any, node: str, **more: Any) -> Folded[Any]:
    return Folded(id=entity, state=state, node=node, last_confirmed="seen", **more)


def cards_of(*nodes: str) -> list[Folded[Any]]:
    return [folded(f"card:{node}", a_card(node), node) for node in nodes]


def a_card(node: str, **parts: Any) -> Card:
    return card(timedelta(hours=1), **parts).model_copy(update={"node": node})


def tree(*changes: Any) -> list[Folded[Any]]:
    placed = organised(*HOSPITAL, *changes).placements
    return [folded(placement_id(node), state, ROOT) for node, state in placed.items()]


def board(node: str, *entities: Folded[Any], aliases: tuple[str, ...] = ()) -> Ward:
    mirror = Mirror(node, lambda _name: None, aliases)
    mirror.take(entities)
    return mirror.ward(NOW, {})


EVERY_CARD = cards_of(WARD_7, WARD_8, WARD_9, MEDICINE)


@pytest.mark.parametrize(
    ("node", "acts_on", "reads"),
    [
        (WARD_7, {WARD_7}, {WARD_8}),
        (MEDICINE, {WARD_7, WARD_8, MEDICINE}, set()),
        (ROOT, {WARD_7, WARD_8, WARD_9, MEDICINE}, set()),
        (ESTATES, {WARD_7, WARD_8, WARD_9, MEDICINE}, set()),
        (SITE, {WARD_7, WARD_8, WARD_9, MEDICINE}, set()),
    ],
)
def test_a_board_acts_on_the_cards_below_it_and_reads_those_beside_it(
    node: str, acts_on: set[str], reads: set[str]
) -> None:
    ward = board(node, *tree(), *EVERY_CARD)
    assert {card.node for card in ward.cards.values()} == acts_on
    assert {card.node for card in ward.neighbours.values()} >= reads
    assert not set(ward.cards) & set(ward.neighbours)


def test_without_a_tree_a_board_shows_its_own_cards_alone() -> None:
    ward = board(WARD_7, *EVERY_CARD)
    assert list(ward.cards) == [f"card:{WARD_7}"]
    assert not ward.neighbours


def test_a_card_of_another_unit_carries_that_units_name() -> None:
    ward = board(MEDICINE, *tree(), *EVERY_CARD)
    assert ward.unit_of(f"card:{WARD_7}") == "Ward-7"
    assert ward.unit_of(f"card:{MEDICINE}") == ""
    assert ward.is_ours(f"card:{MEDICINE}")
    assert not ward.is_ours(f"card:{WARD_7}")


def test_a_neighbours_card_that_is_closed_is_nobodys_business() -> None:
    closed = a_card(WARD_8, progress=Closed(at=NOW, answer=None, answered_by=None))
    assert not board(WARD_7, *tree(), folded("card:1", closed, WARD_8)).neighbours


def test_the_cards_of_a_ward_that_was_closed_are_its_successors_own() -> None:
    closing = CloseNode(WARD_8, DAY, (WARD_7,))
    ward = board(WARD_7, *tree(closing), *EVERY_CARD)
    assert f"card:{WARD_8}" in ward.cards
    assert ward.is_ours(f"card:{WARD_8}")


def test_of_a_split_wards_cards_the_first_successor_closes_and_the_second_acts_on_them() -> None:
    closing = CloseNode(WARD_8, DAY, (WARD_9, WARD_7))
    first = board(WARD_9, *tree(closing), *EVERY_CARD)
    second = board(WARD_7, *tree(closing), *EVERY_CARD)
    assert first.is_ours(f"card:{WARD_8}")
    assert f"card:{WARD_8}" in second.cards
    assert not second.is_ours(f"card:{WARD_8}")
    assert second.unit_of(f"card:{WARD_8}") == "Ward-8"


def test_what_others_share_besides_cards_is_not_shown_as_ones_own() -> None:
    ours = folded("announcement:1", a_card(WARD_7), WARD_7)
    theirs = folded("announcement:2", a_card(WARD_8), WARD_8)
    assert list(board(WARD_7, *tree(), ours, theirs).announcements) == ["announcement:1"]


# A ward that enrolled


def test_a_ward_that_enrolled_keeps_its_configuration_until_the_hospitals_is_here() -> None:
    before = folded(ALONE, Node(facts=NodeFacts(name="Ward as it was")), ALONE)
    ward = board(WARD_7, before, aliases=(ALONE,))
    assert ward.node is not None
    assert ward.node.facts.name == "Ward as it was"
    now = folded(WARD_7, Node(facts=NodeFacts(name="Ward 7")), WARD_7)
    ward = board(WARD_7, before, now, aliases=(ALONE,))
    assert ward.node is not None
    assert ward.node.facts.name == "Ward 7"


def test_its_old_roster_and_metrics_go_when_the_hospitals_are_here() -> None:
    old = [folded("metric:old", Metric(facts=FALLS, goal=None), ALONE)]
    assert list(board(WARD_7, *old, aliases=(ALONE,)).metrics) == ["metric:old"]
    own = folded(WARD_7, Node(facts=NodeFacts(name="Ward 7")), WARD_7)
    assert not board(WARD_7, *old, own, aliases=(ALONE,)).metrics


def test_its_old_figures_count_for_the_metric_of_the_same_key() -> None:
    old_id, new_id = metric_id(ALONE, SKIN.key), metric_id(WARD_7, SKIN.key)
    day = date(2026, 11, 20)
    figure = Observation(metric=old_id, day=day, answer="counted", numerator=7, denominator=9)
    entities = [
        folded(old_id, Metric(facts=SKIN, goal=None), ALONE),
        folded(new_id, Metric(facts=SKIN, goal=None), WARD_7),
        folded(WARD_7, Node(facts=NodeFacts(name="Ward 7")), WARD_7),
        folded(observation_id(old_id, day), figure, WARD_7),
    ]
    ward = board(WARD_7, *entities, aliases=(ALONE,))
    (read,) = ward.observations.values()
    assert (read.metric, read.numerator) == (new_id, 7)
    assert list(ward.observations) == [observation_id(new_id, day)]


def test_a_figure_that_was_corrected_since_wins_over_the_old_one() -> None:
    old_id, new_id = metric_id(ALONE, SKIN.key), metric_id(WARD_7, SKIN.key)
    day = date(2026, 11, 20)
    old = Observation(metric=old_id, day=day, answer="counted", numerator=7, denominator=9)
    new = old.model_copy(update={"metric": new_id, "numerator": 8})
    entities = [
        folded(old_id, Metric(facts=SKIN, goal=None), ALONE),
        folded(new_id, Metric(facts=SKIN, goal=None), WARD_7),
        folded(WARD_7, Node(facts=NodeFacts(name="Ward 7")), WARD_7),
        folded(observation_id(old_id, day), old, WARD_7),
        folded(observation_id(new_id, day), new, WARD_7),
    ]
    (read,) = board(WARD_7, *entities, aliases=(ALONE,)).observations.values()
    assert read.numerator == 8


# What nobody knows of yet, and what does not count


def test_a_card_of_which_nothing_is_confirmed_is_on_this_board_alone() -> None:
    (fresh,) = cards_of(WARD_7)
    mirror = Mirror(WARD_7, lambda _name: None)
    mirror.take([replace(fresh, last_confirmed=None)])
    assert mirror.ward(NOW, {}).unsent == {fresh.id}
    mirror.take([fresh])
    assert mirror.ward(NOW, {}).unsent == frozenset()


def test_a_card_says_why_an_entry_does_not_count_until_that_is_settled() -> None:
    (fresh,) = cards_of(WARD_7)
    mirror = Mirror(WARD_7, lambda _name: None)
    mirror.take([replace(fresh, marks={"a": "already answered", "b": "withdrawn"})])
    assert mirror.ward(NOW, {}).void == {fresh.id: "already answered"}
    mirror.take([fresh])
    assert not mirror.ward(NOW, {}).void


# What was given away


def test_a_ward_that_was_given_away_stays_as_it_was() -> None:
    mirror = Mirror(WARD_7, lambda _name: None)
    mirror.take(cards_of(WARD_7))
    before = mirror.ward(NOW, {})
    seen = a_card(WARD_7, progress=Acknowledged(by="service", at=NOW))
    mirror.take([folded(f"card:{WARD_7}", seen, WARD_7)])
    assert isinstance(before.cards[f"card:{WARD_7}"].progress, Raised)
    assert mirror.ward(NOW, {}).cards[f"card:{WARD_7}"] == seen


def test_what_went_is_gone_whosever_it_was() -> None:
    shelf = Shelf()
    shelf.take(cards_of(WARD_7))
    shelf.take([Folded(id=f"card:{WARD_7}", state=None)])
    assert shelf.nodes() == ()


def test_an_unknown_node_stands_nowhere() -> None:
    near = neighbours(WARD_7, (), {}, ["node:somewhere"], DAY)
    assert near == Neighbours(own=(WARD_7,))
