"""The life of an escalation card: only its own unit closes it, and nothing that was not seen is closed away."""

import pytest

from kiosk.domain.cards import (
    CARD,
    AcknowledgeCard,
    Acknowledged,
    AnswerCard,
    Answered,
    AskOnCard,
    Card,
    CardClosed,
    CardCommand,
    CloseCard,
    Closed,
    Criterion,
    EditCard,
    Need,
    OwnCard,
    Owned,
    RaiseCard,
    Raised,
    ReopenCard,
    ReplyOnCard,
    ReturnCard,
    Returned,
    decide,
)
from kiosk.domain.entities import Folded, State, fold
from tests.unit.domain.histories import WARD, History, only, why_not

NAME = "card:1"


def raising(phrase: str | None = "Run out on the ward", sentence: str | None = None) -> RaiseCard:
    return RaiseCard(
        NAME, WARD, "supplies", phrase, sentence, Need.ACTION, Criterion.BARRIER, serious_harm=False
    )


def editing(sentence: str | None) -> EditCard:
    return EditCard(NAME, "supplies", None, sentence, Need.AWARENESS, Criterion.VISIBILITY)


class Story:
    """A card told command by command, each decided on what stands."""

    def __init__(self) -> None:
        self.history = History(NAME)

    def folded(self) -> Folded[Card]:
        """Return the card with what of its history does not stand."""
        return fold(CARD, NAME, self.history.records)

    def card(self) -> Card:
        """Return the card as it stands."""
        state = self.folded().state
        assert state is not None
        return state

    def tell(self, *commands: CardCommand, board: str = "a") -> str:
        """Carry commands out at a board; return the id of the last change."""
        change = ""
        for command in commands:
            act = only(decide(self.folded().state, command))
            change = self.history.add(act, board=board)
        return change

    def unaware(self, command: CardCommand, based_on: str, board: str) -> str:
        """Carry out what a board decided when it had seen the log up to a change."""
        ids = [record.change.id for record in self.history.records]
        seen = self.history.records[: ids.index(based_on) + 1]
        act = only(decide(fold(CARD, NAME, seen).state, command))
        return self.history.add(act, board=board, based_on=based_on)


@pytest.fixture
def story() -> Story:
    return Story()


def test_from_raised_to_closed(story: Story) -> None:
    steps: list[tuple[CardCommand, type[State]]] = [
        (raising(), Raised),
        (AcknowledgeCard(NAME, "Service"), Acknowledged),
        (OwnCard(NAME, "Service"), Owned),
        (AnswerCard(NAME, "Service", "Delivered at 11:00"), Answered),
        (CloseCard(NAME, WARD), Closed),
    ]
    for command, step in steps:
        story.tell(command)
        assert isinstance(story.card().progress, step)
    assert not story.card().is_open
    progress = story.card().progress
    assert isinstance(progress, Closed)
    assert (progress.answer, progress.answered_by) == ("Delivered at 11:00", "Service")
    assert story.folded().marks == {}


def test_a_reopened_card_is_raised_again_and_counts_it(story: Story) -> None:
    story.tell(raising(), AnswerCard(NAME, "Service", "Done"), ReopenCard(NAME, "Not yet"))
    assert isinstance(story.card().progress, Raised)
    assert story.card().reopened == 1


@pytest.mark.parametrize(
    ("before", "command", "words"),
    [
        ((), AcknowledgeCard(NAME, "x"), "not here"),
        ((raising(),), raising(), "already raised"),
        ((raising(),), ReopenCard(NAME), "still open"),
        ((raising(),), AnswerCard(NAME, "x", "  "), "needs words"),
        ((raising(),), CloseCard(NAME, "node:other"), "Only the unit that raised"),
        ((raising(),), editing("  "), "one short sentence"),
        ((raising(), AcknowledgeCard(NAME, "x")), AcknowledgeCard(NAME, "y"), "already seen"),
        ((raising(), AnswerCard(NAME, "x", "a")), OwnCard(NAME, "y"), "already answered"),
        ((raising(), CloseCard(NAME, WARD)), CloseCard(NAME, WARD), "already closed"),
    ],
)
def test_what_makes_no_sense_is_refused_with_words(
    story: Story, before: tuple[CardCommand, ...], command: CardCommand, words: str
) -> None:
    story.tell(*before)
    assert words in why_not(decide(story.folded().state, command))


