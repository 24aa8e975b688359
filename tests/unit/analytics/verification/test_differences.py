"""The comparison of expected and got: what counts as a difference, and what does not."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest

from kiosk.analytics.verdicts import Variation
from kiosk.analytics.verification.cases import read_cases
from kiosk.analytics.verification.differences import Difference, verify
from kiosk.analytics.verification.families import FAMILIES
from kiosk.analytics.verification.inputs import Inputs
from tests.unit.analytics.verification.recorded import recorded

TOLERANCE: Mapping[str, float] = MappingProxyType({"rel": 1e-6, "abs": 1e-9})


def differences(
    expected: Mapping[str, Any], got: Mapping[str, object] | Exception, **more: Any
) -> tuple[Difference, ...]:
    recorded_case = {
        "case": "one",
        "inputs": {},
        "expected": expected,
        "tolerance": dict(TOLERANCE),
        **more,
    }
    file = read_cases({"schema_version": 1, "family": "any", "cases": [recorded_case]})
    assert file.malformed == ()

    def compute(inputs: Inputs) -> Mapping[str, object]:
        del inputs
        if isinstance(got, Exception):
            raise got
        return got

    return verify(file.cases[0], compute)


def paths(found: tuple[Difference, ...]) -> list[str]:
    return [each.key for each in found]


def test_a_number_agrees_within_the_tolerance_and_differs_beyond_it() -> None:
    assert differences({"a": 2.0}, {"a": 2.0 + 1.9e-6}) == ()
    assert differences({"a": 2.0}, {"a": 2.0 + 2.1e-6}) == (Difference("one", "a", 2.0, 2.0000021),)


def test_a_difference_in_a_list_or_an_object_names_its_place() -> None:
    expected = {"ucl": [1.0, 2.0], "runs": [{"n": 4}, {"n": 5}]}
    got = {"ucl": (1.0, 3.0), "runs": [{"n": 4}, {"n": 6}]}
    assert paths(differences(expected, got)) == ["ucl[1]", "runs[1].n"]


def test_a_key_that_we_do_not_compute_is_a_difference_and_one_that_is_not_expected_is_none() -> (
    None
):
    found = differences({"a": 1, "b": [{"c": 1}]}, {"b": [{}], "d": 5})
    assert paths(found) == ["a", "b[0].c"]
    assert str(found[0].got) == "nothing of that name"


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (None, 0.0),
        (0.0, None),
        (True, 1),
        (1, True),
        ("low", "high"),
        ("low", None),
        (7, 8),
        ([1.0], [1.0, 1.0]),
        ([1.0], None),
        ([1.0], {"a": 1.0}),
        ({"a": 1}, 1),
        (1.0, float("nan")),
        (10**400, 1e300),
    ],
)
def test_unlike_values_differ(expected: object, got: object) -> None:
    assert paths(differences({"a": expected}, {"a": got})) == ["a"]


@pytest.mark.parametrize(
    ("expected", "got"),
    [(None, None), (True, True), (5, 5.0), ("common_cause", Variation.COMMON_CAUSE), ([], ())],
)
def test_like_values_agree(expected: object, got: object) -> None:
    assert differences({"a": expected}, {"a": got}) == ()


def test_whole_numbers_agree_exactly_however_wide_the_tolerance() -> None:
    wide = {"rel": 0.5, "abs": 3}
    assert paths(differences({"a": 10}, {"a": 11}, tolerance=wide)) == ["a"]


def test_limits_and_simulated_values_have_tolerances_of_their_own() -> None:
    tolerance = {"rel": 0, "abs": 0, "rel_ci": 0.01, "rel_simulated": 0.1, "abs_simulated": 0}
    expected = {"d": {"estimate": 1.0, "lower": 1.0}, "x_simulated": 1.0}
    got = {"d": {"estimate": 1.005, "lower": 1.005}, "x_simulated": 1.05}
    assert paths(differences(expected, got, tolerance=tolerance)) == ["d.estimate"]


def test_what_is_informative_is_not_asserted() -> None:
    expected = {"a": 1, "d": {"se": 1, "lower": 1}, "runs": [{"n": 1, "m": 1}, {"n": 1, "m": 1}]}
    got = {"a": 2, "d": {"se": 2, "lower": 2}, "runs": [{"n": 2, "m": 2}, {"n": 2, "m": 2}]}
    informative = ["a", "d.se", "runs.n"]
    found = differences(expected, got, informative=informative)
    assert paths(found) == ["d.lower", "runs[0].m", "runs[1].m"]


@pytest.mark.parametrize("informative", [["*"], ["error", "a"]])
def test_a_case_in_which_nothing_is_asserted_passes_even_where_we_refuse(
    informative: list[str],
) -> None:
    expected = {"error": False, "a": 1}
    assert differences(expected, ValueError("no"), informative=informative) == ()


def test_what_the_reference_refuses_we_must_refuse() -> None:
    assert differences({"error": True}, ValueError("not above 0")) == ()
    assert paths(differences({"error": True}, {"a": 1})) == ["error"]


def test_a_refusal_of_ours_is_one_difference_with_its_reason() -> None:
    found = differences({"error": False, "a": 1, "b": 2}, ValueError("there are no groups"))
    assert paths(found) == ["error"]
    assert str(found[0].got) == "refused: there are no groups"


def test_a_wrong_limit_in_a_real_case_is_noticed_at_every_point() -> None:
    case = next(each for each in recorded("xmr_mdc") if not each.informative)

    def wrong(inputs: Inputs) -> Mapping[str, object]:
        got = dict(FAMILIES["xmr_mdc"](inputs))
        upper = got["upl"]
        assert isinstance(upper, list)
        return {**got, "upl": [limit * 1.00001 for limit in upper]}

    assert len(verify(case, wrong)) == len(case.expected["upl"])  # type: ignore[arg-type]
