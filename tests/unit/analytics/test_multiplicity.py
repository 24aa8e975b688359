"""Looking at many groups: evidence that allows for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.analytics.multiplicity import FAMILY_ERROR, family_wise


def test_among_groups_that_all_go_the_same_way_it_is_bonferronis_correction() -> None:
    found = family_wise({"a": 0.01, "b": 0.3, "c": 0.4})
    assert found["a"] == pytest.approx(0.06)


def test_groups_that_clearly_go_the_other_way_cost_nothing() -> None:
    found = family_wise({"falls": 0.02, "b": 0.99, "c": 0.999, "d": 1.0})
    assert found["falls"] == pytest.approx(0.04)
    assert found["falls"] <= FAMILY_ERROR
    assert found["b"] == 1


def test_one_of_six_groups_that_do_not_change_needs_a_small_chance() -> None:
    chances = dict(zip("abcdef", (0.02, 0.2, 0.4, 0.6, 0.7, 0.9), strict=True))
    assert family_wise(chances)["a"] > FAMILY_ERROR


@given(st.lists(st.floats(0, 1), max_size=12))
def test_adjusted_chances_are_chances_no_smaller_than_before(chances: list[float]) -> None:
    found = family_wise(dict(enumerate(chances)))
    assert all(before <= found[name] <= 1 for name, before in enumerate(chances))
