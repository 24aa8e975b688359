"""Subscribers are told of everything that they asked for, in order, at least once, whatever fails on the way."""

import json
from datetime import datetime, timedelta
from threading import Event

import pytest
from cloudevents.http import from_json
from typing_extensions import override

from kiosk.central.authoring import Scribe
from kiosk.central.interop.webhook_cursors import GIVE_UP_AFTER, Cursors, Lease, Trouble
from kiosk.central.interop.webhook_delivery import Delivery
from kiosk.central.interop.webhook_events import CARD_EVENTS, EVENTS
from kiosk.central.interop.webhook_runner import WebhookRunner
from kiosk.central.interop.webhook_sending import Delivered, Failed
from kiosk.central.interop.webhook_subscriptions import (
    LONGEST_URL,
    MOST_NODES,
    MOST_SUBSCRIPTIONS,
    Subscription,
    Subscriptions,
)
from kiosk.domain.card_changes import CardClosed
from kiosk.domain.cards import CloseCard
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.entities import Act
from kiosk.domain.errors import KioskError
from tests.fakes.clock import MONDAY_MORNING
from tests.unit.central.interop.receivers import Heard
from tests.unit.central.interop.stories import ANSWER, EAST, SENTENCE, STEPS, WEST, Cards
from tests.unit.central.interop.test_fhir import release

URL = "https://records.example/hook"
DOWN = Failed("ConnectTimeoutError", everything=True)
POISON = Failed("500", everything=False)
STEPS_OF_ALL = ("acknowledged", "owned", "asked", "replied", "answered", "closed")


@pytest.fixture
def here() -> Cards:
    return Cards()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def subscription(here: Cards) -> Subscription:
    return Subscriptions(here.means).add(URL, EVENTS)


def delivery(
    here: Cards, subscription: Subscription, heard: Heard, holder: str = "one"
) -> Delivery:
    return Delivery(here.means, subscription, heard, holder)


def test_a_subscriber_is_told_of_each_step_of_a_card_in_order(
    here: Cards, subscription: Subscription, heard: Heard
) -> None:
    card = here.raise_card()
    for step in STEPS_OF_ALL:
        STEPS[step](here, card)

    assert delivery(here, subscription, heard).tell() == 4

    assert heard.types() == list(CARD_EVENTS)
    assert [one["sequence"] for one in heard.taken] == sorted(
        one["sequence"] for one in heard.taken
    )
    assert {one["subject"] for one in heard.taken} == {card}
    assert heard.taken[1]["data"]["tier"] == 2
    assert heard.taken[3]["data"]["step"] == "closed"


def test_each_is_a_cloudevent_without_words_or_names(
    here: Cards, subscription: Subscription, heard: Heard
) -> None:
    card = here.raise_card()
    for step in STEPS_OF_ALL:
        STEPS[step](here, card)
    here.publish(EAST, release())
    delivery(here, subscription, heard).tell()

    for told in heard.taken:
        event = from_json(json.dumps(told))
        assert event["specversion"] == "1.0"
        assert event["source"] == "urn:huddle-kiosk:central"
    everything = json.dumps(heard.taken)
    for words in (SENTENCE, ANSWER, "Since when?", "person:1"):
        assert words not in everything
    assert heard.types()[-1] == "release.published"


def test_what_was_before_the_subscription_and_what_it_did_not_ask_for_is_not_told(
    here: Cards, heard: Heard
) -> None:
    here.raise_card()
    one = Subscriptions(here.means).add(URL, ["card.raised"], [WEST])
    here.raise_card(EAST)
    card = here.raise_card(WEST)
    here.do(WEST, CloseCard(card, WEST))

    delivery(here, one, heard).tell()

    assert [told["subject"] for told in heard.taken] == [card]


def test_a_change_that_does_not_stand_is_not_told(
    here: Cards, subscription: Subscription, heard: Heard
) -> None:
    card = here.raise_card()
    STEPS["closed"](here, card)
    log = Log(EAST, LogKind.SHARED)
    again = Act(card, "card.closed", CardClosed(node=EAST))
    Scribe(here.means).write(log, lambda _look: (again,))

    delivery(here, subscription, heard).tell()

    assert heard.types() == ["card.raised", "card.closed"]


def test_nothing_is_told_twice_and_a_later_look_goes_on(
    here: Cards, subscription: Subscription, heard: Heard
) -> None:
    telling = delivery(here, subscription, heard)
    here.raise_card()
    telling.tell()
    telling.tell()
    here.raise_card()

    assert telling.tell() == 1
    assert len(heard.bodies) == 2


