"""A card goes up, is seen, owned and answered, and only its own unit closes it; every word can be put right."""

from datetime import timedelta

import pytest

from kiosk.domain.cards import (
    Acknowledged,
    Answered,
    AskOnCard,
    Closed,
    Need,
    Owned,
    Raised,
    ReturnCard,
)
from tests.unit.viewmodels.forms.hand import TUESDAY, Hand, offered, text

CARD = "card:1"


@pytest.fixture
def hand() -> Hand:
    hand = Hand()
    hand.open("raise").touch("category=equipment", "phrase=Broken, waiting for repair", "raise")
    return hand.open("card", card_id(hand))


def card_id(hand: Hand) -> str:
    return next(iter(hand.ward.cards))


def card_of(hand: Hand) -> object:
    return hand.ward.cards[card_id(hand)].progress


def test_a_card_says_what_it_is_about_and_by_when_somebody_owes_a_step(hand: Hand) -> None:
    said = text(hand.sheet)

    assert "Broken, waiting for repair" in said
    assert "Action · We are blocked" in said
    assert "nobody has said that they saw it" in said
    assert "due 15:00" in said


def test_a_late_card_says_who_owes_it_and_how_late_it_is(hand: Hand) -> None:
    hand.wait(timedelta(hours=9))

    assert "ward: 1 h late" in text(hand.sheet)


def test_acknowledging_takes_one_touch_and_stands_in_the_history(hand: Hand) -> None:
    hand.touch("acknowledge")

    assert isinstance(card_of(hand), Acknowledged)
    assert hand.said[-1] == "Saved. The card is acknowledged."
    assert hand.story()[-1].startswith("Seen by charge nurse")


def test_owning_asks_who_and_by_when(hand: Hand) -> None:
    hand.touch("own")
    assert "own_it" not in offered(hand.shown)

    hand.touch("owner=service lead", "due=tomorrow", "own_it")

    owned = card_of(hand)
    assert isinstance(owned, Owned)
    assert owned.by == "service lead"
    assert owned.due == TUESDAY.replace(hour=17, minute=0) + timedelta(days=1)


def test_an_answer_is_written_in_one_sentence_and_waits_to_be_accepted(hand: Hand) -> None:
    hand.touch("answer", "by=service lead").write("answer", "New pump on Friday").touch("answer_it")

    answered = card_of(hand)
    assert isinstance(answered, Answered)
    assert answered.answer == "New pump on Friday"
    assert "“New pump on Friday”" in text(hand.sheet)

    hand.touch("close")
    assert isinstance(card_of(hand), Closed)
    assert hand.sheet is None


def test_an_answer_that_says_who_is_sent_back_with_the_reason(hand: Hand) -> None:
    hand.touch("answer", "by=service lead").write("answer", "Ask Ada Quill").touch("answer_it")

    assert isinstance(card_of(hand), Raised)
    assert "leave out the name" in text(hand.sheet)


def test_an_answer_that_does_not_solve_it_opens_the_card_again(hand: Hand) -> None:
    hand.touch("answer", "by=service lead").write("answer", "Soon").touch("answer_it")
    hand.touch("reopen").write("reopen_reason", "Still none at weekends").touch("reopen_it")

    assert isinstance(card_of(hand), Raised)
    assert "Still none at weekends" in hand.story()[-1]


def test_a_correction_keeps_what_is_not_touched_and_the_history_keeps_both(hand: Hand) -> None:
    hand.touch("correct", "category=supplies", "phrase=Run out on the ward", "why")
    hand.touch("need=awareness", "correct_it")

    corrected = hand.ward.cards[card_id(hand)]
    assert (corrected.category, corrected.phrase, corrected.need) == (
        "supplies",
        "Run out on the ward",
        Need.AWARENESS,
    )
    assert hand.story()[0].startswith("Raised: Broken, waiting for repair")
    assert hand.story()[1].startswith("Corrected: Run out on the ward")


