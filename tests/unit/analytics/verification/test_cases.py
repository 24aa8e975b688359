"""Files of cases as a hospital might write them: read, or refused in words."""

from collections.abc import Mapping
from typing import Any

import pytest

from kiosk.analytics.verification.cases import MalformedCaseError, read_cases
from kiosk.analytics.verification.families import verify_file
from kiosk.analytics.verification.inputs import Inputs

GOOD = {"case": "good", "inputs": {"values": []}, "expected": {"mean": None}}


def file_of(*cases: object, **more: object) -> dict[str, object]:
    return {"schema_version": 1, "family": "xmr_rules", "cases": list(cases), **more}


@pytest.mark.parametrize(
    ("recorded", "words"),
    [
        ([], "begins with {"),
        ({}, "no schema_version"),
        ({"schema_version": 1, "files": []}, "lists files of cases"),
        (file_of(schema_version=2), "only 1 is read here"),
        (file_of(schema_version=True), "only 1 is read here"),
        (file_of(family=None), "names no family"),
        (file_of(cases={}), "cases are not a list"),
    ],
)
def test_what_is_no_file_of_cases_is_refused_in_words(recorded: object, words: str) -> None:
    with pytest.raises(MalformedCaseError, match=words):
        read_cases(recorded)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (7, "no object with case"),
        ({**GOOD, "case": None}, "has no name"),
        ({**GOOD, "inputs": []}, "inputs are missing"),
        ({**GOOD, "expected": {}}, "expected is missing"),
        ({**GOOD, "tolerance": 1e-9}, "tolerance is no object"),
        ({**GOOD, "tolerance": {"rel": "small"}}, "tolerance.rel is 'small'"),
        ({**GOOD, "tolerance": {"abs": -1}}, "tolerance.abs is -1"),
        ({**GOOD, "informative": "mean"}, "informative is no list"),
    ],
)
def test_a_malformed_case_fails_with_its_reason_and_hides_no_other(bad: object, words: str) -> None:
    verification = verify_file(read_cases(file_of(bad, GOOD)))
    assert (verification.passed, verification.failed) == (1, 1)
    ((_name, reason),) = verification.malformed
    assert words in reason


def test_an_unknown_family_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(MalformedCaseError, match=r"'qic_z'.*xmr_mdc"):
        verify_file(read_cases(file_of(GOOD, family="qic_z")))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "inputs.values is missing"),
        ({"values": 5}, r"inputs.values is 5, not a list"),
        ({"values": [1, "two"]}, r"inputs.values\[1\] is 'two', not a number"),
        ({"values": [True]}, r"inputs.values\[0\] is True, not a number"),
        ({"values": [10**400]}, "too large"),
    ],
)
def test_an_input_of_another_kind_is_named(given: Mapping[str, Any], words: str) -> None:
    with pytest.raises(MalformedCaseError, match=words):
        Inputs(given).numbers("values")


def test_what_is_not_finite_is_as_good_as_missing() -> None:
    given = {"values": [float("nan"), float("inf"), None, 3]}
    assert Inputs(given).numbers("values") == (None, None, None, 3.0)


def test_options_that_are_not_there_are_as_good_as_null() -> None:
    nothing = Inputs({"screen": None})
    assert nothing.whole("freeze") is None
    assert nothing.whole_numbers("exclude") == ()
    assert nothing.days("rebase_dates") == ()
    assert nothing.flag("screen", default=True)


@pytest.mark.parametrize(
    ("read", "given", "words"),
    [
        (lambda inputs: inputs.whole("k"), 2.5, "not a whole number"),
        (lambda inputs: inputs.whole_numbers("k"), [1.5], "no list of whole numbers"),
        (lambda inputs: inputs.flag("k", default=True), 1, "not true or false"),
        (lambda inputs: inputs.text("k"), 1, "not a text"),
        (lambda inputs: inputs.texts("k"), [1], "not a text"),
        (lambda inputs: inputs.days("k"), ["2026-13-01"], "not a date"),
        (lambda inputs: inputs.all_numbers("k"), [1, None], r"k\[1\] is missing"),
        (lambda inputs: inputs.number("k"), None, "k is missing"),
    ],
)
def test_an_option_of_another_kind_is_named(read: Any, given: object, words: str) -> None:
    with pytest.raises(MalformedCaseError, match=words):
        read(Inputs({"k": given}))