def test_after_a_crash_between_delivery_and_note_the_same_event_comes_again(
    here: Cards, subscription: Subscription
) -> None:
    class Dies(Heard):
        @override
        def __call__(
            self, _subscription: Subscription, event_id: str, body: bytes, _now: datetime
        ) -> Delivered | Failed:
            super().__call__(_subscription, event_id, body, _now)
            raise KeyboardInterrupt

    dying, heard = Dies(), Heard()
    here.raise_card()
    here.raise_card()
    with pytest.raises(KeyboardInterrupt):
        delivery(here, subscription, dying).tell()
    here.clock.advance(timedelta(minutes=2))

    delivery(here, subscription, heard, "two").tell()

    assert heard.bodies[0] == dying.bodies[0]
    assert len(heard.taken) == 2


def test_while_the_address_is_away_nothing_else_is_tried_and_waits_grow(
    here: Cards, subscription: Subscription, heard: Heard
) -> None:
    here.raise_card(EAST)
    here.raise_card(WEST)
    telling = delivery(here, subscription, heard)
    heard.answers = [DOWN] * 4

    waits = []
    for _ in range(4):
        tried, since = len(heard.bodies), here.clock.now()
        while len(heard.bodies) == tried:
            telling.tell()
            here.clock.advance(timedelta(seconds=5))
        waits.append((here.clock.now() - since).total_seconds() - 5)

    assert waits == [0, 5, 15, 35]  # 10, 20 and 40 s, seen every 5 s and counted from the try
    here.clock.advance(timedelta(hours=1))
    telling.tell()
    assert heard.types() == ["card.raised"] * 2


def test_retry_after_is_heeded(here: Cards, subscription: Subscription, heard: Heard) -> None:
    here.raise_card()
    telling = delivery(here, subscription, heard)
    heard.answers = [Failed("429", everything=True, retry_after_s=600)]
    telling.tell()

    here.clock.advance(timedelta(seconds=599))
    assert telling.tell() == 0
    here.clock.advance(timedelta(seconds=1))
    assert telling.tell() == 1


def test_an_event_that_one_log_cannot_get_rid_of_does_not_hold_up_the_others(
    here: Cards, subscription: Subscription, heard: Heard
) -> None:
    first, second = here.raise_card(EAST), here.raise_card(EAST)
    other = here.raise_card(WEST)
    telling = delivery(here, subscription, heard)
    heard.answers = [POISON]

    telling.tell()
    assert [told["subject"] for told in heard.taken] == [other]

    here.clock.advance(timedelta(seconds=10))
    telling.tell()
    assert [told["subject"] for told in heard.taken] == [other, first, second]


def test_after_three_days_it_is_parked_and_listed_and_goes_on_where_it_stood_when_told_to(
    here: Cards, subscription: Subscription, heard: Heard
) -> None:
    here.raise_card()
    telling = delivery(here, subscription, heard)
    heard.answers = [DOWN] * 1_000
    end = here.clock.now() + GIVE_UP_AFTER + timedelta(hours=2)
    while here.clock.now() < end:
        telling.tell()
        here.clock.advance(timedelta(minutes=10))
    tried = len(heard.bodies)
    here.clock.advance(timedelta(days=1))
    telling.tell()
    assert len(heard.bodies) == tried
    cursors = Cursors(here.storage, subscription.id)
    assert [one.trouble.parked for one in cursors.all().values() if one.trouble] == [True]
    heard.answers.clear()

    assert cursors.resume(here.clock.now()) == 1
    here.clock.advance(timedelta(minutes=2))
    telling.tell()

    assert heard.types() == ["card.raised"]


def test_an_address_that_is_gone_is_parked_at_once(
    here: Cards, subscription: Subscription, heard: Heard
) -> None:
    here.raise_card()
    heard.answers = [Failed("410", everything=False, gone=True)]
    telling = delivery(here, subscription, heard)
    telling.tell()
    here.clock.advance(timedelta(days=1))

    assert telling.tell() == 0
    assert len(heard.bodies) == 1


def test_of_two_processes_one_tells_and_the_other_takes_over_when_it_is_gone(
    here: Cards, subscription: Subscription, heard: Heard
) -> None:
    one = delivery(here, subscription, heard, "one")
    two = delivery(here, subscription, heard, "two")
    here.raise_card()
    assert (one.tell(), two.tell()) == (1, 0)
    here.raise_card()
    assert (one.tell(), two.tell()) == (1, 0)
    here.raise_card()

    here.clock.advance(timedelta(minutes=2))
    assert (two.tell(), one.tell()) == (1, 0)
    two.stop()
    here.raise_card()
    assert one.tell() == 1
    assert len(heard.bodies) == 4


