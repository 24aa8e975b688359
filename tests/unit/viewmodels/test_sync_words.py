"""The one line about sync: what is said in every state, what comes first, and always a shape with it."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from kiosk.sync.protocol import SKEW_SHOWN_S
from kiosk.sync.status import NOT_ENROLLED, SyncState, SyncStatus
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.sync_words import CLOCK_OFF_S, clock_is_off, since_words, sync_line

NOW = datetime(2026, 11, 27, 8, 14, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 22, 5, tzinfo=UTC)
ZONE = "Europe/London"


def line(status: SyncStatus) -> tuple[str, Mark]:
    said = sync_line(status, NOW, ZONE)
    return said.text, said.mark


@pytest.mark.parametrize(
    ("status", "text", "mark"),
    [
        (NOT_ENROLLED, "This board stands alone · all saved", Mark.DOT),
        (SyncStatus(SyncState.WAITING, name="PC-0417"), "Waiting for IT: PC-0417", Mark.DASHES),
        (SyncStatus(SyncState.WAITING), "Waiting for IT", Mark.DASHES),
        (SyncStatus(SyncState.STARTING), "All saved here · connecting", Mark.DASHES),
        (
            SyncStatus(SyncState.STARTING, waiting=3),
            "All saved here · 3 waiting to send",
            Mark.DASHES,
        ),
        (SyncStatus(SyncState.IN_SYNC, at=NOW), "In sync at 08:14", Mark.TICK),
        (SyncStatus(SyncState.IN_SYNC), "In sync", Mark.TICK),
        (SyncStatus(SyncState.IN_SYNC, at=NOW, waiting=1), "1 waiting to send", Mark.DASHES),
        (SyncStatus(SyncState.SENDING, waiting=3), "3 waiting to send", Mark.DASHES),
        (SyncStatus(SyncState.SENDING), "Sending", Mark.DASHES),
        (SyncStatus(SyncState.OFFLINE), "Offline: everything works here", Mark.HATCH),
        (
            SyncStatus(SyncState.OFFLINE, offline_since=TUESDAY),
            "Offline since Tue: everything works here",
            Mark.HATCH,
        ),
        (
            SyncStatus(SyncState.OFFLINE, offline_since=TUESDAY, waiting=2_000),
            "Offline since Tue: everything works here · 2,000 waiting to send",
            Mark.HATCH,
        ),
        (SyncStatus(SyncState.REVOKED), "Disconnected by IT: all saved here", Mark.DIAMOND),
        (
            SyncStatus(SyncState.REFUSED),
            "No safe connection, tell IT: all saved here",
            Mark.DIAMOND,
        ),
    ],
)
def test_every_state_has_its_words_and_its_shape(status: SyncStatus, text: str, mark: Mark) -> None:
    assert line(status) == (text, mark)


@pytest.mark.parametrize(
    ("said", "text", "mark"),
    [
        ({"dead": 1}, "1 entry not taken", Mark.STAR),
        ({"dead": 2, "needs_update": True}, "2 entries not taken", Mark.STAR),
        ({"needs_update": True, "skew_s": 420.0}, "This board needs an update", Mark.RING),
        ({"skew_s": 420.0}, "Clock is off by 7 min", Mark.TRIANGLE),
        ({"skew_s": -420.0}, "Clock is off by 7 min", Mark.TRIANGLE),
        ({"skew_s": 400 * 86_400.0}, "Clock is off by 400 d", Mark.TRIANGLE),
        (
            {"skew_s": 420.0, "waiting": 3},
            "Clock is off by 7 min · 3 waiting to send",
            Mark.TRIANGLE,
        ),
    ],
)
def test_what_it_must_see_to_comes_before_what_is_on_its_way(
    said: dict[str, float], text: str, mark: Mark
) -> None:
    assert line(SyncStatus(SyncState.IN_SYNC, at=NOW, **said)) == (text, mark)  # type: ignore[arg-type]


def test_a_wrong_clock_does_not_hide_that_there_is_no_network() -> None:
    status = SyncStatus(SyncState.OFFLINE, offline_since=TUESDAY, skew_s=420.0, waiting=3)
    assert line(status)[0] == "Clock is off by 7 min · offline since Tue · 3 waiting to send"


def test_a_clock_is_off_from_two_minutes_on() -> None:
    assert CLOCK_OFF_S == SKEW_SHOWN_S
    assert clock_is_off(SyncStatus(skew_s=-120.0))
    assert not clock_is_off(SyncStatus(skew_s=119.9))
    assert not clock_is_off(SyncStatus())


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (NOW - timedelta(hours=2), "06:14"),
        (NOW - timedelta(hours=9), "Thu"),
        (NOW - timedelta(days=6), "Sat"),
        (NOW - timedelta(days=7), "20 November"),
        (NOW - timedelta(days=365), "27 November 2025"),
        (NOW + timedelta(days=1), "28 November"),
    ],
)
def test_since_when_is_said_as_people_say_it(since: datetime, words: str) -> None:
    assert since_words(since, NOW, ZONE) == words


def test_every_combination_has_words_a_shape_and_no_alarm() -> None:
    """Red is for harm and for cards that are late; a network that is away is neither."""
    for state, waiting, dead, update, skew, since in product(
        SyncState, (0, 3), (0, 1), (False, True), (None, 5.0, 500.0), (None, TUESDAY)
    ):
        status = SyncStatus(
            state,
            waiting=waiting,
            dead=dead,
            needs_update=update,
            skew_s=skew,
            offline_since=since,
        )
        said = sync_line(status, NOW, ZONE)
        assert said.text
        assert said.mark is not Mark.NONE
        assert said.tone in {Tone.MUTED, Tone.INK}
        if waiting and state is not SyncState.ALONE:
            assert "3 waiting to send" in said.text
