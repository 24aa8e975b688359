"""Population attributable risk and fraction: the reference, the sign, and intervals in the right unit."""

import pytest

from kiosk.analytics.disparity.attributable import (
    population_attributable_fraction,
    population_attributable_risk,
)
from kiosk.analytics.disparity.measures import CompleteFigures, GroupFigures, complete


def groups(*values: float, people: tuple[float, ...] = (200, 300, 500)) -> CompleteFigures:
    return complete(GroupFigures.of(values, people))


def test_everyone_could_be_as_well_off_as_the_best_group() -> None:
    them = groups(10, 20, 40)  # mean 28
    assert population_attributable_risk(them, favourable=True).estimate == pytest.approx(12)
    assert population_attributable_risk(them, favourable=False).estimate == pytest.approx(-18)
    assert population_attributable_fraction(them, favourable=True).estimate == pytest.approx(
        100 * 12 / 28
    )


def test_ordered_groups_are_measured_against_the_most_advantaged() -> None:
    them = groups(40, 10, 30)
    assert population_attributable_risk(
        them, favourable=True, ordered=True
    ).estimate == pytest.approx(30 - 26)


def test_an_advantaged_group_that_is_no_better_leaves_nothing_to_gain() -> None:
    them = groups(40, 30, 10)
    found = population_attributable_risk(them, favourable=True, ordered=True)
    assert found.estimate == 0
    assert found.interval is not None
    assert found.interval.lower < 0 < found.interval.upper


def test_the_interval_of_the_fraction_is_per_cent_as_its_estimate_is() -> None:
    them = groups(10, 20, 40)
    risk = population_attributable_risk(them, favourable=True).interval
    fraction = population_attributable_fraction(them, favourable=True).interval
    assert risk is not None
    assert fraction is not None
    assert fraction.lower == pytest.approx(100 * risk.lower / 28)
    assert fraction.upper == pytest.approx(100 * risk.upper / 28)


def test_of_two_equally_good_groups_the_larger_is_the_reference() -> None:
    small_first = population_attributable_risk(
        groups(10, 10, 30, people=(100, 900, 500)), favourable=False
    )
    large_first = population_attributable_risk(
        groups(10, 10, 30, people=(900, 100, 500)), favourable=False
    )
    assert small_first.se == pytest.approx(large_first.se)


def test_nothing_is_attributable_where_there_are_no_cases() -> None:
    them = groups(0, 0, 0)
    risk = population_attributable_risk(them, favourable=False)
    assert (risk.estimate, risk.interval) == (0, None)
    assert risk.reason
    assert population_attributable_fraction(them, favourable=False).estimate is None


def test_a_reference_group_without_people_has_no_interval() -> None:
    them = groups(10, 20, 40, people=(10, 10, 0))
    risk = population_attributable_risk(them, favourable=True)
    assert risk.estimate == pytest.approx(25)
    assert risk.interval is None
    fraction = population_attributable_fraction(them, favourable=True)
    assert (fraction.interval, fraction.reason) == (None, risk.reason)
