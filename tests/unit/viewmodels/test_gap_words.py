"""What is found about groups in words: our care is the subject, and the public face names nobody."""

from datetime import date
from typing import Any

import pytest

from kiosk.analytics.equity_focus import summary_of
from kiosk.analytics.gaps import ReferenceKind
from kiosk.domain.metrics import Direction, MetricFacts, ValueKind
from kiosk.domain.release_summaries import CannotTell, GapVerdict, ReleaseSummary, Told
from kiosk.domain.releases import GroupRole
from kiosk.viewmodels.gap_words import BADGES, GapWords, gap_words, incomplete_words
from tests.unit.analytics.released_series import PAIN, ihi, line, release_of

TODAY = date(2026, 11, 24)
SPAN = "Mar\N{EN DASH}May"
CARE = MetricFacts(
    key="pain_reassessed_1h", title="Pain reassessed in 1 h", we="We reassessed pain in time"
)


def told(value: float) -> Told:
    return Told(value=value, lower=value - 2, upper=value + 2)


def summary(**changes: Any) -> ReleaseSummary:
    """Return the summary of the golden sentence, or another."""
    base = ReleaseSummary(
        metric=CARE.key,
        title=CARE.title,
        unit="%",
        value=ValueKind.PROPORTION,
        we=CARE.we,
        direction=Direction.INCREASE,
        stratifier="language",
        group="Spanish",
        verdict=GapVerdict.HIDDEN_DECLINE,
        before=told(70),
        after=told(61),
        now=told(61),
        overall_before=told(70),
        overall_after=told(76),
        gap=told(-19),
        relative_gap=-0.2375,
        reference=ReferenceKind.GOAL.value,
        first=date(2026, 3, 1),
        first_end=date(2026, 5, 31),
        reliable=True,
        improved=True,
        compared=3,
    )
    return base.model_copy(update=changes)


def words(**changes: Any) -> GapWords:
    return gap_words(summary(**changes), TODAY)


def test_a_hidden_decline_is_told_as_a_nurse_would() -> None:
    said = words()
    assert said.verdict == "Better overall, not for everyone."
    assert said.badge == "Better overall, not for everyone"
    assert said.sentence == "For Spanish-speaking patients: 70 → 61 %."
    assert said.told == (
        "We reassessed pain in time less often for Spanish-speaking patients: 61 %, "
        f"was 70 % in {SPAN}. Overall we improved."
    )


def test_without_words_of_its_own_a_metric_is_our_care() -> None:
    assert words(we="").told.startswith("Our care for Spanish-speaking patients: 61 %, was 70 %")


def test_where_less_is_better_it_is_more_often() -> None:
    said = words(
        we="We kept people waiting over 4 hours",
        direction=Direction.DECREASE,
        before=told(10),
        after=told(25),
    )
    assert "We kept people waiting over 4 hours more often for" in said.told


@pytest.mark.parametrize(("after", "less"), [(73, "Less so"), (69, "Not so"), (70, "Not so")])
def test_left_behind_says_how_everyone_did_beside_it(after: float, less: str) -> None:
    said = words(verdict=GapVerdict.LEFT_BEHIND, after=told(after))
    assert said.verdict == "Better overall, less so for some."
    assert said.told == (
        "We reassessed pain in time more often overall: 76 %, was 70 %. "
        f"{less} for Spanish-speaking patients: {after} %, was 70 %."
    )


def test_a_gap_that_grew_is_our_care_falling_behind() -> None:
    said = words(verdict=GapVerdict.WIDENED)
    assert said.verdict == "The gap has widened."
    assert said.told == (
        "Our care for Spanish-speaking patients fell further behind the goal: 61 %, "
        f"was 70 % in {SPAN}."
    )


def test_a_gap_that_is_there_now_is_absolute_and_relative() -> None:
    said = words(verdict=GapVerdict.UNCHANGED)
    assert said.verdict == "Not the same for everyone."
    assert said.badge == "No clear change in the gap"
    assert said.sentence == "For Spanish-speaking patients: 19 points (24 %) under the goal."
    assert said.told == (
        "Our care for Spanish-speaking patients: 61 %, 19 points (24 %) under the goal."
    )