@pytest.mark.parametrize(
    ("phrase", "sentence", "words"),
    [(None, None, "Pick a phrase"), (None, "   ", "Pick a phrase"), (None, "x" * 141, "140")],
)
def test_a_card_says_something_and_not_too_much(
    phrase: str | None, sentence: str | None, words: str
) -> None:
    assert words in why_not(decide(None, raising(phrase, sentence)))


def test_a_sentence_of_140_characters_is_taken() -> None:
    assert only(decide(None, raising(None, "x" * 140))).words == {"sentence": "x" * 140}


def test_a_correction_says_it_anew_and_leaves_the_progress(story: Story) -> None:
    story.tell(raising(), AcknowledgeCard(NAME, "Service"), editing("Gloves, size S, run out"))
    assert story.card().sentence == "Gloves, size S, run out"
    assert story.card().phrase is None
    assert story.card().need is Need.AWARENESS
    assert isinstance(story.card().progress, Acknowledged)


@pytest.mark.parametrize(
    "unseen", [OwnCard(NAME, "Hospital"), AnswerCard(NAME, "Hospital", "Tomorrow")]
)
def test_a_closure_that_did_not_see_a_change_leaves_the_card_open(
    story: Story, unseen: CardCommand
) -> None:
    raised = story.tell(raising())
    story.tell(unseen, board="b")
    closing = story.unaware(CloseCard(NAME, WARD), raised, "a")
    assert story.card().is_open
    assert "without seeing" in story.folded().marks[closing]


def test_the_other_way_round_the_card_is_open_too(story: Story) -> None:
    raised = story.tell(raising())
    story.tell(CloseCard(NAME, WARD), board="a")
    story.unaware(OwnCard(NAME, "Hospital"), raised, "b")
    assert isinstance(story.card().progress, Owned)


def test_a_closure_that_did_not_see_an_acknowledgement_stands(story: Story) -> None:
    raised = story.tell(raising())
    story.tell(AcknowledgeCard(NAME, "Service"), board="b")
    story.unaware(CloseCard(NAME, WARD), raised, "a")
    assert not story.card().is_open


def test_the_second_of_two_acknowledgements_is_marked(story: Story) -> None:
    raised = story.tell(raising())
    story.tell(AcknowledgeCard(NAME, "Service"), board="a")
    second = story.unaware(AcknowledgeCard(NAME, "Hospital"), raised, "b")
    assert story.folded().marks == {second: "already acknowledged"}
    progress = story.card().progress
    assert isinstance(progress, Acknowledged)
    assert progress.by == "Service"


def test_changes_of_a_card_that_never_went_up_are_marked(story: Story) -> None:
    story.tell(raising())
    story.tell(AcknowledgeCard(NAME, "Service"))
    orphan = story.history.records[1:]
    folded = fold(CARD, NAME, orphan)
    assert folded.state is None
    assert list(folded.marks.values()) == ["there is no such card"]


def returning(tier: int = 2, reason: str = "Yours to decide") -> ReturnCard:
    return ReturnCard(NAME, "Service lead", reason, tier)


def test_a_returned_card_owes_the_tier_below_and_says_why(story: Story) -> None:
    story.tell(raising(), OwnCard(NAME, "Service lead", tier=2), returning())
    progress = story.card().progress
    assert isinstance(progress, Returned)
    assert (progress.by, progress.tier, progress.reason) == ("Service lead", 1, "Yours to decide")
    story.tell(OwnCard(NAME, "charge nurse"))
    assert isinstance(story.card().progress, Owned)


@pytest.mark.parametrize(
    ("before", "command", "words"),
    [
        ((), returning(reason=" "), "Say why"),
        ((), returning(reason="x" * 141), "140"),
        ((), returning(tier=1), "no tier below"),
        ((), ReturnCard(NAME, "", "Yours", 2), "Say who"),
        ((AnswerCard(NAME, "x", "a"),), returning(), "already answered"),
        ((CloseCard(NAME, WARD),), returning(), "already closed"),
        ((returning(),), returning(), "already gone back"),
        ((), AskOnCard(NAME, "Service lead", " "), "needs words"),
        ((), AskOnCard(NAME, "Service lead", "x" * 141), "140"),
        ((CloseCard(NAME, WARD),), AskOnCard(NAME, "Service lead", "Why?"), "open card"),
        ((), ReplyOnCard(NAME, "Since Monday"), "a question"),
    ],
)
def test_what_comes_from_above_is_refused_with_words(
    story: Story, before: tuple[CardCommand, ...], command: CardCommand, words: str
) -> None:
    story.tell(raising(), *before)
    assert words in why_not(decide(story.folded().state, command))


