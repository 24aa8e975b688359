"""Maps with the stratifier sets that they name: their codes, words and roles, and what is wrong by its line."""

from pathlib import Path

import pytest

from kiosk.app.maps import read_map, shipped_maps
from kiosk.domain.releases import GroupRole
from kiosk.domain.stratifiers import StratifierError
from kiosk.interchange.map_groups import Groups
from kiosk.interchange.map_sets import with_set
from kiosk.layouts.check import FileProblemsError
from kiosk.layouts.stratifier_sets import stratifier_sets

CHECKOUT = Path(__file__).resolve().parents[3]
TEXT = (CHECKOUT / "tests/data/figures/pain_by_language.toml").read_text(encoding="utf-8")
LABELS = next(line for line in TEXT.splitlines() if line.startswith("labels"))
STRATIFIER = 'stratifier = "language"'


def split(folder: Path, groups: str) -> Groups:
    """The split of a map whose groups say this."""
    path = folder / "map.toml"
    text = TEXT.replace(f"{STRATIFIER}\n{LABELS}", groups)
    path.write_text(text, encoding="utf-8")
    (found,) = read_map(path).every_split
    return found


def problems(folder: Path, groups: str) -> list[str]:
    with pytest.raises(FileProblemsError) as refused:
        split(folder, groups)
    return str(refused.value).splitlines()


def test_a_set_brings_codes_names_words_and_roles(tmp_path: Path) -> None:
    found = split(tmp_path, 'set = "england_16@2001"')

    assert found.labels["A"] == "White: British"
    assert GroupRole.DECLINED in found.roles_by_label().values()
    assert found.stratifier == "ethnicity"
    assert found.add_up


def test_codes_and_names_are_understood_in_any_capitals(tmp_path: Path) -> None:
    found = split(tmp_path, 'set = "sex@1"')

    for value in ("Female", "FEMALE", "female"):
        known = found.value_of(value)
        assert known is not None
        assert found.labels[known] == "Female"
    assert found.value_of("nobody") is None


def test_a_wrong_value_is_told_one_code_for_each_group_of_a_set(tmp_path: Path) -> None:
    found = split(tmp_path, 'set = "sex@1"\ntotal = "all"')

    assert found.values_to_name() == [
        "female",
        "male",
        "other",
        "declined",
        "not_known",
        "missing",
        "all",
    ]


def test_a_hospitals_own_words_replace_those_of_a_set_and_others_are_added(tmp_path: Path) -> None:
    found = split(tmp_path, 'set = "sex@1"\nlabels = { female = "Women", X = "Two records" }')

    assert found.labels["female"] == "Women"
    assert found.labels["X"] == "Two records"
    assert next(iter(found.labels.values())) == "Women"


def test_a_set_of_several_answers_needs_the_row_of_everyone(tmp_path: Path) -> None:
    words = problems(tmp_path, 'set = "omb_spd15@2024"')

    assert words == [
        (
            'map.toml:13: groups.set: "omb_spd15@2024" is of people who can be in several groups, '
            "which cannot be added up: name the row of everyone as total."
        )
    ]
    whole = split(tmp_path, 'set = "omb_spd15@2024"\ntotal = "all"')
    assert not whole.add_up


def test_a_set_that_is_not_there_names_line_and_the_nearest(tmp_path: Path) -> None:
    (words,) = problems(tmp_path, 'set = "omb_spd15@2023"')

    assert words.startswith(
        'map.toml:13: groups.set: "omb_spd15@2023" is not a stratifier set. Allowed: '
    )
    assert words.endswith('Did you mean "omb_spd15@2024"?')


def test_words_that_two_groups_would_share_are_refused(tmp_path: Path) -> None:
    (words,) = problems(tmp_path, 'set = "sex@1"\nlabels = { female = "People", male = "People" }')

    assert 'groups.labels: Two groups of sex@1 would be called "People"' in words


@pytest.mark.parametrize("name", sorted(shipped_maps()))
def test_every_shipped_map_can_be_used(name: str) -> None:
    assert read_map(shipped_maps()[name]).metrics


def test_a_chosen_reference_is_a_group_of_the_set(tmp_path: Path) -> None:
    why = 'reference_reason = "agreed with patients"'

    found = split(tmp_path, f'set = "sex@1"\nreference = "Female"\n{why}')
    refused = problems(tmp_path, f'set = "sex@1"\nreference = "Famale"\n{why}')

    assert found.reference == "Female"
    assert any('"Famale" is not the words of a group of the set' in line for line in refused)


def test_a_preset_puts_the_groups_that_were_not_chosen_together(tmp_path: Path) -> None:
    found = split(tmp_path, 'set = "language@1"\npreset = "english_or_not"')

    published = {found.labels[value] for value in ("en", "es", "pl", "so")}
    assert published == {"English", found.labels["other"]}
    assert GroupRole.DECLINED in found.roles_by_label().values()


def test_figures_by_one_set_are_published_by_another_that_takes_its_groups_whole(
    tmp_path: Path,
) -> None:
    found = split(tmp_path, 'set = "england_16@2001"\npublish_as = "england_5@2001"')

    assert found.labels["A"] == found.labels["C"]
    assert found.labels["A"] != found.labels["M"]
    assert found.set == "england_5@2001"


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ('set = "language@1"\npreset = "welsh_or_not"', "has no preset"),
        ('set = "england_16@2001"\npublish_as = "england_6@2001"', "is not a stratifier set"),
        ('set = "england_16@2001"\npublish_as = "sex@1"', "There is no way from"),
        ('set = "language@1"\npreset = "england"\npublish_as = "sex@1"', "say one of"),
        ('publish_as = "sex@1"\nstratifier = "sex"\nlabels = { f = "F" }', "as set"),
    ],
)
def test_what_a_set_cannot_be_published_by_is_refused_in_words(
    tmp_path: Path, groups: str, words: str
) -> None:
    assert any(words in line for line in problems(tmp_path, groups))


def test_groups_that_overlap_are_never_put_together() -> None:
    language = stratifier_sets(CHECKOUT / "assets" / "stratifiers")["language@1"]
    overlapping = language.model_copy(update={"several_answers": True})
    groups = Groups(column="language", set="language@1", preset="english_or_not", total="all")

    assert with_set(groups, language).labels["es"] == with_set(groups, language).labels["pl"]
    with pytest.raises(StratifierError, match="cannot be added up"):
        with_set(groups, overlapping)
