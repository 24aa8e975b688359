"""Two uploads that differ only in what is hidden leave the same bytes everywhere but in the raw counts themselves."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.central.interop.webhook_delivery import Delivery
from kiosk.central.interop.webhook_events import EVENTS
from kiosk.central.interop.webhook_subscriptions import Subscriptions
from kiosk.central.publishing.child import publish_job
from kiosk.central.storage.protocol import Storage
from tests.unit.central.interop.receivers import Heard
from tests.unit.central.publishing.warehouses import central

MONTHS = ("2026-07", "2026-08", "2026-09")
WARDS = ("7E", "7W")
SHOWN = {"en": (400, 520), "es": (210, 300)}
EVERYONE = (900, 1300)

Count = tuple[int, int]
Raw = Mapping[tuple[str, str], Count]
"""The counts of the small group, by month and ward."""

# A small numerator beside a complement that is not small, so that what is hidden, and by which rule, stays the same.
# Two wards' sum is small too, or never: the service's bits must not differ either.
small_counts = st.tuples(st.integers(1, 5), st.integers(11, 60)).map(lambda n: (n[0], sum(n)))
raws = st.fixed_dictionaries({(month, ward): small_counts for month in MONTHS for ward in WARDS})


@dataclass(frozen=True, slots=True)
class Traces:
    """Everything that an upload leaves behind at central, raw counts apart."""

    releases: list[bytes | None]
    logs: list[str]
    index: list[str]
    audit: str
    answers: list[str]
    webhooks: list[str]
    log_of_the_program: str


def lines_of(raw: Raw, months: tuple[str, ...]) -> list[str]:
    lines = []
    for month in months:
        for ward in WARDS:
            counts = {**SHOWN, "pl": raw[month, ward], "all": EVERYONE}
            lines += [f"{month}-01,{ward},{by},{num},{den}" for by, (num, den) in counts.items()]
    return lines


def upload(raw: Raw, caplog: pytest.LogCaptureFixture) -> Traces:
    """Publish two months, then a third with the first two again, as a warehouse does."""
    caplog.clear()
    with TemporaryDirectory() as folder:
        here = central(Path(folder), publish_job)
        subscriber = Subscriptions(here.means).add("https://there.example/", EVENTS)
        heard = Heard()
        answers = [
            here.take(lines_of(raw, MONTHS[:2])),
            here.take(lines_of(raw, MONTHS)),
            here.take(lines_of(raw, MONTHS)),
        ]
        Delivery(here.means, subscriber, heard, "one").tell()
    return Traces(
        [here.storage.blob("release", name) for name, _ in here.storage.blob_names("release")],
        everything_in_logs(here.storage),
        [str(one) for one in here.storage.listed("released:pain_reassessed_1h")],
        json.dumps(here.storage.audited(), default=str),
        [json.dumps(answer.as_json()) for answer in answers],
        [json.dumps(told) for told in heard.taken],
        caplog.text,
    )


def everything_in_logs(storage: Storage) -> list[str]:
    return [
        f"{log} {entry}"
        for log in sorted(storage.all_logs(), key=str)
        for entry in storage.page(log, 0, 500, 10**7)
    ]


@given(raws, raws)
@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    deadline=None,
)
def test_releases_logs_audit_answers_and_webhooks_are_the_same_whatever_was_hidden(
    caplog: pytest.LogCaptureFixture, one: Raw, other: Raw
) -> None:
    assert upload(one, caplog) == upload(other, caplog)


def test_something_is_hidden_and_published_in_these_uploads(
    caplog: pytest.LogCaptureFixture,
) -> None:
    traces = upload({(month, ward): (3, 40) for month in MONTHS for ward in WARDS}, caplog)

    figures = [json.loads(answer)["figures"] for answer in traces.answers]
    assert figures[0]["hidden"] == 6
    assert figures[1]["shown"] > figures[0]["shown"]
    assert sum(figures[2].values()) == 0
    assert any("release.published" in line for line in traces.logs)
    assert len(traces.webhooks) == 2 * 3
