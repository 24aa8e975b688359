"""Every shipped stratifier set is complete, fits a wall and says where it comes from; bad files name their line."""

import shutil
from pathlib import Path

import pytest

from kiosk.domain.crosswalks import crosswalk
from kiosk.domain.releases import GroupRole
from kiosk.domain.stratifiers import StratifierError, StratifierSet
from kiosk.layouts.stratifier_sets import (
    StratifierSetError,
    load_stratifier_set,
    stratifier_sets,
)
from kiosk.viewmodels.stratifiers import KNOWN, is_sensitive

FOLDER = Path(__file__).parents[3] / "assets" / "stratifiers"
FILES = sorted(FOLDER.glob("*.toml"))


@pytest.fixture(scope="module")
def sets() -> dict[str, StratifierSet]:
    return stratifier_sets(FOLDER)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "stratifiers"))


def test_every_stratifier_that_the_domain_names_is_shipped(sets: dict[str, StratifierSet]) -> None:
    assert {"omb_spd15@2024", "omb_1997@1997", "england_16@2001", "england_5@2001"} <= set(sets)
    assert {one.stratifier for one in sets.values()} == {known.name for known in KNOWN}


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_file_keeps_the_three_reasons_apart_and_says_its_source(path: Path) -> None:
    one = load_stratifier_set(path)
    assert path.stem == f"{one.id}_{one.version}"
    roles = [group.role for group in one.groups]
    assert roles[-3:] == [GroupRole.DECLINED, GroupRole.NOT_KNOWN, GroupRole.MISSING]
    assert set(roles[:-3]) == {GroupRole.GROUP}
    assert len(one.source) > 3
    empty = one.find("")
    assert empty is not None
    assert empty.role is GroupRole.MISSING


def test_only_orientation_and_identity_are_sensitive(sets: dict[str, StratifierSet]) -> None:
    sensitive = {"sexual_orientation", "gender_identity"}
    assert {one.id for one in sets.values() if one.sensitive} == sensitive
    for one in sets.values():
        assert is_sensitive(one.stratifier) is one.sensitive


def test_only_questions_with_several_answers_overlap(sets: dict[str, StratifierSet]) -> None:
    assert {one.name for one in sets.values() if one.several_answers} == {
        "omb_spd15@2024",
        "disability@2011",
    }


def test_area_deprivation_names_its_index_and_version_and_begins_with_the_most_deprived(
    sets: dict[str, StratifierSet],
) -> None:
    areas = [one for one in sets.values() if one.stratifier == "deprivation"]
    assert len(areas) == 6
    for one in areas:
        assert one.ordered
        assert one.version in one.index
        assert one.version in one.title
        assert "most" in one.groups[0].label


def test_race_of_2024_has_its_seven_minimum_categories(sets: dict[str, StratifierSet]) -> None:
    assert [group.label for group in sets["omb_spd15@2024"].people] == [
        "American Indian or Alaska Native",
        "Asian",
        "Black or African American",
        "Hispanic or Latino",
        "Middle Eastern or North African",
        "Native Hawaiian or Pacific Islander",
        "White",
    ]


def test_ethnic_categories_have_the_letters_of_the_data_dictionary(
    sets: dict[str, StratifierSet],
) -> None:
    england = sets["england_16@2001"]
    assert "".join(group.code for group in england.people) == "ABCDEFGHJKLMNPRS"
    for value, role in (
        ("Z", GroupRole.DECLINED),
        ("99", GroupRole.NOT_KNOWN),
        ("X", GroupRole.NOT_KNOWN),
    ):
        found = england.find(value)
        assert found is not None
        assert found.role is role


def test_the_european_standard_population_has_a_hundred_thousand_people(
    sets: dict[str, StratifierSet],
) -> None:
    weights = [group.weight for group in sets["age_band_esp@2013"].people]
    assert len(weights) == 19
    assert sum(weight or 0 for weight in weights) == 100_000


def test_every_crosswalk_moves_or_refuses_every_group_by_itself(
    sets: dict[str, StratifierSet],
) -> None:
    walks = [(one, table) for one in sets.values() for table in one.crosswalks]
    assert len(walks) >= 9
    for one, table in walks:
        for code in one.codes:
            if code in table.refuses:
                with pytest.raises(StratifierError):
                    crosswalk(one, sets[table.to], {code: 1})
            else:
                assert sum(crosswalk(one, sets[table.to], {code: 1}).counts.values()) == 1  # type: ignore[arg-type]


def changed(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ('code = "male"', 'code = "FEMALE"', ":19: groups[2].code", "stands for two groups"),
        ('also = ["M", "1"]', 'also = ["M", "F"]', ":22: groups[2].also", "another group too"),
        ('role = "missing"', 'role = "misssing"', "groups[6].role", "missing"),
        ('role = "missing"', 'role = "declined"', "groups", "exactly one group"),
        ('short = "Female"', 'short = "Female, as registered"', "groups[1].short", "too long"),
        ("sensitive = false", "sensitve = false", "sensitve", "sensitive"),
    ],
)
def test_a_file_that_cannot_be_used_names_the_line_and_what_is_wrong(
    copy: Path, old: str, new: str, place: str, words: str
) -> None:
    path = changed(copy / "sex_1.toml", old, new)
    with pytest.raises(StratifierSetError) as caught:
        load_stratifier_set(path)
    assert place in str(caught.value)
    assert words in str(caught.value)


def test_a_crosswalk_to_a_set_that_is_not_there_names_its_line_and_the_sets_that_are(
    copy: Path,
) -> None:
    changed(copy / "england_16_2001.toml", 'to = "england_5@2001"', 'to = "england_5@2011"')
    with pytest.raises(StratifierSetError, match=r"england_16_2001.toml:\d+: .*england_5@2001"):
        stratifier_sets(copy)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('A = "white"\n', "", '"A" goes nowhere'),
        ('A = "white"', 'A = "wight"', 'no code "wight".*"white"'),
        ('Z = "Z"', 'Z = "99"', "declined"),
    ],
)
def test_a_crosswalk_with_a_hole_is_refused(copy: Path, old: str, new: str, words: str) -> None:
    changed(copy / "england_16_2001.toml", old, new)
    with pytest.raises(StratifierSetError, match=words):
        stratifier_sets(copy)


def test_a_crosswalk_into_another_index_is_refused(copy: Path) -> None:
    changed(copy / "imd_decile_2019.toml", "imd_quintile@2019", "imd_quintile@2025")
    with pytest.raises(StratifierSetError, match="indices are never mixed"):
        stratifier_sets(copy)


def test_two_files_with_one_name_are_refused(copy: Path) -> None:
    shutil.copy(copy / "sex_1.toml", copy / "sex_again.toml")
    with pytest.raises(StratifierSetError, match=r"sex_1\.toml too"):
        stratifier_sets(copy)


@pytest.mark.parametrize(
    ("old", "new"), [('"en", "es"', '"en", "xx"'), ('"en", "es"', '"en", "en"')]
)
def test_a_preset_chooses_known_groups_once(copy: Path, old: str, new: str) -> None:
    changed(copy / "language_1.toml", old, new)
    with pytest.raises(StratifierSetError, match=r"presets\[1\]"):
        stratifier_sets(copy)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StratifierSetError, match="no such file"):
        load_stratifier_set(tmp_path / "none.toml")
