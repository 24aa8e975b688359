"""Crosswalks between the shipped sets: what moves, what is said to be lost, and what is refused."""

from pathlib import Path

import pytest

from kiosk.domain.crosswalks import crosswalk, everyone, in_preset
from kiosk.domain.stratifiers import StratifierError, StratifierSet
from kiosk.layouts.stratifier_sets import stratifier_sets

FOLDER = Path(__file__).parents[3] / "assets" / "stratifiers"


@pytest.fixture(scope="module")
def sets() -> dict[str, StratifierSet]:
    return stratifier_sets(FOLDER)


Sets = dict[str, StratifierSet]


def test_sixteen_ethnic_categories_become_five_and_say_what_is_lost(sets: Sets) -> None:
    counts = {"A": 100, "C": 20, "H": 5, "R": 2, "S": 3, "Z": 7, "99": 11, "missing": 13}
    found = crosswalk(sets["england_16@2001"], sets["england_5@2001"], counts)
    assert found.counts == {
        "white": 120,
        "asian": 5,
        "other": 5,
        "Z": 7,
        "99": 11,
        "missing": 13,
    }
    assert "Sixteen groups become five" in found.loses


def test_five_groups_are_not_split_into_sixteen(sets: Sets) -> None:
    with pytest.raises(StratifierError, match=r"White: .*counts do not say how"):
        crosswalk(sets["england_5@2001"], sets["england_16@2001"], {"white": 10, "Z": 1})


def test_race_of_1997_moves_to_2024_only_where_one_group_takes_it_whole(sets: Sets) -> None:
    old, new = sets["omb_1997@1997"], sets["omb_spd15@2024"]
    counts = {"asian": 10, "hispanic": 30, "several": 0, "declined": 2}
    assert crosswalk(old, new, counts).counts == {"asian": 10, "hispanic": 30, "declined": 2}
    with pytest.raises(StratifierError, match="Middle Eastern"):
        crosswalk(old, new, {"white": 50})
    with pytest.raises(StratifierError, match="which races"):
        crosswalk(old, new, {"several": 1})


def test_several_answers_of_2024_are_not_forced_into_one_of_1997(sets: Sets) -> None:
    with pytest.raises(StratifierError, match="person by person"):
        crosswalk(sets["omb_spd15@2024"], sets["omb_1997@1997"], {"asian": 10})


def test_a_band_across_an_edge_is_not_split(sets: Sets) -> None:
    fine, coarse = sets["age_band_esp@2013"], sets["age_band@1"]
    assert crosswalk(fine, coarse, {"0_4": 3, "5_9": 4, "90_up": 5}).counts == {
        "0_17": 7,
        "85_up": 5,
    }
    with pytest.raises(StratifierError, match="both sides"):
        crosswalk(fine, coarse, {"15_19": 1})


def test_tenths_of_an_index_become_fifths_of_the_same_index(sets: Sets) -> None:
    counts = {str(tenth): tenth for tenth in range(1, 11)}
    found = crosswalk(sets["imd_decile@2019"], sets["imd_quintile@2019"], counts)
    assert found.counts == {"1": 3, "2": 7, "3": 11, "4": 15, "5": 19}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("imd_decile@2019", "imd_quintile@2025"),
        ("imd_quintile@2019", "imd_quintile@2025"),
        ("imd_quintile@2019", "adi_national_fifth@2022"),
        ("adi_state_decile@2022", "adi_national_fifth@2022"),
    ],
)
def test_indices_of_deprivation_are_never_mixed(sets: Sets, source: str, target: str) -> None:
    with pytest.raises(StratifierError, match="different indices"):
        crosswalk(sets[source], sets[target], {"1": 10})


def test_without_a_crosswalk_the_ways_that_there_are_are_named(sets: Sets) -> None:
    with pytest.raises(StratifierError, match="england_5@2001"):
        crosswalk(sets["england_16@2001"], sets["sex@1"], {"A": 1})


def test_a_code_that_is_not_in_the_set_is_refused(sets: Sets) -> None:
    with pytest.raises(StratifierError, match='no code "T"'):
        crosswalk(sets["england_16@2001"], sets["england_5@2001"], {"T": 1})


def test_what_was_not_counted_makes_the_sum_not_counted(sets: Sets) -> None:
    found = crosswalk(sets["england_16@2001"], sets["england_5@2001"], {"A": 5, "B": None, "H": 1})
    assert found.counts == {"white": None, "asian": 1}


def test_a_preset_counts_what_was_not_chosen_together_and_keeps_the_reasons(sets: Sets) -> None:
    counts = {"en": 90, "es": 20, "pl": 5, "other": 1, "declined": 2, "missing": 3}
    found = in_preset(sets["language@1"], "english_or_not", counts)
    assert found.counts == {"en": 90, "other": 26, "declined": 2, "missing": 3}
    assert "Another language" in found.loses


def test_groups_that_overlap_have_no_sum(sets: Sets) -> None:
    overlapping, apart = sets["omb_spd15@2024"], sets["sex@1"]
    assert everyone(overlapping, {"asian": 60, "white": 70}) is None
    assert everyone(overlapping, {"asian": 60, "white": 70}, stated=100) == 100
    assert everyone(apart, {"female": 60, "male": 70}) == 130
    assert everyone(apart, {"female": 60, "male": None}) is None


def test_overlapping_groups_are_never_added_up_on_the_way(sets: Sets) -> None:
    overlapping = sets["england_16@2001"].model_copy(update={"several_answers": True})
    with pytest.raises(StratifierError, match="count twice"):
        crosswalk(overlapping, sets["england_5@2001"], {"A": 5, "B": 5})
    assert crosswalk(overlapping, sets["england_5@2001"], {"A": 5, "B": 0}).counts == {"white": 5}
