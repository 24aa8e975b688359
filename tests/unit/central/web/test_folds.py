"""Logs are folded once for each change, forgotten beyond a limit, and anew on another timeline."""

from collections.abc import Sequence
from datetime import timedelta

from kiosk.central.web.folds import KEPT_CLOSED, LogFolds
from kiosk.domain.cards import Card, CardClosed
from kiosk.domain.changes import Log, LogKind, Record
from kiosk.domain.entities import Act
from tests.fakes.leaders_hospital import WARD_7, WARD_8, Hospital

SHARED = Log(WARD_7, LogKind.SHARED)


class Counting:
    """Counts which histories are read."""

    def __init__(self, hospital: Hospital) -> None:
        self._storage = hospital.storage
        self.read: list[str] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._storage, name)

    def histories(self, log: Log, entities: Sequence[str]) -> dict[str, list[Record]]:
        """Return histories, and remember whose."""
        self.read += entities
        return self._storage.histories(log, entities)


def folds_of(hospital: Hospital, most: int = 100) -> tuple[LogFolds, Counting]:
    counting = Counting(hospital)
    return LogFolds(counting, hospital.clock, most), counting  # type: ignore[arg-type]


def cards(folds: LogFolds) -> list[str]:
    return [name for name, _, _ in folds.read([SHARED])[SHARED].of(Card)]


def test_only_what_was_touched_is_read_again(hospital: Hospital) -> None:
    first, second = hospital.raised(), hospital.raised()
    folds, counting = folds_of(hospital)
    assert cards(folds) == [first, second]
    assert cards(folds) == [first, second]
    assert counting.read == [first, second]

    third = hospital.raised()
    assert cards(folds) == [first, second, third]
    assert counting.read == [first, second, third]


def test_a_card_that_was_closed_long_ago_is_not_kept(hospital: Hospital) -> None:
    card = hospital.raised()
    hospital.write(SHARED, Act(card, "card.closed", CardClosed(node=WARD_7)))
    folds, _ = folds_of(hospital)
    hospital.clock.advance(KEPT_CLOSED)
    assert cards(folds) == [card]
    hospital.clock.advance(timedelta(seconds=1))
    assert cards(folds_of(hospital)[0]) == []


def test_no_more_logs_are_kept_than_the_limit(hospital: Hospital) -> None:
    for node in (WARD_7, WARD_8):
        hospital.raised(node)
    folds, counting = folds_of(hospital, most=1)
    logs = [SHARED, Log(WARD_8, LogKind.SHARED)]
    folds.read(logs)
    assert len(folds) == 1
    folds.read(logs)
    assert len(counting.read) == 4


def test_another_timeline_is_read_from_its_beginning(hospital: Hospital) -> None:
    card = hospital.raised()
    folds, counting = folds_of(hospital)
    cards(folds)
    hospital.storage.begin_timeline("after the restore")
    assert cards(folds) == [card]
    assert counting.read == [card, card]