def test_another_category_asks_for_another_phrase(hand: Hand) -> None:
    hand.touch("correct", "category=supplies")

    assert "correct_it" not in offered(hand.shown)


def test_a_card_is_withdrawn_with_a_reason_and_leaves_the_board(hand: Hand) -> None:
    hand.touch("withdraw")
    assert "withdraw_it" not in offered(hand.shown)

    hand.touch("reason=Raised by mistake", "withdraw_it")

    assert not hand.ward.cards
    hand.undo()
    assert len(hand.ward.cards) == 1


def test_a_reason_of_ones_own_passes_the_guard_first(hand: Hand) -> None:
    hand.touch("withdraw", "write_reason").write("reason", "It was Ada Quill").touch("withdraw_it")
    assert hand.ward.cards

    hand.write("reason", "It was the ward next door").touch("withdraw_it")
    assert not hand.ward.cards


def test_words_are_erased_for_good_only_after_a_question() -> None:
    hand = Hand()
    hand.open("raise").touch("category=equipment", "write")
    hand.write("sentence", "Hoist battery flat").touch("raise")
    hand.open("card", card_id(hand)).touch("erase")
    assert "Erase the words for good?" in hand.shown.title

    hand.touch("erase_it")

    assert "Hoist" not in text(hand.sheet)
    assert "words erased" in text(hand.sheet)
    assert "erase" not in offered(hand.shown)


def test_a_card_without_words_has_nothing_to_erase(hand: Hand) -> None:
    assert "erase" not in offered(hand.shown)


def test_what_was_taken_back_stays_in_the_history_and_says_so(hand: Hand) -> None:
    hand.touch("acknowledge")
    hand.undo()

    assert isinstance(card_of(hand), Raised)
    assert "Does not count: withdrawn" in hand.story()[1]
    assert hand.story()[2].startswith("Taken back: Seen by charge nurse")


def test_the_way_back_from_a_page_is_the_card_and_from_the_card_the_lanes(hand: Hand) -> None:
    hand.touch("own", "back")
    assert hand.shown.name == "card"

    hand.touch("back")
    assert hand.shown.name == "tile.cards"
    hand.touch("tab=raised", f"card={card_id(hand)}")
    assert hand.shown.name == "card"


def test_a_card_that_left_the_board_says_so(hand: Hand) -> None:
    hand.open("card", "card:unknown")

    assert "not on the board any more" in text(hand.sheet)


def test_a_serious_card_that_nobody_has_seen_says_whom_to_phone() -> None:
    hand = Hand()
    hand.open("raise").touch("category=equipment", "phrase=Alarm keeps going off", "raise_serious")
    hand.open("card", card_id(hand))
    assert "Serious harm. Not sent. Phone 4321." in text(hand.shown)
    hand.touch("acknowledge")
    assert "Not sent" not in text(hand.shown)


def test_a_question_from_above_stands_on_the_card_until_it_is_replied_to(hand: Hand) -> None:
    hand.service.perform(AskOnCard(card_id(hand), "Service lead", "Since when?"), "above")
    assert "Service lead asks: “Since when?”" in text(hand.sheet)

    hand.touch("reply").write("reply", "Since Monday").touch("reply_it")

    assert "reply" not in offered(hand.shown)
    assert [line.partition(":")[0] for line in hand.story()[-2:]] == ["Asked", "Replied"]


def test_a_reply_that_says_who_is_sent_back_with_the_reason(hand: Hand) -> None:
    hand.service.perform(AskOnCard(card_id(hand), "Service lead", "Since when?"), "above")
    hand.touch("reply").write("reply", "Since bed 4 came").touch("reply_it")

    assert "Say what, not who" in text(hand.sheet) + hand.shown.note


def test_a_returned_card_says_why_and_can_be_owned_again(hand: Hand) -> None:
    hand.service.perform(ReturnCard(card_id(hand), "Service lead", "Yours to decide", 2), "above")

    assert "Returned by Service lead" in text(hand.sheet)
    assert "“Yours to decide”" in text(hand.sheet)
    assert "own" in offered(hand.shown)
