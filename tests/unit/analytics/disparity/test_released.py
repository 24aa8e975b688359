"""Measures of disparity of a released window: only what is shown takes part, and every None has a reason."""

from random import Random  # noqa: TID251 - built from the seed that the run prints

import pytest

from kiosk.analytics.disparity.released import Disparity, disparity_of, figures_of
from kiosk.analytics.intervals import wilson
from kiosk.domain.metrics import Direction, MetricFacts
from kiosk.domain.releases import Cell, CellStatus, GroupRole, Window

ROLES = {"Not known": GroupRole.NOT_KNOWN}
FACTS = MetricFacts(key="pain", title="Pain", direction=Direction.INCREASE)


def shown(group: str | None, numerator: int, denominator: int) -> Cell:
    interval = wilson(numerator, denominator)
    return Cell(
        group=group,
        status=CellStatus.SHOWN,
        value=100 * numerator / denominator,
        lower=100 * interval.lower,
        upper=100 * interval.upper,
        numerator=numerator,
        denominator=denominator,
    )


def window(*groups: Cell) -> Window:
    return Window.model_validate(
        {
            "first": "2026-01-01",
            "last": "2026-01-31",
            "overall": shown(None, 700, 1000),
            "groups": groups,
        }
    )


def hidden(group: str, status: CellStatus = CellStatus.HIDDEN) -> Cell:
    return Cell(group=group, status=status)


THREE = (shown("English", 450, 600), shown("Spanish", 120, 200), shown("Polish", 70, 100))


def test_reasons_take_no_part_and_what_is_not_shown_is_missing() -> None:
    found = figures_of(
        window(
            *THREE,
            hidden("Somali"),
            hidden("Farsi", CellStatus.UNRELIABLE),
            shown("Not known", 20, 90),
        ),
        ROLES,
    )
    assert list(found.groups) == ["English", "Spanish", "Polish", "Somali", "Farsi"]
    assert list(found.figures.values) == [75, 60, 70, None, None]
    assert list(found.figures.populations) == [600, 200, 100, None, None]


def test_every_measure_of_a_window_has_an_estimate_and_those_with_a_formula_an_interval() -> None:
    found = disparity_of(window(*THREE), FACTS, ROLES, overlapping=False)
    assert list(found) == list(Disparity)
    assert found[Disparity.DIFFERENCE].estimate == 15
    assert found[Disparity.RATIO].estimate == 75 / 60
    assert found[Disparity.BEST].estimate == pytest.approx((0 + 15 + 5) / 3)
    assert found[Disparity.ATTRIBUTABLE_RISK].estimate == pytest.approx(75 - 640 / 9)
    for name, measure in found.items():
        assert measure.estimate is not None, name
        assert (measure.interval is None) == bool(measure.reason), name


def test_with_a_seed_every_measure_has_an_interval(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - figures, not secrets
    found = disparity_of(window(*THREE), FACTS, ROLES, overlapping=False, rng=chance)
    assert all(measure.interval is not None for measure in found.values())


def test_a_group_with_nobody_missed_still_has_a_standard_error() -> None:
    found = figures_of(window(shown("English", 30, 30), *THREE[1:]), ROLES).figures
    assert found.standard_errors[0] is not None
    assert found.standard_errors[0] > 0


def test_overlapping_groups_have_a_difference_and_a_ratio_only() -> None:
    found = disparity_of(window(*THREE), FACTS, ROLES, overlapping=True)
    defined = {name for name, measure in found.items() if measure.estimate is not None}
    assert defined == {Disparity.DIFFERENCE, Disparity.RATIO}
    assert "overlap" in found[Disparity.THEIL].reason


def test_where_neither_way_is_better_there_is_no_best_group() -> None:
    neutral = FACTS.model_copy(update={"direction": Direction.NEUTRAL})
    found = disparity_of(window(*THREE), neutral, ROLES, overlapping=False)
    assert found[Disparity.BEST].estimate is None
    assert found[Disparity.ATTRIBUTABLE_FRACTION].estimate is None
    assert found[Disparity.INDEX].estimate is not None


def test_too_much_hidden_leaves_the_pair_that_is_shown_and_says_why_there_is_no_more() -> None:
    found = disparity_of(window(*THREE, hidden("Somali")), FACTS, ROLES, overlapping=False)
    assert found[Disparity.DIFFERENCE].estimate == 15
    assert found[Disparity.INDEX].estimate is None
    assert found[Disparity.INDEX].reason == "No figure for 1 of 4 groups."


def test_one_group_alone_has_no_disparity() -> None:
    found = disparity_of(window(THREE[0]), FACTS, ROLES, overlapping=False)
    assert all(measure.estimate is None and measure.reason for measure in found.values())
