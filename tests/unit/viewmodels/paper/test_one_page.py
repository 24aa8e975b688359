"""One page about a metric: what its words, tables and facts say."""

from dataclasses import replace
from datetime import date, timedelta

from kiosk.domain.metrics import ChartKind
from kiosk.domain.releases import Release, WindowKind
from kiosk.viewmodels.paper.one_page import OnePage, one_page
from tests.unit.viewmodels.sample_wards import (
    PAIN,
    empty_ward,
    full_ward,
    metric,
    pain_release,
    scene,
    shown,
    window,
)

KEY = "pain_reassessed_1h"


def months(chart: ChartKind) -> Release:
    """A year and a half of months of different sizes."""
    windows = []
    first = date(2025, 5, 1)
    for number in range(18):
        following = (first + timedelta(days=32)).replace(day=1)
        size = 1000 + 100 * (number % 5)
        total = shown(None, round(size * (0.76 + 0.01 * (number % 3))), size)
        windows.append(window(first, following - timedelta(days=1), total))
        first = following
    facts = PAIN.model_copy(update={"chart": chart})
    return Release(metric=facts, window=WindowKind.MONTH, source="record", windows=tuple(windows))


def page(release: Release) -> OnePage:
    ward = empty_ward(
        metrics={"metric:pain": metric(release.metric)}, releases={(KEY, ""): release}
    )
    made = one_page(KEY, scene(ward))
    assert made is not None
    return made


def test_the_newest_windows_stand_first_with_their_counts() -> None:
    table = page(months(ChartKind.XMR)).table
    assert table.head[:3] == ("Window", "Figure", "Counted")
    assert table.rows[0][0] == "October 2026"
    assert len(table.rows) == 12


def test_limits_that_hold_for_all_are_said_once_and_those_that_vary_by_window() -> None:
    steady, varying = page(months(ChartKind.XMR)), page(months(ChartKind.P))
    assert "limits " in steady.chart_foot
    assert "Limits" not in steady.table.head
    assert "newest limits " in varying.chart_foot
    column = varying.table.head.index("Limits")
    assert all(" to " in row[column] for row in varying.table.rows)


def test_both_ends_of_the_chart_say_their_year() -> None:
    chart = page(months(ChartKind.XMR)).chart
    assert chart is not None
    assert (chart.first_label, chart.last_label) == ("May 2025", "Oct 2026")


def test_the_headline_is_what_matters_most_for_whom() -> None:
    ward = full_ward()
    assert ward.node is not None
    shows = ward.node.model_copy(update={"wall_stratifiers": ("language",)})
    made = one_page(KEY, scene(replace(ward, node=shows)))
    assert made is not None
    assert made.headline == made.groups[0].verdict
    assert made.sentence.startswith("79 % in ")


def test_a_metric_that_nobody_follows_has_no_page() -> None:
    assert one_page("nothing", scene(empty_ward())) is None


def test_a_page_says_which_release_it_is_made_from() -> None:
    facts = dict(page(pain_release()).facts)
    assert facts["Release"].startswith("by language, version 1, ")
    assert facts["Privacy"] == "CMS: small numbers hidden"
    assert facts["As of"] == "31 October 2026"
