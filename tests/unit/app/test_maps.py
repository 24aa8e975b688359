"""Maps with the stratifier sets that they name: their codes, words and roles, and what is wrong by its line."""

from pathlib import Path

import pytest

from kiosk.app.maps import read_map, shipped_maps
from kiosk.domain.releases import GroupRole
from kiosk.interchange.map_groups import Groups
from kiosk.layouts.check import FileProblemsError

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
