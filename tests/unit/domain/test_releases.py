"""Releases in the log: the newest stands, whatever the order in which they came."""

from datetime import UTC, date, datetime

from kiosk.domain.entities import Refusal, fold
from kiosk.domain.metrics import MetricFacts
from kiosk.domain.releases import (
    OLDER,
    RELEASE,
    Cell,
    CellStatus,
    Provenance,
    Published,
    PublishRelease,
    Release,
    Window,
    decide,
    published_id,
    release_body,
    release_sha256,
)
from tests.unit.domain.histories import History, only

WARD = "node:1"
SKIN = MetricFacts(key="skin", title="Skin checked")


def release(version: int, last: date = date(2026, 10, 31)) -> Release:
    cell = Cell(group=None, status=CellStatus.SHOWN, value=82.0)
    return Release(
        metric=SKIN,
        provenance=Provenance(version=version, at=datetime(2026, 11, 2, tzinfo=UTC)),
        windows=(Window(first=last.replace(day=1), last=last, overall=cell),),
    )


def sha256(of: Release) -> str:
    return release_sha256(release_body(of))


def standing(*announced: Release) -> Published | None:
    history = History(published_id(WARD, SKIN.key, ""))
    for each in announced:
        history.add(only(decide(None, PublishRelease(WARD, each))))
    return fold(RELEASE, history.entity, history.records).state


def test_of_two_releases_the_newer_stands_in_either_order_of_the_log() -> None:
    first, second = release(1), release(2)

    for order in ((first, second), (second, first)):
        assert (stands := standing(*order)) is not None
        assert stands.sha256 == sha256(second)


def test_an_older_release_is_refused_with_words_that_say_which_stays() -> None:
    refusal = decide(standing(release(2)), PublishRelease(WARD, release(1)))

    assert refusal == Refusal(OLDER)


def test_of_one_version_the_release_that_reaches_further_stands() -> None:
    older, newer = release(1, date(2026, 9, 30)), release(1)

    assert decide(standing(newer), PublishRelease(WARD, older)) == Refusal(OLDER)
    assert only(decide(standing(older), PublishRelease(WARD, newer)))


def test_of_two_nodes_the_days_tell_because_each_counts_its_own_versions() -> None:
    wards = release(3, date(2026, 9, 30)).model_copy(update={"node": "7E"})
    services = release(1).model_copy(update={"node": "MED"})

    stands = standing(wards, services)

    assert stands is not None
    assert (stands.sha256, stands.node) == (sha256(services), "MED")
    assert decide(stands, PublishRelease(WARD, wards)) == Refusal(OLDER)
