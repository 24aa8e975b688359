"""A gap over time as a chart of its own."""

from datetime import date

import pytest

from kiosk.analytics.gap_trends import gap_trend
from kiosk.analytics.gaps import Reference, ReferenceKind
from kiosk.analytics.verdicts import Variation
from kiosk.domain.releases import Release, WindowKind
from tests.unit.analytics.released_series import FALLS, PAIN, line, release_of, without_end

GOAL = Reference(ReferenceKind.GOAL, 80.0)


def test_the_gap_is_the_distance_on_the_bad_side_in_every_window() -> None:
    release = release_of({"a": line(0.7, 0.6, 1000, 3), "b": line(0.9, 0.9, 1000, 3)})
    dates, chart = gap_trend(release, "a", GOAL)
    assert dates == (date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1))
    assert chart.values == pytest.approx((10, 15, 20))
    assert gap_trend(release, "b", GOAL)[1].values == pytest.approx((-10, -10, -10))


def test_where_less_is_better_a_gap_is_what_is_above() -> None:
    release = release_of({"a": line(0.02, 0.03, 1000, 2)}, FALLS)
    _, chart = gap_trend(release, "a", Reference(ReferenceKind.GOAL, 10.0))
    assert chart.values == pytest.approx((10, 20))


def test_a_gap_to_a_group_or_to_everyone_takes_their_figure_of_the_same_window() -> None:
    release = release_of({"a": line(0.5, 0.5, 1000, 2), "b": line(0.7, 0.9, 1000, 2)})
    best = Reference(ReferenceKind.BEST_GROUP, 90.0, "b")
    everyone = Reference(ReferenceKind.OVERALL, 70.0)
    assert gap_trend(release, "a", best)[1].values == pytest.approx((20, 40))
    assert gap_trend(release, "a", everyone)[1].values == pytest.approx((10, 20))


def test_a_gap_that_grows_signals_concern_and_one_that_shrinks_improvement() -> None:
    wavering = [0, 3, -3, 2, -2, 1, -1, 2, -3, 3, 0, -1, 1, 2, -2, 0]
    steady = [(700 + each, 1000) for each in wavering]
    lower = [(620 + each, 1000) for each in wavering[:8]]
    grows = release_of({"a": [*steady, *lower]})
    shrinks = release_of({"a": [*lower, *lower, *steady[:8]]})
    assert gap_trend(grows, "a", GOAL)[1].variation is Variation.CONCERN_HIGH
    assert gap_trend(shrinks, "a", GOAL)[1].variation is Variation.IMPROVEMENT_LOW


def test_under_twelve_windows_there_are_no_limits() -> None:
    _, chart = gap_trend(release_of({"a": line(0.7, 0.6, 1000, 11)}), "a", GOAL)
    assert chart.points_until_verdict == 1
    assert all(phase.limits is None for phase in chart.phases)


def test_a_window_in_which_a_group_is_not_shown_or_that_is_missing_is_a_gap() -> None:
    pairs = line(0.7, 0.6, 1000, 4)
    release = release_of({"a": without_end(pairs, 1), "b": pairs}, window=WindowKind.MONTH)
    without_second = (release.windows[0], *release.windows[2:])
    dates, chart = gap_trend(release.model_copy(update={"windows": without_second}), "a", GOAL)
    assert len(dates) == 4
    assert [value is None for value in chart.values] == [False, True, False, True]


def test_a_release_without_windows_has_an_empty_chart() -> None:
    assert gap_trend(Release(metric=PAIN), "a", GOAL)[0] == ()