def test_a_card_goes_back_tier_by_tier(story: Story) -> None:
    story.tell(raising(), returning(tier=3), returning(tier=2))
    progress = story.card().progress
    assert isinstance(progress, Returned)
    assert progress.tier == 1


def test_a_closure_and_a_return_that_did_not_see_each_other_leave_the_card_open() -> None:
    for first, second in (
        (CloseCard(NAME, WARD), returning()),
        (returning(), CloseCard(NAME, WARD)),
    ):
        story = Story()
        raised = story.tell(raising())
        story.tell(first, board="a")
        story.unaware(second, raised, "b")
        assert isinstance(story.card().progress, Returned)


def test_an_answer_and_a_return_that_did_not_see_each_other_leave_the_answer() -> None:
    for first, second in (
        (AnswerCard(NAME, "Hospital", "Tomorrow", tier=3), returning()),
        (returning(), AnswerCard(NAME, "Hospital", "Tomorrow", tier=3)),
    ):
        story = Story()
        raised = story.tell(raising())
        story.tell(first, board="a")
        story.unaware(second, raised, "b")
        assert isinstance(story.card().progress, Answered)


def test_of_two_owners_who_did_not_see_each_other_the_higher_tier_has_it() -> None:
    ward, hospital = OwnCard(NAME, "charge nurse"), OwnCard(NAME, "Hospital lead", tier=3)
    for first, second in ((ward, hospital), (hospital, ward)):
        story = Story()
        raised = story.tell(raising())
        story.tell(first, board="a")
        story.unaware(second, raised, "b")
        progress = story.card().progress
        assert isinstance(progress, Owned)
        assert progress.by == "Hospital lead"


def test_of_two_answers_that_did_not_see_each_other_the_higher_tiers_stands() -> None:
    ward = AnswerCard(NAME, "charge nurse", "Borrowed one")
    hospital = AnswerCard(NAME, "Hospital lead", "Bought one", tier=3)
    for first, second in ((ward, hospital), (hospital, ward)):
        story = Story()
        raised = story.tell(raising())
        story.tell(first, board="a")
        story.unaware(second, raised, "b")
        progress = story.card().progress
        assert isinstance(progress, Answered)
        assert progress.answer == "Bought one"


def test_a_new_answer_of_somebody_who_saw_the_first_takes_its_place(story: Story) -> None:
    story.tell(
        raising(), AnswerCard(NAME, "Hospital", "No", tier=3), AnswerCard(NAME, "Ward", "Found one")
    )
    progress = story.card().progress
    assert isinstance(progress, Answered)
    assert progress.answer == "Found one"


def test_a_question_and_its_reply_stand_on_the_card_and_move_nothing(story: Story) -> None:
    story.tell(raising(), OwnCard(NAME, "Service"), AskOnCard(NAME, "Service", "Since when?"))
    asked = story.card().asked
    assert asked is not None
    assert (asked.by, asked.question, asked.reply) == ("Service", "Since when?", None)
    story.tell(ReplyOnCard(NAME, "Since Monday"))
    assert isinstance(story.card().progress, Owned)
    asked = story.card().asked
    assert asked is not None
    assert asked.reply == "Since Monday"


def test_a_question_does_not_open_a_card_that_was_closed_unseen() -> None:
    for first, second in (
        (CloseCard(NAME, WARD), AskOnCard(NAME, "Service", "Since when?")),
        (AskOnCard(NAME, "Service", "Since when?"), CloseCard(NAME, WARD)),
    ):
        story = Story()
        raised = story.tell(raising())
        story.tell(first, board="a")
        story.unaware(second, raised, "b")
        assert not story.card().is_open
        assert story.folded().marks == {}


def test_whoever_took_over_from_the_unit_closes_its_card_and_the_history_says_who(
    story: Story,
) -> None:
    story.tell(raising())
    closing = CloseCard(NAME, "node:other", in_place_of=WARD)
    assert only(decide(story.card(), closing)).payload == CardClosed(
        node=WARD, closed_by="node:other"
    )
    story.tell(closing)
    assert isinstance(story.card().progress, Closed)


def test_a_unit_that_closes_its_own_card_closes_it_in_its_own_name(story: Story) -> None:
    story.tell(raising())
    assert only(decide(story.card(), CloseCard(NAME, WARD))).payload == CardClosed(node=WARD)
