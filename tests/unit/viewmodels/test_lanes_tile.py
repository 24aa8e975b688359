"""Escalation cards by lane: what stands first, what is late, what the public sees."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from kiosk.domain.cards import Acknowledged, Answered, Card, Closed, Need, Owned
from kiosk.layouts.tiles import LanesTile
from kiosk.viewmodels.boards import Face
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.lanes_tile import lanes_tile
from kiosk.viewmodels.tiles import Edge, LaneCard, LanesTileView
from tests.unit.viewmodels.sample_wards import NOW, card, empty_ward, node, numbered, scene

TILE = LanesTile(id="cards", type="lanes")
MINUTES_40 = timedelta(minutes=40)
ANSWERED = Answered(by="Hospital", at=NOW - timedelta(minutes=23), answer="Night porter comes.")


def of(
    cards: Iterable[Card], face: Face = Face.STAFF, tier: int = 1, name: str = "Ward 7 East"
) -> LanesTileView:
    ward = empty_ward(cards=numbered("card", cards), node=node(tier=tier, name=name))
    return lanes_tile(TILE, scene(ward, face))


def only(one: Card) -> LaneCard:
    return next(made for lane in of([one]).lanes for made in lane.cards)


def test_cards_stand_in_the_lane_of_how_far_they_have_come() -> None:
    view = of(
        [
            card(MINUTES_40),
            card(MINUTES_40, Acknowledged(by="Service", at=NOW)),
            card(MINUTES_40, Owned(by="Service", at=NOW, due=None)),
            card(MINUTES_40, ANSWERED),
            card(MINUTES_40, Closed(at=NOW, answer=None, answered_by=None)),
        ]
    )
    counts = {lane.title: lane.count for lane in view.lanes}
    assert counts == {"Raised": 1, "Being worked on": 2, "Answered: read it out": 1}
    assert view.frame.foot_right == "4 open · 1 closed this month"


def test_serious_harm_stands_first_then_the_latest_then_action_then_the_oldest() -> None:
    view = of(
        [
            card(timedelta(minutes=5), sentence="newest"),
            card(timedelta(minutes=50), sentence="for awareness", need=Need.AWARENESS),
            card(timedelta(minutes=40), sentence="older"),
            card(timedelta(hours=12), sentence="late"),
            card(timedelta(days=1), sentence="later"),
            card(timedelta(minutes=1), sentence="serious", serious_harm=True),
        ]
    )
    said = [made.text for made in view.lanes[0].cards]
    assert said == ["serious", "later", "late", "older", "newest", "for awareness"]


def test_a_card_says_what_it_needs_and_how_old_it_is() -> None:
    made = only(card(MINUTES_40, need=Need.AWARENESS))
    assert (made.text, made.left, made.right) == (
        "Broken, waiting for repair",
        "awareness",
        "40 min",
    )
    assert made.edge is Edge.PLAIN


def test_a_late_card_names_who_owes_and_how_late_it_is() -> None:
    made = only(card(timedelta(hours=12)))  # raised 19:03 in the shift that ended at 22:00
    assert (made.late, made.edge) == ("ward: 8 h late", Edge.LATE)


@pytest.mark.parametrize(
    ("name", "tier", "said"),
    [
        ("Emergency department", 1, "unit: 8 h late"),
        ("Theatres", 1, "unit: 8 h late"),
        ("Children's ward", 1, "ward: 8 h late"),
    ],
)
def test_only_what_calls_itself_a_ward_is_called_one_when_late(
    name: str, tier: int, said: str
) -> None:
    view = of([card(timedelta(hours=12))], tier=tier, name=name)
    assert view.lanes[0].cards[0].late == said


def test_a_late_card_of_a_service_names_the_service() -> None:
    made = of([card(timedelta(days=2))], tier=2, name="Acute medicine").lanes[0].cards[0]
    assert made.late.startswith("service: ")


def test_a_screen_reader_hears_the_first_cards_of_each_lane_and_how_many_more() -> None:
    five = [card(timedelta(minutes=minutes), sentence=f"Card {minutes}") for minutes in range(5)]
    late = card(timedelta(hours=12), sentence="Chair missing.")
    spoken = of([*five, late, card(timedelta(days=1), ANSWERED)]).frame.spoken
    assert spoken == (
        "Raised: 6, Being worked on: 0, Answered: read it out: 1. 1 late. "
        "Raised: Chair missing, ward: 8 h late; Card 4; Card 3; 3 more. "
        "Answered: read it out: “Night porter comes.”"
    )


def test_a_screen_reader_in_public_hears_counts_alone() -> None:
    spoken = of([card(timedelta(hours=12), sentence="Chair missing")], Face.PUBLIC).frame.spoken
    assert spoken == "Raised: 1, Being worked on: 0, Answered: read it out: 0. 1 late."


def test_an_owner_is_named_when_they_miss_their_own_day() -> None:
    due = NOW - timedelta(days=1)
    made = only(card(timedelta(days=3), Owned(by="Estates", at=NOW, due=due)))
    assert made.late == "Estates: 1 d late"


def test_an_owner_in_time_says_until_when() -> None:
    due = NOW + timedelta(days=2)
    made = only(card(timedelta(days=3), Owned(by="Estates", at=NOW, due=due)))
    assert (made.left, made.right) == ("Estates · by 26 Nov", "3 d")


def test_serious_harm_has_a_diamond() -> None:
    assert only(card(timedelta(minutes=1), serious_harm=True)).left_mark is Mark.DIAMOND


def test_an_answer_is_quoted_to_be_read_out() -> None:
    made = only(card(timedelta(days=12), ANSWERED))
    assert (made.text, made.bold, made.edge) == ("“Night porter comes.”", True, Edge.ANSWERED)
    assert (made.left, made.right) == ("Hospital, 06:40", "12 d")


def test_the_public_sees_counts_and_no_words() -> None:
    view = of([card(timedelta(hours=12), sentence="Larger chair missing")], Face.PUBLIC)
    assert not view.show_cards
    assert [(lane.count, lane.summary) for lane in view.lanes] == [(1, "1 late"), (0, ""), (0, "")]
    assert "chair" not in repr(view)


def test_cards_closed_last_month_are_not_counted() -> None:
    closed = Closed(at=NOW - timedelta(days=30), answer=None, answered_by=None)
    assert of([card(timedelta(days=40), closed)]).frame.foot_right == (
        "0 open · 0 closed this month"
    )


def test_only_the_unit_closes_its_cards() -> None:
    assert of([]).frame.foot_left == "Only this ward closes its cards"
    assert of([], name="Theatres").frame.foot_left == "Only this unit closes its cards"
    assert of([], tier=2).frame.foot_left == "Only this unit closes its cards"