def test_whoever_lost_the_lease_while_it_waited_for_an_answer_notes_nothing(
    here: Cards, subscription: Subscription
) -> None:
    heard = Heard()

    class Slow(Heard):
        @override
        def __call__(
            self, _subscription: Subscription, event_id: str, body: bytes, _now: datetime
        ) -> Delivered | Failed:
            here.clock.advance(timedelta(minutes=2))
            delivery(here, subscription, heard, "two").tell()
            return super().__call__(_subscription, event_id, body, _now)

    here.raise_card()
    here.raise_card()
    slow = Slow()

    assert delivery(here, subscription, slow, "one").tell() == 0

    assert len(slow.bodies) == 1  # the second is the other's alone
    assert len(heard.taken) == 2


def test_a_restored_central_tells_what_came_anew_and_passes_over_what_was_told(
    here: Cards, subscription: Subscription, heard: Heard
) -> None:
    here.raise_card()
    telling = delivery(here, subscription, heard)
    telling.tell()
    here.storage.begin_timeline("another")
    here.raise_card()
    here.clock.advance(timedelta(minutes=2))

    telling.tell()

    assert len(heard.bodies) == 2


def test_boards_that_come_and_go_are_told_once(
    here: Cards, subscription: Subscription, heard: Heard
) -> None:
    telling = delivery(here, subscription, heard)
    for what in ("device.enrolled", "device.waits", "device.revoked"):
        here.clock.advance(timedelta(seconds=1))
        here.storage.audit(here.clock.now(), "device", what, "d1", {"node": EAST, "code": "x"})
    heard.answers = [Delivered(), POISON]
    telling.tell()
    assert heard.types() == ["device.enrolled"]
    here.clock.advance(timedelta(minutes=1))
    telling.tell()
    telling.tell()

    assert heard.types() == ["device.enrolled", "device.revoked"]
    assert heard.taken[0]["data"] == {"device": "d1", "node": EAST}


@pytest.mark.parametrize(
    "url",
    [
        "http://records.example/",
        "ftp://records.example/",
        "https://",
        "records.example",
        "https://user:secret@records.example/",
        "https://records.example/#part",
        "https://records.example:99999/",
        "https://records.example/" + "x" * LONGEST_URL,
    ],
)
def test_an_address_that_cannot_be_is_refused(here: Cards, url: str) -> None:
    with pytest.raises(KioskError):
        Subscriptions(here.means).add(url, EVENTS)


def test_limits_of_subscriptions(here: Cards) -> None:
    subscriptions = Subscriptions(here.means)
    with pytest.raises(KioskError, match="There is no event"):
        subscriptions.add(URL, ["card.lost"])
    with pytest.raises(KioskError, match="Name an event"):
        subscriptions.add(URL, [])
    with pytest.raises(KioskError, match="At most 200"):
        subscriptions.add(URL, EVENTS, ["node:1"] * (MOST_NODES + 1))
    for number in range(MOST_SUBSCRIPTIONS):
        subscriptions.add(f"http://127.0.0.1:{number + 1}/", EVENTS)
    with pytest.raises(KioskError, match="50 webhooks already"):
        subscriptions.add(URL, EVENTS)
    (first, *_) = subscriptions.listed()
    assert subscriptions.named(first.id) == first
    with pytest.raises(KioskError, match="More than one"):
        subscriptions.named("")
    subscriptions.remove(first)
    with pytest.raises(KioskError, match="no webhook"):
        subscriptions.named(first.id)


def test_waits_double_to_an_hour_and_no_further() -> None:
    trouble = None
    for _ in range(30):
        trouble = Trouble.after(trouble, "500", MONDAY_MORNING)
    assert trouble is not None
    assert trouble.next_at - MONDAY_MORNING == timedelta(hours=1)
    assert not trouble.parked


def test_a_lease_is_kept_while_it_is_used_and_lost_after_a_minute(here: Cards) -> None:
    one, two = Lease(here.storage, "s", "one"), Lease(here.storage, "s", "two")
    now = here.clock.now()

    assert one.take(now)
    assert one.take(now + timedelta(seconds=40))
    assert not two.take(now + timedelta(seconds=99))
    assert two.take(now + timedelta(seconds=101))
    assert not one.take(now + timedelta(seconds=102))


def test_the_runner_tells_when_a_log_grows_and_stops(here: Cards, heard: Heard) -> None:
    Subscriptions(here.means).add(URL, EVENTS)
    runner = WebhookRunner(here.means, heard, look_every_s=30)
    runner.start()
    pause = Event()
    for number in range(3):
        here.raise_card()
        while len(heard.taken) <= number:
            pause.wait(0.01)
    runner.stop()

    assert heard.types() == ["card.raised"] * 3
