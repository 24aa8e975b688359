"""Cases about groups that no recorded file has: gaps in the figures, another order, nonsense."""

from collections.abc import Mapping
from typing import Any

import pytest

from kiosk.analytics.verification.cases import MalformedCaseError
from kiosk.analytics.verification.group_cases import GROUP_FAMILIES
from kiosk.analytics.verification.inputs import Inputs

Entries = Mapping[str, Any]


def computed(family: str, **inputs: object) -> Entries:
    return GROUP_FAMILIES[family](Inputs(inputs))


def test_a_stratum_that_is_not_known_has_no_figures_and_hides_no_other() -> None:
    found = computed(
        "proportion_wilson", numerator=[None, 4], denominator=[9, 8], confidence=0.95, multiplier=1
    )
    assert found["value"] == [None, 0.5]
    assert found["lower"][0] is None
    rates = computed(
        "rate_byar_exact", events=[4, None], person_time=[8, 8], confidence=0.95, multiplier=1
    )
    assert rates["value"] == [0.5, None]
    assert rates["method"] == ["exact", None]


DISPARITY: dict[str, object] = {
    "estimate": [60, 70, 85],
    "se": [3, 2, 1],
    "population": [200, 300, 500],
    "favourable": True,
    "ordered": True,
    "order": [1, 2, 3],
}


def test_groups_are_put_into_the_order_that_is_given() -> None:
    shuffled = {
        **DISPARITY,
        "estimate": [85, 60, 70],
        "se": [1, 3, 2],
        "population": [500, 200, 300],
        "order": [3, 1, 2],
    }
    assert computed("disparity", **shuffled) == computed("disparity", **DISPARITY)


def test_a_reference_keeps_its_group_when_groups_are_reordered() -> None:
    shuffled = {**DISPARITY, "ordered": False, "order": [3, 2, 1], "reference_index": 0}
    assert computed("disparity", **shuffled)["mdru"]["estimate"] == pytest.approx((10 + 25) / 3)


def test_each_measure_refuses_for_itself() -> None:
    found = computed("disparity", **{**DISPARITY, "estimate": [60, None, 85]})
    assert found["d"]["estimate"] == 25
    assert found["bgv"] == {"error": True}
    assert found["sii_linear"] == {"error": True}


@pytest.mark.parametrize("wrong", [{"reference_index": 3}, {"order": [1, 2]}, {"se": [1]}])
def test_inputs_that_do_not_fit_together_are_named(wrong: dict[str, object]) -> None:
    with pytest.raises(MalformedCaseError):
        computed("disparity", **{**DISPARITY, **wrong})


def test_half_an_event_is_refused() -> None:
    with pytest.raises(ValueError, match="not a count"):
        computed("rate_byar_exact", events=[0.5], person_time=[8], confidence=0.95, multiplier=1)


def test_rates_per_hundred_thousand_are_fitted_on_the_scale_of_their_largest() -> None:
    found = computed("disparity", **{**DISPARITY, "estimate": [150, 300, 900], "scale": 100_000})
    assert 0 < found["rii_logit"]["estimate"] < 100


def test_quantiles_of_different_lengths_are_named() -> None:
    with pytest.raises(MalformedCaseError, match="different lengths"):
        computed(
            "sii_phe",
            quantile=[1, 2, 3],
            value=[0.1, 0.2],
            population=[1, 1, 1],
            lower_95=[0, 0, 0],
            upper_95=[1, 1, 1],
        )