def test_one_point_is_one_point() -> None:
    said = words(verdict=GapVerdict.UNCHANGED, gap=told(-1.2), relative_gap=-0.0149)
    assert said.sentence == "For Spanish-speaking patients: 1 point (1 %) under the goal."


@pytest.mark.parametrize(
    ("share", "said"), [(1.0, "2 ×"), (1.5, "2.5 ×"), (1.96, "3 ×"), (4.2, "5 ×"), (0.99, "99 %")]
)
def test_a_multiple_is_told_as_exactly_as_it_has_to_be(share: float, said: str) -> None:
    gap = words(verdict=GapVerdict.UNCHANGED, gap=told(12.0), relative_gap=share)
    assert gap.sentence == f"For Spanish-speaking patients: 12 points ({said}) over the goal."


def test_counts_of_groups_of_any_size_get_no_verdict() -> None:
    said = words(group="", verdict=GapVerdict.UNCHANGED, value=ValueKind.COUNT, unit="falls")
    assert said.verdict == "No verdict: counts do not say out of how many."
    assert said.sentence == ""


def test_the_goal_that_no_group_meets_is_said_as_that() -> None:
    assert words(verdict=GapVerdict.UNCHANGED, all_behind=True).verdict == (
        "Goal not met in any group."
    )


@pytest.mark.parametrize(
    ("kind", "behind"),
    [
        (ReferenceKind.BEST_GROUP, "the best group (English)"),
        (ReferenceKind.CHOSEN, "English"),
        (ReferenceKind.OVERALL, "everyone together"),
    ],
)
def test_what_is_compared_with_is_named(kind: ReferenceKind, behind: str) -> None:
    said = words(verdict=GapVerdict.UNCHANGED, reference=kind.value, reference_group="English")
    assert f"under {behind}." in said.told


def test_voluntary_reports_are_reported_not_occurred() -> None:
    assert words(voluntary=True).told.endswith("Reported, not occurred.")


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"verdict": GapVerdict.NARROWED}, "The gap has narrowed."),
        ({"verdict": GapVerdict.UNCHANGED}, "Better overall, no clear gap."),
        ({"verdict": GapVerdict.UNCHANGED, "improved": False}, "No clear gap between groups."),
        ({"verdict": GapVerdict.UNCHANGED, "compared": 1}, "Too few to compare groups."),
        (
            {"verdict": GapVerdict.CANNOT_TELL, "reason": CannotTell.NO_DIRECTION},
            "No verdict: neither more nor less is better.",
        ),
        (
            {
                "verdict": GapVerdict.CANNOT_TELL,
                "reason": CannotTell.INCOMPLETE,
                "known": (71, 71),
            },
            "Group known for 71 %: no verdict.",
        ),
    ],
)
def test_where_no_group_is_in_need_the_verdict_names_none(
    changes: dict[str, Any], verdict: str
) -> None:
    said = words(group="", **changes)
    assert (said.verdict, said.sentence, said.told) == (verdict, "", "")


def test_a_share_known_that_is_hidden_in_part_is_given_by_its_ends() -> None:
    assert incomplete_words((60, 85)) == "Group known for 60\N{EN DASH}85 %: no verdict."


@pytest.mark.parametrize("verdict", list(GapVerdict))
def test_verdict_and_badge_never_name_a_group(verdict: GapVerdict) -> None:
    said = words(verdict=verdict)
    assert "Spanish" not in said.verdict + said.badge
    assert said.badge == BADGES[verdict]


def test_under_eighty_per_cent_known_there_is_a_banner_and_no_verdict() -> None:
    groups = ihi(20_000) | {"Not known": line(0.6, 0.6, 60_000)}
    release = release_of(groups, PAIN, roles={"Not known": GroupRole.NOT_KNOWN})
    found = summary_of(release, None)
    assert gap_words(found, TODAY).verdict == "Group known for 66 %: no verdict."
    assert not found.reliable
