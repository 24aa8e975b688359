"""Privacy profiles: which counts are hidden, how others are rounded, how wide a doubt stays."""

import pytest

from kiosk.analytics.publishing.profiles import (
    CMS,
    NHS_SUB_NATIONAL,
    PrivacyProfile,
    local_profile,
)


@pytest.mark.parametrize(
    ("profile", "hidden", "published"),
    [(CMS, (1, 7, 8, 10), (0, 11)), (NHS_SUB_NATIONAL, (1, 7), (0, 8, 10, 11))],
    ids=["CMS", "NHS"],
)
def test_counts_are_hidden_from_one_up_to_the_profiles_limit(
    profile: PrivacyProfile, hidden: tuple[int, ...], published: tuple[int, ...]
) -> None:
    assert all(profile.hides(count) for count in hidden)
    assert not any(profile.hides(count) for count in published)


@pytest.mark.parametrize(("time", "is_hidden"), [(0.25, True), (10.75, True), (11.0, False)])
def test_a_time_at_risk_is_hidden_as_long_as_it_is_less_than_the_first_count_that_is_shown(
    time: float, *, is_hidden: bool
) -> None:
    assert CMS.hides(time) is is_hidden


@pytest.mark.parametrize("count", [0, 1, 8, 11, 1234])
def test_cms_publishes_exact_counts(count: int) -> None:
    assert CMS.rounded(count) == count


@pytest.mark.parametrize(
    ("count", "rounded"), [(0, 0), (8, 10), (10, 10), (11, 10), (12, 10), (13, 15), (1234, 1235)]
)
def test_nhs_publishes_the_nearest_multiple_of_five(count: int, rounded: int) -> None:
    assert NHS_SUB_NATIONAL.rounded(count) == rounded


def test_a_doubt_is_as_wide_as_what_is_hidden_unless_the_hospital_says_wider() -> None:
    assert (CMS.width, NHS_SUB_NATIONAL.width) == (10, 7)
    assert local_profile(4, narrowest=15).width == 15


def test_a_hidden_cell_gives_shelter_if_it_may_fall_by_the_width_and_is_not_small_itself() -> None:
    assert CMS.large == 11
    assert NHS_SUB_NATIONAL.large == 8
    assert local_profile(4, narrowest=15).large == 15


@pytest.mark.parametrize("parameters", [(-1, 1, None), (10, 0, None), (10, 1, -1)])
def test_a_profile_with_a_parameter_that_makes_no_sense_is_refused(
    parameters: tuple[int, int, int | None],
) -> None:
    with pytest.raises(ValueError, match="local is not a privacy profile"):
        local_profile(*parameters)
