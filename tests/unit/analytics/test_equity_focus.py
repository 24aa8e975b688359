"""Which metric and which group need us most, and why."""

from itertools import permutations

import pytest

from kiosk.analytics.equity_focus import SUMMARY_RULES, ReleaseSummary, equity_focus, summary_of
from kiosk.analytics.gap_findings import GapVerdict
from tests.unit.analytics.released_series import FALLS, PAIN, ihi, line, release_of


def hidden_decline() -> ReleaseSummary:
    return summary_of(release_of(ihi(20_000)), None)


def left_behind() -> ReleaseSummary:
    facts = PAIN.model_copy(update={"key": "skin"})
    return summary_of(release_of(ihi(400), facts), None)


def a_gap_now(low: float = 0.5, key: str = "bells") -> ReleaseSummary:
    facts = PAIN.model_copy(update={"key": key})
    groups = {"a": line(0.8, 0.8, 2000), "b": line(low, low, 2000)}
    return summary_of(release_of(groups, facts), 80.0)


def nothing() -> ReleaseSummary:
    return summary_of(release_of({"a": line(0.8, 0.8, 100), "b": line(0.8, 0.8, 100)}), None)


def test_a_summary_survives_being_stored() -> None:
    summary = hidden_decline()
    assert ReleaseSummary.model_validate_json(summary.model_dump_json()) == summary
    assert summary.rules == SUMMARY_RULES
    assert len(summary.model_dump_json()) < 2_000


def test_a_summary_says_who_how_much_and_since_when() -> None:
    summary = hidden_decline()
    assert (summary.metric, summary.stratifier, summary.group) == (
        "pain_reassessed_1h",
        "language",
        "Spanish",
    )
    assert summary.verdict is GapVerdict.HIDDEN_DECLINE
    assert summary.reliable
    assert summary.before is not None
    assert summary.after is not None
    assert summary.after.value < summary.before.value
    assert summary.widening is not None
    assert summary.widening.value == pytest.approx(20.88, abs=0.03)
    assert summary.in_standard_errors is not None
    assert summary.in_standard_errors > 20


def test_hidden_decline_comes_before_left_behind_and_that_before_a_gap_now() -> None:
    for order in permutations((hidden_decline(), left_behind(), a_gap_now(), nothing())):
        assert equity_focus(order) == hidden_decline()
    assert equity_focus((a_gap_now(), left_behind())) == left_behind()


def test_of_two_gaps_the_one_that_is_certainly_larger_is_the_focus() -> None:
    large, small = a_gap_now(0.5, "large"), a_gap_now(0.7, "small")
    assert equity_focus((small, large)) == large
    assert large.certain > small.certain > 0


def test_rates_and_shares_are_compared_as_parts_of_what_everyone_has() -> None:
    groups = {"a": line(0.002, 0.002, 50_000), "b": line(0.006, 0.006, 50_000)}
    falls = summary_of(release_of(groups, FALLS), None)
    assert equity_focus((a_gap_now(0.75), falls)) == falls


def test_ties_go_by_name() -> None:
    one, other = a_gap_now(key="bells"), a_gap_now(key="skin")
    assert equity_focus((other, one)) == one


def test_without_evidence_there_is_no_focus() -> None:
    assert nothing().group == ""
    assert nothing().verdict is GapVerdict.UNCHANGED
    assert equity_focus((nothing(),)) is None
    assert equity_focus(()) is None
