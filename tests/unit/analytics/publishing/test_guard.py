"""Windows that overlap what was published in another length, or of a node that was merged or split."""

from datetime import date

import pytest

from kiosk.analytics.publishing.tables import (
    OrgNode,
    PublishingRefusedError,
    Table,
)
from kiosk.domain.releases import Level, WindowKind
from tests.unit.analytics.publishing.months import (
    JANUARY,
    LARGE,
    WARD,
    Row,
    by_month,
    only,
)
from tests.unit.analytics.publishing.worlds import PAIN, published


def test_a_quarter_waits_where_a_month_of_it_hides_something() -> None:
    months = (LARGE, JANUARY, LARGE, LARGE, LARGE, LARGE)
    before = only(published([by_month(*months)], WARD, today=date(2025, 7, 2)).releases)
    found = published(
        [by_month(*months)],
        WARD,
        today=date(2025, 7, 2),
        window=WindowKind.QUARTER,
        previous=[before],
    )
    assert [window.first for window in only(found.releases).windows] == [date(2025, 4, 1)]
    assert any("January 2025" in note for note in found.notes)


def test_months_wait_where_their_quarter_was_published() -> None:
    months = (LARGE, LARGE, LARGE)
    today = date(2025, 4, 2)
    before = only(
        published([by_month(*months)], WARD, today=today, window=WindowKind.QUARTER).releases
    )
    with pytest.raises(PublishingRefusedError, match="overlaps"):
        published([by_month(*months)], WARD, today=today, previous=[before])


def test_a_quarter_waits_where_it_would_tell_the_month_that_was_not_published() -> None:
    few: Row = {**LARGE, "a": (3, 60)}
    before = only(published([by_month(LARGE, LARGE)], WARD, today=date(2025, 3, 2)).releases)
    with pytest.raises(PublishingRefusedError, match="only some of its months"):
        published(
            [by_month(LARGE, LARGE, few)],
            WARD,
            today=date(2025, 4, 2),
            window=WindowKind.QUARTER,
            previous=[before],
        )


def test_a_ward_that_was_merged_does_not_publish_the_months_of_its_predecessors_again() -> None:
    old = published([by_month(JANUARY, node="w1")], (OrgNode("w1"),), today=date(2025, 2, 2))
    merged = OrgNode("w12", predecessors=("w1", "w2"))
    counts = by_month(LARGE, LARGE, node="w12")
    found = published([counts], (merged,), today=date(2025, 3, 2), previous=old.releases)
    assert [window.first for window in only(found.releases).windows] == [date(2025, 2, 1)]


def test_a_ward_that_was_split_leaves_what_the_others_publish_as_it_was() -> None:
    service = OrgNode("s", Level.SERVICE, title="Medicine")
    wards = (OrgNode("w1", parent="s"), OrgNode("w2", parent="s"), service)
    rows = by_month(LARGE, node="w1"), by_month(LARGE, node="w2")
    table = Table(PAIN, rows[0].split, {**rows[0].counts, **rows[1].counts})
    before = published([table], wards, today=date(2025, 2, 2)).releases
    split = tuple(OrgNode(code, parent="s", predecessors=("w1",)) for code in ("w1a", "w1b"))
    now = [by_month(LARGE, LARGE, node=code) for code in ("w1a", "w1b", "w2")]
    counts = {key: count for one in now for key, count in one.counts.items()}
    after = published(
        [Table(PAIN, rows[0].split, counts)],
        (*split, wards[1], service),
        today=date(2025, 3, 2),
        previous=before,
    ).releases
    firsts = {release.node: [window.first.month for window in release.windows] for release in after}
    assert firsts == {"w1a": [2], "w1b": [2], "w2": [1, 2], "s": [1, 2]}
    kept = {release.node: release.windows[0] for release in before}
    assert all(
        release.windows[0] == kept[release.node] for release in after if release.node in {"w2", "s"}
    )
