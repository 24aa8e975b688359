"""What people do at a board is kept once, shown at once, and can be taken back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.announcements import PostAnnouncement
from kiosk.domain.calendars import Calendar
from kiosk.domain.cards import (
    AcknowledgeCard,
    Acknowledged,
    AnswerCard,
    Answered,
    CardCommand,
    Raised,
)
from kiosk.domain.changes import Actor
from kiosk.domain.errors import KioskError
from kiosk.domain.events import EventType, Harm, ReportEvent
from kiosk.domain.nodes import DefineNode, NodeFacts, SetCalendar
from kiosk.domain.observations import RecordObservation
from kiosk.domain.safety_days import CloseDay, ReopenDay
from kiosk.services.board import BoardService, Performed
from kiosk.services.refused import Refused
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.memory_store import MemoryStore
from tests.unit.services.ward import NODE, TUESDAY, a_release, define, raising

CARD = "card:1"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(TUESDAY)


@pytest.fixture
def store(clock: FixedClock) -> MemoryStore:
    return MemoryStore(NODE, SeededIds(), clock)


@pytest.fixture
def service(store: MemoryStore, clock: FixedClock) -> BoardService:
    service = BoardService(store, clock, SeededIds("service"), NODE)
    define(service)
    return service


def test_a_raised_card_is_on_the_board_at_once(service: BoardService) -> None:
    done = service.perform(raising(), "touch")

    assert done.changed == (CARD,)
    assert isinstance(service.ward().cards[CARD].progress, Raised)


def test_the_ward_that_somebody_looks_at_does_not_change_under_their_eyes(
    service: BoardService,
) -> None:
    before = service.ward()
    service.perform(raising(), "touch")

    assert before.cards == {}
    assert CARD in service.ward().cards


def test_a_board_that_starts_again_shows_the_same(
    service: BoardService, store: MemoryStore, clock: FixedClock
) -> None:
    service.perform(raising(), "touch")
    service.perform(CloseDay(NODE, TUESDAY.date()), "close")
    service.import_release(a_release())

    assert BoardService(store, clock, SeededIds("again"), NODE).ward() == service.ward()


def test_a_double_tap_adds_nothing_and_is_answered_alike(
    service: BoardService, store: MemoryStore
) -> None:
    first = service.perform(raising(), "touch")
    writes = store.writes

    assert service.perform(raising(), "touch") == first
    assert store.writes == writes
    assert len(service.history(CARD).records) == 1


def test_the_same_touch_with_something_else_is_refused_in_words_and_loses_nothing(
    service: BoardService, store: MemoryStore
) -> None:
    service.perform(raising(), "touch")
    writes = store.writes

    for other in (raising(sentence="No hoist"), raising("card:2"), AcknowledgeCard(CARD, "lead")):
        with pytest.raises(Refused, match="already saved; this is another"):
            service.perform(other, "touch")
    with pytest.raises(Refused, match="already saved"):
        service.perform(raising(), "touch", Actor(kind="huddle"))
    with pytest.raises(Refused, match="already saved"):
        service.perform_all((raising(), raising("card:2")), "touch")
    assert store.writes == writes
    assert service.perform(raising(), "touch").changed == (CARD,)


def test_a_repeated_touch_is_answered_alike_after_more_has_happened(
    service: BoardService, clock: FixedClock
) -> None:
    done = service.perform_all((raising(), raising("card:2", "No hoist")), "touch")
    service.perform(AnswerCard(CARD, "lead", "At noon"), "answer")
    service.erase_words("card:2")
    service.withdraw("card:2", "it is there twice")
    news = PostAnnouncement("announcement:1", "Fire drill", TUESDAY.date())
    posted = service.perform(news, "post")
    clock.advance(timedelta(days=1))

    assert service.perform(news, "post") == posted
    assert service.perform_all((raising(), raising("card:2", "No hoist")), "touch") == done


def test_a_refusal_says_why_and_keeps_nothing(service: BoardService, store: MemoryStore) -> None:
    service.perform(raising(), "touch")
    writes = store.writes

    with pytest.raises(Refused, match="That card is already raised"):
        service.perform(raising(), "another touch")
    assert store.writes == writes


def test_what_is_so_already_changes_nothing(service: BoardService, store: MemoryStore) -> None:
    service.perform(CloseDay(NODE, TUESDAY.date()), "once")
    writes = store.writes

    assert service.perform(CloseDay(NODE, TUESDAY.date()), "twice") == Performed(())
    assert store.writes == writes


def test_all_of_several_commands_or_none(service: BoardService) -> None:
    with pytest.raises(Refused):
        service.perform_all((raising("card:2"), raising("card:2")), "touch")

    assert service.ward().cards == {}


def test_each_command_sees_what_the_ones_before_it_made(
    store: MemoryStore, clock: FixedClock
) -> None:
    service = BoardService(store, clock, SeededIds("service"), NODE)
    facts = NodeFacts(name="Ward 7 East")

    service.perform_all((DefineNode(NODE, facts), SetCalendar(NODE, Calendar())), "set-up")

    node = service.ward().node
    assert node is not None
    assert node.facts == facts


def test_the_ward_before_the_set_up_has_no_node(store: MemoryStore, clock: FixedClock) -> None:
    ward = BoardService(store, clock, SeededIds("service"), NODE).ward()

    assert ward.node is None
    assert ward.zone == "UTC"


def test_the_day_is_the_wards_and_not_the_machines(store: MemoryStore, clock: FixedClock) -> None:
    service = BoardService(store, clock, SeededIds("service"), NODE)
    service.perform(DefineNode(NODE, NodeFacts(name="Far", time_zone="Pacific/Auckland")), "first")
    tomorrow_in_london = date(2026, 11, 25)
    clock.set(TUESDAY + timedelta(hours=6))

    figure = RecordObservation("bells", tomorrow_in_london, "counted", 3)
    assert service.perform(figure, "figure").changed


def test_a_day_to_come_is_refused(service: BoardService) -> None:
    event = ReportEvent("event:1", EventType.HARM, "fall", Harm.MINOR, date(2026, 11, 25))

    with pytest.raises(Refused, match="still to come"):
        service.perform(event, "touch")


def test_an_undone_card_is_gone_and_stays_in_the_history(service: BoardService) -> None:
    done = service.perform(raising(), "touch")
    assert done.undo is not None

    assert service.undo(done.undo).changed == (CARD,)
    assert service.ward().cards == {}
    assert [r.change.kind for r in service.history(CARD).records] == [
        "card.raised",
        "change.withdrawn",
    ]
    assert list(service.history(CARD).marks.values()) == ["withdrawn"]


def test_undo_twice_is_undo_once(service: BoardService) -> None:
    done = service.perform(raising(), "touch")
    assert done.undo is not None

    assert service.undo(done.undo) == service.undo(done.undo)
    assert len(service.history(CARD).records) == 2


def test_undo_takes_back_one_step_only(service: BoardService) -> None:
    service.perform(raising(), "raise")
    service.perform(AcknowledgeCard(CARD, "service"), "see")
    answered = service.perform(AnswerCard(CARD, "service", "Spare comes at noon"), "answer")
    assert answered.undo is not None

    service.undo(answered.undo)
    assert isinstance(service.ward().cards[CARD].progress, Acknowledged)


def test_undo_of_several_commands_takes_them_all_back(service: BoardService) -> None:
    done = service.perform_all((raising("card:1"), raising("card:2")), "touch")
    assert done.undo is not None

    service.undo(done.undo)
    assert service.ward().cards == {}


def test_what_another_board_built_on_cannot_be_undone(
    service: BoardService, store: MemoryStore, clock: FixedClock
) -> None:
    done = service.perform(raising(), "raise")
    store.as_device("device-b")
    other = BoardService(store, clock, SeededIds("other"), NODE)
    other.perform(AnswerCard(CARD, "service", "Spare comes at noon"), "answer")
    assert done.undo is not None

    with pytest.raises(Refused, match="somebody else"):
        service.undo(done.undo)
    assert isinstance(other.ward().cards[CARD].progress, Answered)


def test_a_withdrawn_card_leaves_the_board_with_its_reason(
    service: BoardService, store: MemoryStore
) -> None:
    service.perform(raising(), "raise")

    done = service.withdraw(CARD, "raised for the wrong ward")
    assert service.ward().cards == {}
    folded = store.entity(CARD)
    assert folded is not None
    assert folded.withdrawn == "raised for the wrong ward"
    assert service.withdraw(CARD, "again") == Performed(())
    with pytest.raises(Refused, match="taken off"):
        service.perform(AcknowledgeCard(CARD, "service"), "see")
    assert done.undo is not None
    service.undo(done.undo)
    assert CARD in service.ward().cards


def test_what_another_board_took_back_itself_is_in_nobodys_way(
    service: BoardService, store: MemoryStore, clock: FixedClock
) -> None:
    done = service.perform(raising(), "raise")
    store.as_device("device-b")
    other = BoardService(store, clock, SeededIds("other"), NODE)
    answered = other.perform(AnswerCard(CARD, "service", "Spare comes at noon"), "answer")
    assert done.undo is not None
    assert answered.undo is not None
    other.undo(answered.undo)
    store.as_device("device-a")

    service.undo(done.undo)
    assert service.ward().cards == {}


def test_the_reason_of_a_withdrawal_is_erased_with_the_other_words(
    service: BoardService, store: MemoryStore
) -> None:
    service.perform(raising(), "raise")
    service.withdraw(CARD, "A name slipped in")

    service.erase_words(CARD)

    folded = store.entity(CARD)
    assert folded is not None
    assert folded.withdrawn == "withdrawn"
    assert "A name" not in str(store.history(CARD))


@pytest.mark.parametrize("reason", ["", "   ", "x" * 141])
def test_a_withdrawal_asks_for_a_short_reason(service: BoardService, reason: str) -> None:
    service.perform(raising(), "raise")

    with pytest.raises(Refused, match="Say why"):
        service.withdraw(CARD, reason)


def test_nothing_can_be_done_to_what_is_not_there(service: BoardService) -> None:
    with pytest.raises(Refused, match="not here"):
        service.withdraw("card:none", "why")
    with pytest.raises(Refused, match="not here"):
        service.erase_words("card:none")


def test_erased_words_leave_the_board_and_the_card_stays(service: BoardService) -> None:
    service.perform(raising(sentence="A name slipped in"), "raise")
    service.perform(AnswerCard(CARD, "service", "Another name"), "answer")

    service.erase_words(CARD)

    card = service.ward().cards[CARD]
    assert card.sentence == "words erased"
    assert isinstance(card.progress, Answered)
    assert card.progress.answer == "words erased"
    assert service.erase_words(CARD) == Performed(())


def test_a_reopened_day_is_open_again(service: BoardService) -> None:
    day = TUESDAY.date()
    service.perform(CloseDay(NODE, day), "close")
    assert service.ward().safety_days[day].closed

    service.perform(ReopenDay(NODE, day), "reopen")
    assert not service.ward().safety_days[day].closed


def test_an_undone_day_is_as_if_nobody_had_closed_it(service: BoardService) -> None:
    done = service.perform(CloseDay(NODE, TUESDAY.date()), "close")
    assert done.undo is not None

    service.undo(done.undo)
    assert service.ward().safety_days == {}


def test_the_newest_release_is_shown_and_an_old_one_can_come_back(service: BoardService) -> None:
    key = ("pain_reassessed_1h", "language")
    older, newer = a_release(80.0), a_release(82.0)
    for release in (older, newer, older):
        assert service.import_release(release).changed
        assert service.ward().releases[key] == release

    assert service.import_release(older).changed == ()


def test_a_release_whose_body_has_not_come_is_not_shown(
    service: BoardService, store: MemoryStore, clock: FixedClock
) -> None:
    service.import_release(a_release())
    store.lose_releases()

    assert BoardService(store, clock, SeededIds("again"), NODE).ward().releases == {}


def test_a_full_disk_refuses_the_touch_and_the_board_stays_up(
    service: BoardService, store: MemoryStore
) -> None:
    store.fault = KioskError("Not saved: the disk is full.")
    with pytest.raises(KioskError, match="disk is full"):
        service.perform(raising(), "touch")
    assert service.ward().cards == {}

    service.perform(raising(), "touch")
    assert CARD in service.ward().cards


def test_the_ward_says_what_the_store_has_to_say(store: MemoryStore, clock: FixedClock) -> None:
    store.notice = "Restored from the copy of yesterday."
    ward = BoardService(store, clock, SeededIds("s"), NODE, training=True).ward()

    assert ward.notice == "Restored from the copy of yesterday."
    assert ward.training
    assert ward.alone


def test_who_did_it_stands_in_the_history(service: BoardService) -> None:
    service.perform(raising(), "touch", Actor(kind="huddle", role="charge_nurse"))

    assert service.history(CARD).records[0].change.actor.role == "charge_nurse"


@given(st.lists(st.sampled_from(["raise", "see", "answer", "undo", "again"]), max_size=8))
def test_after_any_touches_a_fresh_start_shows_the_same_board(touches: list[str]) -> None:
    clock = FixedClock(TUESDAY)
    store = MemoryStore(NODE, SeededIds(), clock)
    service = BoardService(store, clock, SeededIds("service"), NODE)
    define(service)
    commands: dict[str, CardCommand] = {
        "raise": raising(),
        "see": AcknowledgeCard(CARD, "service"),
        "answer": AnswerCard(CARD, "service", "Spare comes at noon"),
    }
    undo = None
    for number, touch in enumerate(touches):
        try:
            if touch in commands:
                undo = service.perform(commands[touch], f"touch {number}").undo
            elif touch == "undo" and undo is not None:
                service.undo(undo)
            elif touch == "again":
                service.perform(raising(), "touch 0")
        except Refused:
            continue

    assert BoardService(store, clock, SeededIds("again"), NODE).ward() == service.ward()
