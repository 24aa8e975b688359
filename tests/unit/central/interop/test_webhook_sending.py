"""Posting to a real server on loopback that takes, refuses, hangs, drips, points elsewhere and breaks off."""

import hashlib
import hmac
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from kiosk.central.interop.webhook_sending import (
    MOST_BYTES,
    Delivered,
    Failed,
    HttpSender,
    signature,
)
from kiosk.central.interop.webhook_subscriptions import Subscription
from tests.fakes.clock import MONDAY_MORNING
from tests.unit.central.interop.receivers import (
    Answer,
    closes,
    closes_mid_body,
    drips,
    fails_mid_body,
    hangs,
    receiver,
    says,
)

BODY = b'{"specversion":"1.0"}'
SECRET = "whsec_" + b64encode(b"k" * 32).decode()

pytestmark = pytest.mark.enable_socket


def post(url: str, body: bytes = BODY, done_within_s: float = 5) -> Delivered | Failed:
    subscription = Subscription("1", url, ("card.raised",), (), SECRET, MONDAY_MORNING)
    return HttpSender(done_within_s)(subscription, "event-1", body, MONDAY_MORNING)


def test_an_event_is_posted_as_structured_json_and_signed() -> None:
    with receiver(says("204 No Content")) as there:
        assert post(there.url) == Delivered()

    ((head, body),) = there.requests
    headers = dict(line.split(": ", 1) for line in head.decode().lower().split("\r\n")[1:])
    assert body == BODY
    assert head.startswith(b"POST /hook?from=central HTTP/1.1")
    assert headers["content-type"] == "application/cloudevents+json"
    seconds = str(int(MONDAY_MORNING.timestamp()))
    signed = f"event-1.{seconds}.".encode() + BODY
    mac = hmac.new(b"k" * 32, signed, hashlib.sha256).digest()
    assert headers["webhook-timestamp"] == seconds
    assert headers["webhook-id"] == "event-1"
    told = head.decode().split("\r\n")
    (given,) = [line for line in told if line.lower().startswith("webhook-signature")]
    assert b64decode(given.partition("v1,")[2]) == mac


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (says("200 OK", body=b"thanks"), Delivered()),
        (closes_mid_body, Delivered()),
        (says("500 Oh"), Failed("500", everything=False)),
        (says("400 Bad"), Failed("400", everything=False)),
        (fails_mid_body, Failed("500", everything=False)),
        (says("503 Later"), Failed("503", everything=True)),
        (says("410 Gone"), Failed("410", everything=False, gone=True)),
        (
            says("429 Slow", "retry-after: 120"),
            Failed("429", everything=True, retry_after_s=120.0),
        ),
        (
            says(
                "429 Slow",
                f"retry-after: {format_datetime(MONDAY_MORNING + timedelta(minutes=3), usegmt=True)}",
            ),
            Failed("429", everything=True, retry_after_s=180.0),
        ),
        (says("429 Slow", "retry-after: soon"), Failed("429", everything=True)),
    ],
)
def test_what_the_address_answers_is_understood(answer: Answer, expected: object) -> None:
    with receiver(answer) as there:
        assert post(there.url) == expected


@pytest.mark.parametrize("answer", [closes, lambda _connection: None])
def test_an_answer_that_breaks_off_is_none(answer: Answer) -> None:
    with receiver(answer) as there:
        found = post(there.url)

    assert isinstance(found, Failed)
    assert found.everything


@pytest.mark.parametrize("answer", [hangs, drips], ids=["hangs", "drips"])
def test_what_takes_too_long_is_cut(answer: Answer) -> None:
    with receiver(answer) as there:
        found = post(there.url, done_within_s=0.3)

    assert isinstance(found, Failed)
    assert found.everything


def test_it_goes_nowhere_else() -> None:
    with receiver(says("307 Elsewhere", "location: http://127.0.0.1:9/")) as there:
        found = post(there.url)

    assert found == Failed("307: it points elsewhere, and nobody goes there", everything=False)


def test_nobody_listening_and_plain_http_to_others_are_failures() -> None:
    with receiver() as there:
        pass

    assert isinstance(post(there.url), Failed)
    assert post("http://192.0.2.1/") == Failed("not over https", everything=True)


def test_an_event_over_the_limit_is_not_sent() -> None:
    too_large = post("http://127.0.0.1:9/", b"x" * (MOST_BYTES + 1))

    assert too_large == Failed("too large to be sent", everything=False)


def test_the_signature_is_that_of_the_published_example() -> None:
    """Of the specification's own test vector (github.com/standard-webhooks, reference implementations)."""
    made = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        b'{"test": 2432232314}',
    )

    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
