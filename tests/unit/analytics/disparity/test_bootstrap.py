"""Bootstrap intervals: repeatable, honest about a formula that is known, and silent without standard errors."""

from functools import partial
from random import Random  # noqa: TID251 - built from the seed that the run prints

import pytest

from kiosk.analytics.disparity.attributable import population_attributable_fraction
from kiosk.analytics.disparity.bootstrap import bootstrap_interval
from kiosk.analytics.disparity.entropy import mean_log_deviation, theil_index
from kiosk.analytics.disparity.measures import GroupFigures, complete
from kiosk.analytics.disparity.spread import between_group_variance, coefficient_of_variation


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - figures, not secrets


FIGURES = complete(GroupFigures.of([60, 70, 85], [200, 300, 500], [3, 2, 1.5]))


def test_the_same_seed_gives_the_same_interval(seed: int) -> None:
    first = bootstrap_interval(theil_index, FIGURES, chance(seed))
    again = bootstrap_interval(theil_index, FIGURES, chance(seed))
    assert first == again


def test_the_interval_agrees_with_the_formula_where_there_is_one(seed: int) -> None:
    drawn = bootstrap_interval(between_group_variance, FIGURES, chance(seed), draws=8_000)
    formula = between_group_variance(FIGURES)
    assert drawn.estimate == formula.estimate
    assert drawn.se == pytest.approx(formula.se, rel=0.06)


def test_measures_without_a_formula_get_an_interval_around_their_estimate(seed: int) -> None:
    for measure in (
        theil_index,
        mean_log_deviation,
        coefficient_of_variation,
        partial(population_attributable_fraction, favourable=True),
    ):
        found = bootstrap_interval(measure, FIGURES, chance(seed))
        assert found.interval is not None
        assert found.estimate is not None
        assert found.interval.lower < found.estimate < found.interval.upper
        assert not found.reason


def test_a_wider_level_gives_a_wider_interval(seed: int) -> None:
    narrow = bootstrap_interval(theil_index, FIGURES, chance(seed), confidence=0.8).interval
    wide = bootstrap_interval(theil_index, FIGURES, chance(seed), confidence=0.99).interval
    assert narrow is not None
    assert wide is not None
    assert wide.lower < narrow.lower < narrow.upper < wide.upper


def test_without_standard_errors_there_is_nothing_to_draw_from(seed: int) -> None:
    found = bootstrap_interval(
        theil_index, complete(GroupFigures.of([1, 2, 3], [1, 1, 1])), chance(seed)
    )
    assert found.interval is None
    assert found.reason


def test_a_measure_that_is_not_defined_stays_so(seed: int) -> None:
    none = complete(GroupFigures.of([0, 0, 0], [1, 1, 1], [1, 1, 1]))
    assert bootstrap_interval(theil_index, none, chance(seed)).estimate is None
